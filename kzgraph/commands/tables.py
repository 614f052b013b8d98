"""``kzgraph tables``: graphs as CSV and JSON, for spreadsheets and programs that know no RDF."""

from __future__ import annotations

import argparse
from pathlib import Path

from kzgraph.commands import DONE
from kzgraph.commands.printing import console_on


def run(options: argparse.Namespace) -> int:
    """Write the tables of graphs into a folder.

    Args:
        options: As :mod:`kzgraph.options` parsed them.

    Returns:
        The exit code.
    """
    from kzgraph.dataset.load import open_dataset
    from kzgraph.tables.write import METADATA, write_tables

    dataset = open_dataset([Path(name) for name in options.graphs], terms=False)
    written = write_tables(dataset, Path(options.output), bom=options.bom, raw=options.raw)
    if not options.quiet:
        rows = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in written.rows.items() if count)
        told = f"{rows}: {Path(options.output) / METADATA}"
        console_on().print(told, markup=False, highlight=False, soft_wrap=True)
    return DONE
