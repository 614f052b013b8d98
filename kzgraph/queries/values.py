"""What a user sets in a question, from words on a command line to a term of SPARQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pyoxigraph as ox

from kzgraph.errors import QueryError
from kzgraph.graph.terms import prefixes

_XSD = "http://www.w3.org/2001/XMLSchema#"
_SCHEME = re.compile(r"(\w+):(.*)", re.DOTALL)
_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)")


def token(name: str, kind: str, value: str, base: str) -> str:
    r"""Return a value as it stands in a query, its quotes and brackets made harmless.

    Args:
        name: Of the parameter, for messages.
        kind: A key of :data:`KINDS`.
        value: As the user wrote it.
        base: What the IRIs of the data begin with.

    Raises:
        QueryError: The value is not of the kind.

    >>> token("actor", "iri", "actor/veldoria", "https://example.eu/id/")
    '<https://example.eu/id/actor/veldoria>'
    >>> token("kind", "iri", "kz:Treaty", "")
    '<https://w3id.org/kzgraph/ontology#Treaty>'
    >>> token("procedure", "text", '" } DROP ALL', "")
    '"\\" } DROP ALL"'
    """
    make, form = KINDS[kind]
    try:
        return str(make(value, base))
    except ValueError as fault:
        raise QueryError(f"--set {name}", f"'{value}' is no {kind}", form) from fault


def _iri(value: str, base: str) -> ox.NamedNode:
    found = _SCHEME.match(value)
    if found is None:
        return ox.NamedNode(base + value)
    namespace = prefixes().get(found[1])
    return ox.NamedNode(value if namespace is None else namespace + found[2])


def _text(value: str, _: str) -> ox.Literal:
    return ox.Literal(value)


def _date(value: str, _: str) -> ox.Literal:
    if not _DATE.fullmatch(value):
        raise ValueError(value)
    return ox.Literal(value, datatype=ox.NamedNode(f"{_XSD}date"))


def _decimal(value: str, _: str) -> ox.Literal:
    if not _DECIMAL.fullmatch(value):
        raise ValueError(value)
    return ox.Literal(value, datatype=ox.NamedNode(f"{_XSD}decimal"))


#: The kinds of values, each with how a term is made of what a user wrote and what to tell whoever wrote something else.
KINDS: Mapping[str, tuple[Callable[[str, str], ox.NamedNode | ox.Literal], str]] = {
    "iri": (_iri, "Give a whole IRI, one with a prefix such as kz:Treaty, or what follows the base, such as actor/veldoria."),
    "text": (_text, "Give any text."),
    "date": (_date, "Give a day as 2031-06-12."),
    "decimal": (_decimal, "Give a number such as 0.9."),
}
