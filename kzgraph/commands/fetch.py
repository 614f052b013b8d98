"""``kzgraph fetch``: references in, the files of their language versions out."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from kzgraph.commands import DONE, FAILED, REFUSED
from kzgraph.commands.inputs import language_of
from kzgraph.commands.online import fetched
from kzgraph.commands.printing import Bar, console_on
from kzgraph.errors import KzgraphError


def run(options: argparse.Namespace) -> int:
    """Fetch texts, and say what came from where and what did not.

    Args:
        options: As :mod:`kzgraph.options` parsed them.

    Returns:
        The exit code.
    """
    from kzgraph.terminal import fetch_table

    languages = _languages(options.lang)
    console = console_on()
    with Bar(console, shown=not options.quiet) as progress:
        outcomes = fetched(options.references, languages, progress.update, offline=options.offline, options=options)
    if outcomes and not options.quiet:
        console.print(fetch_table(outcomes), markup=False, highlight=False)
    refused = [outcome for outcome in outcomes if outcome.refused]
    for outcome in refused:
        console.print(f"refused: {outcome.fault}", style="red", markup=False, highlight=False, soft_wrap=True)
    if not any(outcome.path for outcome in outcomes):
        console.print("nothing was fetched", style="red")
        return FAILED
    return REFUSED if refused else DONE


def _languages(option: str) -> Sequence[str] | None:
    if option.strip().lower() == "all":
        return None
    codes = dict.fromkeys(code.strip().lower() for code in option.split(",") if code.strip())
    if not codes:
        raise KzgraphError("--lang", "it names no language", "Give codes such as 'hr,it', or 'all'.")
    return [code for code in codes if language_of(code, "--lang")]
