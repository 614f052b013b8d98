"""A specimen as what it is made of, and the graph of a text without what its medium decides: so media can be compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kzgraph.language.pack import pack
from kzgraph.model import Part, Source, UnitKind, Version
from kzgraph.pipeline import build, read_text
from kzgraph.reading.media import open_bytes
from kzgraph.reading.source import read
from kzgraph.resolve.iri import Minter

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "docs" / "examples"
MINTER = Minter("https://example.org/")
#: Where a note is pointed to, in the texts of a specimen.
MARK = re.compile(r"\{(\d)\}")


@dataclass(frozen=True)
class Unit:
    """A unit as it is printed.

    Args:
        label: "–", "A." or "1.".
        paragraphs: Its text, with marks such as "{1}"; behind the first one its sub-points.
    """

    label: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Specimen:
    """A resolution in one language.

    Args:
        language: Its code.
        title: With date and subject; empty where the specimen has lost it.
        procedure: "(2031/2901(RSP))".
        opening: The enacting formula.
        units: In printed order.
        notes: The texts of the notes, the first one's first.
    """

    language: str
    title: str
    procedure: str
    opening: str
    units: tuple[Unit, ...]
    notes: tuple[str, ...]


@cache
def specimen(language: str) -> Specimen:
    """The specimen in a language, its page layout undone."""
    (path,) = EXAMPLES.glob(f"2031-2901.{language}.*")
    source = read(path)
    version = read_text(source)
    opening = pack(language).head.opening[0] + ","
    notes = [
        re.sub(r"^\s*(?:<sup>)?\d(?:</sup>)?\s*", "", source.text[one.span.start : one.span.end]).strip("*_ ")
        for one in version.removed
        if one.part is Part.FOOTNOTE
    ]
    units = tuple(
        Unit(unit.printed_label or "–", tuple(_paragraphs(source, version, number))) for number, unit in enumerate(version.units)
    )
    procedure = "(2031/2901(RSP))" if version.head.procedure else ""
    return Specimen(language, version.head.title or "", procedure, opening, units, tuple(notes))


def _paragraphs(source: Source, version: Version, number: int) -> list[str]:
    """The text of a unit with its marks, cut where the source begins a sub-point."""
    unit = version.units[number]
    text, origins = unit.text.text, unit.text.origins
    paragraphs = [""]
    for index, letter in enumerate(text):
        gap = source.text[origins[index - 1] + 1 : origins[index]] if index else ""
        mark = re.match(r"\s?(?:<sup>)?(\d)(?:</sup>)?", gap)
        if mark:
            paragraphs[-1] += f"{{{mark[1]}}}"
        apart = letter == " " and "\n\n" in source.text[origins[index - 1] : origins[index + 1]]
        if apart and unit.kind is UnitKind.PARAGRAPH and re.match(r" \(?\w{1,2}\)", text[index:]):
            paragraphs.append("")
        else:
            paragraphs[-1] += letter
    after = source.text[origins[-1] + 1 : origins[-1] + 12]
    assert not re.match(r"(?:<sup>)?\d", after), "a mark at the end of a unit would be lost here"
    return paragraphs


def plain(one: Specimen, head: Sequence[str] = ()) -> str:
    """A specimen as clean plain text: what every medium is compared with.

    Args:
        one: The specimen.
        head: Lines above the title.
    """
    blocks = [*head, f"{one.title}\n{one.procedure}".strip(), one.opening]
    for unit in one.units:
        first, *rest = unit.paragraphs
        blocks += [f"{unit.label} {first}", *rest]
    text = MARK.sub(r"<sup>\1</sup>", "\n\n".join(block for block in blocks if block))
    return "\n\n".join([text, *(f"<sup>{n}</sup> {note}" for n, note in enumerate(one.notes, 1))]) + "\n"


#: What the medium decides: where something stands, and what the source is.
_OF_MEDIUM = re.compile(r"ontology#(?:start|end|sha256|mediaType|encoding|length)>?$")


def facts(sources: Sequence[Source]) -> list[tuple[str, ...]]:
    """The statements of the graph of one text, without offsets, and all that conform to the shapes.

    Args:
        sources: As they were opened.
    """
    (built,) = build([lambda: sources], minter=MINTER).works
    assert built.report.conforms, built.report
    rows = []
    for row in built.graph.rows():
        if any(_OF_MEDIUM.search(term) for term in row[1:2]):
            continue
        rows.append(tuple(re.sub(r"/source/[0-9a-f]{64}|(?<=/)\d+-\d+(?=[->])", "", term) for term in row))
    return sorted(rows)


def facts_of(data: bytes, name: str = "page") -> list[tuple[str, ...]]:
    """The same for the bytes of a file with one text."""
    return facts(open_bytes(data, name))


Renderer = Callable[[Specimen], bytes]
