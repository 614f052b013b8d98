"""``kzgraph site``: graphs to pages that people read, as plain files."""

from __future__ import annotations

import argparse
from pathlib import Path

from kzgraph.commands import DONE
from kzgraph.commands.printing import console_on


def run(options: argparse.Namespace) -> int:
    """Write the pages of graphs into a folder.

    Args:
        options: As :mod:`kzgraph.options` parsed them.

    Returns:
        The exit code.
    """
    from kzgraph.dataset.load import open_dataset
    from kzgraph.pages.site import Site
    from kzgraph.pages.write import write_site

    console = console_on()
    site = Site(open_dataset([Path(name) for name in options.graphs]))
    written = write_site(site, Path(options.output))
    if not options.quiet:
        count = len(site.catalogue.headings)
        told = f"{count} resolution(s), {written.files:,} files, {written.size:,} bytes: {Path(options.output) / 'index.html'}"
        if written.removed:
            told += f"; {written.removed:,} file(s) of an earlier site removed"
        console.print(told, markup=False, highlight=False, soft_wrap=True)
    return DONE
