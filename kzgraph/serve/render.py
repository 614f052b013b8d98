"""Statements as bytes, the same at every run: Turtle, N-Triples and JSON-LD by our own writers, RDF/XML by Oxigraph's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import pyoxigraph as ox

from kzgraph.graph.build import Group, WorkGraph
from kzgraph.graph.jsonld import context, jsonld
from kzgraph.graph.ntriples import ntriples
from kzgraph.graph.terms import RDF, Row, prefixes
from kzgraph.graph.turtle import turtle

#: How Oxigraph calls the forms of graphs.
OXIGRAPH = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}
_WRITERS = {"ttl": turtle, "nt": ntriples, "jsonld": jsonld}


def written(rows: Sequence[Row], form: str, base: str, title: str) -> Iterator[bytes]:
    """Yield statements in a form, piece by piece.

    Args:
        rows: Tokens of N-Triples, in any order.
        form: A key of :data:`OXIGRAPH`.
        base: Of the data.
        title: What a reader of Turtle sees above them, one line.
    """
    ordered = tuple(sorted(set(rows)))
    if form == "rdf" or (form == "jsonld" and not _in_context(ordered)):
        yield _by_oxigraph(ordered, form)
        return
    group = Group((0, 0, ""), title, ordered)
    for piece in _WRITERS[form]([WorkGraph("", "", (group,))], base):
        yield piece.encode()


@cache
def _known() -> frozenset[str]:
    """The properties that our JSON-LD context knows, and the types of values, as tokens."""
    names = [entry if isinstance(entry, str) else entry["@id"] for entry in context().values()]
    split = [name.partition(":") for name in names]
    return frozenset(f"<{prefixes()[prefix]}{local}>" for prefix, _, local in split if prefix in prefixes()) | {RDF.type}


def _in_context(rows: Sequence[Row]) -> bool:
    """True where our own context has a word for every property, and nothing is nameless or of a foreign datatype."""
    tokens = [token for row in rows for token in row]
    foreign = any(token[0] == '"' and token[-1] == ">" and prefixes()["xsd"] not in token for token in tokens)
    return not foreign and not any(token.startswith("_:") for token in tokens) and {row[1] for row in rows} <= _known()


def _by_oxigraph(rows: Sequence[Row], form: str) -> bytes:
    lines = "".join(f"{subject} {predicate} {object_} .\n" for subject, predicate, object_ in rows)
    triples = [quad.triple for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)]
    found = ox.serialize(triples, format=OXIGRAPH[form], prefixes=dict(prefixes()))
    assert found is not None
    return found
