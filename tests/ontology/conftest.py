"""What the tests of the ontology share: where the files are, and the graphs read from them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Graph, Namespace

REPOSITORY = Path(__file__).resolve().parents[2]
OFFICIAL_LANGUAGES = "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv"


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
            graph.parse(REPOSITORY / name, format="turtle")
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
