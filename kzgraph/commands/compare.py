"""``kzgraph compare``: where the versions of a resolution say different things."""

from __future__ import annotations

import argparse

from kzgraph.commands import DONE, FAILED, REFUSED
from kzgraph.commands.inputs import openers, without_companions
from kzgraph.commands.printing import Bar, console_on, print_record_divergences


def run(options: argparse.Namespace) -> int:
    """Print where the versions of each resolution differ.

    Args:
        options: As :mod:`kzgraph.options` parsed them.

    Returns:
        The exit code.
    """
    from kzgraph.pipeline import gather
    from kzgraph.resolve.divergences import divergences
    from kzgraph.resolve.iri import Minter
    from kzgraph.terminal import divergence_table

    console = console_on()
    with Bar(console, shown=True) as progress:
        opened = openers(options.inputs, None, progress.update, offline=options.offline)
        result = gather(opened, minter=Minter(), progress=progress.update)
    result = without_companions(result, console, quiet=False)
    for fault in result.refused:
        console.print(f"refused: {fault}", style="red", markup=False, highlight=False, soft_wrap=True)
    out = console_on(stderr=False)
    for work in result.works:
        found = divergences(work)
        keys = ", ".join(key for key, _ in work.versions)
        out.print(f"{work.key} ({keys}): {len(found)} divergence(s)", markup=False, highlight=False, soft_wrap=True)
        if found:
            out.print(divergence_table(found), markup=False, highlight=False)
        print_record_divergences(work, out)
    if not result.works:
        return FAILED
    return REFUSED if result.refused else DONE
