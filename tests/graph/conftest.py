"""What the tests of the graph share: real builds of the specimens, and two parsers that are not ours to read them back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from kzgraph.graph.build import Group, WorkGraph, build_graph
from kzgraph.graph.serialise import FORMATS
from kzgraph.graph.terms import Row
from kzgraph.model import Version
from kzgraph.pipeline import read_text
from kzgraph.reading.source import read
from kzgraph.resolve.iri import Minter
from kzgraph.resolve.records import attach
from kzgraph.resolve.works import group_versions
from tests.records import adopted, decision, joint, procedure, records_of

REPOSITORY = Path(__file__).resolve().parents[2]
XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
LANGUAGE_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"

#: An IRI as ("iri", text), a literal as ("literal", text, language, datatype); strings and tagged texts have no datatype.
Term = tuple[str, ...]
#: Subject, predicate, object and the name of the graph, "" for the default graph.
Quad = tuple[Term, Term, Term, str]
Reader = Callable[[str, str], list[Quad]]

_RDFLIB = {"ttl": "turtle", "nt": "nt", "trig": "trig", "nq": "nquads", "jsonld": "json-ld"}
_PYOXIGRAPH = {
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "nt": pyoxigraph.RdfFormat.N_TRIPLES,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "nq": pyoxigraph.RdfFormat.N_QUADS,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
}


def _of_pyoxigraph(term: object) -> Term:
    if isinstance(term, pyoxigraph.NamedNode):
        return "iri", term.value
    assert isinstance(term, pyoxigraph.Literal), f"{term} is neither IRI nor literal"
    datatype = term.datatype.value
    return "literal", term.value, term.language or "", "" if datatype in (XSD_STRING, LANGUAGE_STRING) else datatype


def _of_rdflib(term: object) -> Term:
    if isinstance(term, rdflib.URIRef):
        return "iri", str(term)
    assert isinstance(term, rdflib.Literal), f"{term} is neither IRI nor literal"
    datatype = str(term.datatype or "")
    return "literal", str(term), term.language or "", "" if datatype == XSD_STRING else datatype


def read_with_pyoxigraph(data: str, form: str) -> list[Quad]:
    """Parse with Oxigraph; a statement that is written twice comes twice."""
    quads = []
    for quad in pyoxigraph.parse(data.encode(), format=_PYOXIGRAPH[form]):
        name = "" if isinstance(quad.graph_name, pyoxigraph.DefaultGraph) else str(quad.graph_name.value)
        quads.append((_of_pyoxigraph(quad.subject), _of_pyoxigraph(quad.predicate), _of_pyoxigraph(quad.object), name))
    return quads


def read_with_rdflib(data: str, form: str) -> list[Quad]:
    """Parse with rdflib, its rewriting of "007" to "7" switched off."""
    dataset = rdflib.Dataset()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
        dataset.parse(data=data.encode(), format=_RDFLIB[form])
    quads = []
    for subject, predicate, value, name in dataset.quads():
        place = "" if name is None or name == DATASET_DEFAULT_GRAPH_ID else str(name)
        quads.append((_of_rdflib(subject), _of_rdflib(predicate), _of_rdflib(value), place))
    return quads


READERS: dict[str, Reader] = {"rdflib": read_with_rdflib, "pyoxigraph": read_with_pyoxigraph}


@pytest.fixture(scope="session")
def readers() -> dict[str, Reader]:
    """Two parsers that are not ours, by name."""
    return READERS


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the repository."""
    return REPOSITORY


@cache
def _specimen(language: str) -> Version:
    [path] = (REPOSITORY / "docs" / "examples").glob(f"2031-2901.{language}.*")
    return read_text(read(path))


def _misprinted() -> Version:
    """The English specimen with another day in its second paragraph, so that it diverges from all others."""
    source = read(REPOSITORY / "docs" / "examples" / "2031-2901.en.txt")
    return read_text(replace(source, text=source.text.replace("detained on 30 May", "detained on 29 May")))


@pytest.fixture(scope="session")
def specimen() -> Callable[[str], Version]:
    """Reads the specimen of a language, once."""
    return _specimen


@pytest.fixture(scope="session")
def languages() -> tuple[str, ...]:
    """All languages that have a specimen."""
    paths = (REPOSITORY / "docs" / "examples").glob("2031-2901.*")
    return tuple(sorted(path.name.split(".")[1] for path in paths))


@pytest.fixture(scope="session")
def golden() -> Version:
    """The small invented text whose Turtle is kept in golden.ttl."""
    return read_text(read(Path(__file__).parent / "golden.txt"))


def _graphs(versions: Iterable[Version]) -> list[WorkGraph]:
    return [build_graph(work, Minter()) for work in group_versions(versions)]


@pytest.fixture(scope="session")
def exports(golden: Version, languages: tuple[str, ...]) -> dict[str, list[WorkGraph]]:
    """Builds by name: one language alone, three scripts and a second work, all languages, two that diverge, four with records."""
    return {
        "Greek": _graphs([_specimen("el")]),
        "two works": _graphs([*map(_specimen, ("bg", "el", "mt")), golden]),
        "all languages": _graphs(map(_specimen, languages)),
        "divergent": _graphs([_specimen("el"), _misprinted()]),
        "recorded": _recorded(map(_specimen, ("bg", "el", "hr", "mt"))),
    }


def _recorded(versions: Iterable[Version]) -> list[WorkGraph]:
    """What is recorded beside the texts, with a date that they print otherwise."""
    records = records_of(adopted(document_date="2031-06-13"), joint(), procedure(), decision())
    works, _ = attach(group_versions(versions), records)
    return [build_graph(work, Minter()) for work in works]


def written(graphs: Iterable[WorkGraph], form: str, base: str = Minter().base) -> str:
    """The whole text of an export."""
    return "".join(FORMATS[form](graphs, base))


@pytest.fixture(scope="session")
def write() -> Callable[..., str]:
    """Writes graphs in a format and returns the text."""
    return written


def one_graph(rows: Iterable[Row], minter: Minter) -> WorkGraph:
    """A graph of a single group of statements, in the order given."""
    return WorkGraph("2031-2901", minter.graph("2031-2901"), (Group((0, 0, ""), "resolution 2031-2901", tuple(rows)),))


@pytest.fixture(scope="session")
def graph_of() -> Callable[[Iterable[Row], Minter], WorkGraph]:
    """Makes a graph of some rows."""
    return one_graph


@pytest.fixture(scope="session")
def union(exports: dict[str, list[WorkGraph]]) -> rdflib.Graph:
    """The export in all languages as rdflib reads it, for questions about its contents."""
    graph = rdflib.Graph()
    graph.parse(data=written(exports["all languages"], "nt"), format="nt")
    return graph


@pytest.fixture(scope="session")
def ontology() -> rdflib.Graph:
    """The ontology with its vocabularies."""
    graph = rdflib.Graph()
    for path in (REPOSITORY / "ontology" / "kzgraph.ttl", *sorted((REPOSITORY / "ontology" / "vocab").glob("*.ttl"))):
        graph.parse(path, format="turtle")
    return graph
