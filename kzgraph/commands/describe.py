"""``kzgraph describe``: an export for catalogues and crawlers, as VoID and DCAT-AP."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from kzgraph.commands import DONE


def run(options: argparse.Namespace) -> int:
    """Describe an export.

    Args:
        options: As :mod:`kzgraph.options` parsed them.

    Returns:
        The exit code.
    """
    from kzgraph.dataset.load import open_dataset
    from kzgraph.graph.serialise import write_bytes
    from kzgraph.handover.description import Download, Place, describe

    paths = [Path(name) for name in options.graphs]
    dataset = open_dataset(paths, terms=False)
    downloads = []
    for path in paths if options.download else ():
        data = path.read_bytes()
        address = f"{options.download.rstrip('/')}/{path.name}"
        downloads.append(Download(path.name, len(data), hashlib.sha256(data).hexdigest(), address))
    place = Place(options.title, tuple(downloads), options.endpoint, options.licence, options.modified)
    write_bytes([describe(dataset, place)], Path("/dev/stdout" if options.output == "-" else options.output))
    return DONE
