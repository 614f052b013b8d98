"""``kzgraph build --out-dir``: a whole archive, in many processes, into shards with a manifest."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kzgraph.commands import DONE, FAILED, NOT_CONFORMING, REFUSED
from kzgraph.commands.inputs import ENDINGS, inputs, is_companion, language_of
from kzgraph.commands.printing import Bar, console_on, print_notes, print_results
from kzgraph.errors import KzgraphError

if TYPE_CHECKING:
    from rich.console import Console

    from kzgraph.bulk.run import Outcome


def run(options: argparse.Namespace) -> int:
    """Build an archive.

    Args:
        options: As :mod:`kzgraph.options` parsed them.

    Returns:
        The exit code.
    """
    from kzgraph.bulk.engines import engine
    from kzgraph.bulk.run import run as run_bulk
    from kzgraph.bulk.settings import Settings
    from kzgraph.graph.validate import Validator

    settings = Settings(
        output=options.out_dir,
        base=options.base,
        language=language_of(options.language),
        decisions=options.decisions,
        known=options.known,
        form=options.format or "nq",
        compressed=options.compress,
        digits=options.shard_digits,
        validator=options.validator,
    )
    names = list(_names(options))
    console = console_on()
    judge = Validator(options.validator)
    judge.prepare()
    print_notes(judge.notes, console)
    workers = engine(options.jobs or 1, options.cluster)
    began = time.monotonic()
    try:
        with Bar(console, shown=not options.quiet) as progress:
            outcome = run_bulk(names, settings, workers, progress.update, resume=options.resume)
    finally:
        workers.close()
    of_works = [note for _, record in sorted(outcome.manifest.works.items()) for note in record.block.notes]
    print_notes([note for note in of_works if note not in judge.notes], console)
    return _told(outcome, options, console, time.monotonic() - began)


def _names(options: argparse.Namespace) -> Iterator[str]:
    from kzgraph.bulk.folders import is_address, texts

    addresses = [name for name in options.inputs if is_address(name)]
    yield from texts(addresses, ENDINGS)
    for path in inputs([name for name in options.inputs if not is_address(name)], metadata=False):
        if path is None:
            raise KzgraphError("-", "an archive cannot come from standard input", "Give files, folders or addresses.")
        yield str(path)


def _told(outcome: Outcome, options: argparse.Namespace, console: Console, seconds: float) -> int:
    """Say what came of a run."""
    manifest = outcome.manifest
    conforming = sum(record.block.conforms for record in manifest.works.values())
    companions = [fault for fault in outcome.refused if conforming and is_companion(fault)]
    refused = [*(fault for fault in outcome.refused if fault not in companions), *outcome.lost]
    for fault in refused:
        console.print(f"refused: {fault}", style="red", markup=False, highlight=False, soft_wrap=True)
    for one in outcome.loose:
        console.print(f"passed over: {one.name}, it is about none of the texts", markup=False, highlight=False, soft_wrap=True)
    for _, record in sorted(manifest.works.items()):
        if record.block.results:
            from kzgraph.graph.report import Report

            print_results(Report(record.block.results), console, only_faults=True)
    if not options.quiet:
        versions = sum(len(one.cards) for one in manifest.inputs.values())
        statements = sum(record.block.statements for record in manifest.works.values())
        console.print(
            f"{conforming:,} resolution(s), {versions:,} version(s), {statements:,} quads in {len(manifest.shards):,} shard(s): "
            f"{options.out_dir}\n{outcome.read:,} input(s) read, {outcome.written:,} resolution(s) written, others unchanged; "
            f"{seconds:,.0f} s",
            markup=False, highlight=False, soft_wrap=True,
        )  # fmt: skip
    if conforming < len(manifest.works):
        return NOT_CONFORMING
    if not manifest.works:
        return FAILED
    return REFUSED if refused else DONE
