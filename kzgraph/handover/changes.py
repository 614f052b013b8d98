"""What changed between two exports: as RDF Patch for stores, as a table for people."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kzgraph.dataset.load import Dataset

_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_KZ = "https://w3id.org/kzgraph/ontology#"
#: What people ask about, in the order in which a resolution has them.
_KINDS = ("LanguageVersion", "Unit", "Finding", "SpeechAct", "Mention", "Actor", "Instrument", "Provision", "Divergence")


@dataclass(frozen=True, slots=True)
class GraphChange:
    """What changed in one named graph.

    Args:
        graph: Its IRI.
        removed: Statements that only the old export has, as sorted lines of N-Triples.
        added: Statements that only the new export has.
        things: By kind, how many things went, came and stayed but are said otherwise.
        state: "new", "gone" or "changed".
    """

    graph: str
    removed: tuple[str, ...]
    added: tuple[str, ...]
    things: Mapping[str, tuple[int, int, int]]
    state: str


def changes(old: Dataset, new: Dataset) -> tuple[GraphChange, ...]:
    """Return what changed, by named graph; graphs that are the same are left out.

    Args:
        old: An export.
        new: A later one.
    """
    return tuple(_changes(old, new))


def _changes(old: Dataset, new: Dataset) -> Iterator[GraphChange]:
    for graph in sorted({*old.graphs, *new.graphs}):
        before = frozenset(old.lines(graph)) if graph in old.graphs else frozenset()
        after = frozenset(new.lines(graph)) if graph in new.graphs else frozenset()
        if before == after:
            continue
        removed, added = tuple(sorted(before - after)), tuple(sorted(after - before))
        state = "changed" if before and after else "new" if after else "gone"
        yield GraphChange(graph, removed, added, _things(old, new, graph, removed, added), state)


def _things(
    old: Dataset, new: Dataset, graph: str, removed: tuple[str, ...], added: tuple[str, ...]
) -> Mapping[str, tuple[int, int, int]]:
    before, after = _kinds(old, graph), _kinds(new, graph)
    touched = {line.partition(" ")[0] for line in (*removed, *added)}
    went: Counter[str] = Counter()
    came: Counter[str] = Counter()
    other: Counter[str] = Counter()
    for node in touched:
        for kind in before.get(node, set()) | after.get(node, set()):
            (went if node not in after else came if node not in before else other)[kind] += 1
    found = {kind: (went[kind], came[kind], other[kind]) for kind in _KINDS}
    return {kind: counts for kind, counts in found.items() if any(counts)}


def _kinds(dataset: Dataset, graph: str) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for kind in _KINDS:
        for quad in dataset.store.quads_for_pattern(None, _TYPE, ox.NamedNode(f"{_KZ}{kind}"), ox.NamedNode(graph)):
            found.setdefault(str(quad.subject), set()).add(kind)
    return found


def patch(found: tuple[GraphChange, ...]) -> Iterator[str]:
    """Yield an RDF Patch that makes the old export the new one, deletions first.

    Its header names it by its content, so that the same change has the same name. Format: RDF Patch of Apache Jena.

    Args:
        found: See :func:`changes`.
    """
    rows = [f"D {line[:-3]} <{one.graph}> .\n" for one in found for line in one.removed]
    rows += [f"A {line[:-3]} <{one.graph}> .\n" for one in found for line in one.added]
    digest = hashlib.sha256("".join(rows).encode()).hexdigest()
    yield f"H id <urn:sha256:{digest}> .\n"
    yield "TX .\n"
    yield from rows
    yield "TC .\n"
