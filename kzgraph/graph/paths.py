"""Lists and property paths of a shapes graph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kzgraph.graph.constraints import Path
from kzgraph.graph.literals import printed
from kzgraph.graph.terms import RDF

_RDF = RDF.type.removesuffix("type>")
#: What leads from a list to its members.
FIRST = f"{_RDF}first>"
_REST, _NIL = f"{_RDF}rest>", f"{_RDF}nil>"
_PATHS = {
    f"<http://www.w3.org/ns/shacl#{kind}Path>": kind
    for kind in ("inverse", "alternative", "zeroOrMore", "oneOrMore", "zeroOrOne")
}
#: pySHACL gives up where paths lead to paths deeper than this.
_DEEPEST = 8

#: A shapes graph: subject, predicate and objects, as tokens.
Table = Mapping[str, Mapping[str, list[str]]]


class UnknownConstructError(Exception):
    """A shape asks for something that is not compiled.

    Args:
        shape: The shape, as the shapes graph names it.
        construct: What it asks for.
    """

    def __init__(self, shape: str, construct: str) -> None:
        super().__init__(f"{printed(shape)} uses {construct}")
        self.shape = printed(shape)
        self.construct = construct


def read_list(table: Table, shape: str, head: str) -> list[str]:
    """Return the members of an RDF list.

    Args:
        table: The shapes graph.
        shape: Whose list it is.
        head: Its first node.

    Raises:
        UnknownConstructError: It is broken.
    """
    items: list[str] = []
    while head != _NIL:
        row = table.get(head, {})
        first, rest = row.get(FIRST, []), row.get(_REST, [])
        if len(first) != 1 or len(rest) != 1 or len(items) > len(table):
            raise UnknownConstructError(shape, "a list that is none")
        items += first
        head = rest[0]
    return items


def read_path(table: Table, shape: str, node: str, depth: int = 0) -> Path:
    """Return a property path.

    Args:
        table: The shapes graph.
        shape: Whose path it is.
        node: Its first node.
        depth: How many paths it stands within.

    Raises:
        UnknownConstructError: It is broken, or pySHACL reads it otherwise than the specification.
    """
    if depth > _DEEPEST:
        raise UnknownConstructError(shape, "a path that deep")
    if node[0] == "<":
        return Path("predicate", (node,))
    row = table.get(node, {})
    if FIRST in row:
        steps = read_list(table, shape, node)
        if len(steps) < 2:
            raise UnknownConstructError(shape, "a sequence of one path")
        # The steps of a list lie one deeper each.
        return Path("sequence", tuple(read_path(table, shape, step, depth + 1 + place) for place, step in enumerate(steps)))
    if len(row) != 1 or len(next(iter(row.values()))) != 1:
        raise UnknownConstructError(shape, "a path that is none")
    predicate, (value,) = next(iter(row.items()))
    kind: Any = _PATHS.get(predicate)
    if kind is None:
        raise UnknownConstructError(shape, f"a path of {predicate}")
    if kind == "alternative":
        values = read_list(table, shape, value)
        if len(values) < 2:
            raise UnknownConstructError(shape, "an alternative of one path")
        return Path(kind, tuple(read_path(table, shape, step, depth + 1) for step in values))
    inner = read_path(table, shape, value, depth + 1)
    if kind == "inverse" and inner.kind != "predicate":
        # pySHACL does not turn round the order of a sequence.
        raise UnknownConstructError(shape, "sh:inversePath of more than one predicate")
    return Path(kind, (inner,))
