"""The whole chain on one screen: text, units, works, statements, validation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kzgraph.errors import InputError
from kzgraph.extract.read import read_version
from kzgraph.graph.build import WorkGraph, build_graph
from kzgraph.graph.report import Report
from kzgraph.graph.validate import AUTO, Validator
from kzgraph.model import Record, Source, Version, Work
from kzgraph.reading.recognise import recognise
from kzgraph.resolve.decisions import Decisions, load_decisions
from kzgraph.resolve.identity import settle
from kzgraph.resolve.iri import Minter
from kzgraph.resolve.mentions import link
from kzgraph.resolve.namecards import KnownEntity
from kzgraph.resolve.records import attach
from kzgraph.resolve.works import KnownWork, group_versions

#: Something that gives the texts of an input, or the records about texts, when asked, with the reason for each that cannot be
#: read, or raises InputError.
Opener = Callable[[], Sequence[Source | Record | InputError]]
#: Told the stage and how much of it is done.
Progress = Callable[[str, int, int], None]


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one text of an input: its version, or why there is none.

    Args:
        number: Which of the inputs holds it, from 0.
        source: The decoded text; None where the input gave none.
        version: What was read in it; None where it is no resolution, or breaks off.
        fault: Why there is no version.
        record: What the input says about a text, where it holds none.
    """

    number: int
    source: Source | None = None
    version: Version | None = None
    fault: InputError | None = None
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class BuiltWork:
    """A work with its statements and what the validator says of them."""

    work: Work
    graph: WorkGraph
    report: Report


@dataclass(frozen=True, slots=True)
class Gathered:
    """Works that are put together and not yet statements.

    Args:
        works: With their records, sorted by key.
        refused: The inputs that could not be read, with reason and remedy.
        loose: The records that are about none of the works.
    """

    works: tuple[Work, ...]
    refused: tuple[InputError, ...]
    loose: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class Build:
    """What came of a run.

    Args:
        works: All works, sorted by key, conforming or not.
        refused: The inputs that could not be read, with reason and remedy.
        loose: The records that are about none of the works.
        notes: What was validated in another way than was asked for, and why.
    """

    works: tuple[BuiltWork, ...]
    refused: tuple[InputError, ...]
    loose: tuple[Record, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def conforming(self) -> tuple[BuiltWork, ...]:
        """The works that SHACL has passed: only these are written."""
        return tuple(built for built in self.works if built.report.conforms)


def read_text(source: Source, language: str | None = None) -> Version:
    """Turn a source into a version.

    Args:
        source: The decoded text.
        language: Its code where the user named it.

    Raises:
        InputError: It is no resolution, or breaks off.
    """
    return link(read_version(source, recognise(source.text, source.name, language)))


def build(
    openers: Sequence[Opener],
    *,
    minter: Minter,
    known: Sequence[KnownWork] = (),
    entities: Sequence[KnownEntity] = (),
    decisions: Decisions | None = None,
    language: str | None = None,
    validator: str = AUTO,
    progress: Progress = _silent,
) -> Build:
    """Build the graphs of all works in some sources.

    Args:
        openers: One per input; an input that cannot be read costs only itself.
        minter: Mints the IRIs.
        known: Works of an earlier graph.
        entities: Actors of an earlier graph.
        decisions: Of curators; by default those of the project.
        language: Code of the language of all inputs where the user named it.
        validator: A name in :data:`kzgraph.graph.validate.VALIDATORS`.
        progress: Told how far the run is.

    Returns:
        The works with their reports, and the refused inputs.
    """
    found = gather(
        openers, minter=minter, known=known, entities=entities, decisions=decisions, language=language, progress=progress
    )
    judge = Validator(validator)
    built = tuple(_built(found.works, minter, judge, progress))
    return Build(built, found.refused, found.loose, tuple(judge.notes))


def gather(
    openers: Sequence[Opener],
    *,
    minter: Minter,
    known: Sequence[KnownWork] = (),
    entities: Sequence[KnownEntity] = (),
    decisions: Decisions | None = None,
    language: str | None = None,
    progress: Progress = _silent,
) -> Gathered:
    """Put the works in some sources together: all that is known of them, before it becomes statements; see :func:`build`."""
    readings = tuple(read_inputs(openers, language, progress))
    works, loose = attach(
        works_of(readings, minter=minter, known=known, entities=entities, decisions=decisions),
        [reading.record for reading in readings if reading.record is not None],
    )
    return Gathered(works, tuple(reading.fault for reading in readings if reading.fault is not None), loose)


def read_inputs(openers: Sequence[Opener], language: str | None = None, progress: Progress = _silent) -> Iterator[Reading]:
    """Read the texts of all inputs, in order.

    Args:
        openers: One per input; an input that cannot be read costs only itself.
        language: Code of the language of all inputs where the user named it.
        progress: Told how far the run is.
    """
    for done, opener in enumerate(openers):
        progress("read", done, len(openers))
        try:
            sources = opener()
        except InputError as fault:
            yield Reading(done, fault=fault)
            continue
        for source in sources:
            if isinstance(source, InputError):
                yield Reading(done, fault=source)
                continue
            if isinstance(source, Record):
                yield Reading(done, record=source)
                continue
            try:
                yield Reading(done, source, read_text(source, language))
            except InputError as fault:
                yield Reading(done, source, fault=fault)
    progress("read", len(openers), len(openers))


def works_of(
    readings: Iterable[Reading],
    *,
    minter: Minter,
    known: Sequence[KnownWork] = (),
    entities: Sequence[KnownEntity] = (),
    decisions: Decisions | None = None,
) -> tuple[Work, ...]:
    """Put the versions of each resolution together; see :func:`build`."""
    decisions = load_decisions(base=minter.base) if decisions is None else decisions
    versions = [reading.version for reading in readings if reading.version is not None]
    return settle(group_versions(versions, known), decisions, minter, known, entities)


def built_work(work: Work, minter: Minter, judge: Validator) -> BuiltWork:
    """Return a work with its statements and what the validator says of them.

    Args:
        work: Settled, see :mod:`kzgraph.resolve.identity`.
        minter: Mints the IRIs.
        judge: Validates.
    """
    graph = build_graph(work, minter)
    return BuiltWork(work, graph, judge.check(list(graph.rows())))


def _built(works: Sequence[Work], minter: Minter, judge: Validator, progress: Progress) -> Iterable[BuiltWork]:
    for done, work in enumerate(works):
        progress("validate", done, len(works))
        yield built_work(work, minter, judge)
    progress("validate", len(works), len(works))
