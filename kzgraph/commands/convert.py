"""``kzgraph convert``: graphs in the forms that others work with."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kzgraph.commands import DONE, FAILED, REFUSED
from kzgraph.commands.printing import console_on
from kzgraph.errors import GraphError, KzgraphError, OutputError

if TYPE_CHECKING:
    from kzgraph.dataset.load import Dataset


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

    if options.to == "eli-ep" and options.version:
        raise KzgraphError("--version", "the profile describes whole resolutions", "Leave it out.")
    dataset = open_dataset([Path(name) for name in options.graphs], terms=False)
    return (_eli_ep if options.to == "eli-ep" else _akoma_ntoso)(dataset, options)


def _akoma_ntoso(dataset: Dataset, options: argparse.Namespace) -> int:
    from kzgraph.graph.serialise import write_bytes
    from kzgraph.handover.akomantoso import AkomaNtoso, versions

    documents = AkomaNtoso(dataset)
    if options.version:
        write_bytes([documents.document(options.version)], _file(options.output))
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
            _tell(str(fault))
            continue
        write_bytes([data], folder / f"{resolution}.{key}.xml")
        written += 1
    if not options.quiet:
        _tell(f"{written} version(s): {folder}")
    return DONE if not refused else REFUSED if written else FAILED


def _eli_ep(dataset: Dataset, options: argparse.Namespace) -> int:
    from kzgraph.graph.serialise import write_bytes
    from kzgraph.handover.eli_ep import view

    found = view(dataset)
    if not found.works:
        reasons = "; ".join(f"{key}: {reason}" for key, reason in found.left_out)
        raise GraphError(
            ", ".join(options.graphs), f"the profile has no place for what is in it ({reasons})", "Give adopted texts."
        )
    write_bytes([found.data], _file(options.output))
    if not options.quiet:
        for key, reason in found.left_out:
            _tell(f"left out: {key}: {reason}")
        lacking = ", ".join(f"{name} ({count} of {found.works})" for name, count in found.not_held)
        _tell(f"{found.works} work(s), {found.expressions} expression(s); not held, though asked for: {lacking}")
    return DONE


def _file(name: str) -> Path:
    return Path("/dev/stdout" if name == "-" else name)


def _tell(words: str) -> None:
    console_on().print(words, markup=False, highlight=False, soft_wrap=True)
