"""``kzgraph diff``: what changed between two exports."""

from __future__ import annotations

import argparse
from pathlib import Path

from kzgraph.commands import DONE, NOT_CONFORMING
from kzgraph.commands.printing import console_on


def run(options: argparse.Namespace) -> int:
    """Compare two exports.

    Args:
        options: As :mod:`kzgraph.options` parsed them.

    Returns:
        The exit code: 0 where they say the same, 1 where they do not.
    """
    from rich.table import Table

    from kzgraph.dataset.load import open_dataset
    from kzgraph.graph.serialise import write_bytes
    from kzgraph.handover.changes import changes, patch

    old, new = (open_dataset([Path(name)], terms=False) for name in (options.old, options.new))
    found = changes(old, new)
    if options.patch:
        write_bytes((row.encode() for row in patch(found)), Path(options.patch))
    out = console_on(stderr=False)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("resolution", "", "what", "gone", "new", "said otherwise"):
        table.add_column(name, justify="right" if name in ("gone", "new", "said otherwise") else "left", no_wrap=True)
    for one in found:
        key = one.graph.rpartition("/")[2]
        table.add_row(key, one.state, "statements", f"{len(one.removed):,}", f"{len(one.added):,}", "")
        for kind, (went, came, other) in one.things.items():
            table.add_row("", "", kind, *(f"{count:,}" if count else "–" for count in (went, came, other)))
    if found:
        out.print(table, markup=False, highlight=False)
    same = len({*old.graphs, *new.graphs}) - len(found)
    out.print(f"{len(found)} resolution(s) differ, {same} are the same", markup=False, highlight=False, soft_wrap=True)
    return NOT_CONFORMING if found else DONE
