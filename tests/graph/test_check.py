"""Validation: what the validator says is read rightly, for each resolution on its own, and reported the same at every run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pyshacl
import pytest
import rdflib
from rdflib import OWL, RDF, SH, BNode, Literal, URIRef

from kzgraph.graph.build import WorkGraph, build_graph
from kzgraph.graph.check import check, parts, read_report, report_graph, shapes_graph, to_rdflib
from kzgraph.graph.report import Report, Result
from kzgraph.graph.terms import ELI, KZ
from kzgraph.model import Version
from kzgraph.resolve.iri import Minter
from kzgraph.resolve.works import group_versions

MINTER = Minter()
BELLS = URIRef(MINTER.resolution("2031-2955"))
LAKES = URIRef(MINTER.resolution("2031-2901"))
VIOLATION = Result("Violation", "urn:b", "", "urn:shape", "", "Mend it.")
WARNING = Result("Warning", "urn:a", "urn:path", "urn:shape", 'a "value"', "Look at it.")


def node(token: str) -> URIRef:
    """The rdflib term of an IRI's token."""
    return URIRef(token[1:-1])


@pytest.fixture
def bells(golden: Version) -> rdflib.Graph:
    """The graph of the golden text, to be broken."""
    [work] = group_versions([golden])
    return to_rdflib(build_graph(work, MINTER).rows())


@pytest.fixture
def both(bells: rdflib.Graph, exports: dict[str, list[WorkGraph]]) -> rdflib.Graph:
    """Two resolutions in one graph."""
    [greek] = exports["Greek"]
    return bells + to_rdflib(greek.rows())


# ---------------------------------------------------------------- rows as a graph


@pytest.mark.parametrize("build", ["Greek", "two works"])
def test_rows_become_the_graph_that_rdflib_parses(
    exports: dict[str, list[WorkGraph]], write: Callable[..., str], build: str
) -> None:
    parsed = rdflib.Graph().parse(data=write(exports[build], "nt"), format="nt")
    made = to_rdflib(row for graph in exports[build] for row in graph.rows())
    assert set(made) == set(parsed)
    assert len(made) == len({row for graph in exports[build] for row in graph.rows()})


# ---------------------------------------------------------------- what is said


def test_a_built_graph_conforms(bells: rdflib.Graph) -> None:
    assert check(bells) == Report(())


def test_a_fault_is_told_with_place_value_and_message(bells: rdflib.Graph) -> None:
    unit = BELLS + "/recital/A"
    bells.set((unit, node(KZ.label), Literal("a")))
    report = check(bells)
    assert not report.conforms
    [result] = [result for result in report.results if result.path == KZ.label[1:-1] and result.severity == "Violation"]
    assert (result.focus, result.value) == (str(unit), "a")
    assert "labelled in Latin capitals" in result.message
    assert result.shape.startswith("https://w3id.org/kzgraph/shapes#")
    assert list(report.results) == sorted(report.results)


def test_a_missing_value_is_told_at_its_node(bells: rdflib.Graph) -> None:
    bells.remove((BELLS + "/paragraph/2", node(KZ.label), None))
    faults = {(result.focus, result.path, result.value) for result in check(bells).results if result.severity == "Violation"}
    assert (f"{BELLS}/paragraph/2", KZ.label[1:-1], "") in faults


def test_a_warning_does_not_refuse(specimen: Callable[[str], Version]) -> None:
    version = specimen("mt")
    torn = replace(version, units=tuple(unit for unit in version.units if unit.key != "recital/C"))
    [work] = group_versions([torn])
    report = check(to_rdflib(build_graph(work, MINTER).rows()))
    [result] = report.results
    assert (result.severity, result.value) == ("Warning", f"{LAKES}/recital/D")
    assert report.conforms


@pytest.mark.parametrize(
    ("results", "conforms"), [((), True), ((WARNING,), True), ((VIOLATION,), False), ((VIOLATION, WARNING), False)]
)
def test_only_violations_refuse(results: tuple[Result, ...], conforms: bool) -> None:
    assert Report(results).conforms is conforms


def test_what_is_checked_is_what_plain_pyshacl_finds(both: rdflib.Graph) -> None:
    """The graph that parses each query once changes the time that validation takes and nothing else."""
    both.remove((BELLS, node(ELI.date_document), None))
    both.remove((LAKES + "/citation/2", node(KZ.position), None))
    both.add((LAKES + "/version/el/citation/1", node(KZ.text), Literal("zweimal", lang="de")))
    _, plain, _ = pyshacl.validate(both, shacl_graph=shapes_graph(), inference="none")
    assert isinstance(plain, rdflib.Graph)
    assert check(both) == read_report(plain)
    assert not check(both).conforms


def test_checking_leaves_the_graph_as_it_was(bells: rdflib.Graph) -> None:
    before = set(bells)
    check(bells)
    assert set(bells) == before


def test_all_shapes_of_the_data_are_used_and_no_others(repository: Path) -> None:
    used = set(shapes_graph().subjects(SH.severity, None))
    for path in (repository / "shapes").glob("*.ttl"):
        own = {shape for shape in rdflib.Graph().parse(path).subjects(SH.severity, None) if isinstance(shape, URIRef)}
        assert own <= used or (path.name == "ontology-style.ttl" and not own & used), path.name


# ---------------------------------------------------------------- parts


def test_parts_are_the_resolutions(both: rdflib.Graph) -> None:
    first, second = parts(both)
    assert [set(part.subjects(RDF.type, node(KZ.Resolution))) for part in (first, second)] == [{LAKES}, {BELLS}]
    assert set(first) | set(second) == set(both)
    assert {str(subject).removeprefix(MINTER.base).partition("/")[0] for subject, _, _ in set(first) & set(second)} == {"actor"}


def test_a_part_is_the_graph_of_its_resolution_alone(both: rdflib.Graph, bells: rdflib.Graph) -> None:
    _, second = parts(both)
    assert set(second) == set(bells)


def test_a_shared_actor_comes_with_each_and_joins_none(both: rdflib.Graph) -> None:
    first, second = parts(both)
    common = set(first) & set(second)
    council = URIRef(MINTER.base + "actor/ringers")
    both.add((council, RDF.type, node(f"<{KZ.Unit[1:-5]}Actor>")))
    for work in (LAKES, BELLS):
        both.add((work + "/paragraph/1", URIRef(KZ.Unit[1:-5] + "mentions"), council))
    pieces = list(parts(both))
    assert len(pieces) == 2
    assert all((council, RDF.type, None) in part for part in pieces)
    assert set(pieces[0]) & set(pieces[1]) == common | set(both.triples((council, None, None)))
    assert set(pieces[0]) | set(pieces[1]) == set(both)


def test_a_provision_comes_with_its_instrument(both: rdflib.Graph) -> None:
    first, _ = parts(both)
    provisions = list(first.subject_objects(node(KZ.provisionOf)))
    assert provisions
    assert all((instrument, RDF.type, node(KZ.Instrument)) in first for _, instrument in provisions)


def test_what_belongs_to_no_resolution_is_a_part_too(both: rdflib.Graph) -> None:
    stray = URIRef("urn:stray")
    both.add((stray, RDF.type, node(KZ.UnitText)))
    *_, rest = parts(both)
    assert set(rest) == {(stray, RDF.type, node(KZ.UnitText))}
    assert not check(rest).conforms


@pytest.mark.parametrize("alone", [True, False])
def test_a_source_that_no_resolution_names_is_a_part_too(bells: rdflib.Graph, alone: bool) -> None:
    graph = rdflib.Graph() if alone else bells
    stray = (URIRef(MINTER.source("a" * 64)), RDF.type, node(KZ.Source))
    graph.add(stray)
    pieces = list(parts(graph))
    assert any(stray in part for part in pieces)
    assert not all(check(part).conforms for part in pieces)


def test_a_graph_without_resolutions_is_one_part() -> None:
    graph = rdflib.Graph()
    graph.add((URIRef("urn:a"), RDF.type, OWL.Class))
    graph.add((BNode(), RDF.type, OWL.Class))
    [part] = parts(graph)
    assert len(part) == 2
    assert list(parts(rdflib.Graph())) == []


def test_checked_in_parts_is_checked_whole(both: rdflib.Graph) -> None:
    both.set((LAKES + "/recital/B", node(KZ.position), Literal(7)))
    both.remove((BELLS + "/version/en", node(KZ.stage), None))
    whole = check(both)
    in_parts = [check(part) for part in parts(both)]
    assert [report.conforms for report in in_parts] == [False, False]
    assert sorted(result for report in in_parts for result in report.results) == list(whole.results)


# ---------------------------------------------------------------- reports


def test_a_report_is_read_back_as_it_was(bells: rdflib.Graph) -> None:
    bells.remove((BELLS + "/paragraph/2", node(KZ.label), None))
    bells.add((BELLS, node(KZ.procedure), Literal("2031/2956(RSP)")))
    report = check(bells)
    assert len(report.results) >= 2
    assert read_report(report_graph([report])) == report


def test_a_report_has_no_blank_nodes_and_one_order() -> None:
    reports = [Report((VIOLATION,)), Report(()), Report((WARNING,))]
    graph = report_graph(reports)
    assert not any(isinstance(term, BNode) for triple in graph for term in triple)
    assert graph.serialize(format="turtle") == report_graph(reports[::-1]).serialize(format="turtle")
    assert read_report(graph).results == (VIOLATION, WARNING)


@pytest.mark.parametrize(("results", "conforms"), [((), True), ((WARNING,), True), ((WARNING, VIOLATION), False)])
def test_a_report_says_whether_all_conform(results: tuple[Result, ...], conforms: bool) -> None:
    graph = report_graph([Report((result,)) for result in results])
    [said] = graph.objects(None, SH.conforms)
    assert said == Literal(conforms)
    [report] = graph.subjects(RDF.type, SH.ValidationReport)
    assert len(set(graph.objects(report, SH.result))) == len(results)


def test_more_than_nine_results_keep_apart() -> None:
    results = tuple(Result("Warning", f"urn:{n}", "", "urn:s", str(n), "Look.") for n in range(25))
    Random(4).shuffle(many := list(results))
    assert set(read_report(report_graph([Report(tuple(many))])).results) == set(results)
