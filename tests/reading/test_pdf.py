"""PDF files: the same graph as from plain text however they are set, and whatever is broken, locked or endless refused."""

from __future__ import annotations

import io
import random
import re
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2.raw as raw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from kzgraph.cli import main
from kzgraph.errors import InputError
from kzgraph.language.pack import languages
from kzgraph.reading import pdf
from kzgraph.reading.layout import Glyph, Line, lines_of
from kzgraph.reading.media import open_bytes
from kzgraph.reading.pages import Page, read
from kzgraph.reading.pdfium import read_file
from kzgraph.reading.source import decode
from tests.media import word
from tests.media.portable import Form, font, typeset
from tests.media.specimen import facts, facts_of, plain, specimen

FORMS = {
    "one column": Form(),
    "small pages": Form(height=330),
    "two columns": Form(columns=2, height=500),
    "two columns, words cut": Form(columns=2, height=600, hyphens=True),
    "words without blanks, running heads": Form(height=400, loose=True, running="RESOLUTIONS AND OPINIONS"),
}
#: Texts so full of hyphens that a few cut words prove nothing: there a hyphen at a line end stays.
DOUBTFUL = {"mt"}
#: These languages are built in all forms.
NEARBY = ("bg", "el", "en", "fr", "hr", "pl")


def text_in(data: bytes) -> str:
    """The text of a file."""
    return read_file(data)[0]


# ---------------------------------------------------------------- same text, same graph


@cache
def printed_facts(language: str) -> list[tuple[str, ...]]:
    """The graph of a specimen as plain text, with the foot of its pages."""
    one = specimen(language)
    return facts([decode(f"{plain(one)}\n{word.foot(one)}".encode(), "plain")])


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("language", NEARBY)
def test_a_specimen_gives_the_graph_of_the_plain_text(language: str, form: Form) -> None:
    assert facts_of(typeset(specimen(language), form)) == printed_facts(language)


@pytest.mark.parametrize("language", sorted(set(languages()) - set(NEARBY)))
def test_every_language_is_read_as_it_is_printed(language: str) -> None:
    one = specimen(language)
    for form in FORMS.values():
        *blocks, foot = text_in(typeset(one, form)).split("\n\n")
        if form.running:
            assert blocks.pop(0) == form.running
        read, printed = (" ".join(text.split()) for text in (" ".join(blocks), plain(one)))
        if form.hyphens and language in DOUBTFUL:
            read, printed = (re.sub("- ?", "", text) for text in (read, printed))
        assert read == printed
        assert foot.startswith(f"RC\\2901000{language.upper()}.docx")


def test_the_command_line_builds_pdf_files_and_folders_of_them(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    for language in ("lv", "sk"):
        (folder / f"{language}.pdf").write_bytes(typeset(specimen(language)))
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    assert main(["build", str(folder), "-o", str(tmp_path / "graph.ttl"), "--quiet"]) == 3
    assert (tmp_path / "graph.ttl").read_text("utf-8").count('kz:mediaType "application/pdf"') == 2


# ---------------------------------------------------------------- lines


def glyphs(text: str, left: float, base: float, size: float = 12.0) -> list[Glyph]:
    """A text, each letter half as wide as it is high."""
    return [Glyph(letter, left + at * size / 2, left + (at + 1) * size / 2, base, size) for at, letter in enumerate(text)]


@pytest.mark.parametrize(
    ("letters", "text"),
    [
        (glyphs("Orm", 10, 700) + glyphs("12", 28, 704, 7), ["Orm<sup>12</sup>"]),
        (glyphs("CO", 10, 700) + glyphs("2", 22, 697, 7), ["CO2"]),
        (glyphs("1", 10, 700) + glyphs("er", 16, 704, 7), ["1er"]),
        (glyphs("Orm", 10, 700) + glyphs("Orm", 10.3, 700), ["Orm"]),
        (glyphs("Lake", 10, 700) + glyphs("Orm", 38, 700.4), ["Lake Orm"]),
        (glyphs("A.", 10, 700) + glyphs("whereas", 60, 700), ["A.  whereas"]),
        (glyphs("below", 10, 686) + glyphs("above", 10, 700), ["above", "below"]),
    ],
)
def test_letters_become_lines(letters: list[Glyph], text: list[str]) -> None:
    random.Random(7).shuffle(letters)
    assert [line.text for line in lines_of(letters)[0]] == text


def test_a_line_over_both_columns_stands_between_them() -> None:
    columns = [glyph for at in range(8) for left in (0, 300) for glyph in glyphs("x" * 45, left, 700 - 14 * at)]
    across = glyphs("y" * 95, 0, 700 - 14 * 8)
    below = [glyph for at in range(9, 17) for left in (0, 300) for glyph in glyphs("z" * 45, left, 700 - 14 * at)]
    texts = [line.text[0] for line in lines_of([*columns, *across, *below])[0]]
    assert texts == ["x"] * 16 + ["y"] + ["z"] * 16


# ---------------------------------------------------------------- pages


def page(*lines: tuple[str, float, float] | tuple[str, float, float, float]) -> Page:
    """A page of lines: text, height and size, and where one begins if not at the margin."""
    made = [(text, base, size, left[0] if left else 60.0) for text, base, size, *left in lines]
    return Page(tuple(Line(text, left, left + len(text) * size / 2, base, size) for text, base, size, left in made), 0, 842)


@pytest.mark.parametrize(
    ("pages", "text"),
    [
        ([page(("whereas the lake", 100, 12)), page(("is deep;", 780, 12))], "whereas the lake\nis deep;"),
        ([page(("A. whereas one;", 100, 12)), page(("B. whereas two;", 780, 12))], "A. whereas one;\n\nB. whereas two;"),
        ([page(("one", 400, 12), ("7", 30, 9)), page(("two", 400, 12), ("8", 30, 9))], "one\ntwo"),
        # The same number on both pages counts no pages, but stands where it stood.
        ([page(("one", 400, 12), ("EN", 30, 9)), page(("two", 400, 12), ("EN", 30, 9))], "one\ntwo"),
        # A line that looks alike in another place, or counts otherwise, is text.
        ([page(("one,", 400, 12), ("No 7,", 120, 12)), page(("two,", 400, 12), ("No 9,", 120, 12))], "one,\n\nNo 7,\ntwo,\n\nNo 9,"),
        (
            [page(("The water of Lake Orm<sup>1</sup> is", 400, 12), ("<sup>1</sup> OJ C 1,", 90, 9), ("p. 2.", 78, 9)), page(("deep.", 780, 12))],
            "The water of Lake Orm<sup>1</sup> is\ndeep.\n\n<sup>1</sup> OJ C 1,\np. 2.",
        ),
        (
            [
                page(("The water of Lake Orm<sup>1</sup> is", 400, 12), ("<sup>1</sup> OJ C 1,", 90, 9)),
                page(("deep<sup>1</sup>.", 780, 12), ("p. 2.", 102, 9), ("<sup>1</sup> Ibid.", 90, 9)),
            ],
            "The water of Lake Orm<sup>1</sup> is\ndeep<sup>2</sup>.\n\n<sup>1</sup> OJ C 1,\np. 2.\n\n<sup>2</sup> Ibid.",
        ),
        ([page(("EU-", 400, 12), ("Veldoria", 386, 12))], "EU-\nVeldoria"),
        ([page(("the democ-", 400, 12), ("racy in", 386, 12), ("democracy", 372, 12))], "the democracy\nin\ndemocracy"),
        ([page(("mass-media and mass-", 400, 12), ("media", 386, 12))], "mass-media and mass-\nmedia"),
        ([page(("one,", 400, 12), ("two", 370, 12))], "one,\n\ntwo"),
        ([page(("the EU", 400, 12), ("– Veldoria Council", 386, 12))], "the EU – Veldoria Council"),
    ],
)  # fmt: skip
def test_pages_become_a_text(pages: Sequence[Page], text: str) -> None:
    assert read(pages)[0] == text


# ---------------------------------------------------------------- hostile files


def drawn(*pages: str, encrypt: StandardEncryption | None = None, turn: int = 0) -> bytes:
    """A PDF file with a line of text on each page; a page of "#" is a picture."""
    held = io.BytesIO()
    canvas = Canvas(held, encrypt=encrypt, invariant=1)
    for text in pages:
        if text == "#":
            canvas.drawImage(ImageReader(Image.new("L", (40, 60), 128)), 0, 0, 595, 842)
        else:
            canvas.setFont(font(), 12)
            if turn:
                canvas.rotate(90)
                canvas.translate(0, -595)
            canvas.drawString(70, 500, text)
        canvas.showPage()
    canvas.save()
    return held.getvalue()


def made(*objects: bytes) -> bytes:
    """A PDF file of these objects, the first one its root."""
    out, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return out + end % (len(objects) + 1, table, len(objects) + 1, len(out))


def shown(content: bytes, *, packed: bool = False) -> bytes:
    """A PDF file with one page that shows this."""
    content = zlib.compress(content, 9) if packed else content
    return made(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>",
        b"<<%b/Length %d>>stream\n%b\nendstream" % (b"/Filter/FlateDecode" if packed else b"", len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X 6 0 R>>>>/Length 11>>stream\n/X Do /X Do\nendstream",
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7\n", "damaged"),
        (typeset(specimen("en"))[:400], "damaged"),
        (drawn("text", encrypt=StandardEncryption("lake", canPrint=0)), "locked"),
        (drawn("#"), "pictures, no text"),
        (drawn(" "), "empty"),
        (drawn("one", "#", "three"), "page 2 is a picture"),
        (drawn(*["x"] * 2001), "2,001 pages"),
        (made(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1000000>>"), "pages, no resolution"),
        (made(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 5>>"), "page 1 is damaged"),
        (shown(b"BT /F 1 Tf 10 10 Td " + b"(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj -9 0 Td " * 2_800), "letters, no page"),
        (shown(b"/X Do"), "broke off|empty"),
        (shown(b"BT /F 900 Tf (a) Tj ET"), "empty"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_remedy(data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason) as fault:
        open_bytes(data, "trap.pdf")
    assert fault.value.place == "trap.pdf"
    assert fault.value.remedy


def test_pages_on_their_side_are_read() -> None:
    assert text_in(drawn("Lake Orm", turn=1)) == "Lake Orm"


def test_a_picture_before_the_text_is_a_cover() -> None:
    assert text_in(drawn("#", "Lake Orm", "#")) == "Lake Orm"


def test_an_open_lock_is_no_lock() -> None:
    assert text_in(drawn("Lake Orm", encrypt=StandardEncryption("", ownerPassword="lake", canCopy=0))) == "Lake Orm"


def test_a_lost_table_of_objects_is_made_anew() -> None:
    whole = typeset(specimen("da"))
    at = whole.rindex(b"startxref")
    assert text_in(whole[:at] + b"startxref\n7\n%%EOF") == text_in(whole)


def test_memory_and_time_are_bounded_and_a_crash_costs_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_READER", "kzgraph.reading.no_such_reader")
    with pytest.raises(InputError, match=r"broke off .*no_such_reader"):
        list(pdf.parts(b"%PDF-", "a.pdf"))
    monkeypatch.undo()
    monkeypatch.setattr(pdf, "_MOST_SECONDS", 1)
    endless = shown(b"q " * (20 << 20), packed=True)
    assert len(endless) < 2**16
    with pytest.raises(InputError, match="more than 1 seconds"):
        list(pdf.parts(endless, "a.pdf"))


# ---------------------------------------------------------------- damage by chance

WORDS = [b"0", b"-1", b"99999999999", b"1e30", b"/Kids", b"/Length", b"obj", b"stream", b"<<", b">>", b"[", b" Tf", b" Tm", b" cm", b"BT ", b"(", b"/Filter", b" R", b"/Rotate 90", b"/MediaBox [0 0 1 1]"]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_any_damage_gives_a_text_or_a_reason(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(typeset(specimen("en"), chance.choice([Form(), Form(columns=2, height=500)])))
    kind = chance.randrange(3)
    if kind == 0:
        del data[chance.randrange(len(data)) :]
    for _ in range(chance.randint(1, 20)):
        at = chance.randrange(len(data)) if data else 0
        if kind == 1:
            data[at] = chance.randrange(256)
        elif kind == 2:
            new = chance.choice(WORDS)
            data[at : at + chance.choice([0, len(new)])] = new
    try:
        assert isinstance(text_in(bytes(data)), str)
    except InputError as fault:
        reason = f"{fault.reason}{fault.remedy}"
    else:
        return
    assert reason


def test_letters_whose_edges_come_in_the_other_order_are_read_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    data = typeset(specimen("fi"))
    text = read_file(data)
    box_of = raw.FPDFText_GetLooseCharBox

    def turned(page: object, at: int, box: Any) -> int:
        found = int(box_of(page, at, box))
        box.left, box.right = box.right, box.left
        return found

    monkeypatch.setattr(raw, "FPDFText_GetLooseCharBox", turned)
    assert read_file(data) == text
