"""What is said of an IRI: its own statements, those of what it owns, and which others lead to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kzgraph.graph.terms import Row

_DEFAULT = ox.DefaultGraph()


@dataclass(frozen=True, slots=True)
class Description:
    """One page of what is said of an IRI.

    Args:
        iri: Of what it is about.
        own: Its statements, on every page.
        parts: What it owns, each with its statements: their IRIs begin with its own, and they lead to it.
        pointing: Statements of other things that lead to it.
        page: From 1.
        pages: How many there are.
        total: How many things lead to it, on all pages.
    """

    iri: str
    own: tuple[Row, ...]
    parts: tuple[tuple[str, tuple[Row, ...]], ...]
    pointing: tuple[Row, ...]
    page: int
    pages: int
    total: int

    def rows(self) -> list[Row]:
        """Return all statements."""
        return [*self.own, *(row for _, rows in self.parts for row in rows), *self.pointing]


def describe(store: ox.Store, iri: str, page: int, size: int) -> Description | None:
    """Describe an IRI; None where nothing is said of it, or the page is none.

    Args:
        store: Holds the data, all of it in the default graph.
        iri: What is asked for.
        page: Which page, from 1.
        size: How many things that lead to the IRI a page has.
    """
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return None
    own = tuple(sorted(rows_of(store, node)))
    total = _count(store, node)
    pages = max(1, -(-total // size))
    if (not own and not total) or not 1 <= page <= pages:
        return None
    parts, pointing = [], []
    for neighbour in _neighbours(store, node, (page - 1) * size, size):
        if isinstance(neighbour, ox.NamedNode) and neighbour.value.startswith(f"{iri}/"):
            parts.append((neighbour.value, tuple(sorted(rows_of(store, neighbour)))))
        else:
            found = store.quads_for_pattern(neighbour, None, node, _DEFAULT)
            pointing += [(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in found]
    return Description(iri, own, tuple(parts), tuple(sorted(pointing)), page, pages, total)


def is_graph(store: ox.Store, iri: str) -> bool:
    """Tell whether an IRI is the name of a graph.

    Args:
        store: Holds the data.
        iri: Any text.
    """
    try:
        return store.contains_named_graph(ox.NamedNode(iri))
    except ValueError:
        return False


def rows_of(store: ox.Store, node: ox.NamedNode | ox.BlankNode) -> Iterator[Row]:
    """Yield the statements of a thing, as tokens of N-Triples.

    Args:
        store: Holds the data.
        node: The thing.
    """
    for quad in store.quads_for_pattern(node, None, None, _DEFAULT):
        yield str(quad.subject), str(quad.predicate), str(quad.object)


def _count(store: ox.Store, node: ox.NamedNode) -> int:
    found = _select(store, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o FILTER(?s != ?o) }", node)
    [number] = [term for solution in found for term in solution]
    assert isinstance(number, ox.Literal)
    return int(number.value)


def _neighbours(store: ox.Store, node: ox.NamedNode, offset: int, limit: int) -> Iterator[ox.NamedNode | ox.BlankNode]:
    query = f"SELECT DISTINCT ?s {{ ?s ?p ?o FILTER(?s != ?o) }} ORDER BY ?s OFFSET {offset} LIMIT {limit}"
    for [term] in _select(store, query, node):
        if isinstance(term, ox.NamedNode | ox.BlankNode):
            yield term


def _select(store: ox.Store, query: str, node: ox.NamedNode) -> ox.QuerySolutions:
    found = store.query(query.replace("?o", str(node)))
    assert isinstance(found, ox.QuerySolutions)
    return found
