"""``kzgraph validate``: any graph against the shapes."""

from __future__ import annotations

import argparse
from pathlib import Path

from kzgraph.commands import DONE, NOT_CONFORMING
from kzgraph.commands.printing import console_on, print_results
from kzgraph.errors import KzgraphError


def run(options: argparse.Namespace) -> int:
    """Validate a graph against the shapes.

    Args:
        options: As :mod:`kzgraph.options` parsed them.

    Returns:
        The exit code.
    """
    from kzgraph.graph.check import check, parts, report_graph
    from kzgraph.graph.known import load
    from kzgraph.graph.serialise import write_bytes
    from kzgraph.terminal import Bar

    console = console_on()
    graph = load(Path(options.graph))
    if not len(graph):
        raise KzgraphError(options.graph, "the graph is empty", "Give a graph with statements.")
    pieces = list(parts(graph))
    reports = []
    with Bar(console, shown=not options.quiet) as progress:
        for done, piece in enumerate(pieces):
            progress.update("validate", done, len(pieces))
            reports.append(check(piece))
    if options.report:
        write_bytes([report_graph(reports).serialize(format="turtle").encode()], Path(options.report))
    for report in reports:
        print_results(report, console, only_faults=options.quiet)
    conforms = all(report.conforms for report in reports)
    if not options.quiet:
        faults = sum(result.severity == "Violation" for report in reports for result in report.results)
        verdict = "conforms" if conforms else f"does not conform: {faults} violation(s)"
        console.print(f"{options.graph}: {len(graph):,} triples, {verdict}", markup=False, highlight=False, soft_wrap=True)
    return DONE if conforms else NOT_CONFORMING
