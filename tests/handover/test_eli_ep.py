"""The view in Parliament's profile says what the profile asks for, but for two things that our graphs do not hold."""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib.namespace import DCTERMS, RDF, RDFS, SH, SKOS

from kzgraph.cli import main
from kzgraph.handover.eli_ep import NOT_HELD
from tests.queries.cases import graph_file

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
    assert faults(view) == {(str(work), missing) for work in WORKS for missing in NOT_HELD}


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
    assert "2 work(s), 5 expression(s); not held, though asked for:" in told


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
