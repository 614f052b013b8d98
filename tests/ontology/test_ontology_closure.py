"""What follows from the ontology and its alignments under OWL 2 RL: nothing false, and nothing that was not meant."""

from collections.abc import Callable

import owlrl
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef

ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
CDM = Namespace("http://publications.europa.eu/ontology/cdm#")
OA = Namespace("http://www.w3.org/ns/oa#")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
ID = Namespace("https://w3id.org/kzgraph/id/")

# Texts for people: no rule reads them, and leaving out more than a thousand labels keeps the closure quick.
FOR_PEOPLE = (RDFS.label, SKOS.definition, SKOS.example)


def closed(graph: Graph) -> tuple[Graph, list[str]]:
    """Expand a copy of a graph by the OWL 2 RL rules and return it with the inconsistencies found."""
    copy = Graph()
    for triple in graph:
        if triple[1] not in FOR_PEOPLE:
            copy.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(copy)
    nodes = list(copy.subjects(RDF.type, ERROR))
    errors = [str(text) for node in nodes for text in copy.objects(node) if isinstance(text, Literal)]
    return copy, errors


@pytest.fixture(scope="module")
def model(ontology: Graph, alignments: Graph) -> Graph:
    """The ontology with its alignments."""
    return ontology + alignments


@pytest.fixture(scope="module")
def world(model: Graph, read: Callable[..., Graph]) -> tuple[Graph, list[str]]:
    """The closure over our files, the sample and what other vocabularies entail."""
    return closed(model + read("tests/ontology/closure/consistent.ttl", "tests/ontology/closure/foreign.ttl"))


def test_sample_is_consistent(model: Graph, read: Callable[..., Graph]) -> None:
    _, errors = closed(model + read("tests/ontology/closure/consistent.ttl"))
    assert errors == []


def test_sample_is_consistent_with_other_peoples_axioms(world: tuple[Graph, list[str]]) -> None:
    assert world[1] == []


def test_contradictions_are_found(model: Graph, read: Callable[..., Graph]) -> None:
    _, errors = closed(model + read("tests/ontology/closure/inconsistent.ttl"))
    assert len(errors) >= 2
    assert any("actor/both" in error for error in errors)
    assert any("recital/C" in error for error in errors)


def test_every_disjoint_pair_bites(ontology: Graph) -> None:
    pairs = sorted((str(one), str(other)) for one, other in ontology.subject_objects(OWL.disjointWith))
    assert len(pairs) > 100
    graph = Graph() + ontology
    for number, pair in enumerate(pairs):
        for side in pair:
            graph.add((ID[f"pair/{number}/"], RDF.type, URIRef(side)))
    _, errors = closed(graph)
    missed = [pair for number, pair in enumerate(pairs) if not any(f"pair/{number}/" in error for error in errors)]
    assert missed == []


def test_sample_uses_every_level(kz: Namespace, read: Callable[..., Graph]) -> None:
    sample = read("tests/ontology/closure/consistent.ttl")
    used = set(sample.objects(None, RDF.type))
    levels = "Resolution LanguageVersion Source Unit UnitText Finding SpeechAct Divergence Evidence Actor Instrument"
    levels += " MetadataRecord RecordDivergence TabledText Vote"
    assert {kz[name] for name in (*levels.split(), "Provision")} <= used


@pytest.mark.parametrize(
    ("subject", "never"),
    [
        pytest.param("resolution/2031-2750", ELI.LegalResource, id="a resolution is no legal resource"),
        pytest.param("resolution/2031-2750", CDM.resource_legal, id="nor one of CELLAR"),
        pytest.param("resolution/2031-2750/recital/C", ELI.LegalResource, id="nor are its units"),
        pytest.param("resolution/2031-2750/version/nl/recital/C", OA.TextPositionSelector, id="a wording is no selector"),
        pytest.param("resolution/2031-2750/version/nl/recital/C", OA.Annotation, id="a wording is no annotation"),
        pytest.param("resolution/2031-2750/version/nl/mention/130-137", ELI.Work, id="a mention is no work"),
        pytest.param("resolution/2031-2750/version/nl/mention/130-137", OA.Annotation, id="a mention has no target"),
        pytest.param("resolution/2031-2750/recital/C/finding/1", ELI.Expression, id="a finding is no expression"),
        pytest.param("actor/o", FOAF.Agent, id="a post does nothing by itself"),
        pytest.param("actor/a", FOAF.Person, id="an institution is no person"),
        pytest.param("instrument/s", ELI.Work, id="a sanctions regime is no text"),
        pytest.param("instrument/s/point/1", ELI.Work, id="a provision is not made a work"),
    ],
)
def test_nothing_unmeant_follows(world: tuple[Graph, list[str]], subject: str, never: URIRef) -> None:
    assert (ID[subject], None, None) in world[0]
    assert (ID[subject], RDF.type, never) not in world[0]


@pytest.mark.parametrize(
    ("subject", "always"),
    [
        ("resolution/2031-2750", ELI.Work),
        ("resolution/2031-2750/version/nl", ELI.Expression),
        ("resolution/2031-2750/recital/C", ELI.Work),
        ("instrument/i", ELI.LegalResource),
        ("actor/a", FOAF.Agent),
        ("actor/p", FOAF.Agent),
    ],
)
def test_what_is_meant_follows(world: tuple[Graph, list[str]], subject: str, always: URIRef) -> None:
    assert (ID[subject], RDF.type, always) in world[0]


def test_units_answer_eli_queries(world: tuple[Graph, list[str]]) -> None:
    paragraph = ID["resolution/2031-2750/paragraph/4"]
    assert (paragraph, ELI.is_part_of, ID["resolution/2031-2750"]) in world[0]
    assert (paragraph, ELI.number, Literal("4")) in world[0]
