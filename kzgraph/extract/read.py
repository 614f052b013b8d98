"""From a source to a version: the units with all that is printed in them."""

from __future__ import annotations

import re

from kzgraph.errors import InputError
from kzgraph.extract.acts import find_acts
from kzgraph.extract.clauses import find_clauses
from kzgraph.extract.dates import find_dates, find_yearless_dates
from kzgraph.extract.figures import find_figures
from kzgraph.extract.head import BULLET_OR_BLANK, find_opening, part_opening, read_head
from kzgraph.extract.openers import opens
from kzgraph.extract.structure import Structure, find_units
from kzgraph.extract.units import RawUnit
from kzgraph.language.pack import pack
from kzgraph.language.words import Pack
from kzgraph.model import MappedText, Part, Recognition, Removed, Source, Unit, UnitKind, Version
from kzgraph.reading.footnotes import mark_footnotes, unmark
from kzgraph.reading.furniture import mark_furniture
from kzgraph.reading.lines import Line, clean, split
from kzgraph.reading.plain import plain

#: A last word so short is a preposition or half a word.
_CUT_WORD = 3
_UNFINISHED = re.compile(r"[,\-–(/]\s*$")


def read_version(source: Source, recognition: Recognition) -> Version:
    """Read one language version of a resolution.

    Args:
        source: The decoded text.
        recognition: Its language.

    Returns:
        The version with its units.

    Raises:
        InputError: The text has no units of a resolution, or breaks off.
    """
    own = pack(recognition.language)
    markdown = source.media_type == "text/markdown"
    shown = plain(source.text, markdown=markdown)
    text = shown.text if shown else source.text
    lines = part_opening(split(text), own)
    opening = find_opening(lines, own)
    first = _first_line(lines, opening, own)
    lines = mark_furniture(lines, first, own)
    lines, notes = mark_footnotes(lines, first, text, own)
    head = read_head(text, lines, opening if opening is not None else first, own, markdown=markdown)
    structure = find_units(text, lines, first, own)
    texts = unmark((clean(text, raw.pieces, markdown=markdown) for raw in structure.units), notes, own)
    if shown is not None:
        texts = [shown.under(one) for one in texts]
    units = tuple(_unit(raw, one, own) for raw, one in zip(structure.units, texts, strict=True))
    _refuse_fragments(units, source.name, own)
    return Version(source, recognition, head, units, _removed(structure, first, shown), structure.gaps)


def _first_line(lines: tuple[Line, ...], opening: int | None, own: Pack) -> int:
    """The line behind the enacting formula; a motion without one begins at its first citation."""
    if opening is not None:
        return opening + 1
    for index, line in enumerate(lines):
        if opens(line.text.lstrip(BULLET_OR_BLANK), own) is UnitKind.CITATION:
            return index
    return 0


def _unit(raw: RawUnit, text: MappedText, own: Pack) -> Unit:
    return Unit(
        kind=raw.kind,
        rank=raw.rank,
        label=raw.label,
        printed_label=raw.printed_label,
        text=text,
        rule=raw.rule,
        clauses=find_clauses(text.text, own) if raw.kind is UnitKind.RECITAL else (),
        dates=find_dates(text.text, own),
        figures=find_figures(text.text, own),
        yearless=find_yearless_dates(text.text, own),
        raw_acts=find_acts(text.text, own) if raw.kind is UnitKind.PARAGRAPH else (),
    )


def read_unit(text: str, own: Pack, kind: UnitKind) -> Unit:
    """Read a text as one unit of a resolution, for examples and tries.

    >>> read_unit("budući da je ubijeno 17 ljudi", pack("hr"), UnitKind.RECITAL).figures[0].value
    17
    """
    return _unit(RawUnit(kind, 1, None, "opener"), MappedText.of(text, 0), own)


def _removed(structure: Structure, first: int, shown: MappedText | None) -> tuple[Removed, ...]:
    removed = []
    for index, line in enumerate(structure.lines):
        part = line.part or (Part.HEAD if index < first else None)
        if part is not None and line.text:
            removed.append(Removed(shown.whole(line.span) if shown else line.span, part))
    return tuple(removed)


def _ends_in_small_word(text: str, own: Pack) -> bool:
    """True where the last word is a conjunction, or cut: no sentence ends so, even where its full stop was lost."""
    last = re.search(r"([^\W\d_]+)\s*$", text)
    return last is not None and (last.group(1).casefold() in own.conjunctions or len(last.group(1)) <= _CUT_WORD)


def _refuse_fragments(units: tuple[Unit, ...], name: str, own: Pack) -> None:
    counts = {kind: sum(unit.kind is kind for unit in units) for kind in UnitKind}
    if not units:
        raise InputError(
            name,
            f"it reads like {own.name}, but no citation, recital or paragraph begins in it",
            "Check that the file holds the text itself.",
        )
    empty = next((unit.key for unit in units if not unit.text.text), None)
    if empty:
        raise InputError(name, f"{empty} has a label but no words", "Check the file at that place.")
    last = units[-1]
    words = " ".join(last.text.text.split()[-6:])
    if not counts[UnitKind.PARAGRAPH]:
        raise InputError(name, f"it ends in {last.key} (“… {words}”), before the first paragraph", "Give the whole text.")
    if _UNFINISHED.search(last.text.text) or _ends_in_small_word(last.text.text, own):
        raise InputError(name, f"it breaks off in {last.key} (“… {words}”)", "Give the whole text.")
