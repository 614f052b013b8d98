"""Web pages give the same graph as plain text, whatever their form, language, chrome and encoding."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from kzgraph.errors import InputError
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
