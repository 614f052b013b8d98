"""What every reader promises of what it reads, whatever it was given."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from kzgraph.errors import InputError, KzgraphError
from kzgraph.model import MappedText, Source, Span, Unit, Version
from kzgraph.pipeline import build, read_text
from kzgraph.reading.media import Part
from kzgraph.resolve.iri import Minter
from kzgraph.summary import coverage
from tests.fuzz.trial import BrokenPromiseError, sampled

#: A reader prints labels, marks and blanks that the file does not hold, but not much.
_MOST_PRINTED = 50
_ACCENTS = 9
#: What takes long is done with one input of so many.
READ_ON, BUILT = 16, 64


def hold_text(text: str, size: int) -> None:
    """A text can be written as UTF-8 and is no longer than its file explains.

    Args:
        text: That a reader gives.
        size: Of the file, unpacked, in bytes.
    """
    try:
        text.encode()
    except UnicodeEncodeError as fault:
        raise BrokenPromiseError("a text can be written as UTF-8", fault) from fault
    if len(text) > 1000 + _MOST_PRINTED * size:
        raise BrokenPromiseError("a text is no longer than its file explains", f"{len(text):,} of {size:,}")


def hold_parts(data: bytes, parts: Iterable[Part | Source | InputError], size: int, *, thorough: bool) -> None:
    """Each part of a file is a sound text, and can be read on.

    Args:
        data: The file.
        parts: That were read.
        size: Of the file, unpacked.
        thorough: Read each on, not samples.
    """
    for part in parts:
        if isinstance(part, InputError):
            if not str(part).isprintable():
                raise BrokenPromiseError("a refusal can be printed", repr(part))
            continue
        hold_text(part.text, size)
        if thorough or sampled(data, READ_ON):
            source = part if isinstance(part, Source) else Source("part", part.text, "0" * 64, "text/plain", "utf-8")
            try:
                version = read_text(source)
            except KzgraphError:
                continue
            hold_version(version)
            if thorough or sampled(data, READ_ON * BUILT):
                hold_graph(source)


def hold_version(version: Version) -> None:
    """What was found in a text lies where the text shows it, and nothing is counted twice.

    Args:
        version: That was read.
    """
    source = version.source.text
    taken = bytearray(len(source))
    for removed in version.removed:
        if not 0 <= removed.span.start <= removed.span.end <= len(source):
            raise BrokenPromiseError("what is removed lies in the source", removed)
        for at in range(removed.span.start, removed.span.end):
            if taken[at] and not source[at].isspace():
                raise BrokenPromiseError("no character is removed twice", removed)
            taken[at] = 1
    ranks: dict[object, int] = {}
    for unit in version.units:
        if unit.rank <= ranks.get(unit.kind, 0):
            raise BrokenPromiseError("ranks of units rise", unit.key)
        ranks[unit.kind] = unit.rank
        hold_mapped(source, unit.text)
        twice = next((at for at in unit.text.origins if taken[at] and not source[at].isspace()), None)
        if twice is not None:
            raise BrokenPromiseError("what is removed stands in no unit", f"{unit.key}: {source[twice - 20 : twice + 20]!r}")
        for what, spans in _spans(unit).items():
            for span in spans:
                if not 0 <= span.start < span.end <= len(unit.text):
                    raise BrokenPromiseError(f"{what} lie in their unit", f"{unit.key}: {span} of {len(unit.text)}")
    keys = [unit.key for unit in version.units]
    if len(set(keys)) < len(keys):
        raise BrokenPromiseError("each unit has a key of its own", keys)
    units = {unit.key: unit for unit in version.units}
    for one in version.unresolved:
        if not 0 <= one.span.start < one.span.end <= len(units[one.unit].text):
            raise BrokenPromiseError("what is unresolved lies in its unit", one)
    known = {entity.key for entity in version.entities}
    named = {mention.entity for unit in version.units for mention in unit.mentions}
    if not named <= known:
        raise BrokenPromiseError("what is named is known", sorted(named - known))
    shares = coverage(version)
    if min(shares.values()) < -1e-9:
        raise BrokenPromiseError("no character is counted twice", shares)


def _spans(unit: Unit) -> dict[str, Sequence[Span]]:
    return {
        "findings": [clause.span for clause in unit.clauses],
        "dates": [date.span for date in (*unit.dates, *unit.yearless)],
        "figures": [figure.span for figure in unit.figures],
        "acts": [act.span for act in unit.acts],
        "verbs": [span for act in unit.raw_acts for span in (act.span, act.verb)],
        "mentions": [mention.span for mention in unit.mentions],
    }


def hold_mapped(source: str, text: MappedText) -> None:
    """Each clean character stands in the source where it says, in the order of the source.

    Args:
        source: The whole text.
        text: A clean piece of it.
    """
    if len(text.text) != len(text.origins):
        raise BrokenPromiseError("each clean character has an origin")
    last = -1
    for letter, at in zip(text.text, text.origins, strict=True):
        if not last <= at < len(source):
            raise BrokenPromiseError("offsets lie in the source, in order", f"{at} behind {last} of {len(source)}")
        last = at
        if letter != source[at] and letter != " " and letter not in unicodedata.normalize("NFC", source[at : at + _ACCENTS]):
            raise BrokenPromiseError("the source prints what was found in it", f"{letter!r} at {at}: {source[at - 9 : at + 9]!r}")


def hold_graph(source: Source) -> None:
    """The graph of a text that was accepted conforms.

    Args:
        source: The text.
    """
    result = build([lambda: [source]], minter=Minter())
    for built in result.works:
        faults = [row for row in built.report.results if row.severity == "Violation"]
        if faults:
            raise BrokenPromiseError(f"a graph conforms: {faults[0].message}", faults)
