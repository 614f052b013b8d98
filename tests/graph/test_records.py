"""What records add to a graph: with provenance of their own, and nothing about Parliament's own nodes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
import rdflib
from rdflib import DCTERMS, OWL, PROV, RDF, RDFS

from kzgraph.graph.build import WorkGraph, build_graph
from kzgraph.graph.check import check, to_rdflib
from kzgraph.graph.records import record_groups
from kzgraph.graph.terms import KZ
from kzgraph.model import Version, Work
from kzgraph.resolve.iri import Minter
from kzgraph.resolve.records import attach
from kzgraph.resolve.works import group_versions
from tests.records import TITLES, adopted, decision, digest, joint, procedure, records_of

PARLIAMENT = "https://data.europarl.europa.eu/"
BASE = rdflib.Namespace(Minter().base)
WORK = BASE["resolution/2031-2901"]
RECORD = BASE[f"source/{digest(adopted())}/record/TA-11-2031-0144"]


def node(token: str) -> rdflib.URIRef:
    return rdflib.URIRef(token[1:-1])


@pytest.fixture(scope="module")
def work(specimen: Callable[[str], Version]) -> Work:
    [found] = group_versions(map(specimen, ("bg", "el", "hr", "mt")))
    return found


def with_records(work: Work, *items: Any) -> Work:
    """A work with one file per item."""
    [found], loose = attach(
        [work], [record for number, item in enumerate(items) for record in records_of(item, name=f"{number}.json")]
    )
    assert loose == ()
    return found


def graph_of(work: Work) -> rdflib.Graph:
    return to_rdflib(build_graph(work, Minter()).rows())


@pytest.fixture(scope="module")
def enriched(work: Work) -> rdflib.Graph:
    return graph_of(with_records(work, adopted(), joint(), procedure(), decision()))


def values(graph: rdflib.Graph, subject: rdflib.URIRef, predicate: str | rdflib.URIRef) -> list[str]:
    path = predicate if isinstance(predicate, rdflib.URIRef) else node(predicate)
    return sorted(str(value) for value in graph.objects(subject, path))


def test_without_records_nothing_is_said_of_them(work: Work) -> None:
    assert list(record_groups(work, Minter())) == []
    names = {KZ[name] for name in ("MetadataRecord", "RecordDivergence", "TabledText", "Vote")}
    assert not {value for _, _, value in build_graph(work, Minter()).rows()} & names


def test_what_texts_say_is_said_as_before(work: Work, enriched: rdflib.Graph) -> None:
    plain = graph_of(work)
    assert set(plain) <= set(enriched)
    added = {subject for subject, _, _ in set(enriched) - set(plain)}
    kinds = (KZ.MetadataRecord, KZ.TabledText, KZ.Vote, KZ.Source, KZ.Resolution, KZ.LanguageVersion)
    assert {subject for subject in added if not any((subject, RDF.type, node(kind)) in enriched for kind in kinds)} == set()


def test_the_graph_conforms(enriched: rdflib.Graph) -> None:
    assert check(enriched).results == ()


def test_nothing_is_said_about_nodes_of_parliament(enriched: rdflib.Graph) -> None:
    assert not [subject for subject in enriched.subjects() if str(subject).startswith(PARLIAMENT)]
    predicates = {predicate for _, predicate, value in enriched if str(value).startswith(PARLIAMENT)}
    assert predicates == {RDFS.seeAlso, OWL.sameAs, DCTERMS.source}


def test_a_record_says_what_it_is_and_where_it_comes_from(enriched: rdflib.Graph) -> None:
    assert values(enriched, RECORD, KZ.describes) == [str(WORK)]
    assert values(enriched, RECORD, KZ.reference) == ["P11_TA(2031)0144"]
    assert values(enriched, RECORD, DCTERMS.source) == [f"{PARLIAMENT}api/v2/adopted-texts/TA-11-2031-0144"]
    [source] = enriched.objects(RECORD, PROV.wasDerivedFrom)
    assert source == BASE[f"source/{digest(adopted())}"]
    assert isinstance(source, rdflib.URIRef)
    assert values(enriched, source, KZ.sha256) == [digest(adopted())]
    assert values(enriched, source, KZ.mediaType) == ["application/ld+json"]
    addresses = {str(value) for value in enriched.objects(None, DCTERMS.source)}
    assert addresses == {
        f"{PARLIAMENT}api/v2/{path}"
        for path in (
            "adopted-texts/TA-11-2031-0144",
            "plenary-documents/RC-11-2031-0065",
            "procedures/2031-2901",
            "events/MTG-PL-2031-06-12-DEC-160031",
        )
    }


def test_titles_that_no_text_prints_come_from_the_record(enriched: rdflib.Graph) -> None:
    titles = {value.language: str(value) for value in enriched.objects(WORK, DCTERMS.title) if isinstance(value, rdflib.Literal)}
    # The Croatian text has lost its title, a Finnish one is not held; the others keep what they print.
    assert {code for code, title in TITLES.items() if titles[code] == title} == {"fi", "hr"}
    assert set(titles) == set(TITLES)
    recorded = {value.language for value in enriched.objects(RECORD, node(KZ.recordedTitle)) if isinstance(value, rdflib.Literal)}
    assert recorded == set(TITLES)


def test_numbers_and_dates_that_no_text_prints_come_from_the_record(specimen: Callable[[str], Version]) -> None:
    [bare] = group_versions([specimen("hr")])
    [found], _ = attach([bare], records_of(adopted(), procedure(), name=f"{specimen('hr').source.name.partition('.')[0]}.json"))
    graph = graph_of(found)
    [node_of_work] = graph.subjects(RDF.type, node(KZ.Resolution))
    assert isinstance(node_of_work, rdflib.URIRef)
    assert values(graph, node_of_work, KZ.procedure) == ["2031/2901(RSP)"]
    assert values(graph, node_of_work, KZ.adoptedTextNumber) == ["P11_TA(2031)0144"]
    assert values(graph, node_of_work, rdflib.URIRef("http://data.europa.eu/eli/ontology#date_document")) == ["2031-06-12"]
    assert check(graph).results == ()


def test_two_records_that_differ_decide_nothing_and_break_nothing(specimen: Callable[[str], Version]) -> None:
    [bare] = group_versions([specimen("hr")])
    stem = specimen("hr").source.name.partition(".")[0]
    records = [
        *records_of(adopted(document_date="2031-06-12"), decision(), procedure(), name=f"{stem}.json"),
        *records_of(adopted(document_date="2031-06-13"), decision(number_of_votes_favor=513), procedure(label="2031/2901(INI)"), name=f"{stem}.x.json"),
    ]  # fmt: skip
    [found], _ = attach([bare], records)
    graph = graph_of(found)
    [node_of_work] = graph.subjects(RDF.type, node(KZ.Resolution))
    assert isinstance(node_of_work, rdflib.URIRef)
    assert values(graph, node_of_work, rdflib.URIRef("http://data.europa.eu/eli/ontology#date_document")) == []
    assert values(graph, node_of_work, KZ.procedure) == []
    assert sorted(str(value) for value in graph.objects(None, node(KZ.recordedDate))) == [*["2031-06-12"] * 3, "2031-06-13"]
    assert sorted(str(value) for value in graph.objects(None, node(KZ.votesFor))) == ["512", "513"]
    assert check(graph).results == ()


def test_versions_are_what_parliament_calls_expressions(enriched: rdflib.Graph) -> None:
    same = {
        (str(one).rpartition("/")[2], str(other).removeprefix(PARLIAMENT)) for one, other in enriched.subject_objects(OWL.sameAs)
    }
    # The Croatian text does not tell how far it has come.
    assert same == {(code, f"eli/dl/doc/TA-11-2031-0144/{code}") for code in ("bg", "el", "mt")}


def test_motions_and_the_vote_are_derived_from_their_records(enriched: rdflib.Graph) -> None:
    tabled = {str(one).rpartition("/")[2]: one for one in enriched.subjects(RDF.type, node(KZ.TabledText))}
    assert sorted(tabled) == ["B-11-2031-0079", "B-11-2031-0080", "RC-11-2031-0065"]
    assert list(enriched.subject_objects(node(KZ.adoptedAs))) == [(tabled["RC-11-2031-0065"], WORK)]
    assert {one for one, _ in enriched.subject_objects(node(KZ.replacedBy))} == {
        tabled["B-11-2031-0079"],
        tabled["B-11-2031-0080"],
    }
    [vote] = enriched.subjects(RDF.type, node(KZ.Vote))
    assert isinstance(vote, rdflib.URIRef)
    assert [values(enriched, vote, predicate) for predicate in (KZ.votesFor, KZ.votesAgainst, KZ.abstentions, KZ.voteDate)] == [
        ["512"], ["31"], ["47"], ["2031-06-12"],
    ]  # fmt: skip
    for one in (*tabled.values(), vote):
        sources = list(enriched.objects(one, PROV.wasDerivedFrom))
        assert sources
        assert {(source, RDF.type, node(KZ.MetadataRecord)) in enriched for source in sources} == {True}


def test_a_divergence_keeps_both(work: Work) -> None:
    item = adopted(document_date="2031-06-13", title_dcterms={**TITLES, "el": "Οι εκλογές στην Οστράβια"})
    graph = graph_of(with_records(work, item))
    found = {
        values(graph, one, KZ.divergesOn)[0]: [
            values(graph, one, name) for name in (KZ.recordedValue, KZ.printedValue, KZ.printedIn)
        ]
        for one in graph.subjects(RDF.type, node(KZ.RecordDivergence))
        if isinstance(one, rdflib.URIRef)
    }
    printed = values(graph, BASE["resolution/2031-2901/version/el"], rdflib.URIRef("http://data.europa.eu/eli/ontology#title"))
    versions = [f"{WORK}/version/{code}" for code in ("bg", "el", "mt")]
    assert found == {
        "date": [["2031-06-13"], ["2031-06-12"], versions],
        "title": [["Οι εκλογές στην Οστράβια"], printed, versions[1:2]],
    }
    assert values(graph, WORK, rdflib.URIRef("http://data.europa.eu/eli/ontology#date_document")) == ["2031-06-12"]
    assert check(graph).results == ()


def test_the_order_of_records_changes_nothing(work: Work, write: Callable[..., str]) -> None:
    items = [adopted(), joint(), procedure(), decision()]

    def turtle(order: Sequence[Any]) -> str:
        records = [record for item in order for record in records_of(item, name=f"{item['id']}.json")]
        [found], _ = attach([work], records)
        graphs: list[WorkGraph] = [build_graph(found, Minter())]
        return write(graphs, "ttl")

    assert turtle(items) == turtle(items[::-1])
