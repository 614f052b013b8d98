"""An earlier graph: read in every format, refused with a reason, and saying of its works what their texts say."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, Literal, URIRef

from kzgraph.cli import main
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
    assert fault.value.place.startswith(str(path))
    assert fault.value.reason.startswith("it is no ")
    assert "\n" not in str(fault.value)


def _nested(times: int) -> str:
    """Entities made of ten entities each."""
    return "<!ENTITY a0 'ha'>" + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, times + 1))


def _rdf(declared: str, text: str) -> str:
    space = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    body = f'<rdf:Description rdf:about="urn:a"><b xmlns="urn:">{text}</b></rdf:Description>'
    return f"<?xml version='1.0'?>\n<!DOCTYPE r [{declared}]>\n<rdf:RDF xmlns:rdf='{space}'>{body}</rdf:RDF>"


HOSTILE = {
    "remote context": ("jsonld", '{"@context": "http://127.0.0.1:9/context", "@id": "urn:a", "b": "c"}', "remote"),
    "local context": ("jsonld", '{"@context": "file:///etc/hostname", "@id": "urn:a", "b": "c"}', "remote"),
    "deep objects": ("jsonld", '{"urn:a":' * 20_000 + "1" + "}" * 20_000, "recursion"),
    "deep lists": ("jsonld", "[" * 100_000, "recursion"),
    "deep elements": ("rdf", "<a>" * 100_000, "depth"),
    "entities of entities": ("rdf", _rdf(_nested(9), "&a9;"), "it is no RDF/XML"),
    "a long entity often": ("rdf", _rdf(f'<!ENTITY a "{"x" * 100_000}">', "&a;" * 20_000), "it is no RDF/XML"),
    "external entity": ("rdf", _rdf('<!ENTITY a SYSTEM "file:///etc/hostname">', "&a;"), "it is no RDF/XML"),
    "no IRI": ("ttl", "<urn:a b> <urn:b> 1 .", "Invalid IRI"),
    "endless IRI": ("nt", f"<urn:{'x' * 10_000}> <urn:b> <urn:c> .", "10,004 characters"),
    "statement about a statement": ("ttl", "<urn:a> <urn:b> <<( <urn:a> <urn:b> <urn:c> )>> .", "about statements"),
    "a language with a direction": ("ttl", '<urn:a> <urn:b> "c"@en--ltr .', "language"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_that_means_harm_is_refused_soon_and_off_line(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("it goes on-line")

    monkeypatch.setattr("socket.getaddrinfo", refuse)
    monkeypatch.setattr("socket.socket.connect", refuse)
    ending, text, reason = HOSTILE[kind]
    path = tmp_path / f"graph.{ending}"
    path.write_text(text)
    started = time.process_time()
    with pytest.raises(GraphError) as fault:
        load(path)
    assert reason in str(fault.value)
    assert len(str(fault.value)) < 1000
    assert time.process_time() - started < 30


def test_an_entity_that_is_short_for_a_namespace_is_read(tmp_path: Path) -> None:
    path = tmp_path / "graph.rdf"
    path.write_text(_rdf('<!ENTITY name "urn:c">', "&name;"))
    assert set(load(path)) == {(URIRef("urn:a"), URIRef("urn:b"), Literal("urn:c"))}


def test_a_literal_of_no_value_is_for_the_shapes_and_prints_no_traceback(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text(f'<urn:a> {KZ.mentionsDate} "soon"^^<http://www.w3.org/2001/XMLSchema#date> .')
    assert main(["validate", str(path)]) in (0, 1)
    assert caplog.records == []


@pytest.mark.parametrize("name", ["graph", "graph.txt", "graph.gz", "graph.txt.gz", ".ttl"])
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
