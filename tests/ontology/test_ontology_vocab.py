"""The vocabularies of stages, forces and rules: complete, tied to their schemes, and in step with the classes."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from rdflib import RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef

VOCAB = Namespace("https://w3id.org/kzgraph/vocab/")
CONCEPTS = {
    "stage": "motion joint-motion adopted-text unknown",
    "force": "demand instruction condemnation concern commendation condolence statement",
    "rule": (
        "label opener sentence continuation full-date day-list month-year numeric-date digits number-word rank verb known-name "
        "state-body bare-body dated-text numbered-text short-form pinpoint role name-list subject organisation-role repeated-name surname "
        "titled-surname pronoun instructed-president"
    ),
}


@pytest.fixture(params=sorted(CONCEPTS))
def key(request: pytest.FixtureRequest) -> str:
    """The key of each vocabulary in turn."""
    return str(request.param)


@pytest.fixture
def vocabulary(key: str, read: Callable[..., Graph]) -> Graph:
    """The vocabulary of that key."""
    return read(f"ontology/vocab/{key}s.ttl")


def test_concepts(key: str, vocabulary: Graph) -> None:
    expected = {VOCAB[f"{key}/{name}"] for name in CONCEPTS[key].split()}
    assert set(vocabulary.subjects(RDF.type, SKOS.Concept)) == expected
    assert list(vocabulary.subjects(RDF.type, SKOS.ConceptScheme)) == [VOCAB[key]]


def test_scheme_and_concepts_agree(key: str, vocabulary: Graph) -> None:
    concepts = set(vocabulary.subjects(RDF.type, SKOS.Concept))
    assert set(vocabulary.objects(VOCAB[key], SKOS.hasTopConcept)) == concepts
    assert set(vocabulary.subjects(SKOS.topConceptOf, VOCAB[key])) == concepts
    assert set(vocabulary.subjects(SKOS.inScheme, VOCAB[key])) == concepts


def test_preferred_labels_tell_concepts_apart(vocabulary: Graph) -> None:
    labels = [
        label for concept in vocabulary.subjects(RDF.type, SKOS.Concept) for label in vocabulary.objects(concept, SKOS.prefLabel)
    ]
    assert len(labels) == len(set(labels)) > 0


@pytest.mark.parametrize("key", ["stage", "force"])
def test_labels_in_every_official_language(key: str, vocabulary: Graph, languages: frozenset[str]) -> None:
    for name in CONCEPTS[key].split():
        labels = list(vocabulary.objects(VOCAB[f"{key}/{name}"], SKOS.prefLabel))
        assert len(labels) == 24
        assert {label.language for label in labels if isinstance(label, Literal)} == languages


@pytest.mark.parametrize("key", ["force"])
def test_forces_are_the_classes_of_acts(key: str, vocabulary: Graph, ontology: Graph, kz: Namespace) -> None:
    classes = set(ontology.subjects(RDFS.subClassOf, kz.SpeechAct))
    assert len(classes) == 7
    linked = set()
    for name in CONCEPTS[key].split():
        concept = VOCAB[f"{key}/{name}"]
        [act] = vocabulary.objects(concept, RDFS.seeAlso)
        assert act == kz[name.capitalize()]
        assert set(vocabulary.objects(concept, SKOS.prefLabel)) == set(ontology.objects(act, RDFS.label))
        linked.add(act)
    assert linked == classes


@pytest.mark.parametrize("key", ["rule"])
def test_rules_state_their_confidence(key: str, vocabulary: Graph, kz: Namespace) -> None:
    stated: dict[str, Decimal] = {}
    for name in CONCEPTS[key].split():
        [value] = vocabulary.objects(VOCAB[f"{key}/{name}"], kz.confidence)
        assert isinstance(value, Literal)
        assert isinstance(value.value, Decimal), "a double would not compare exactly"
        stated[name] = value.value
    assert all(Decimal("0.5") < share <= 1 for share in stated.values())
    # A rule that reads a set form is surer than one that judges by the words around it.
    assert stated["full-date"] > stated["digits"] > stated["number-word"]
    assert stated["label"] >= stated["opener"] > stated["continuation"] >= stated["sentence"]


def test_concepts_are_not_terms(vocabulary: Graph, ontology: Graph) -> None:
    assert not set(vocabulary.subjects(RDF.type, SKOS.Concept)) & set(ontology.subjects())
    assert URIRef("https://w3id.org/kzgraph/vocab") not in set(vocabulary.subjects())
