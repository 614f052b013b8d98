"""Which statements of a graph without names belong to which resolution."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kzgraph.resolve.iri import Minter

#: What a statement can be about.
Node = ox.NamedNode | ox.BlankNode | ox.Triple

_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_RESOLUTION = ox.NamedNode("https://w3id.org/kzgraph/ontology#Resolution")


def base_of(triples: Iterable[ox.Triple]) -> str | None:
    """Return the base IRI of the data, read off its resolutions; None where there is none.

    Args:
        triples: The graph.
    """
    bases = {
        triple.subject.value.rpartition("resolution/")[0]
        for triple in triples
        if triple.predicate == _TYPE and triple.object == _RESOLUTION and isinstance(triple.subject, ox.NamedNode)
    }
    return min(bases) if bases else None


def parts(triples: Iterable[ox.Triple]) -> Iterator[tuple[str | None, list[ox.Triple]]]:
    """Cut a graph into one part per resolution, and one for what belongs to none.

    A resolution owns what its IRI begins. What it leads to elsewhere (actors, instruments, sources) comes with each resolution
    that needs it, and leads on to what that needs in turn, never into another resolution. What several resolutions said of a
    shared thing cannot be told apart any more: formats with named graphs keep that, this cannot.

    Args:
        triples: Statements in any order.

    Yields:
        The IRI of the named graph, None for what belongs to no resolution, and its statements.
    """
    of_subject: dict[Node, list[ox.Triple]] = defaultdict(list)
    works: dict[str, list[Node]] = {}
    for triple in triples:
        of_subject[triple.subject].append(triple)
        if triple.predicate == _TYPE and triple.object == _RESOLUTION and isinstance(triple.subject, ox.NamedNode):
            works[triple.subject.value] = []
    shared = set(of_subject)
    for subject in of_subject:
        owner = _owner(subject, works)
        if owner is not None:
            works[owner].append(subject)
            shared.discard(subject)
    named = set()
    for work in sorted(works):
        reached = set(works[work])
        queue = list(reached)
        part = []
        while queue:
            for triple in of_subject[queue.pop()]:
                part.append(triple)
                if not isinstance(triple.object, ox.Literal) and triple.object in shared and triple.object not in reached:
                    reached.add(triple.object)
                    queue.append(triple.object)
        named |= reached
        base, _, key = work.rpartition("resolution/")
        yield Minter(base).graph(key), part
    rest = [triple for subject, of in of_subject.items() if subject not in named for triple in of]
    if rest:
        yield None, rest


def _owner(subject: Node, works: dict[str, list[Node]]) -> str | None:
    """The resolution whose IRI begins that of a subject."""
    if isinstance(subject, ox.NamedNode):
        end = len(subject.value)
        while end > 0:
            if subject.value[:end] in works:
                return subject.value[:end]
            end = subject.value.rfind("/", 0, end)
    return None
