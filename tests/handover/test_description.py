"""A description says of an export what SPARQL counts in it, in the form that DCAT-AP asks for."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import DCAT, DCTERMS, RDF, VOID

from kzgraph.cli import main
from kzgraph.dataset.load import open_dataset
from tests.queries.cases import graph_file

SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
KZ = rdflib.Namespace("https://w3id.org/kzgraph/ontology#")
PLACE = [
    "--download",
    "https://data.example.eu/dump/",
    "--endpoint",
    "https://data.example.eu/sparql",
    "--modified",
    "2035-01-31",
]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> rdflib.Graph:
    path = tmp_path_factory.mktemp("described") / "description.ttl"
    assert main(["describe", str(graph_file()), "-o", str(path), *PLACE]) == 0
    return rdflib.Graph().parse(path)


@pytest.fixture(scope="module")
def data() -> rdflib.Graph:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(graph_file())
    graph = rdflib.Graph()
    for subject, predicate, value, _ in dataset.quads():
        graph.add((subject, predicate, value))
    return graph


def node(described: rdflib.Graph) -> rdflib.term.Node:
    [found] = described.subjects(RDF.type, DCAT.Dataset)
    return found


def number(described: rdflib.Graph, name: rdflib.URIRef) -> int:
    [value] = described.objects(node(described), name)
    return int(str(value))


def test_statistics_are_those_of_the_data(described: rdflib.Graph, data: rdflib.Graph) -> None:
    assert number(described, VOID.triples) == len(data)
    assert number(described, VOID.distinctSubjects) == len(set(data.subjects()))
    assert number(described, VOID.distinctObjects) == len(set(data.objects()))
    assert number(described, VOID.properties) == len(set(data.predicates()))
    assert number(described, VOID.classes) == len(set(data.objects(None, RDF.type)))


def test_partitions_count_each_class_and_property(described: rdflib.Graph, data: rdflib.Graph) -> None:
    classes = {
        described.value(part, VOID["class"]): int(str(described.value(part, VOID.entities)))
        for part in described.objects(node(described), VOID.classPartition)
    }
    assert classes == {kind: len(set(data.subjects(RDF.type, kind))) for kind in set(data.objects(None, RDF.type))}
    properties = {
        described.value(part, VOID.property): int(str(described.value(part, VOID.triples)))
        for part in described.objects(node(described), VOID.propertyPartition)
    }
    assert properties == {name: len(list(data.triples((None, name, None)))) for name in set(data.predicates())}


def test_link_sets_count_what_leads_elsewhere(described: rdflib.Graph, data: rdflib.Graph) -> None:
    total = sum(int(str(described.value(links, VOID.triples))) for links in described.subjects(RDF.type, VOID.Linkset))
    names = [rdflib.OWL.sameAs, rdflib.RDFS.seeAlso, rdflib.SKOS.exactMatch]
    base = "https://w3id.org/kzgraph/id/"
    assert (
        total == len([row for name in names for row in data.triples((None, name, None)) if not str(row[2]).startswith(base)]) > 0
    )


def test_it_has_what_dcat_ap_demands(described: rdflib.Graph) -> None:
    """Title and description of a data set and service, access address of a distribution, endpoint of a service: mandatory."""
    one = node(described)
    for name in (DCTERMS.title, DCTERMS.description, DCTERMS.license, DCTERMS.publisher, DCTERMS.language, DCTERMS.temporal):
        assert list(described.objects(one, name)), name
    [download] = described.objects(one, DCAT.distribution)
    assert str(described.value(download, DCAT.accessURL)) == f"https://data.example.eu/dump/{graph_file().name}"
    data = graph_file().read_bytes()
    assert int(str(described.value(download, DCAT.byteSize))) == len(data)
    checksum = described.value(download, SPDX.checksum)
    assert str(described.value(checksum, SPDX.checksumValue)).lower() == hashlib.sha256(data).hexdigest()
    [service] = described.subjects(RDF.type, DCAT.DataService)
    assert described.value(service, DCAT.servesDataset) == one
    assert described.value(service, DCTERMS.title)
    assert str(described.value(one, DCTERMS.modified)) == "2035-01-31"


def test_there_are_no_blank_nodes_and_no_clock(described: rdflib.Graph, tmp_path: Path) -> None:
    assert not [term for row in described for term in row if isinstance(term, rdflib.BNode)]
    for name in ("a.ttl", "b.ttl"):
        assert main(["describe", str(graph_file()), "-o", str(tmp_path / name)]) == 0
    plain = rdflib.Graph().parse(tmp_path / "a.ttl")
    assert (tmp_path / "a.ttl").read_bytes() == (tmp_path / "b.ttl").read_bytes()
    assert not list(plain.objects(None, DCTERMS.modified))
    assert not list(plain.subjects(RDF.type, DCAT.Distribution)), "nobody said where the file can be had"


def test_every_resolution_named_is_one(described: rdflib.Graph) -> None:
    rows = open_dataset([graph_file()], terms=False).select(f"SELECT ?w {{ ?w a <{KZ.Resolution}> }}")
    works = {str(term).strip("<>") for (term,) in rows}
    examples = {str(value) for value in described.objects(node(described), VOID.exampleResource)}
    assert examples
    assert examples <= works


@pytest.mark.parametrize(
    ("option", "value", "reason"),
    [
        ("--endpoint", "sparql", "is no web address"),
        ("--modified", "31 January", "is no date"),
        ("--licence", "none", "is no web address"),
    ],
)
def test_what_is_no_address_or_date_is_refused(
    option: str, value: str, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["describe", str(graph_file()), "-o", str(tmp_path / "d.ttl"), option, value]) == 4
    assert reason in capsys.readouterr().err
    assert not (tmp_path / "d.ttl").exists()
