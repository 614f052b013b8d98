"""Pages saved as one file give the graph of the page, and hostile ones a reason, within bounds of time."""

from __future__ import annotations

import base64
import quopri
import random
import time
from collections.abc import Callable
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart

import pytest

from kzgraph.errors import InputError
from kzgraph.reading.media import open_bytes, read_bytes
from tests.media import markup, pages
from tests.media.mutations import damaged
from tests.media.specimen import facts_of, plain, specimen

PICTURE = b"\x89PNG" + bytes(range(256))


def part(kind: str, data: bytes, encoding: str, place: str) -> MIMENonMultipart:
    """A part of a message."""
    main, _, sub = kind.partition("/")
    one = MIMENonMultipart(main, sub)
    one["Content-Transfer-Encoding"] = encoding
    one["Content-Location"] = place
    pack: dict[str, Callable[[bytes], bytes]] = {
        "quoted-printable": quopri.encodestring,
        "base64": base64.encodebytes,
        "8bit": lambda plain: plain,
    }
    one.set_payload(pack[encoding](data).decode("ascii", "surrogateescape"))
    return one


def saved(page: bytes, encoding: str = "quoted-printable") -> bytes:
    """A page as a browser saves it: with a style sheet and a picture."""
    message = MIMEMultipart("related")
    message["From"] = "<Saved by a browser>"
    message["Subject"] = "=?utf-8?Q?Lakes_=E2=80=93_Texts?="
    message.attach(part("text/html", page, encoding, "https://example.org/TA.html"))
    message.attach(part("text/css", b"p { margin: 0 }", "quoted-printable", "https://example.org/a.css"))
    message.attach(part("image/png", PICTURE, "base64", "https://example.org/a.png"))
    return message.as_bytes()


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("language", ["el", "bg", "fr", "mt", "pl"])
def test_a_saved_page_gives_the_graph_of_the_plain_text(language: str, encoding: str) -> None:
    one = specimen(language)
    data = saved(pages.adopted(one), encoding)
    assert facts_of(data.replace(b"\n", b"\r\n")) == facts_of(plain(one, [pages.ADOPTED]).encode())


def test_the_source_says_what_it_is() -> None:
    (source,) = open_bytes(saved(pages.journal(specimen("lt"))), "a.txt")
    assert source.media_type == "multipart/related"
    assert [(one.place, one.text) for one in source.medium.passed_over] == [
        ("https://example.org/a.css", "text/css"),
        ("https://example.org/a.png", "image/png"),
    ]
    assert source.medium.encoding == "utf-8"


def test_the_texts_of_a_day_and_members_of_archives() -> None:
    day = saved(pages.day(specimen("pl"), ""))
    assert [one.name for one in open_bytes(day, "day.mht")] == [f"day.mht#{pages.ADOPTED}", f"day.mht#{pages.OTHER}"]
    (source,) = open_bytes(markup.zipped({"a.mht": saved(pages.adopted(specimen("ro")))}), "a.zip")
    assert (source.name, source.media_type) == ("a.zip#a.mht", "multipart/related")


def test_parts_in_parts_frames_and_a_page_alone() -> None:
    page = pages.adopted(specimen("hr"))
    whole = facts_of(page)
    outer, inner = MIMEMultipart("related"), MIMEMultipart("alternative")
    inner.attach(part("text/plain", b"A page.", "8bit", "a"))
    inner.attach(part("text/html", page, "base64", "b"))
    outer.attach(inner)
    assert facts_of(outer.as_bytes()) == whole
    frames = MIMEMultipart("related")
    frames.attach(part("text/html", b"<html><body><p>Lakes and rivers</p></body></html>", "base64", "frame"))
    frames.attach(part("text/html", page, "base64", "text"))
    assert facts_of(frames.as_bytes()) == whole
    alone = part("text/html", page, "quoted-printable", "a")
    assert facts_of(alone.as_bytes()) == whole


def frames_and(page: bytes, count: int) -> bytes:
    """A page behind so many frames that hold nothing of it."""
    message = MIMEMultipart("related")
    for number in range(count):
        message.attach(part("text/html", b"<html><body><p>Lakes and rivers</p></body></html>", "8bit", f"frame{number}"))
    message.attach(part("text/html", page, "base64", "text"))
    return message.as_bytes()


def test_so_many_frames_are_looked_into_and_no_more() -> None:
    page = pages.adopted(specimen("hr"))
    assert facts_of(frames_and(page, 63)) == facts_of(page)
    (source,) = open_bytes(frames_and(page, 64), "a.mht")
    assert source.text == "Lakes and rivers"


def nested(page: bytes, deep: int) -> bytes:
    """A page in parts, so many in each other."""
    inner: MIMEMultipart | MIMENonMultipart = part("text/html", page, "base64", "text")
    for _ in range(deep):
        outer = MIMEMultipart("related")
        outer.attach(inner)
        inner = outer
    return inner.as_bytes()


def test_parts_stand_in_parts_so_deep_and_no_deeper() -> None:
    page = pages.adopted(specimen("hr"))
    assert facts_of(nested(page, 3)) == facts_of(page)
    with pytest.raises(InputError, match="more than 3 deep"):
        open_bytes(nested(page, 4), "a.mht")


def test_the_first_fault_of_pages_without_a_text_is_told() -> None:
    odd = b"<html><p " + b" ".join(b"a%d" % n for n in range(200_000)) + b">x"
    message = MIMEMultipart("related")
    message.attach(part("text/html", odd, "8bit", "a"))
    message.attach(part("text/html", b"<html><p>The European Parliament,<p>- having regard to it,<p>" * 600, "8bit", "b"))
    with pytest.raises(InputError, match="a tag of more than 100,000 words"):
        open_bytes(message.as_bytes(), "a.mht")


@pytest.mark.parametrize(
    ("kind", "packing"),
    [("text/html", "BASE64"), ("text/html", " Quoted-Printable "), ("application/xhtml+xml", "base64"), ("TEXT/HTML", "8bit")],
)
def test_kinds_and_packings_are_known_in_any_spelling(kind: str, packing: str) -> None:
    page = pages.adopted(specimen("hr"))
    one = part(kind, page, packing.strip().lower(), "a")
    one.replace_header("Content-Transfer-Encoding", packing)
    message = MIMEMultipart("related")
    message.attach(one)
    assert facts_of(message.as_bytes()) == facts_of(page)


@pytest.mark.parametrize("left", range(4))
def test_base64_with_other_signs_in_it_or_cut_off_is_read_as_far_as_it_goes(left: int) -> None:
    """Mail programs quote lines, and a copy may end anywhere in the last letters of four."""
    page = pages.adopted(specimen("hr")) + b"<!-- the end -->\n"
    packed = base64.b64encode(page).rstrip(b"=")
    letters = packed[: len(packed) // 4 * 4 - 8 + left]
    body = b"\n".join(b"> " + letters[at : at + 60] for at in range(0, len(letters), 60))
    head = b"MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
    assert facts_of(head + body) == facts_of(page)


def test_names_of_parts_can_be_shown() -> None:
    message = MIMEMultipart("related")
    message.attach(part("text/html", pages.adopted(specimen("hr")), "base64", "a"))
    message.attach(part("image/png", PICTURE, "base64", "a-bell"))
    (source,) = open_bytes(message.as_bytes().replace(b"a-bell", b"a\x07bell"), "a.mht")
    assert [one.place for one in source.medium.passed_over] == ["a\N{REPLACEMENT CHARACTER}bell"]


def test_a_file_that_is_cut_off_in_its_pictures_has_its_page() -> None:
    data = saved(pages.adopted(specimen("sk")))
    cut = data[: data.index(b"image/png") + 40]
    assert facts_of(cut) == facts_of(pages.adopted(specimen("sk")))


def test_without_a_page_it_is_refused_with_a_remedy() -> None:
    message = MIMEMultipart("related")
    message.attach(part("image/png", PICTURE, "base64", "a"))
    with pytest.raises(InputError, match=r"a\.mht: it is a message or a saved page without a page in it\. Save the page again"):
        open_bytes(message.as_bytes(), "a.mht")


def _deep() -> bytes:
    lines = "MIME-Version: 1.0\n"
    for depth in range(2000):
        lines += f"Content-Type: multipart/related; boundary=b{depth}\n\n--b{depth}\n"
    return lines.encode()


def _headed(line: str) -> bytes:
    return f"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x{line}\n\n--x\nContent-Type: text/html\n\n<p>".encode()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "parts in parts": (_deep, "more than 3 deep"),
    "itself in itself": (
        lambda: b"MIME-Version: 1.0\n" + b"Content-Type: multipart/related; boundary=x\n\n--x\n" * 500,
        "without a page in it",
    ),
    "many parts": (lambda: _headed("") + b"\n--x\n\n" * 300_000, "more than 4,096 parts"),
    "a header without end": (lambda: _headed("\n" + "X-A: b\n" * 100_000), "header far longer"),
    "a field of many parameters": (lambda: _headed('; a="b' * 5_000), "header far longer"),
    "a long field": (lambda: _headed("; a=" + "b" * 10_000_000), "header far longer"),
    "dashes": (lambda: _headed("") + b"\n--x" * 2_000_000, "more than 4,096 parts"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_end_in_a_reason(name: str) -> None:
    make, reason = HOSTILE[name]
    data = make()
    begun = time.process_time()
    with pytest.raises(InputError, match=reason):
        open_bytes(data, "a.mht")
    assert time.process_time() - begun < 60


def test_damaged_files_give_texts_or_reasons() -> None:
    chance = random.Random(12)
    whole = [saved(pages.adopted(specimen(language)), encoding) for language in ("el", "en") for encoding in ("base64", "8bit")]
    refused = 0
    remedies = set()
    for _ in range(150):
        try:
            for one in read_bytes(damaged(chance.choice(whole), chance), "a.mht"):
                refused += isinstance(one, InputError)
        except InputError as fault:
            refused += 1
            remedies.add(fault.remedy)
    assert refused < 150
    assert all(remedies)
