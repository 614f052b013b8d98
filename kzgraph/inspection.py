"""What a file is, told before anything is built of it: kind, language, head, units, and what was left out or not understood.

The chain reads as for a build and stops where statements would be made, so what is told here is what a build would find.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kzgraph.errors import InputError
from kzgraph.model import Part, Record, Source, Span, UnitKind, Version, Work
from kzgraph.pipeline import Reading
from kzgraph.reading.recognise import weigh
from kzgraph.resolve.iri import Minter
from kzgraph.resolve.works import identifiers
from kzgraph.summary import unresolved_places, version_facts

#: What people call a kind of file.
KINDS = {
    "application/ld+json": "record of Parliament's Open Data",
    "application/msword": "old Word file",
    "application/pdf": "PDF file",
    "application/rtf": "RTF file",
    "application/vnd.oasis.opendocument.text": "OpenDocument text",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word file (DOCX)",
    "application/xml": "XML file",
    "application/zip": "archive",
    "multipart/related": "saved page (MHTML)",
    "text/html": "web page",
    "text/markdown": "Markdown",
    "text/plain": "plain text",
}
#: What tells the work of a text that prints no number.
BY_FACTS = "facts in common"
BY_CONTENT = "its content"
BY_BYTES = "its bytes"
#: What has no reader: the file is the text.
_TEXT = ("text/plain", "text/markdown")
_LINE_END = re.compile(r"\r\n|[\n\r]")
#: So many characters of a place are shown.
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a decoded source.

    Args:
        line: The line on which it begins, from 1.
        span: Its characters.
        text: What is printed there, shortened.
    """

    line: int
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a build of the same inputs would put a text.

    Args:
        key: Of its work.
        version: Of its version in that work.
        by: What tells the work: "procedure", "adopted text number", "CELEX number", "number of another version", or what
            stands for a number where none is printed.
        share: The share of its facts that the work has, where they tell it.
    """

    key: str
    version: str
    by: str
    share: float | None = None

    @property
    def lasting(self) -> bool:
        """False for a key that is made of the content: it changes with the text, and other versions may not find it."""
        return self.by not in (BY_CONTENT, BY_BYTES)


@dataclass(frozen=True, slots=True)
class Inspection:
    """One text of an input, or the reason why there is none.

    Args:
        named: How the user named the input.
        source: The decoded text; None where there is none.
        version: What was read in it; None where it was refused.
        destination: Where a build would put it; None where it was refused.
        fault: Why it was refused.
        companion: True for a file that speaks about the texts beside it, as a README does: that it is none is no fault.
        record: What it says about a text, where it holds none.
    """

    named: str
    source: Source | None = None
    version: Version | None = None
    destination: Destination | None = None
    fault: InputError | None = None
    companion: bool = False
    record: Record | None = None

    @property
    def refused(self) -> bool:
        """True where a text should be and is none."""
        return self.fault is not None and not self.companion

    @property
    def name(self) -> str:
        """The file, with the member of an archive or the place on a page."""
        return self.source.name if self.source else self.fault.place if self.fault else self.named

    @property
    def media_type(self) -> str | None:
        """The kind of file, None where nothing told it."""
        if self.record:
            return "application/ld+json"
        return self.source.media_type if self.source else self.fault.media_type if self.fault else None

    @property
    def encoding(self) -> str | None:
        """The encoding of the file's characters, None where its medium decides it."""
        if self.source is None:
            return None
        return self.source.encoding if self.source.media_type.startswith(_TEXT) else self.source.medium.encoding or None

    @property
    def points(self) -> tuple[tuple[str, int], ...]:
        """The points of each language, best first, of a refused text too."""
        if self.version is not None:
            return self.version.recognition.hits
        return weigh(self.source.text) if self.source else ()


def inspections(names: Sequence[str], readings: Sequence[Reading], works: Sequence[Work]) -> tuple[Inspection, ...]:
    """Return what each input holds, in order.

    Args:
        names: Of the inputs.
        readings: What came of their texts.
        works: The works that these make.
    """
    homes = {version.source.sha256: (work, key, version) for work in works for key, version in work.versions}
    found = []
    for reading in readings:
        name = names[reading.number]
        if reading.record is not None:
            found.append(Inspection(name, record=reading.record))
        elif reading.version is None or reading.source is None:
            found.append(Inspection(name, reading.source, fault=reading.fault))
        else:
            work, key, version = homes[reading.source.sha256]
            found.append(Inspection(name, reading.source, version, _destination(work, key, version)))
    return tuple(found)


def _destination(work: Work, key: str, version: Version) -> Destination:
    tied = dict(work.tied)
    if key in tied:
        return Destination(work.key, key, BY_FACTS, tied[key])
    if work.key in identifiers(version):
        kinds = {"ta": "adopted text number", "celex": "CELEX number"}
        return Destination(work.key, key, kinds.get(work.key.partition("-")[0], "procedure"))
    if identifiers(version):
        return Destination(work.key, key, "number of another version")
    of_bytes = any(work.key == f"x-{other.source.sha256[:16]}" for _, other in work.versions)
    return Destination(work.key, key, BY_BYTES if of_bytes else BY_CONTENT)


@lru_cache(maxsize=8)
def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *(found.end() for found in _LINE_END.finditer(text)))


def place(source: Source, span: Span) -> Place:
    """Return where a stretch of a source stands, as people count.

    Args:
        source: The source.
        span: Its stretch, from the first to the last character that is printed.
    """
    printed = " ".join(source.text[span.start : span.end].split())
    return Place(bisect_right(_line_starts(source.text), span.start), span, printed[:_LONGEST])


def left_out(version: Version) -> Mapping[Part, tuple[Place, ...]]:
    """Return the printed lines that belong to no unit, by what they were taken for.

    Args:
        version: A version that was read.
    """
    source = version.source
    found: dict[Part, list[Place]] = {part: [] for part in Part if part is not Part.UNIT}
    for removed in version.removed:
        text = source.text[removed.span.start : removed.span.end]
        if text.strip():
            start = removed.span.start + len(text) - len(text.lstrip())
            found[removed.part].append(place(source, Span(start, start + len(text.strip()))))
    return {part: tuple(places) for part, places in found.items()}


def characters(source: Source, places: Sequence[Place]) -> int:
    """Return how many characters are printed in some places; blanks are none.

    Args:
        source: The source.
        places: Places of it.
    """
    return sum(len("".join(source.text[one.span.start : one.span.end].split())) for one in places)


def unresolved(version: Version) -> Iterator[tuple[str, str, Place]]:
    """Yield reason, unit and place of each name that leads to no entity.

    Args:
        version: A version that was read.
    """
    for one, span, _ in unresolved_places(version):
        yield one.reason.value, one.unit, place(version.source, span)


def acts(version: Version) -> Mapping[str, int]:
    """Return how many speech acts of each force a version has, most first.

    Args:
        version: A version that was read.
    """
    forces = Counter(act.force for unit in version.units for act in unit.acts)
    return dict(sorted(forces.items(), key=lambda row: (-row[1], row[0])))


def series(version: Version, kind: UnitKind) -> str:
    """Return the first and the last label of a kind of unit, as "A–H"; empty where there is none.

    Args:
        version: A version that was read.
        kind: Which of the three.
    """
    labels = [unit.label for unit in version.units if unit.kind is kind]
    return "–".join(dict.fromkeys((labels[0], labels[-1]))) if labels else ""


def numbers(version: Version) -> Mapping[str, Sequence[str]]:
    """Return the numbers that the head prints, by what they are numbers of; kinds that it does not print are left out.

    Args:
        version: A version that was read.
    """
    head = version.head
    found = {
        "procedure": [head.procedure] if head.procedure else [],
        "adopted text": list(head.adopted_text_numbers),
        "CELEX": [head.celex] if head.celex else [],
        "document": list(head.document_numbers),
    }
    return {kind: rows for kind, rows in found.items() if rows}


def as_json(found: Sequence[Inspection], minter: Minter) -> dict[str, Any]:
    """Return all that is told of some inputs, in plain lists and tables, in order.

    Args:
        found: The texts.
        minter: Mints the IRIs of the works.
    """
    inputs: dict[str, list[dict[str, Any]]] = {}
    for one in found:
        inputs.setdefault(one.named, []).append(_text(one, minter))
    return {"inputs": [{"input": name, "texts": texts} for name, texts in inputs.items()]}


def _text(one: Inspection, minter: Minter) -> dict[str, Any]:
    told: dict[str, Any] = {"text": one.name, "kind": KINDS.get(one.media_type or ""), "media type": one.media_type}
    told["refused"] = {"reason": one.fault.reason, "remedy": one.fault.remedy} if one.fault and one.refused else None
    told["passed over"] = one.companion
    if one.source is not None:
        medium = one.source.medium
        told |= {"form": medium.form or None, "characters": len(one.source.text), "sha256": one.source.sha256}
        told["not in the text"] = [{"place": row.place, "text": row.text} for row in medium.left_out]
        told["annexes"] = list(medium.annexes)
        told["passed over in its archive"] = {row.place: row.text for row in medium.passed_over}
        told["language"] = {"points": dict(one.points)}
    told["encoding"] = one.encoding
    if one.record is not None:
        told["record"] = {
            "about": one.record.reference,
            "kind": one.record.kind.value,
            "date": one.record.date,
            "procedures": list(one.record.procedures),
            "titles": dict(one.record.titles),
            "votes": len(one.record.votes),
        }
    if one.version is None or one.destination is None:
        return told
    version, home = one.version, one.destination
    facts = version_facts(version)
    del facts["input"], facts["encoding"]
    return told | facts | {
        "date": version.head.date,
        "numbers": numbers(version),
        "work": {
            "key": home.key,
            "iri": minter.resolution(home.key),
            "version": home.version,
            "version iri": minter.version(home.key, home.version),
            "by": home.by,
            "share": home.share,
            "lasting": home.lasting,
        },
        "series": {kind.value: series(version, kind) for kind in UnitKind},
        "acts": acts(version),
        "mentions": sum(len(unit.mentions) for unit in version.units),
        "entities": len(version.entities),
        "left out": {
            part.value: {
                "lines": len(places),
                "characters": characters(version.source, places),
                "places": [_place(row) for row in places],
            }
            for part, places in left_out(version).items()
        },
        "unexplained": [_place(row) for row in left_out(version)[Part.UNEXPLAINED]],
        "unresolved": [
            {**row, "line": place(version.source, Span(row["start"], row["end"])).line} for row in facts["unresolved"]
        ],
    }  # fmt: skip


def _place(one: Place) -> dict[str, Any]:
    return {"line": one.line, "start": one.span.start, "end": one.span.end, "text": one.text}
