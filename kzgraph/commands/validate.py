"""``kzgraph validate``: any graph against the shapes."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kzgraph.commands import DONE, NOT_CONFORMING
from kzgraph.commands.printing import Bar, console_on, print_notes, print_results
from kzgraph.errors import KzgraphError

if TYPE_CHECKING:
    from rich.console import Console

    from kzgraph.graph.report import Report


def run(options: argparse.Namespace) -> int:
    """Validate graphs against the shapes, one file in memory at a time.

    Args:
        options: As :mod:`kzgraph.options` parsed them.

    Returns:
        The exit code.
    """
    from kzgraph.dataset.parse import graph_files, read_quads
    from kzgraph.graph.parts import parts, rows_of
    from kzgraph.graph.serialise import write_bytes
    from kzgraph.graph.validate import Validator

    console = console_on()
    judge = Validator(options.validator)
    reports: list[Report] = []
    with Bar(console, shown=not options.quiet) as progress:
        for path in graph_files([Path(name) for name in options.graphs]):
            rows = rows_of(read_quads(path))
            if not rows:
                raise KzgraphError(str(path), "the graph is empty", "Give a graph with statements.")
            pieces = list(parts(rows))
            found = []
            for done, piece in enumerate(pieces):
                progress.update("validate", done, len(pieces))
                found.append(judge.check(piece))
            _tell(path, len(rows), found, console, quiet=options.quiet)
            reports += found
    print_notes(judge.notes, console)
    if options.report:
        from kzgraph.graph.check import report_graph

        write_bytes([report_graph(reports).serialize(format="turtle").encode()], Path(options.report))
    return DONE if all(report.conforms for report in reports) else NOT_CONFORMING


def _tell(path: Path, triples: int, reports: Sequence[Report], console: Console, *, quiet: bool) -> None:
    """Print what was found in a file."""
    for report in reports:
        print_results(report, console, only_faults=quiet)
    if not quiet:
        faults = sum(result.severity == "Violation" for report in reports for result in report.results)
        verdict = f"does not conform: {faults} violation(s)" if faults else "conforms"
        console.print(f"{path}: {triples:,} triples, {verdict}", markup=False, highlight=False, soft_wrap=True)
