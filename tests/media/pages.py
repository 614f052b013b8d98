"""A specimen as web pages: in the forms that Parliament and the Official Journal have printed over the years, and copies.

The pages imitate forms only: their elements, classes and order, with chrome of their own.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from html import escape

from kzgraph.language.pack import pack
from tests.media.specimen import MARK, Specimen

NBSP = "\u00a0"
#: Numbers that pages print above the title; the plain text to compare with prints them too.
ADOPTED = "P11_TA(2031)0170"
MOTION = "B11-0065/2031"
JOINT = "RC-B11-0070/2031"
OTHER = "P11_TA(2031)0171"
OTHER_PROCEDURE = "(2031/2902(RSP))"


def _page(body: str, *, title: str = "Texts", head: str = "") -> bytes:
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">{head}<title>{title}</title>'
        f"<style>p {{ margin: 0 }}</style></head>\n<body>\n{body}\n</body></html>"
    ).encode()


def motion_line(one: Specimen, *, joint: bool = False) -> str:
    """What a motion calls itself, as the head of a page prints it."""
    words = pack(one.language).head
    return (words.joint_motion if joint else words.motion)[0].upper()


def _body(one: Specimen, mark: str, *, dash: str = "–", gap: str = 2 * NBSP, paragraph: str = "<p>{}</p>") -> str:
    """Enacting formula and units as paragraphs; ``mark`` is a mark for "{n}"."""
    rows = [one.opening]
    for unit in one.units:
        first, *rest = (_marked(text, mark) for text in unit.paragraphs)
        rows += [f"{unit.label if unit.label != '–' else dash}{gap}{first}", *rest]
    return "\n".join(paragraph.format(row) for row in rows)


def _marked(text: str, mark: str) -> str:
    return MARK.sub(lambda found: mark.replace("{n}", found[1]), escape(text, quote=False))


_FOOT = """<div class="footer"><p>Last updated: 14 July 2031</p>
<p><a href="/legal">Legal notice</a> - <a href="/privacy">Privacy policy</a></p></div>"""


def adopted(one: Specimen) -> bytes:
    """A text adopted: links and a box above, notes as linked "(1)", a line about the last update below."""
    notes = "".join(
        f'<p><a name="def_1_{n}" href="#ref_1_{n}">({n})</a> {escape(note)}</p>' for n, note in enumerate(one.notes, 1)
    )
    body = _body(one, '<a name="ref_1_{n}" href="#def_1_{n}">({n})</a>')
    return _page(
        f"""<table><tr><td><a href="a">Index</a></td><td><a href="b">Previous</a></td><td><a href="c">Next</a></td></tr></table>
<table class="doc_box"><tr><td>Debates :</td><td><p><a href="PV.html">PV 11/06/2031 - 8.1</a></p></td></tr></table>
<table><tr><td><a href="/TA.pdf">PDF</a> <span>136k</span><a href="/TA.docx">WORD</a> <span>53k</span></td></tr></table>
<table><tr><td>Thursday, 12 June 2031 - Strasbourg</td></tr>
<tr><td class="doc_title"><a name="title1"></a>Lakes</td></tr>
<tr><td class="doc_title"><span>{ADOPTED}</span><a href="RC.html">{JOINT}</a></td></tr>
<tr><td><p><b>{escape(one.title)} <a href="/oeil">{one.procedure}</a></b></p></td></tr></table>
{body}
<table>{notes}</table>
<table class="doc_footer"><tr><td>Last updated: 14 July 2031</td>
<td><a href="/legal">Legal notice</a> - <a href="/privacy">Privacy policy</a></td></tr></table>"""
    )


def motion_first(one: Specimen) -> bytes:
    """A motion of the older terms: names and numbers above the title, raised marks without links."""
    notes = "".join(f"<p><sup>{n}</sup>{NBSP}{escape(note)}</p>" for n, note in enumerate(one.notes, 1))
    number = MOTION.replace("-", "\u2011")
    return _page(
        f"""<div><a href="/B.pdf">PDF</a> 155k <a href="/B.doc">WORD</a> 46k</div>
<p>{escape(motion_line(one))}</p><p>10.6.2031</p><p>PE801.101v01-00</p><p>{MOTION}</p>
<p><b>A. Lakewood, B. Brook</b></p><p>{number}</p><p>{escape(one.title)}<br>{one.procedure}</p>
{_body(one, "<sup>{n}</sup>")}
<hr>{notes}{_FOOT}"""
    )


def motion_codes(one: Specimen, *, raw: bool = False) -> bytes:
    """A motion on which the codes of the template show; raw where the page forgot to escape them."""

    def code(text: str) -> str:
        return text if raw else escape(text, quote=False)

    notes = "".join(f'<p><span style="vertical-align:super">{n}</span> {escape(note)}</p>' for n, note in enumerate(one.notes, 1))
    return _page(
        f"""<p>{code("<Date>{10/06/2031}")}10.6.2031{code("</Date>")}</p>
<p><span class="HideTWBExt">&lt;NoDocSe&gt;</span>{MOTION}<span class="HideTWBExt">&lt;/NoDocSe&gt;</span></p>
<p>{code("<TitreType>")}{escape(motion_line(one))}{code("</TitreType>")}</p>
<p>{code("<RepeatBlock-By><Depute>")}A. Lakewood{code("</Depute>")}</p>
<p>{code("<Commission>{PPE}")}on behalf of a group{code("</Commission></RepeatBlock-By>")}</p>
<p>{code("<Titre>")}{escape(one.title)}{code("</Titre>")}</p><p>{code("<DocRef>")}{one.procedure}{code("</DocRef>")}</p>
{_body(one, '<span style="vertical-align: super">{n}</span>')}{notes}{_FOOT}"""
    )


def motion_raw_codes(one: Specimen) -> bytes:
    """The same with codes that are elements."""
    return motion_codes(one, raw=True)


def motion_again(one: Specimen, *, report: bool = False) -> bytes:
    """A joint motion, or a report, as all terms were rendered anew: notes "[1]" behind all that the page holds."""
    notes = "".join(
        f'<p><a href="#_ftnref{n}" name="_ftn{n}">[{n}]</a> {escape(note)}</p>' for n, note in enumerate(one.notes, 1)
    )
    behind = (
        """<h2 id="_section2">EXPLANATORY STATEMENT</h2><p>The lakes are blue.</p><p>1. They are deep.[9]</p>
<h2 id="_section3">OPINION OF THE COMMITTEE ON LAKES</h2><p>A. whereas suggestions were made on 1 May 2030;</p>
<p>1. Calls on the Commission to suggest more;</p><h2>FINAL VOTE</h2><table><tr><td>+</td><td>17</td></tr></table>"""
        if report
        else ""
    )
    ninth = '<p><a href="#_ftnref9" name="_ftn9">[9]</a> OJ C 1, 2.1.2030, p. 1.</p>' if report else ""
    line = escape(motion_line(one, joint=not report))
    return _page(
        f"""<nav><ul><li><a href="/">Home</a></li></ul></nav><div role="banner"><p>European Parliament</p></div>
<div id="website-body"><h1>{line} - {JOINT}</h1><div class="red:section_MainContent">
<p>{line}</p><p>10.6.2031</p><p>{one.procedure}</p><p class="hidden-language">This text is not available in your language.</p>
<h2 id="_section1">{escape(one.title)}</h2><p>{one.procedure}</p>
{_body(one, '<a href="#_ftn{n}" name="_ftnref{n}">[{n}]</a>', gap=f"<span>{4 * NBSP}</span>", paragraph='<p class="x"><span>{}</span></p>')}
{behind}{notes}{ninth}</div></div><footer><p>Last updated: 14 July 2031</p><a href="/legal">Legal notice</a></footer>"""
    )


def report(one: Specimen) -> bytes:
    """A report: explanatory statement, opinion and votes behind the resolution, all notes behind them."""
    return motion_again(one, report=True)


def journal(one: Specimen, *, prefix: str = "oj-", dash: str = "—") -> bytes:
    """The Official Journal as XHTML: every unit a table of two cells, sub-points tables in the second."""

    def row(label: str, inner: str) -> str:
        return (
            '<table width="100%" border="0"><colgroup><col width="4%"/><col width="96%"/></colgroup><tbody><tr>\n'
            f'<td valign="top">\n<p class="{prefix}normal">{label}</p>\n</td>\n<td valign="top">{inner}</td></tr></tbody></table>'
        )

    def words(text: str) -> str:
        mark = (
            f'{NBSP}<a id="ntc{{n}}" href="https://example.org/TXT/?uri=CELEX#ntr{{n}}">'
            f'(<span class="{prefix}super {prefix}note-tag">{{n}}</span>)</a>'
        )
        return f'<p class="{prefix}normal">{_marked(text, mark)}</p>'

    units = []
    for unit in one.units:
        first, *rest = unit.paragraphs
        inner = words(first)
        for point in rest:
            label, _, text = point.partition(" ")
            inner += row(label, words(text))
        units.append(row(dash if unit.label == "–" else unit.label, inner))
    notes = "".join(
        f'<p class="{prefix}note"><a id="ntr{n}" href="#ntc{n}">(<span class="{prefix}super">{n}</span>)</a>{2 * NBSP}'
        f"{escape(note)}</p>"
        for n, note in enumerate(one.notes, 1)
    )
    return (
        f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>L_1</title><script src="a.js"/></head><body><a id="top"/>
<table width="100%"><tr><td><p class="{prefix}hd-date">17.11.2031</p></td><td><p class="{prefix}hd-lg">EN</p></td>
<td><p class="{prefix}hd-ti">Journal of the Union</p></td><td><p class="{prefix}hd-oj">C 465/147</p></td></tr></table>
<hr class="{prefix}separator"/><p class="{prefix}doc-ti">{ADOPTED}</p><p class="{prefix}doc-ti">Lakes</p>
<p class="{prefix}doc-ti" id="d1">{escape(one.title)} {one.procedure}</p><p class="{prefix}normal">(2031/C 465/15)</p>
<p class="{prefix}normal"><span class="{prefix}italic">{one.opening}</span></p>
{"".join(units)}
<p class="{prefix}doc-sep">*<br/>*{NBSP}{NBSP}*</p><hr class="{prefix}note"/>{notes}<hr class="{prefix}doc-end"/></body></html>"""
    ).encode()


def journal_unprefixed(one: Specimen) -> bytes:
    """The Official Journal before its classes had a prefix."""
    return journal(one, prefix="")


def journal_dashless(one: Specimen) -> bytes:
    """A copy in which the cells with dashes are empty."""
    return journal(one, dash=NBSP)


def journal_old(one: Specimen) -> bytes:
    """The Official Journal of the years around 2005: one element for all, hyphens, "[1]"."""
    notes = "".join(f"<p>[{n}] {escape(note)}</p>" for n, note in enumerate(one.notes, 1))
    return _page(
        f"""<div class="navigation"><a href="/">Home</a> <a href="/search">Search</a></div>
<h1>{escape(one.title)} {one.procedure}</h1>
<div id="TexteOnly"><p><em>Journal 317 E , 23/12/2031 P. 0480 - 0485</em></p><br /><TXT_TE>
<p>{ADOPTED}</p><p>{escape(one.title)} {one.procedure}</p>
{_body(one, "[{n}]", dash="-", gap=" ")}
{notes}</TXT_TE></div>"""
    )


def journal_oldest(one: Specimen) -> bytes:
    """The Official Journal of the nineties: lines of 70 letters, stars, notes between double brackets in the text."""

    def with_notes(text: str) -> str:
        return MARK.sub(lambda found: f" (({one.notes[int(found[1]) - 1].rstrip('.')}.))", text) if one.notes else text

    blocks = [ADOPTED, f"{one.title} {one.procedure}", one.opening]
    for unit in one.units:
        first, *rest = unit.paragraphs
        blocks += [f"{'*' if unit.label == '–' else unit.label} {with_notes(first)}", *rest]
    lines = "\n\n".join(textwrap.fill(block, 70, break_on_hyphens=False, break_long_words=False) for block in blocks)
    return _page(f'<div id="TexteOnly"><pre>\n{escape(lines)}\n</pre></div>')


def broken_lines(one: Specimen) -> bytes:
    """A copy that is one paragraph, cut by line breaks."""
    rows = _body(one, "<sup>{n}</sup>", gap=" ", paragraph="{}").replace("\n", "<br>\n<br/>\n")
    notes = "<br><br>".join(f"<sup>{n}</sup> {escape(note)}" for n, note in enumerate(one.notes, 1))
    return _page(f"<p>{ADOPTED}<br><br>{escape(one.title)}<br>{one.procedure}<br><br>{rows}<br><br>{notes}</p>")


def labels_apart(one: Specimen) -> bytes:
    """A copy with each label in a paragraph of its own."""
    notes = "".join(f"<div>({n})</div><div>{escape(note)}</div>" for n, note in enumerate(one.notes, 1))
    body = _body(one, "<sup>{n}</sup>", gap="</div><div>", paragraph="<div>{}</div>")
    return _page(f"<div>{ADOPTED}</div><div>{escape(one.title)} {one.procedure}</div>{body}{notes}")


def stripped(one: Specimen) -> bytes:
    """A copy without non-breaking spaces and links."""
    page = adopted(one).decode().replace(NBSP, "")
    return page.replace(f'<a href="/oeil">{one.procedure}</a>', one.procedure).encode()


#: Every form, with the lines that it prints above the title.
FORMS: dict[str, tuple[Callable[[Specimen], bytes], Callable[[Specimen], list[str]]]] = {
    "adopted": (adopted, lambda _: [ADOPTED]),
    "motion-1": (motion_first, lambda one: [motion_line(one), MOTION]),
    "motion-2": (motion_codes, lambda one: [motion_line(one), MOTION]),
    "motion-2-raw": (motion_raw_codes, lambda one: [motion_line(one), MOTION]),
    "motion-3": (motion_again, lambda one: [motion_line(one, joint=True), JOINT]),
    "report": (report, lambda one: [motion_line(one)]),
    "journal": (journal, lambda _: [ADOPTED]),
    "journal-unprefixed": (journal_unprefixed, lambda _: [ADOPTED]),
    "journal-dashless": (journal_dashless, lambda _: [ADOPTED]),
    "journal-old": (journal_old, lambda _: [ADOPTED]),
    "journal-oldest": (journal_oldest, lambda _: [ADOPTED]),
    "broken-lines": (broken_lines, lambda _: [ADOPTED]),
    "labels-apart": (labels_apart, lambda _: [ADOPTED]),
    "stripped": (stripped, lambda _: [ADOPTED]),
}


def day(one: Specimen, between: str) -> bytes:
    """The texts of a day: a list of titles, two resolutions with notes of their own, and something else between them.

    Args:
        one: The specimen; the second resolution has another number and procedure.
        between: What stands between them, as HTML.
    """
    texts = []
    for number, procedure in ((ADOPTED, one.procedure), (OTHER, OTHER_PROCEDURE)):
        notes = "".join(
            f'<p><a name="def_{number}_{n}" href="#ref_{number}_{n}">({n})</a> {escape(note)}</p>'
            for n, note in enumerate(one.notes, 1)
        )
        texts.append(
            f"""<table><tr><td>Lakes</td></tr><tr><td>{number}<a href="RC.html">{JOINT}</a></td></tr>
<tr><td>{escape(one.title)} {procedure}</td></tr></table>
{_body(one, f'<a name="ref_{number}_{{n}}" href="#def_{number}_{{n}}">({{n}})</a>')}<table>{notes}</table>"""
        )
    return _page(
        f"""<p><a href="#1">{escape(one.title)}</a></p><p><a href="#2">{escape(one.title)}</a></p>
<p>Thursday, 12 June 2031</p>{texts[0]}{between}{texts[1]}{_FOOT}"""
    )
