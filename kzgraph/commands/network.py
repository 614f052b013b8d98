"""``kzgraph network``: who is asked, cited and named together, for programs that draw and measure."""

from __future__ import annotations

import argparse
from pathlib import Path

from kzgraph.commands import DONE
from kzgraph.commands.printing import console_on

#: What each picture shows.
_TITLES = {
    "acts": "Acts of Parliament and those they address, concern or are sent to",
    "citations": "Resolutions and the instruments they refer to",
    "mentions": "Actors that are named together",
}


def run(options: argparse.Namespace) -> int:
    """Write networks.

    Args:
        options: As :mod:`kzgraph.options` parsed them.

    Returns:
        The exit code.
    """
    from kzgraph.commands.inputs import language_of
    from kzgraph.dataset.load import open_dataset
    from kzgraph.graph.serialise import write_bytes
    from kzgraph.network.files import WRITERS
    from kzgraph.network.measures import measured
    from kzgraph.network.picture import svg
    from kzgraph.network.views import VIEWS
    from kzgraph.resolve.vocabulary import LABEL_LANGUAGE

    language = language_of(options.language) or LABEL_LANGUAGE
    dataset = open_dataset([Path(name) for name in options.graphs], terms=False)
    folder = Path(options.output)
    folder.mkdir(parents=True, exist_ok=True)
    console = console_on()
    for name in options.view or sorted(VIEWS):
        graph = measured(VIEWS[name](dataset, language))
        for ending, writer in WRITERS.items():
            write_bytes([writer(graph).encode()], folder / f"{name}.{ending}")
        write_bytes([svg(graph, _TITLES[name]).encode()], folder / f"{name}.svg")
        if not options.quiet:
            console.print(
                f"{name}: {graph.number_of_nodes():,} nodes, {graph.number_of_edges():,} edges",
                markup=False, highlight=False, soft_wrap=True,
            )  # fmt: skip
    return DONE
