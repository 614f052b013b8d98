"""Graph files to one RDF dataset: a named graph per resolution, all of it in the default graph too."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kzgraph.dataset.parse import FORMATS as FORMATS
from kzgraph.dataset.parse import graph_files
from kzgraph.dataset.parse import read_quads as read_quads
from kzgraph.dataset.parts import base_of, parts
from kzgraph.errors import GraphError
from kzgraph.resolve.iri import BASE
from kzgraph.resources import ontology_folder

#: The named graph of the terms: ontology, alignments and vocabularies.
TERMS = "https://w3id.org/kzgraph/ontology"

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
#: One row of an answer: a value per variable, None where it is not bound.
Solution = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Dataset:
    """Graphs that can be asked.

    The default graph is the union of the named ones, each statement once: over a union that a store makes on the fly the
    same statement in two graphs would count twice.

    Args:
        store: Holds the quads.
        base: What the IRIs of the data begin with.
        graphs: The IRIs of the named graphs, sorted; that of the terms is not among them.
    """

    store: ox.Store
    base: str
    graphs: tuple[str, ...]

    def select(self, query: str, values: Mapping[str, Term] | None = None) -> list[Solution]:
        """Return the solutions of a SELECT query, in the order that the query gives.

        Args:
            query: With its prefixes.
            values: Terms for variables that the query selects.
        """
        substitutions = {ox.Variable(name): term for name, term in values.items()} if values else None
        found = self.store.query(query, substitutions=substitutions)
        assert isinstance(found, ox.QuerySolutions), "a SELECT query"
        return [tuple(solution) for solution in found]

    def triples(self, graph: str) -> Iterator[ox.Triple]:
        """Yield the statements of a named graph, in no order."""
        for quad in self.store.quads_for_pattern(None, None, None, ox.NamedNode(graph)):
            yield quad.triple

    def lines(self, graph: str) -> list[str]:
        """Return a named graph as canonical N-Triples: sorted, each line with its end."""
        return canonical(self.triples(graph))

    def digest(self, graph: str) -> str:
        """Return the SHA-256 of a named graph, as :func:`digest_of` makes it."""
        return digest_of(self.lines(graph))


def canonical(triples: Iterable[ox.Triple]) -> list[str]:
    r"""Return statements as sorted lines of N-Triples; blank nodes get the names of RDFC-1.0.

    >>> one = ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal("ć", language="hr"))
    >>> canonical([one, one])
    ['<urn:a> <urn:b> "ć"@hr .\n']
    """
    dataset = ox.Dataset(ox.Quad(*triple) for triple in triples)
    if any(isinstance(term, ox.BlankNode) for quad in dataset for term in (quad.subject, quad.object)):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(f"{quad.triple} .\n" for quad in dataset)


def digest_of(lines: Iterable[str]) -> str:
    """Return the SHA-256 of a graph in canonical N-Triples, in hexadecimal.

    Args:
        lines: As :func:`canonical` gives them.
    """
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line.encode())
    return digest.hexdigest()


def open_dataset(paths: Sequence[Path], *, terms: bool = True) -> Dataset:
    """Read graph files into one dataset.

    Named graphs stay as they are; what stands in none is put into one per resolution, see :mod:`kzgraph.dataset.parts`.

    Args:
        paths: The files, or folders of them.
        terms: The ontology, alignments and vocabularies too, in the graph :data:`TERMS`.

    Raises:
        GraphError: A file cannot be read, or none holds a resolution.
    """
    store = ox.Store()
    base = None
    for path in graph_files(paths):
        quads = read_quads(path)
        triples = [quad.triple for quad in quads]
        base = base or base_of(triples)
        store.extend(ox.Quad(*triple) for triple in triples)
        store.extend(quad for quad in quads if not isinstance(quad.graph_name, ox.DefaultGraph))
        for graph, part in parts(quad.triple for quad in quads if isinstance(quad.graph_name, ox.DefaultGraph)):
            if graph is not None:
                store.extend(ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(graph)) for t in part)
    graphs = tuple(sorted(graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)))
    if base is None:
        names = ", ".join(str(path) for path in paths)
        raise GraphError(names, "there is no resolution in it", "Give a graph that kzgraph built.")
    if terms:
        add_terms(store)
    return Dataset(store, base or BASE, graphs)


def add_terms(store: ox.Store) -> None:
    """Add the ontology, alignments and vocabularies, in the graph :data:`TERMS`.

    Args:
        store: Of a dataset without them.
    """
    for path in term_files():
        triples = [quad.triple for quad in read_quads(path)]
        store.extend(ox.Quad(*triple) for triple in triples)
        store.extend(ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(TERMS)) for t in triples)


def term_files() -> list[Path]:
    """Return the files of the ontology, its alignments and its vocabularies, sorted."""
    folder = ontology_folder()
    return [*sorted(folder.glob("*.ttl")), *sorted((folder / "vocab").glob("*.ttl"))]
