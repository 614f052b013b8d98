"""The options of the server."""

from __future__ import annotations

import argparse


def add_serve(commands: argparse._SubParsersAction[argparse.ArgumentParser], epilog: str) -> None:
    """Add the command that answers over HTTP.

    Args:
        commands: All there are.
        epilog: What its help ends with.
    """
    serve = commands.add_parser(
        "serve",
        help="serve graphs: SPARQL, and a description of every IRI",
        description=(
            "Answer SPARQL queries over graphs, and describe every IRI in them, for people and for programs. Nothing can be "
            "changed through it, and it asks no other server."
        ),
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    serve.add_argument(
        "graphs", nargs="+", metavar="GRAPH", help="files that build wrote: .ttl, .nt, .trig, .nq, .jsonld or .rdf"
    )
    serve.add_argument("--host", default="127.0.0.1", metavar="HOST", help="this machine's name or number (default: %(default)s)")
    serve.add_argument("--port", type=int, default=8031, metavar="N", help="0 for any that is free (default: %(default)s)")
    serve.add_argument(
        "--public", default="", metavar="URL", help="the address that clients know, where a proxy stands before it"
    )
    serve.add_argument(
        "--timeout", type=float, default=30, metavar="SECONDS", help="for one query; then it is ended (default: %(default)s)"
    )
    serve.add_argument(
        "--patience",
        type=float,
        default=30,
        metavar="SECONDS",
        help="for a client to send its request, or to take the next piece of an answer (default: %(default)s)",
    )
    serve.add_argument("--max-bytes", type=int, default=100_000_000, metavar="N", help="of one answer (default: %(default)s)")
    serve.add_argument("--workers", type=int, default=2, metavar="N", help="queries at a time (default: %(default)s)")
    serve.add_argument(
        "--cors",
        action="append",
        metavar="ORIGIN",
        help="whose pages in a browser may ask; may be given more than once (default: all)",
    )
    serve.add_argument("-q", "--quiet", action="store_true", help="print nothing but faults")
