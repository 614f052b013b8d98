"""A graph read from a file: its statements as rows, and the rows of each resolution, to be validated one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kzgraph.graph.terms import KZ, RDF, XSD, Row, text

if TYPE_CHECKING:
    import pyoxigraph

#: What many resolutions share: it belongs to each part that names it.
_SHARED = (KZ.Actor, KZ.Instrument, KZ.Provision, KZ.Source)


def token(term: Any) -> str:
    """Return the token of one of Oxigraph's terms."""
    if not hasattr(term, "datatype"):
        return str(term)
    datatype = str(term.datatype)
    return text(term.value, term.language) + ("" if term.language or datatype == XSD.string else f"^^{datatype}")


def rows_of(statements: Iterable[pyoxigraph.Quad | pyoxigraph.Triple]) -> list[Row]:
    """Return statements as rows, each once; those of all named graphs come as one graph.

    Args:
        statements: As Oxigraph reads them.
    """
    seen: dict[Any, str] = {}

    def once(term: Any) -> str:
        found = seen.get(term)
        if found is None:
            found = seen[term] = token(term)
        return found

    return list(dict.fromkeys((once(one.subject), once(one.predicate), once(one.object)) for one in statements))


def parts(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Cut a graph into one part per resolution, and one for what belongs to none, shared or not.

    A part is what hangs together with the resolution; actors and instruments, which many resolutions name, come with each of
    them but lead to none but each other.

    Args:
        rows: The statements, in any order.
    """
    of: dict[str, list[Row]] = defaultdict(list)
    naming: dict[str, list[str]] = defaultdict(list)
    works, shared = set(), set()
    for row in rows:
        subject, predicate, value = row
        of[subject].append(row)
        if predicate != RDF.type:
            naming[value].append(subject)
        elif value == KZ.Resolution:
            works.add(subject)
        elif value in _SHARED:
            shared.add(subject)
    left = set(of)
    named: set[str] = set()
    for work in sorted(works):
        reached = {work}
        queue = [work]
        while queue:
            node = queue.pop()
            linked = {value for _, predicate, value in of[node] if predicate != RDF.type and value in left}
            # From what is shared the way leads on to what that needs, a provision's instrument, never back to who names it.
            linked = linked & shared if node in shared else linked | set(naming[node])
            queue += linked - reached
            reached |= linked
        left -= reached - shared
        named |= reached
        yield [row for node in sorted(reached) for row in of[node]]
    rest = [row for node in sorted(left - named) for row in of[node]]
    if rest:
        yield rest
