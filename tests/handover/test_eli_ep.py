"""The view in Parliament's profile says what the profile asks for, but for what our graphs do not hold."""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib.namespace import DCTERMS, RDF, RDFS, SH, SKOS

from kzgraph.cli import main
from kzgraph.handover.eli_ep import ADOPTS, PE_NUMBER
from tests.queries.cases import graph_file
from tests.records import adopted, as_file, joint, specimen

ELI = rdflib.Namespace("http://data.europa.eu/eli/ontology#")
EPVOC = rdflib.Namespace("https://data.europarl.europa.eu/def/epvoc#")
BASE = "https://w3id.org/kzgraph/id/"
WORK = rdflib.URIRef(f"{BASE}resolution/ta-11-2035-0077")
#: Those of the three invented resolutions that print a number of an adopted text.
WORKS = {WORK, rdflib.URIRef(f"{BASE}resolution/2033-2501")}
SHAPES = Path(__file__).with_name("eli_ep.shapes.ttl")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("eli-ep") / "view.ttl"
    assert main(["convert", str(graph_file()), "--to", "eli-ep", "-o", str(path)]) == 0
    return path


@pytest.fixture
def view(file: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(file)


def faults(view: rdflib.Graph) -> set[tuple[str, str]]:
    """Node and property of each result of the shapes."""
    _, report, _ = pyshacl.validate(view, shacl_graph=rdflib.Graph().parse(SHAPES))
    return {
        (str(report.value(result, SH.focusNode)), str(report.value(result, SH.resultPath)))
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }


def test_only_what_our_graphs_do_not_hold_is_missing(view: rdflib.Graph) -> None:
    assert set(view.subjects(RDF.type, ELI.Work)) == WORKS
    assert faults(view) == {(str(work), missing) for work in WORKS for missing in (PE_NUMBER, ADOPTS)}


@pytest.mark.parametrize(
    "property_",
    [
        ELI.work_type, ELI.date_document, DCTERMS.identifier, EPVOC.identifierYear, RDFS.label, SKOS.notation, DCTERMS.title,
        DCTERMS.creator, DCTERMS.publisher,
    ],
)  # fmt: skip
def test_the_shapes_see_what_is_missing(property_: rdflib.URIRef, view: rdflib.Graph) -> None:
    view.remove((WORK, property_, None))
    assert (str(WORK), str(property_)) in faults(view)


def test_the_shapes_see_what_is_too_much(view: rdflib.Graph) -> None:
    view.add((WORK, ELI.cites, rdflib.URIRef(f"{BASE}instrument/x")))
    assert (str(WORK), str(ELI.cites)) in faults(view)


def test_a_work_is_known_by_the_forms_of_its_number(view: rdflib.Graph) -> None:
    said = {name: str(view.value(WORK, name)) for name in (DCTERMS.identifier, RDFS.label, SKOS.notation, EPVOC.identifierYear)}
    assert list(said.values()) == ["TA-11-2035-0077", "T11-0077/2035", "P11_TA(2035)0077", "2035"]
    assert str(view.value(WORK, ELI.date_document)) == "2035-06-06"
    versions = {str(one).rpartition("/")[2] for one in view.objects(WORK, ELI.is_realized_by)}
    assert versions == {"en", "es"}
    assert {title.language for title in view.objects(WORK, DCTERMS.title) if isinstance(title, rdflib.Literal)} == versions


def test_nothing_is_said_about_the_nodes_of_others(view: rdflib.Graph) -> None:
    assert {str(subject)[: len(BASE)] for subject in view.subjects()} == {BASE}


def test_what_is_left_out_is_told_with_its_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", str(graph_file()), "--to", "eli-ep", "-o", str(tmp_path / "view.ttl")]) == 0
    told = capsys.readouterr().err
    assert "left out: resolution/2034-2612: no version prints its number as an adopted text" in told
    assert "left out: resolution/2033-2501/version/cs: it prints no title" in told
    assert "2 work(s), 5 expression(s); not held, though asked for: " in told
    assert f"{PE_NUMBER} (2 of 2)" in told
    assert f"{ADOPTS} (2 of 2)" in told


def test_what_was_adopted_is_handed_over_where_metadata_tell_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The joint motion was adopted; the motions that it replaced were not."""
    texts, graph, out = tmp_path / "in", tmp_path / "graph.nq", tmp_path / "view.ttl"
    texts.mkdir()
    (texts / "TA-11-2031-0144.mt.txt").write_bytes(specimen("mt").read_bytes())
    for name, item in (("TA-11-2031-0144", adopted()), ("RC-11-2031-0065", joint())):
        (texts / f"{name}.json").write_bytes(as_file(item))
    assert main(["build", str(texts), "-o", str(graph), "-q"]) == 0
    assert main(["convert", str(graph), "--to", "eli-ep", "-o", str(out)]) == 0
    work = f"{BASE}resolution/2031-2901"
    told = rdflib.Graph().parse(out)
    documents = list(told.objects(rdflib.URIRef(work), rdflib.URIRef(ADOPTS)))
    assert documents == [rdflib.URIRef("https://data.europarl.europa.eu/eli/dl/doc/RC-11-2031-0065")]
    assert faults(told) == {(work, PE_NUMBER)}
    said = capsys.readouterr().err
    assert ADOPTS not in said
    assert f"{PE_NUMBER} (1 of 1)" in said


def test_motions_are_no_expressions_of_an_adopted_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = tmp_path / "motion.nq", tmp_path / "view.ttl"
    rows = graph_file().read_text("utf-8").splitlines(keepends=True)
    motion = "ta-11-2035-0077/version/es> <https://w3id.org/kzgraph/ontology#stage>"
    path.write_text("".join(row.replace("stage/adopted-text", "stage/motion") if motion in row else row for row in rows), "utf-8")
    assert main(["convert", str(path), "--to", "eli-ep", "-o", str(out)]) == 0
    assert "ta-11-2035-0077/version/es: it is a motion" in capsys.readouterr().err
    assert {str(one).rpartition("/")[2] for one in rdflib.Graph().parse(out).objects(WORK, ELI.is_realized_by)} == {"en"}


def test_a_graph_without_adopted_texts_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = tmp_path / "none.nq", tmp_path / "view.ttl"
    rows = graph_file().read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(row for row in rows if "adoptedTextNumber" not in row), "utf-8")
    assert main(["convert", str(path), "--to", "eli-ep", "-o", str(out)]) == 4
    assert "the profile has no place for what is in it" in capsys.readouterr().err
    assert not out.exists()
    assert main(["convert", str(path), "--to", "eli-ep", "--version", "x"]) == 4
