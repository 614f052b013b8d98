"""Where the commands print: progress and findings on standard error, results on standard output."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

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
