"""Formex 4, the XML of the Official Journal: a resolution is GENERAL, its annex a file of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kzgraph.reading.printed import as_printed
from kzgraph.reading.schema import Schema, name_of

if TYPE_CHECKING:
    from kzgraph.reading.schema import Element

#: The names of the roots of texts, of annexes, and of files that only say what is published where.
ROOTS = frozenset({"GENERAL", "ACT", "AGR", "COMPL", "RECOMMENDATION", "OPINION", "LETTER", "PROT"})
ANNEXES = frozenset({"ANNEX", "CONS.ANNEX"})
NOTICES = frozenset({"DOC", "PUBLICATION", "SE", "NOTICE", "CASE"})

_DASHES = {"DASH": "–", "NDASH": "–", "BULLET": "•"}
#: The largest character code.
_MOST = 0x10FFFF


def _mark(element: Element) -> str:
    if name_of(element) == "VISA":
        return "–"
    above = element.getparent()
    return _DASHES.get(str(above.get("TYPE", "")), "") if above is not None and name_of(element) == "ITEM" else ""


def _sign(element: Element) -> str:
    """A quotation mark is told by its code."""
    if name_of(element) not in ("QUOT.START", "QUOT.END"):
        return ""
    try:
        code = int(str(element.get("CODE", "")), 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 < code <= _MOST and not 0xD800 <= code < 0xE000 else ""


def _raised(element: Element) -> bool:
    return (name_of(element) == "HT" and element.get("TYPE") == "SUP") or (
        name_of(element) == "IND" and element.get("LOC") == "SUP"
    )


def _heads(element: Element) -> bool:
    """The title of a section is a heading; that of the whole is its title."""
    above = element.getparent()
    return name_of(element) == "TITLE" and above is not None and name_of(above) in ("GR.SEQ", "DIVISION", "LIST", "TBL")


def _note_key(element: Element) -> str:
    return str(element.get("NOTE.ID", ""))


def _points_to(element: Element) -> str:
    return str(element.get("NOTE.REF", ""))


_SCHEMA = Schema(
    units=frozenset({"NP", "ITEM", "VISA", "CONSID", "PARAG", "DLIST.ITEM"}),
    labels=frozenset({"NO.P", "NO.PARAG", "PREFIX"}),
    lines=frozenset(
        {
            "P", "TXT", "TI", "STI", "TITLE", "ALINEA", "LIST", "DLIST", "GR.SEQ", "DIVISION", "CONTENTS", "PREAMBLE",
            "PREAMBLE.GEN", "PREAMBLE.INIT", "PREAMBLE.FINAL", "GR.VISA", "GR.CONSID", "GR.CONSID.INIT", "ENACTING.TERMS",
            "FINAL", "SIGNATURE", "NO.DOC.C", "TI.ART", "STI.ART", "ARTICLE", "QUOT.S", "TBL", "CORPUS", "ROW", "ANNEX",
            "GENERAL", "COMMENT", "GR.NOTES",
        }
    ),
    words=frozenset({"P", "TXT", "TI.ART", "STI.ART"}),
    titles=frozenset({"TITLE"}),
    inline=frozenset(
        {
            "HT", "DATE", "FT", "IND", "QUOT.START", "QUOT.END", "REF.DOC", "REF.DOC.OJ", "REF.DOC.SE", "REF.DOC.ECR", "NO.OJ",
            "NO.CELEX", "NO.ECLI", "ADDR", "LINK", "IE", "ACRONYM", "TERM", "DEFINITION", "EXPR", "FORMULA", "FRACTION",
            "ANONYMOUS", "MARGIN",
        }
    ),
    skipped=frozenset({"BIB.INSTANCE", "BIB.DATA", "INCL.ELEMENT", "TOC", "TOC.BLK"}),
    notes=frozenset({"NOTE"}),
    cells=frozenset({"CELL"}),
    mark=_mark,
    before=_sign,
    raised=_raised,
    heads=_heads,
    note_key=_note_key,
    points_to=_points_to,
)  # fmt: skip


def texts(root: Element, place: str, annexes: Sequence[Element] = ()) -> Iterator[tuple[str, str]]:
    """Yield the one text of a file, its annexes behind it, with an empty name.

    Args:
        root: Of the file.
        place: The file, for errors.
        annexes: Roots of the files that hold its annexes.

    Raises:
        InputError: It refers to what is not looked up.
    """
    yield "", as_printed(root, _SCHEMA, place, behind=tuple(annexes))
