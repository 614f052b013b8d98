"""Akoma Ntoso, the XML of drafting tools."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kzgraph.reading.printed import as_printed
from kzgraph.reading.schema import Schema, name_of

if TYPE_CHECKING:
    from kzgraph.reading.schema import Element

#: The names of the root; they changed with the versions of the standard.
ROOTS = frozenset({"akomaNtoso", "akomantoso", "NormeInRete"})
_DOCUMENTS = frozenset({"doc", "statement", "act", "bill", "amendment", "portion", "officialGazette"})
_COLLECTIONS = frozenset({"documentCollection", "amendmentList"})
#: What holds a heading and a number of its own, and is no unit.
_SECTIONS = frozenset(
    {"article", "section", "chapter", "part", "title", "division", "subdivision", "book", "tome", "hcontainer", "rule"}
)


def _mark(element: Element) -> str:
    return "–" if name_of(element) == "citation" else ""


def _before(element: Element) -> str:
    return str(element.get("startQuote", "")) if name_of(element) in ("quotedText", "quotedStructure", "embeddedText") else ""


def _after(element: Element) -> str:
    name = name_of(element)
    if name in ("quotedText", "quotedStructure", "embeddedText"):
        return str(element.get("endQuote", ""))
    return " " if name in ("br", "eol") else ""


def _raised(element: Element) -> bool:
    return name_of(element) == "sup"


def _heads(element: Element) -> bool:
    """A number is a label in a unit, and a heading in a section."""
    above = element.getparent()
    return name_of(element) == "num" and above is not None and name_of(above) in _SECTIONS


def _note_key(element: Element) -> str:
    return str(element.get("eId") or element.get("wId") or element.get("id") or "")


def _points_to(element: Element) -> str:
    return str(element.get("href", "")).lstrip("#") if name_of(element) == "noteRef" else ""


_SCHEMA = Schema(
    units=frozenset(
        {
            "citation", "recital", "paragraph", "subparagraph", "point", "indent", "item", "li", "alinea", "clause",
            "subclause", "level",
        }
    ),
    labels=frozenset({"num"}),
    lines=frozenset(
        {
            "p", "block", "blockList", "list", "ul", "ol", "content", "intro", "wrapUp", "listIntroduction", "listWrapUp",
            "longTitle", "preface", "preamble", "citations", "recitals", "formula", "body", "mainBody", "conclusions",
            "container", "tblock", "table", "tr", "div", "attachments", "attachment", "component", "components", *_SECTIONS,
            *_DOCUMENTS,
        }
    ),
    words=frozenset({"p", "block", "listIntroduction", "listWrapUp", "heading", "subheading", "crossHeading"}),
    titles=frozenset({"longTitle"}),
    inline=frozenset(
        {
            "b", "i", "u", "a", "sup", "sub", "abbr", "span", "inline", "ref", "mref", "rref", "date", "time", "person",
            "location", "organization", "concept", "object", "event", "role", "term", "quantity", "entity", "def", "docTitle",
            "docNumber", "docDate", "docType", "docProponent", "docStage", "docStatus", "docketNumber", "session", "shortTitle",
            "docPurpose", "docAuthority", "docCommittee", "docIntroducer", "docJurisdiction", "legislature", "quotedText",
            "embeddedText", "ins", "omissis", "placeholder", "fillIn", "br", "eol", "marker", "signature", "mod", "mmod",
            "rmod", "process", "ed",
        }
    ),
    headings=frozenset({"heading", "subheading", "crossHeading"}),
    skipped=frozenset({"meta", "toc", "del", "coverPage", "img"}),
    notes=frozenset({"authorialNote", "note"}),
    cells=frozenset({"td", "th"}),
    mark=_mark,
    before=_before,
    after=_after,
    raised=_raised,
    note_key=_note_key,
    points_to=_points_to,
)  # fmt: skip


def texts(root: Element, place: str) -> Iterator[tuple[str, str]]:
    """Yield the texts of a file with their names; those of a collection are named by their order.

    Args:
        root: Of the file.
        place: The file, for errors.

    Raises:
        InputError: It refers to what is not looked up.
    """
    top = next((one for one in root if name_of(one)), root)
    found: list[list[Element]] = [[top]]
    if name_of(top) in _COLLECTIONS:
        found = []
        for one in top.iterfind("{*}components/{*}component/{*}*"):
            if name_of(one) not in _DOCUMENTS:
                continue
            if found and one.find("{*}preamble") is None:
                found[-1].append(one)  # an annex
            else:
                found.append([one])
    for number, (one, *annexes) in enumerate(found, 1):
        yield (f"document {number}" if len(found) > 1 else ""), as_printed(one, _SCHEMA, place, behind=tuple(annexes))
