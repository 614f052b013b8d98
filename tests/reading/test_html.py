"""Web pages give the same graph as plain text, whatever their form, language, chrome and encoding."""

from __future__ import annotations

import random
import time
import tracemalloc
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from kzgraph.cli import main
from kzgraph.errors import InputError
from kzgraph.pipeline import read_text
from kzgraph.reading import html
from kzgraph.reading.media import open_bytes
from tests.media import pages
from tests.media.specimen import EXAMPLES, MARK, facts, facts_of, plain, specimen

#: Three alphabets, all ways of printing acts, marks and labels.
THOROUGH = ("bg", "el", "en", "fr", "mt", "pl")
LANGUAGES = sorted(path.name.split(".")[1] for path in EXAMPLES.glob("2031-2901.*"))


@cache
def facts_of_plain(language: str, head: tuple[str, ...]) -> list[tuple[str, ...]]:
    """What the plain text says, with some lines above its title."""
    return facts_of(plain(specimen(language), head).encode())


@pytest.mark.parametrize("language", THOROUGH)
@pytest.mark.parametrize("form", pages.FORMS)
def test_a_page_gives_the_graph_of_the_plain_text(form: str, language: str) -> None:
    one = specimen(language)
    render, head = pages.FORMS[form]
    assert facts_of(render(one)) == facts_of_plain(language, tuple(head(one)))


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code not in THOROUGH])
@pytest.mark.parametrize("form", ["adopted", "journal"])
def test_so_it_does_in_every_language(form: str, language: str) -> None:
    test_a_page_gives_the_graph_of_the_plain_text(form, language)


def test_the_pages_differ_from_the_plain_text() -> None:
    """No form is the plain text again, and what is compared is no empty graph."""
    one = specimen("en")
    rendered = {form: render(one) for form, (render, _) in pages.FORMS.items()}
    assert len(set(rendered.values())) == len(pages.FORMS)
    assert not any(page.startswith(plain(one).encode()[:20]) for page in rendered.values())
    assert len(facts_of_plain("en", ())) > 1500


@pytest.mark.parametrize(
    ("language", "encoding"), [("pl", "windows-1250"), ("el", "iso-8859-7"), ("bg", "windows-1251"), ("fr", "iso-8859-1")]
)
@pytest.mark.parametrize("declared", ["right", "utf-8", "windows-1252", "klingon", ""])
def test_a_wrong_declaration_does_not_garble(language: str, encoding: str, declared: str) -> None:
    page = pages.adopted(specimen(language)).decode()
    name = encoding if declared == "right" else declared
    page = page.replace('<meta charset="utf-8">', f'<meta http-equiv="Content-Type" content="text/html; charset={name}">')
    data = page.encode(encoding, "xmlcharrefreplace")
    assert facts_of(data) == facts_of_plain(language, (pages.ADOPTED,))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_seen_whatever_is_declared(encoding: str) -> None:
    data = pages.adopted(specimen("el")).decode().replace("utf-8", "iso-8859-1").encode(encoding)
    assert facts_of(data) == facts_of_plain("el", (pages.ADOPTED,))


def test_a_broken_letter_counts_where_it_stands() -> None:
    one = specimen("fr")
    page = pages.adopted(one)
    assert facts_of(page.replace(b"Privacy policy", b"Privac\xe9")) == facts_of_plain("fr", (pages.ADOPTED,))
    torn = page.replace("é".encode(), b"\xe9", 1)
    with pytest.raises(InputError, match=r"a\.html: it mixes encodings: UTF-8, but not in line \d+\. Repair"):
        open_bytes(torn, "a.html")


def test_a_letter_cut_in_two_at_the_end_is_let_go() -> None:
    assert open_bytes("<html><body><p>Euroopan parlamentti ä".encode()[:-1], "a.html")[0].text == "Euroopan parlamentti"


def test_latin_1_in_utf8_clothes_is_utf8() -> None:
    data = pages.adopted(specimen("mt")).replace(b"utf-8", b"iso-8859-3")
    assert facts_of(data) == facts_of_plain("mt", (pages.ADOPTED,))


# ---------------------------------------------------------------- several texts, and none

DECISION = """<p>{number}</p><p>A decision of 12 June 2031 on boats (2031/2900(DEC))</p><p>{opening}</p>
<p>–  {citation}</p><p>1.  Grants discharge;</p><p>2.  Closes the accounts.</p>"""
LAW = """<p>P11_TA(2031)0172</p><p>A position of 12 June 2031 (2031/0001(COD))</p>
<p>THE PARLIAMENT AND THE COUNCIL OF THE UNION,</p><p>Having regard to the Treaty,</p><p>Whereas:</p><p>(1) Lakes are wet.</p>
<p>(2) Boats float.</p><p>HAVE ADOPTED THIS REGULATION:</p><p>Article 1</p><p>Lakes shall be kept.</p>"""


@pytest.mark.parametrize("language", THOROUGH)
@pytest.mark.parametrize("between", ["", DECISION, LAW])
def test_a_day_page_gives_each_resolution(language: str, between: str) -> None:
    one = specimen(language)
    between = between.format(number="P11_TA(2031)0169", opening=one.opening, citation=one.units[4].paragraphs[0])
    sources = open_bytes(pages.day(one, between), "day.html")
    assert [source.name for source in sources] == [f"day.html#{pages.ADOPTED}", f"day.html#{pages.OTHER}"]
    assert len({source.sha256 for source in sources}) == 2
    assert facts(sources[:1]) == facts_of_plain(language, (pages.ADOPTED,))
    other = plain(replace(one, procedure=pages.OTHER_PROCEDURE), [pages.OTHER])
    assert facts(sources[1:]) == facts_of(other.encode())


def test_pages_in_a_folder_are_built_from_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "one.html").write_bytes(pages.journal(specimen("en")))
    (tmp_path / "two.HTM").write_bytes(pages.adopted(specimen("el")))
    output = tmp_path / "graph.ttl"
    assert main(["build", str(tmp_path), "-o", str(output), "-q"]) == 0
    text = output.read_text("utf-8")
    assert all(f"version/{language}" in text for language in ("en", "el"))
    assert '"text/html"' in text


def test_several_acts_under_one_number_share_it() -> None:
    one = specimen("sv")
    decision = DECISION.format(number="", opening=one.opening, citation=one.units[4].paragraphs[0])
    page = pages.adopted(one).decode()
    body = page.index("<p>" + one.opening)
    title = f"<p>{one.title} {one.procedure}</p>"
    (source,) = open_bytes(f"{page[: page.index('<tr><td><p><b>')]}</table>{decision}{title}{page[body:]}".encode(), "three.html")
    assert facts([source]) == facts_of_plain("sv", (pages.ADOPTED,))


def test_what_a_page_prints_below_ends_no_motion() -> None:
    """A motion of one member ends without the words that forward it: nothing but its form shows where it ends."""
    one = specimen("en")
    short = replace(one, units=one.units[:-1], notes=())
    short = replace(
        short,
        units=tuple(replace(unit, paragraphs=tuple(MARK.sub("", text) for text in unit.paragraphs)) for unit in short.units),
    )
    expected = facts_of(plain(short, [pages.motion_line(one), pages.MOTION]).encode())
    assert facts_of(pages.motion_first(short)) == expected


def test_a_page_without_text_says_what_to_fetch() -> None:
    page = '<html><body><h1>Opinion</h1><p>No HTML version</p><a href="/BUDG-AD-1.pdf">PDF</a> <a href="/BUDG-AD-1.docx">W</a>'
    with pytest.raises(InputError, match=r"a\.html: the page has no text, only links to files such as /BUDG-AD-1\.pdf\. Fetch"):
        open_bytes(page.encode(), "a.html")


def test_a_page_that_asks_for_a_browser_is_no_text() -> None:
    with pytest.raises(InputError, match="the site asked for a browser"):
        open_bytes(b"<!DOCTYPE html><html><head><script>go()</script></head><body><div id='c'></div></body></html>", "a.html")


# ---------------------------------------------------------------- what browsers show, and what they do not


def text_of(html: str) -> str:
    """The text of a page with a body."""
    (source,) = open_bytes(f"<html><body>{html}</body></html>".encode(), "a.html")
    return source.text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a<script>x</script><style>y</style><!-- z --><template>t</template>b</p>", "ab"),
        ("<p>a <span hidden>b</span><span style='display: none'>c</span><span class='HideTWBInt'>d</span>e</p>", "a e"),
        ("<p>one&nbsp;&nbsp;two<br>three<br><br>four</p>", "one two\nthree\n\nfour"),
        (
            "<ol type=A start=26><li>a<li>b</ol><ol><li value=3>c</ol><ol type=i start=4><li>d</ol>",
            "Z. a\n\nAA. b\n\n3. c\n\niv. d",
        ),
        ("<ol><li><p>1. one</p><li>two</ol>", "1. one\n\n2. two"),
        (
            "<p>Lake<sup>2</sup>, 3<sup>o</sup>, see <a href='x#n'>(4)</a> (<a href='#n5'>5</a>)",
            "Lake<sup>2</sup>, 3o, see <sup>4</sup> <sup>5</sup>",
        ),
        ("<table><tr><td>—<td><p>x<table><tr><td>(a)<td>y</table></table>", "— x\n\n(a) y"),
        ("<pre>a  b\n c\n\n d</pre>", "a b\nc\n\nd"),
        ("<p>&lt;Date&gt;{1/2/2031}1.2.2031&lt;/Date&gt; <Titre>{x}lake</Titre> a {b} c", "1.2.2031 lake a {b} c"),
        ("<p>one<nav>menu</nav><div id=page-footer>foot</div><p>two", "one\n\ntwo"),
        ("<p>a <b>b<i>c</b>d</i></td></p></div>e<", "a bcd\n\ne<"),
        ("<p>a\x00b &#1;&#146;&#xD800;&#0;", "ab ’\ufffd\ufffd"),
    ],
)
def test_the_text_is_what_a_browser_shows(html: str, text: str) -> None:
    assert text_of(html) == text


def test_entities_and_addresses_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("lake monster")
    bomb = "".join(f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">' for n in range(1, 40))
    kind = f'<!DOCTYPE html [<!ENTITY a0 "lol">{bomb}<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    (source,) = open_bytes(f'<?xml version="1.0"?>{kind}<html><body><p>a &a39; &s; b</p></body></html>'.encode(), "a.html")
    assert source.text.endswith("a &a39; &s; b")
    assert "monster" not in source.text
    assert len(source.text) < 5000


# ---------------------------------------------------------------- hostile pages

BODY = pages.adopted(specimen("en")).partition(b"<body>")[2]
FULL = 30_000_000


@pytest.mark.parametrize("tag", ["div", "span", "sup", "div class=menu", "ol><li", "a href=#x", "table><tr><td"])
def test_depth_costs_nothing(tag: str) -> None:
    """However deep it is buried, the text is found."""
    (source,) = open_bytes(b"<html><body>" + f"<{tag}>".encode() * 200_000 + BODY, "deep.html")
    assert "The European Parliament,\n\n– having regard to its resolution of 14 March 2029" in source.text


@pytest.mark.parametrize(
    ("piece", "reason"),
    [
        (b"<p>" + b"having regard to lakes and rivers, " * 20 + b"</p>", "shows more than 16,777,216 characters"),
        (b"lake ", "is too long for a web page"),
        (b"<", "more than 1,000,000 elements"),
        (b"<b>", "more than 1,000,000 elements"),
        (b"<!--", "more than 1,000,000 elements"),
        (b"\n", "is too long for a web page"),
        (b"&", "is too long for a web page"),
    ],
)
def test_a_huge_page_is_refused_in_bounded_memory(piece: bytes, reason: str) -> None:
    data = b"<html><body>" + piece * (FULL // len(piece)) + BODY
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match=rf"huge\.html: .*{reason}.*\. Save"):
            open_bytes(data, "huge.html")
        assert tracemalloc.get_traced_memory()[1] < 12 * len(data)
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html>" + b" " * 60_000_000, "60,000,006 bytes"),
        (b"<html><p " + b" ".join(b"a%d" % n for n in range(200_000)) + b">x", "a tag of more than 100,000 words"),
        (b"<html><p>" + b"The European Parliament,<p>- having regard to it,<p>" * 600, "holds 600 texts"),
    ],
)
def test_what_no_page_of_parliament_has_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        open_bytes(data, "odd.html")


@pytest.mark.parametrize(
    "piece",
    ["((a", "((", "((a))", "(<sup>1</sup> ", "<Date>{", "&lt;Date&gt;{", "<p>A.</p>", "<p>[1] x</p>", "<a ", "</b>", "<a/>"],
)
def test_time_grows_with_length_only(piece: str) -> None:
    """Twice the page takes no more than about twice the time, whatever it repeats."""

    def seconds(times: int) -> float:
        begun = time.process_time()
        list(html.parts(b'<?xml version="1.0"?><html xmlns="x"><body>' + piece.encode() * times + BODY, "long.html"))
        return time.process_time() - begun

    assert seconds(40_000) < 5 * seconds(20_000) + 0.5


# ---------------------------------------------------------------- broken pages


def damaged(page: bytes, chance: random.Random) -> bytes:
    """A page with some pieces cut out, doubled, moved or overwritten."""
    for _ in range(chance.randint(1, 8)):
        start, end = sorted((chance.randrange(len(page) + 1), chance.randrange(len(page) + 1)))
        end = min(end, start + chance.choice((3, 300, 30_000)))
        inside = page[start:end]
        page = (
            chance.choice(
                (
                    page[:start] + page[end:],
                    page[:end] + inside + page[end:],
                    inside + page[:start] + page[end:],
                    page[:start] + chance.randbytes(3) + page[end:],
                    page[:start]
                    + chance.choice((b"<p>", b"</td>", b"<!--", b"<sup>", b"\0", b"((", b"<ol type=a>", b"&#x0;"))
                    + page[end:],
                )
            )
            or b"<p>"
        )
    return page


@pytest.mark.parametrize("form", pages.FORMS)
def test_a_damaged_page_is_read_or_refused(form: str) -> None:
    render, _ = pages.FORMS[form]
    chance = random.Random(form)
    faults = []
    for language in ("bg", "en", "mt"):
        page = render(specimen(language))
        for _ in range(40):
            try:
                for source in open_bytes(damaged(page, chance), "damaged.html"):
                    read_text(source)
            except InputError as fault:
                faults.append(fault)
    assert 0 < len(faults) < 120
    assert all(fault.place.startswith("damaged.html") and fault.reason and fault.remedy for fault in faults)
