"""What the tests of the ontology share: where the files are, and the graphs read from them."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import BNode, Graph, Literal, Namespace, URIRef

REPOSITORY = Path(__file__).resolve().parents[2]
OFFICIAL_LANGUAGES = "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv"


def term(value: object) -> URIRef | BNode | Literal:
    """The term of rdflib that equals a term of pyoxigraph."""
    match value:
        case pyoxigraph.NamedNode():
            return URIRef(value.value)
        case pyoxigraph.BlankNode():
            return BNode(value.value)
        case pyoxigraph.Literal(language=str(language)):
            return Literal(value.value, lang=language)
        case pyoxigraph.Literal() if value.datatype.value != "http://www.w3.org/2001/XMLSchema#string":
            return Literal(value.value, datatype=URIRef(value.datatype.value))
        case pyoxigraph.Literal():
            return Literal(value.value)
    raise TypeError(value)


@cache
def triples(name: str) -> list[tuple[URIRef | BNode, URIRef | BNode, URIRef | BNode | Literal]]:
    """The triples of a file. The lists of names are large, so each is read once, and not by rdflib's slow parser."""
    found = []
    for triple in pyoxigraph.parse(path=REPOSITORY / name, format=pyoxigraph.RdfFormat.TURTLE):
        subject, predicate, value = term(triple.subject), term(triple.predicate), term(triple.object)
        assert not isinstance(subject, Literal)
        assert not isinstance(predicate, Literal)
        found.append((subject, predicate, value))
    return found


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the repository."""
    return REPOSITORY


@pytest.fixture(scope="session")
def languages() -> frozenset[str]:
    """The tags of the 24 official languages of the Union."""
    return frozenset(OFFICIAL_LANGUAGES.split())


@pytest.fixture(scope="session")
def kz() -> Namespace:
    """The namespace of the ontology."""
    return Namespace("https://w3id.org/kzgraph/ontology#")


@pytest.fixture(scope="session")
def read() -> Callable[..., Graph]:
    """A function that reads Turtle files, named from the root of the repository, into one graph."""

    def read_files(*names: str) -> Graph:
        graph = Graph()
        for name in names:
            for triple in triples(name):
                graph.add(triple)
        return graph

    return read_files


@pytest.fixture(scope="session")
def ontology(read: Callable[..., Graph]) -> Graph:
    """The ontology alone."""
    return read("ontology/kzgraph.ttl")


@pytest.fixture(scope="session")
def alignments(read: Callable[..., Graph]) -> Graph:
    """The alignments alone."""
    return read("ontology/alignments.ttl")


@pytest.fixture(scope="session")
def published(read: Callable[..., Graph]) -> Graph:
    """Everything under ontology/ in one graph."""
    return read(*(str(path.relative_to(REPOSITORY)) for path in sorted((REPOSITORY / "ontology").rglob("*.ttl"))))


@pytest.fixture(scope="session")
def style() -> Graph:
    """The shapes that keep the style of our terms."""
    return Graph().parse(REPOSITORY / "shapes" / "ontology-style.ttl", format="turtle")
