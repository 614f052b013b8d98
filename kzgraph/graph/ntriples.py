"""N-Triples and N-Quads: the tokens as they are, one statement a line, sorted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kzgraph.graph.build import WorkGraph, union_groups


def ntriples(graphs: Iterable[WorkGraph], base: str) -> Iterator[str]:  # noqa: ARG001
    """Yield N-Triples, one group of statements at a time.

    Args:
        graphs: The works, in order.
        base: Not needed, IRIs are written in full; all writers are called alike.
    """
    for group in union_groups(graphs):
        yield "".join(f"{s} {p} {o} .\n" for s, p, o in group.rows)


def nquads(graphs: Iterable[WorkGraph], base: str) -> Iterator[str]:  # noqa: ARG001
    """Yield N-Quads, one named graph per work; see :func:`ntriples`."""
    for graph in graphs:
        for group in graph.groups:
            yield "".join(f"{s} {p} {o} <{graph.graph}> .\n" for s, p, o in group.rows)
