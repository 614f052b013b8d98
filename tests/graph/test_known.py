"""An earlier graph: read in every format, refused with a reason, and saying of its works what their texts say."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, Literal, URIRef

from kzgraph.errors import GraphError, InputError
from kzgraph.graph.build import WorkGraph, build_graph
from kzgraph.graph.check import to_rdflib
from kzgraph.graph.known import known_works, load
from kzgraph.graph.serialise import FORMATS
from kzgraph.graph.terms import KZ
from kzgraph.model import Head, Version
from kzgraph.resolve.fingerprint import fingerprint
from kzgraph.resolve.iri import Minter
from kzgraph.resolve.works import KnownWork, group_versions, identifiers

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
Specimen = Callable[[str], Version]


def graph_of(*versions: Version, base: str = Minter().base) -> rdflib.Graph:
    """The graph of some versions."""
    rows = [row for work in group_versions(versions) for row in build_graph(work, Minter(base)).rows()]
    return to_rdflib(rows)


# ---------------------------------------------------------------- reading


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_format_is_read_as_one_graph(
    exports: dict[str, list[WorkGraph]], write: Callable[..., str], tmp_path: Path, form: str
) -> None:
    path = tmp_path / f"Γράφος.{form.upper()}"
    path.write_text(write(exports["two works"], form), "utf-8")
    rows = (row for graph in exports["two works"] for row in graph.rows())
    assert set(load(path)) == set(to_rdflib(rows))


@pytest.mark.parametrize("ending", ["rdf", "xml"])
def test_rdf_xml_is_read(bells: rdflib.Graph, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"graph.{ending}"
    bells.serialize(path, format="xml")
    assert set(load(path)) == set(bells)


@pytest.fixture(scope="module")
def bells(golden: Version) -> rdflib.Graph:
    """The graph of the golden text."""
    return graph_of(golden)


@pytest.mark.parametrize("ending", ["ttl", "nt", "nq", "trig", "jsonld", "rdf"])
def test_a_missing_file_is_refused(tmp_path: Path, ending: str) -> None:
    with pytest.raises(GraphError) as fault:
        load(tmp_path / f"none.{ending}")
    assert fault.value.place.endswith(f"none.{ending}")
    assert "cannot be read" in fault.value.reason
    assert "No such file" in fault.value.reason


def test_a_folder_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "folder.ttl"
    path.mkdir()
    with pytest.raises(GraphError, match="cannot be read"):
        load(path)


DAMAGED = {
    "ttl": b"@prefix kz: <https://w3id.org/kzgraph/ontology#> .\n<a> kz:label",
    "nt": b"<urn:a> <urn:b> 'c' .\n",
    "nq": b"<urn:a> <urn:b>\n",
    "trig": b"GRAPH <urn:a> { <urn:b> <urn:c> }",
    "jsonld": b'{"@graph": [',
    "rdf": b"<rdf:RDF>",
    "xml": b"<?xml version='1.0'?>\n<a",
}


@pytest.mark.parametrize("ending", sorted(DAMAGED))
@pytest.mark.parametrize("data", ["damaged", "binary"])
def test_a_damaged_file_is_refused(tmp_path: Path, ending: str, data: str) -> None:
    path = tmp_path / f"graph.{ending}"
    path.write_bytes(DAMAGED[ending] if data == "damaged" else bytes(range(128, 256)))
    with pytest.raises(GraphError) as fault:
        load(path)
    assert fault.value.place == str(path)
    assert fault.value.reason.startswith("it is no ")
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize("name", ["graph", "graph.txt", "graph.ttl.gz", ".ttl"])
def test_an_unknown_ending_is_refused_with_the_endings_there_are(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("")
    with pytest.raises(GraphError) as fault:
        load(tmp_path / name)
    assert "is no ending of a graph file" in fault.value.reason
    assert all(ending in fault.value.remedy for ending in (".ttl", ".nt", ".nq", ".trig", ".jsonld", ".rdf"))


def test_an_empty_graph_knows_nothing(tmp_path: Path) -> None:
    path = tmp_path / "graph.jsonld"
    path.write_text(json.dumps({"@graph": []}))
    assert known_works(load(path)) == ()


# ---------------------------------------------------------------- what it says


@pytest.mark.parametrize("language", ["bg", "el", "hr", "mt", "sv"])
def test_facts_of_a_version_are_its_fingerprint(specimen: Specimen, language: str) -> None:
    version = specimen(language)
    [work] = known_works(graph_of(version))
    assert work.facts == fingerprint(version)
    assert work.identifiers == identifiers(version)
    assert work.versions == (language,)


def test_facts_of_an_odd_text_are_its_fingerprint(golden: Version) -> None:
    bare = replace(golden, units=golden.units[1:2], head=Head(celex="52031IP0199"))
    [work] = known_works(graph_of(bare))
    assert work.facts == fingerprint(bare)
    assert ("units", "citation", "0") in work.facts
    assert work.identifiers == {"celex-52031ip0199"}


def test_facts_of_a_work_are_those_of_all_its_versions(specimen: Specimen) -> None:
    torn = replace(specimen("mt"), units=tuple(unit for unit in specimen("mt").units if unit.key != "citation/1"))
    [work] = known_works(graph_of(torn, specimen("el")))
    assert work.facts == fingerprint(specimen("el"))
    assert work.versions == ("el", "mt")


@pytest.mark.parametrize("base", [Minter().base, "https://data.test:8443/a/"])
@pytest.mark.parametrize("form", sorted(FORMATS))
def test_works_are_known_from_every_format_and_base(
    specimen: Specimen, golden: Version, write: Callable[..., str], tmp_path: Path, form: str, base: str
) -> None:
    works = group_versions([specimen("el"), golden])
    path = tmp_path / f"graph.{form}"
    path.write_text(write([build_graph(work, Minter(base)) for work in works], form, base), "utf-8")
    numbers = frozenset({"2031-2955", "ta-11-2031-0199"})
    assert known_works(load(path)) == (
        KnownWork("2031-2901", frozenset({"2031-2901"}), fingerprint(specimen("el")), ("el",)),
        KnownWork("2031-2955", numbers, fingerprint(golden), ("en",)),
    )


def test_a_text_that_lost_its_head_is_tied_to_a_known_work(specimen: Specimen, golden: Version) -> None:
    known = known_works(graph_of(specimen("el"), golden))
    [work] = group_versions([specimen("hr")], known)
    assert work.key == "2031-2901"
    assert [key for key, _ in work.versions] == ["hr"]
    assert work.tied == (("hr", 1.0),)


def test_a_number_of_another_form_is_refused_with_a_reason() -> None:
    graph = rdflib.Graph()
    subject = URIRef(Minter().resolution("2031-2901"))
    graph.add((subject, RDF.type, URIRef(KZ.Resolution[1:-1])))
    graph.add((subject, URIRef(KZ.adoptedTextNumber[1:-1]), Literal("T9-0012/2031")))
    with pytest.raises(InputError, match="T9-0012/2031: this is no number of an adopted text"):
        known_works(graph)
