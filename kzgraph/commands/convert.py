"""``kzgraph convert``: graphs in the forms that others work with."""

from __future__ import annotations

import argparse
from pathlib import Path

from kzgraph.commands import DONE, FAILED, REFUSED
from kzgraph.commands.printing import console_on


def run(options: argparse.Namespace) -> int:
    """Convert graphs.

    Args:
        options: As :mod:`kzgraph.options` parsed them.

    Returns:
        The exit code.

    Raises:
        KzgraphError: There is nothing to convert, or the result cannot be written.
    """
    from kzgraph.dataset.load import open_dataset
    from kzgraph.errors import GraphError, OutputError
    from kzgraph.graph.serialise import write_bytes
    from kzgraph.handover.akomantoso import AkomaNtoso, versions

    dataset = open_dataset([Path(name) for name in options.graphs], terms=False)
    documents = AkomaNtoso(dataset)
    if options.version:
        data = documents.document(options.version)
        write_bytes([data], Path("/dev/stdout" if options.output == "-" else options.output))
        return DONE
    if options.output == "-":
        raise OutputError("-", "all versions do not go into one file", "Name a folder with -o, or one version with --version.")
    folder = Path(options.output)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise OutputError(str(folder), f"it is no folder ({fault.strerror})", "Name a folder, or give --version.") from fault
    written, refused = 0, 0
    for version in versions(dataset):
        _, resolution, _, key = version.split("/")
        try:
            data = documents.document(version)
        except GraphError as fault:
            refused += 1
            console_on().print(str(fault), markup=False, highlight=False, soft_wrap=True)
            continue
        write_bytes([data], folder / f"{resolution}.{key}.xml")
        written += 1
    if not options.quiet:
        console_on().print(f"{written} version(s): {folder}", markup=False, highlight=False, soft_wrap=True)
    return DONE if not refused else REFUSED if written else FAILED
