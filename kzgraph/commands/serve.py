"""``kzgraph serve``: graph files in, a SPARQL endpoint and a description of every IRI out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from urllib.parse import urlsplit

from kzgraph.commands import DONE
from kzgraph.errors import KzgraphError


def run(options: argparse.Namespace) -> int:
    """Serve graphs until the process is told to end.

    Args:
        options: As :mod:`kzgraph.options` parsed them.

    Returns:
        The exit code.
    """
    from kzgraph.serve.limits import Limits
    from kzgraph.serve.run import Place, serve

    if not 0 <= options.port <= 65535:
        raise KzgraphError("--port", f"{options.port} is no port", "Give one up to 65535, or 0 for any that is free.")
    for name, most in (("timeout", 3600), ("patience", 3600), ("max_bytes", 2**40), ("workers", 64)):
        if not 0 < getattr(options, name) <= most:
            raise KzgraphError(f"--{name.replace('_', '-')}", "the number is out of range", f"Give one up to {most:,}.")
    limits = Limits(seconds=options.timeout, answer=options.max_bytes, workers=options.workers, transfer=options.patience)
    place = Place(options.host, options.port, _public(options.public), tuple(options.cors or ["*"]))

    def ready(address: str, far: bool) -> None:  # noqa: FBT001
        if far:
            warning = "other machines can reach this server; it is made for one machine: let a proxy stand before it"
            print(f"kzgraph: warning: {warning}", file=sys.stderr)
        if not options.quiet:
            print(f"serving at {address} (SPARQL at {address}sparql), Ctrl-C ends", file=sys.stderr, flush=True)

    serve([Path(graph) for graph in options.graphs], place, limits, ready)
    return DONE


def _public(address: str) -> str:
    if not address:
        return ""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise KzgraphError("--public", f"'{address}' is no address of a server", "Give one such as https://data.example.eu/.")
    return address if address.endswith("/") else f"{address}/"
