"""``kzgraph publish``: graphs into a store, one named graph per resolution, replaced whole, and only what changed."""

from __future__ import annotations

import argparse
import json
import os
import re
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kzgraph.commands import DONE, FAILED, NOT_CONFORMING, REFUSED
from kzgraph.commands.printing import Bar, console_on, print_notes, print_results
from kzgraph.errors import KzgraphError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kzgraph.dataset.series import Series
    from kzgraph.publish.endpoint import Endpoint
    from kzgraph.publish.results import Outcome

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d))?")


def run(options: argparse.Namespace) -> int:
    """Bring a store up to date with graphs.

    Args:
        options: As :mod:`kzgraph.options` parsed them.

    Returns:
        The exit code.
    """
    from kzgraph.dataset.load import TERMS
    from kzgraph.dataset.series import Series
    from kzgraph.publish.dialects import Way
    from kzgraph.publish.loading import Loader
    from kzgraph.publish.publish import Graph, Publisher
    from kzgraph.publish.records import Records, published, staging
    from kzgraph.publish.results import Action
    from kzgraph.terminal import publish_table

    if options.at and not _MOMENT.fullmatch(options.at):
        raise KzgraphError("--at", f"'{options.at}' is no date", "Write 2031-06-12 or 2031-06-12T09:30:00Z.")
    console = console_on()
    with Bar(console, shown=not options.quiet) as progress, _endpoint(options, os.environ) as endpoint:
        series = Series([Path(name) for name in options.graphs], terms=not options.no_terms, progress=progress.update)
        graphs = [Graph(one.iri, one.triples, one.digest, staging(series.base, one.digest)) for one in series.graphs]
        loader = Loader(
            endpoint, Way(options.load) if options.load else endpoint.dialect.way, read_back=options.verify == "digest"
        )
        records = Records(endpoint, published(series.base))
        publisher = Publisher(endpoint, loader, records, at=options.at or "")
        kept = frozenset((TERMS,) if options.no_terms else ())
        plan = publisher.plan(graphs, kept=kept, everything=options.all, delete=options.delete_missing)
        outcomes = _gated(plan, series, console, progress.update, force=options.force)
        if not options.dry_run:
            outcomes = publisher.run(outcomes, graphs, series.lines, progress.update)
        store, requests = endpoint.dialect.name, endpoint.line.count
    if not options.quiet:
        console.print(publish_table(outcomes, series.base, dry_run=options.dry_run), markup=False, highlight=False)
    faults = dict.fromkeys(str(outcome.fault) for outcome in outcomes if outcome.fault and outcome.action is Action.FAILED)
    for fault in faults:
        console.print(f"failed: {fault}", style="red", markup=False, highlight=False, soft_wrap=True)
    code = _code(outcomes)
    if options.report:
        run_as_a_whole: dict[str, str | bool | int] = {
            "endpoint": options.endpoint, "store": store, "load": loader.way.value, "records": records.graph,
            "dry_run": options.dry_run, "requests": requests, "exit_code": code,
        }  # fmt: skip
        _write_report(options.report, outcomes, run_as_a_whole)
    return code


@contextmanager
def _endpoint(options: argparse.Namespace, environment: Mapping[str, str]) -> Iterator[Endpoint]:
    """The store that the options name, with the account that the environment or ~/.netrc holds for it."""
    from kzgraph.publish.detect import detect
    from kzgraph.publish.dialects import DIALECTS, addresses, checked
    from kzgraph.publish.endpoint import Endpoint
    from kzgraph.publish.line import Line
    from kzgraph.publish.secrets import Secrets, find_secrets
    from kzgraph.web.waiting import Clock

    clock = Clock()
    root = checked(options.endpoint, "--endpoint")
    own = {
        name: checked(given, f"--{name}-url") if (given := getattr(options, f"{name}_url")) else None
        for name in ("query", "update", "graphs")
    }
    if options.store:
        dialect = DIALECTS[options.store]
    else:
        stranger = Line(Secrets(), "basic", clock)
        try:
            dialect = detect(stranger, root)
        finally:
            stranger.close()
    found = addresses(dialect, root, query=own["query"], update=own["update"], graphs=own["graphs"])
    if options.load in ("put", "staged") and found.graphs is None:
        remedy = "Leave --load out, or give the address with --graphs-url."
        raise StoreError("--load", f"{dialect.title} does not speak the Graph Store Protocol", remedy)
    if options.load == "update":
        found = replace(found, graphs=None)
    secrets = find_secrets(found.update, environment)
    line = Line(secrets, options.auth or dialect.authentication, clock, (10.0, options.timeout), dialect.passing)
    try:
        yield Endpoint(line, dialect, found)
    finally:
        line.close()


def _gated(
    plan: Sequence[Outcome], series: Series, console: Any, progress: Callable[[str, int, int], None], *, force: bool
) -> list[Outcome]:
    """Keep back what does not conform to the shapes, before anything is sent."""
    from kzgraph.publish.results import Action

    if force:
        return list(plan)
    from kzgraph.dataset.load import TERMS
    from kzgraph.graph.parts import rows_of
    from kzgraph.graph.validate import Validator

    due = [outcome.graph for outcome in plan if outcome.action is Action.SENT and outcome.graph != TERMS]
    judge = Validator()
    refused = {}
    for done, name in enumerate(due):
        progress("validate", done, len(due))
        report = judge.check(rows_of(series.triples(name)))
        if not report.conforms:
            print_results(report, console, only_faults=True)
            faults = sum(result.severity == "Violation" for result in report.results)
            refused[name] = f"does not conform: {faults} violation(s)"
    print_notes(judge.notes, console)
    return [
        replace(outcome, action=Action.REFUSED, why=refused[outcome.graph]) if outcome.graph in refused else outcome
        for outcome in plan
    ]


def _code(outcomes: Sequence[Outcome]) -> int:
    from kzgraph.publish.results import Action

    found = {outcome.action for outcome in outcomes}
    if Action.FAILED in found:
        good = {Action.SENT, Action.REMOVED, Action.UNCHANGED}
        return REFUSED if found & good else FAILED
    return NOT_CONFORMING if Action.REFUSED in found else DONE


def _write_report(path: str, outcomes: Sequence[Outcome], run: Mapping[str, str | bool | int]) -> None:
    from kzgraph.graph.serialise import write_bytes
    from kzgraph.publish.results import as_json

    data = json.dumps(as_json(outcomes, run), ensure_ascii=False, indent=1) + "\n"
    write_bytes([data.encode()], Path(path))
