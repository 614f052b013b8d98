"""What the elements of an XML schema mean for print: which begin a line, hold a label or a note, or are never printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

    #: An element, comment, instruction or reference of a parsed file.
    Element = etree._Element


def _nothing(_element: Element) -> str:
    return ""


def _never(_element: Element) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Schema:
    """What the elements of a schema mean for print, by their local names.

    Args:
        units: They hold a unit or a point of one.
        labels: They hold the label of the text behind them.
        lines: They begin and end a line.
        words: Those of the lines that hold running words, so that an unknown element in them stands within the line.
        inline: They stand within a line.
        headings: What is in them is a heading, once the first unit is printed.
        titles: Before the first unit, paragraphs in them are lines of one title.
        skipped: They are not printed.
        notes: They hold a footnote, at its mark.
        cells: They are the cells of a table.
        mark: What stands before a unit that has no label.
        before: The sign that an element prints before what it holds.
        after: The sign that it prints behind.
        raised: True where it raises what it holds.
        heads: True where the element is a heading though its name is not in the table.
        note_key: By which name a note is pointed to; empty where it has none.
        points_to: The name of the note that the element points to; empty where it points to none.
    """

    units: frozenset[str]
    labels: frozenset[str]
    lines: frozenset[str]
    words: frozenset[str]
    inline: frozenset[str]
    headings: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()
    cells: frozenset[str] = frozenset()
    mark: Callable[[Element], str] = _nothing
    before: Callable[[Element], str] = _nothing
    after: Callable[[Element], str] = _nothing
    raised: Callable[[Element], bool] = _never
    heads: Callable[[Element], bool] = _never
    note_key: Callable[[Element], str] = _nothing
    points_to: Callable[[Element], str] = _nothing


def name_of(element: Element) -> str:
    """Return the name of an element without its namespace, empty for a comment or an instruction.

    Args:
        element: Of any schema.
    """
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
