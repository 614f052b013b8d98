"""``kzgraph build``: texts in, one validated graph out."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kzgraph.commands import DONE, FAILED, NOT_CONFORMING, REFUSED
from kzgraph.commands.inputs import language_of, openers, tell_loose, without_companions
from kzgraph.commands.printing import Bar, console_on, print_notes, print_record_divergences, print_results
from kzgraph.errors import KzgraphError

if TYPE_CHECKING:
    from kzgraph.pipeline import Build
    from kzgraph.resolve.iri import Minter


def run(options: argparse.Namespace) -> int:
    """Build one graph from texts and write it.

    Args:
        options: As :mod:`kzgraph.options` parsed them.

    Returns:
        The exit code.
    """
    if options.out_dir:
        from kzgraph.commands.bulk import run as run_bulk

        return run_bulk(options)
    _refuse_bulk_options(options)
    from kzgraph.graph.serialise import format_of, statements, write
    from kzgraph.pipeline import build
    from kzgraph.resolve.decisions import load_decisions
    from kzgraph.resolve.iri import Minter

    form = options.format or ("ttl" if options.output == "-" else format_of(options.output))
    minter = Minter(options.base)
    language = language_of(options.language)
    if options.report and Path(options.report).suffix not in (".json", ".ttl"):
        raise KzgraphError(options.report, "a report is written as .json or .ttl", "Name it so.")
    decisions = load_decisions(Path(options.decisions) if options.decisions else None, minter.base)
    known, entities = _known(options.known)
    console = console_on()
    with Bar(console, shown=not options.quiet) as progress:
        result = build(
            openers(options.inputs, language, progress.update, offline=options.offline),
            minter=minter,
            known=known,
            entities=entities,
            decisions=decisions,
            language=language,
            validator=options.validator,
            progress=progress.update,
        )
    result = without_companions(result, console, quiet=options.quiet)
    print_notes(result.notes, console)
    for fault in result.refused:
        console.print(f"refused: {fault}", style="red", markup=False, highlight=False, soft_wrap=True)
    if options.report:
        _write_report(result, options.report, minter)
    if result.works and not options.quiet:
        from kzgraph.terminal import summary_table

        tell_loose(result, console)
        console.print(summary_table(result))
        for built in result.works:
            print_record_divergences(built.work, console)
    for built in result.works:
        print_results(built.report, console, only_faults=options.quiet)
    conforming = result.conforming
    if not conforming:
        console.print("nothing was written", style="red")
        return NOT_CONFORMING if result.works else FAILED
    size = write((built.graph for built in conforming), options.output, minter.base, form)
    if not options.quiet:
        count = statements((built.graph for built in conforming), form)
        versions = sum(len(built.work.versions) for built in conforming)
        console.print(
            f"{len(conforming)} resolution(s), {versions} version(s), {count}, {size:,} bytes: {options.output}",
            markup=False, highlight=False, soft_wrap=True,
        )  # fmt: skip
    if len(conforming) < len(result.works):
        return NOT_CONFORMING
    return REFUSED if result.refused else DONE


def _refuse_bulk_options(options: argparse.Namespace) -> None:
    """What only makes sense for an archive is not passed over."""
    given = {"--jobs": options.jobs, "--cluster": options.cluster, "--resume": options.resume, "--compress": options.compress}
    for name, value in given.items():
        if value:
            raise KzgraphError(name, "one file is built by one process, all at once", "Give --out-dir in place of -o.")


def _known(path: str | None) -> tuple[Sequence[Any], Sequence[Any]]:
    if path is None:
        return (), ()
    from kzgraph.graph.known import known_entities, known_works, load

    graph = load(Path(path))
    return known_works(graph), known_entities(graph)


def _write_report(result: Build, path: str, minter: Minter) -> None:
    from kzgraph.graph.serialise import write_bytes

    if path.endswith(".json"):
        from kzgraph.summary import as_json

        data = json.dumps(as_json(result), ensure_ascii=False, indent=1) + "\n"
    else:
        from kzgraph.graph.check import report_graph
        from kzgraph.summary import unresolved_report

        reports = [*(built.report for built in result.works), unresolved_report(result, minter)]
        data = report_graph(reports).serialize(format="turtle")
    write_bytes([data.encode()], Path(path))
