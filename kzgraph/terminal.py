"""What the command line shows on a terminal: tables of versions, of results of SHACL and of divergences, and progress."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from kzgraph.graph.check import Result
from kzgraph.language.pack import languages, pack
from kzgraph.pipeline import Build
from kzgraph.resolve.coverage import coverage_of
from kzgraph.resolve.divergences import Divergence
from kzgraph.summary import counts, coverage

if TYPE_CHECKING:
    from rich.console import Console

    from kzgraph.fetching.fetch import Outcome

#: So many characters of a value are shown; the report holds all.
_LONGEST_VALUE = 80


def _table() -> Table:
    return Table(box=None, pad_edge=False, header_style="bold")


def summary_table(result: Build) -> Table:
    """Return a row per version: what was found in it, how much of it is explained, whether its work conforms.

    Args:
        result: Of a build, with at least one work.
    """
    table = _table()
    table.add_column("resolution", no_wrap=True)
    table.add_column("version", no_wrap=True)
    table.add_column("language by points")
    for name in ("cit", "rec", "find", "par", "dates", "figures"):
        table.add_column(name, justify="right")
    table.add_column("unresolved", justify="right")
    table.add_column("gaps")
    for name in ("units", "furniture", "unexplained"):
        table.add_column(name, justify="right")
    table.add_column("SHACL")
    for built in result.works:
        tied = dict(built.work.tied)
        for key, version in built.work.versions:
            shares = coverage(version)
            unexplained = shares["unexplained"]
            furniture = 1 - shares["units"] - unexplained
            points = ", ".join(f"{code} {n}" for code, n in version.recognition.hits[:2])
            work = built.work.key + (f" (by {tied[key]:.0%} of its facts)" if key in tied else "")
            table.add_row(
                work, key, ("given; " if version.recognition.given else "") + points,
                *(str(n) for n in counts(version).values()), ", ".join(version.gaps) or "–",
                f"{shares['units']:.1%}", f"{furniture:.1%}", f"{unexplained:.1%}",
                "conforms" if built.report.conforms else "VIOLATED",
            )  # fmt: skip
        if built.work.key.startswith("x-"):
            table.caption = "x-…: no number was found in the text and no resolution fits it, so its key is made from its content"
    return table


def results_table(results: Sequence[Result]) -> Table:
    """Return a row per result of a validation.

    Args:
        results: What the shapes found.
    """
    table = _table()
    for name in ("severity", "where", "what", "found"):
        table.add_column(name, overflow="fold")
    for result in results:
        where = result.focus.partition("/resolution/")[2] or result.focus
        table.add_row(result.severity, where, result.message, result.value[:_LONGEST_VALUE])
    return table


def divergence_table(found: Sequence[Divergence]) -> Table:
    """Return a row per point on which versions differ, with what each of them prints there.

    Args:
        found: The divergences of one work.
    """
    table = _table()
    for name in ("unit", "on", "printed", "silent"):
        table.add_column(name, overflow="fold")
    for point in found:
        printed = dict.fromkeys(f"{reading.version}: {reading.value} “{reading.printed}”" for reading in point.readings)
        table.add_row(point.unit, point.on, "\n".join(printed), ", ".join(point.silent) or "–")
    return table


def fetch_table(outcomes: Sequence[Outcome]) -> Table:
    """Return a row per text: where it came from, or that it did not come.

    Args:
        outcomes: Of a run.
    """
    table = _table()
    for name in ("work", "language", "from", "how", "file"):
        table.add_column(name, no_wrap=name != "file", overflow="fold")
    for outcome in outcomes:
        how = outcome.origin.value if outcome.origin else "refused" if outcome.refused else "not there"
        table.add_row(outcome.work, outcome.language or "–", outcome.source or "–", how, str(outcome.path or "–"))
    return table


def coverage_table() -> Table:
    """Return a row per language: how many verbs, openers and names it has."""
    table = _table()
    table.add_column("language", no_wrap=True)
    for share in coverage_of(languages()[0]):
        table.add_column(share.name, justify="right")
    for code in languages():
        table.add_row(f"{code} {pack(code).name}", *(share.shown for share in coverage_of(code)))
    return table


class Bar:
    """A progress bar on a terminal, silence in a pipe.

    Args:
        console: Where to.
        shown: False for none at all.
    """

    def __init__(self, console: Console, *, shown: bool) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
            console=console, transient=True, disable=not (shown and console.is_terminal),
        )  # fmt: skip
        self._tasks: dict[str, Any] = {}

    def __enter__(self) -> Bar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def update(self, stage: str, done: int, total: int) -> None:
        """Show that so many of all steps of a stage are done.

        Args:
            stage: Its name; a new one gets a row of its own.
            done: Steps done, from 0.
            total: Steps in all.
        """
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(stage, total=total)
        self._progress.update(self._tasks[stage], completed=done, total=total)
