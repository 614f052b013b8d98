"""Graph files too many for the memory: opened one at a time, each named graph from its own file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kzgraph.dataset.load import TERMS, canonical, digest_of, term_files
from kzgraph.dataset.parse import graph_files, read_quads
from kzgraph.dataset.parts import base_of, parts
from kzgraph.errors import GraphError

#: Told a stage, the steps done and all steps.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class NamedGraph:
    """A graph that a series holds.

    Args:
        iri: Its name.
        triples: How many statements it has.
        digest: SHA-256 of its canonical lines.
    """

    iri: str
    triples: int
    digest: str


class Series:
    """Graph files as one named graph per resolution, never more than one file of them in memory.

    Named graphs stay as they are; what stands in none is put into one per resolution, see :mod:`kzgraph.dataset.parts`. A graph
    that stands in several files is the union of what they say.

    Args:
        names: Files, or folders of them.
        terms: The ontology, alignments and vocabularies too, as the last graph, :data:`kzgraph.dataset.load.TERMS`.
        progress: Told how far reading is.

    Raises:
        GraphError: A file cannot be read, or none holds a resolution.
    """

    def __init__(self, names: Sequence[Path], *, terms: bool = True, progress: Progress = lambda *_: None) -> None:
        paths = graph_files(names)
        self._files: dict[str, list[Path]] = defaultdict(list)
        self._open: tuple[Path | None, dict[str, list[ox.Triple]]] = None, {}
        found: dict[str, NamedGraph] = {}
        base = None
        for done, path in enumerate(paths):
            progress("read", done, len(paths))
            for iri, triples in self._read(path).items():
                base = base or base_of(triples)
                self._files[iri].append(path)
                if len(self._files[iri]) == 1:
                    found[iri] = _named(iri, canonical(triples))
        if base is None:
            said = ", ".join(str(name) for name in names)
            raise GraphError(said, "there is no resolution in it", "Give a graph that kzgraph built.")
        found |= {iri: _named(iri, self.lines(iri)) for iri, places in self._files.items() if len(places) > 1}
        if terms:
            self._files[TERMS] = term_files()
            found[TERMS] = _named(TERMS, self.lines(TERMS))
        #: What the IRIs of the data begin with.
        self.base = base
        #: Those of one file stand together: taken in this order each file is opened once.
        self.graphs = tuple(found.values())

    def triples(self, graph: str) -> list[ox.Triple]:
        """Return the statements of a graph, in no order; one that several files tell may stand there twice.

        Args:
            graph: Its IRI, one of those in :attr:`graphs`.
        """
        if graph == TERMS:
            return [quad.triple for path in self._files[graph] for quad in read_quads(path)]
        return [triple for path in self._files[graph] for triple in self._read(path)[graph]]

    def lines(self, graph: str) -> list[str]:
        """Return a graph as canonical N-Triples: sorted, each line with its end.

        Args:
            graph: Its IRI.
        """
        return canonical(self.triples(graph))

    def _read(self, path: Path) -> dict[str, list[ox.Triple]]:
        if self._open[0] != path:
            self._open = None, {}  # Before the next is read, so that never two are in memory.
            self._open = path, _graphs_of(read_quads(path))
        return self._open[1]


def _graphs_of(quads: Iterable[ox.Quad]) -> dict[str, list[ox.Triple]]:
    """The statements of a file by the graph that they belong to; what belongs to no resolution and no graph is left out."""
    named: dict[str, list[ox.Triple]] = defaultdict(list)
    unnamed = []
    for quad in quads:
        if isinstance(quad.graph_name, ox.NamedNode):
            named[quad.graph_name.value].append(quad.triple)
        elif isinstance(quad.graph_name, ox.DefaultGraph):
            unnamed.append(quad.triple)
    for graph, part in parts(unnamed):
        if graph is not None:
            named[graph] += part
    return dict(sorted(named.items()))


def _named(iri: str, lines: Sequence[str]) -> NamedGraph:
    return NamedGraph(iri, len(lines), digest_of(lines))
