"""Where the commands print: progress and findings on standard error, results on standard output."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

    from kzgraph.graph.report import Report
    from kzgraph.model import Work


def console_on(*, stderr: bool = True) -> Console:
    """Return where to print.

    Args:
        stderr: On standard error, else on standard output.
    """
    from rich.console import Console

    console = Console(stderr=stderr)
    if not console.is_terminal:
        # A pipe has no width: let rows be as long as they are.
        console.width = 200
    return console


def print_notes(notes: Sequence[str], console: Console) -> None:
    """Print what was validated in another way than was asked for; each note once.

    Args:
        notes: Of a run.
        console: Where to.
    """
    for note in dict.fromkeys(notes):
        console.print(f"note: {note}", style="yellow", markup=False, highlight=False, soft_wrap=True)


def print_results(report: Report, console: Console, *, only_faults: bool) -> None:
    """Print what the validator found.

    Args:
        report: Of one resolution.
        console: Where to.
        only_faults: Violations alone, no warnings.
    """
    from kzgraph.terminal import results_table

    shown = [result for result in report.results if not only_faults or result.severity == "Violation"]
    if shown:
        console.print(results_table(shown), markup=False, highlight=False)


def print_record_divergences(work: Work, console: Console) -> None:
    """Print where the texts of a work and what is recorded of them do not say the same.

    Args:
        work: With its records.
        console: Where to.
    """
    from kzgraph.resolve.records import record_divergences

    for point in record_divergences(work):
        where, versions = point.record.name, ", ".join(point.versions)
        console.print(
            f"{work.key}, {point.on}: {where} records “{point.recorded}”, {versions} print “{point.printed}”",
            style="yellow", markup=False, highlight=False, soft_wrap=True,
        )  # fmt: skip


class Bar:
    """A progress bar on a terminal, silence in a pipe; where nothing is shown, nothing that draws is loaded.

    Args:
        console: Where to.
        shown: False for none at all.
    """

    def __init__(self, console: Console, *, shown: bool) -> None:
        self._progress = _progress_on(console) if shown and console.is_terminal else None
        self._tasks: dict[str, Any] = {}

    def __enter__(self) -> Bar:
        if self._progress is not None:
            self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    def update(self, stage: str, done: int, total: int) -> None:
        """Show that so many of all steps of a stage are done.

        Args:
            stage: Its name; a new one gets a row of its own.
            done: Steps done, from 0.
            total: Steps in all.
        """
        if self._progress is None:
            return
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(stage, total=total)
        self._progress.update(self._tasks[stage], completed=done, total=total)


def _progress_on(console: Console) -> Progress:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True)
