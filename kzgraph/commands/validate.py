"""``kzgraph validate``: any graph against the shapes."""

from __future__ import annotations

import argparse
from pathlib import Path

from kzgraph.commands import DONE, NOT_CONFORMING
from kzgraph.commands.printing import console_on, print_notes, print_results
from kzgraph.errors import KzgraphError


def run(options: argparse.Namespace) -> int:
    """Validate a graph against the shapes.

    Args:
        options: As :mod:`kzgraph.options` parsed them.

    Returns:
        The exit code.
    """
    from kzgraph.dataset.load import read_quads
    from kzgraph.graph.parts import parts, rows_of
    from kzgraph.graph.serialise import write_bytes
    from kzgraph.graph.validate import Validator
    from kzgraph.terminal import Bar

    console = console_on()
    rows = rows_of(read_quads(Path(options.graph)))
    if not rows:
        raise KzgraphError(options.graph, "the graph is empty", "Give a graph with statements.")
    pieces = list(parts(rows))
    judge = Validator(options.validator)
    reports = []
    with Bar(console, shown=not options.quiet) as progress:
        for done, piece in enumerate(pieces):
            progress.update("validate", done, len(pieces))
            reports.append(judge.check(piece))
    print_notes(judge.notes, console)
    if options.report:
        from kzgraph.graph.check import report_graph

        write_bytes([report_graph(reports).serialize(format="turtle").encode()], Path(options.report))
    for report in reports:
        print_results(report, console, only_faults=options.quiet)
    conforms = all(report.conforms for report in reports)
    if not options.quiet:
        faults = sum(result.severity == "Violation" for report in reports for result in report.results)
        verdict = "conforms" if conforms else f"does not conform: {faults} violation(s)"
        console.print(f"{options.graph}: {len(rows):,} triples, {verdict}", markup=False, highlight=False, soft_wrap=True)
    return DONE if conforms else NOT_CONFORMING
