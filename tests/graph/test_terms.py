"""The closed namespaces against the files that declare their names, and the tables that are read without an RDF parser."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import rdflib
from rdflib import OWL, SH, SKOS

from kzgraph.graph.build import WorkGraph
from kzgraph.graph.terms import (
    DCTERMS,
    ELI,
    KZ,
    ONTOLOGY,
    PROV,
    RDF,
    RDFS,
    RULE,
    STAGE,
    SUBDIVISION,
    XSD,
    Namespace,
    confidences,
    date,
    iri,
    prefixes,
    text,
)
from kzgraph.model import Stage

NAMESPACES = {"DCTERMS": DCTERMS, "ELI": ELI, "KZ": KZ, "PROV": PROV, "RDF": RDF, "RDFS": RDFS, "RULE": RULE, "STAGE": STAGE,
              "SUBDIVISION": SUBDIVISION, "XSD": XSD}  # fmt: skip
DECLARED = {"DCTERMS": rdflib.DCTERMS, "PROV": rdflib.PROV, "RDF": rdflib.RDF, "RDFS": rdflib.RDFS, "XSD": rdflib.XSD}


def node(token: str) -> rdflib.URIRef:
    """The rdflib term of an IRI's token."""
    return rdflib.URIRef(token[1:-1])


# ---------------------------------------------------------------- names


@pytest.mark.parametrize("name", KZ.names())
def test_our_names_are_declared_in_the_ontology(ontology: rdflib.Graph, name: str) -> None:
    kinds = set(ontology.objects(node(KZ[name]), rdflib.RDF.type))
    wanted = {OWL.Class} if name[0].isupper() else {OWL.DatatypeProperty, OWL.ObjectProperty}
    assert len(kinds & wanted) == 1
    assert (node(KZ[name]), OWL.deprecated, None) not in ontology


@pytest.mark.parametrize("own", sorted(DECLARED))
def test_names_of_others_are_declared_by_them(own: str) -> None:
    # rdflib's namespaces are closed too: they hold what the vocabularies declare.
    assert {name for name in NAMESPACES[own].names() if node(NAMESPACES[own][name]) not in DECLARED[own]} == set()


def test_eli_names_are_those_of_ontology_and_shapes(repository: Path) -> None:
    known = rdflib.Graph()
    for path in (*sorted((repository / "shapes").glob("*.ttl")), repository / "ontology" / "alignments.ttl"):
        known.parse(path)
    spoken_of = {term for triple in known for term in triple}
    assert {name for name in ELI.names() if node(ELI[name]) not in spoken_of} == set()


def test_stages_and_rules_are_those_of_the_vocabularies(ontology: rdflib.Graph) -> None:
    for namespace, scheme in ((STAGE, "stage"), (RULE, "rule")):
        concepts = set(ontology.subjects(SKOS.inScheme, rdflib.URIRef(f"https://w3id.org/kzgraph/vocab/{scheme}")))
        assert {node(namespace[name]) for name in namespace.names()} == concepts
    assert set(STAGE.names()) == {stage.value for stage in Stage}


@pytest.mark.parametrize("own", sorted(NAMESPACES))
def test_undeclared_names_raise(own: str) -> None:
    with pytest.raises(AttributeError, match=r"Reictal is not declared"):
        _ = NAMESPACES[own].Reictal
    with pytest.raises(AttributeError, match=r"Reictal is not declared"):
        _ = NAMESPACES[own]["Reictal"]


def test_names_are_given_once() -> None:
    assert Namespace("urn:", "a b").names() == ("a", "b")
    for namespace in NAMESPACES.values():
        assert len(set(namespace.names())) == len(namespace.names())


@pytest.mark.parametrize("own", sorted(NAMESPACES))
def test_names_in_the_code_are_declared(repository: Path, own: str) -> None:
    """A misspelled name raises only when its line runs; this finds it in lines that no test runs."""
    used = set()
    for path in (repository / "kzgraph").rglob("*.py"):
        for found in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(found, ast.Attribute) and isinstance(found.value, ast.Name) and found.value.id == own:
                used.add(found.attr)
    assert used <= set(NAMESPACES[own].names())


# ---------------------------------------------------------------- names as they are used


def test_properties_lead_to_nodes_or_literals_as_the_ontology_says(
    ontology: rdflib.Graph, exports: dict[str, list[WorkGraph]]
) -> None:
    graphs = (*exports["all languages"], *exports["divergent"], *exports["recorded"])
    used = {(predicate, value[0]) for graph in graphs for _, predicate, value in graph.rows()}
    ours = {(predicate, first) for predicate, first in used if predicate[1:].startswith(ONTOLOGY)}
    kinds = {"<": OWL.ObjectProperty, '"': OWL.DatatypeProperty}
    assert {use for use in ours if (node(use[0]), rdflib.RDF.type, kinds[use[1]]) not in ontology} == set()
    names = {predicate[1:-1].removeprefix(ONTOLOGY) for predicate, _ in ours}
    assert {name for name in KZ.names() if name[0].islower()} - names == {"celex"}, "declared and never written"


def test_classes_in_the_graph_are_declared(ontology: rdflib.Graph, exports: dict[str, list[WorkGraph]]) -> None:
    classes = {
        value
        for graph in (*exports["all languages"], *exports["recorded"])
        for _, predicate, value in graph.rows()
        if predicate == RDF.type
    }
    ours = {token for token in classes if token[1:].startswith(ONTOLOGY)}
    assert {token for token in ours if (node(token), rdflib.RDF.type, OWL.Class) not in ontology} == set()
    assert classes - ours <= {ELI.Work, ELI.Expression, ELI.WorkSubdivision, PROV.Entity}


def test_types_are_stated_with_their_superclasses(ontology: rdflib.Graph, union: rdflib.Graph) -> None:
    """A store without inference finds a recital as a unit and a passage as evidence."""
    faults = []
    for subject, own in union.subject_objects(rdflib.RDF.type):
        for above in ontology.objects(own, rdflib.RDFS.subClassOf):
            if str(above).startswith(ONTOLOGY) and (subject, rdflib.RDF.type, above) not in union:
                faults.append((subject, above))
    assert faults == []


# ---------------------------------------------------------------- tables read as text


def test_prefixes_are_what_rdflib_reads(repository: Path) -> None:
    graph = rdflib.Graph().parse(repository / "ontology" / "prefixes.ttl")
    rows = [(graph.value(row, SH.prefix), graph.value(row, SH.namespace)) for row in graph.subjects(SH.prefix, None)]
    assert dict(prefixes()) == {str(prefix): str(namespace) for prefix, namespace in rows}


def test_confidences_are_what_rdflib_reads(ontology: rdflib.Graph) -> None:
    rows = {str(rule).rpartition("/")[2]: str(value) for rule, value in ontology.subject_objects(node(KZ.confidence))}
    assert dict(confidences()) == rows
    assert set(confidences()) == set(RULE.names())
    assert all(0 < float(value) < 1 for value in confidences().values())


# ---------------------------------------------------------------- tokens


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        (iri("urn:a"), "<urn:a>"),
        (text(""), '""'),
        (text('a"b\\c\nd\re\tf'), r'"a\"b\\c\nd\re\tf"'),
        (text("ħa\x00\x85\u2028\ufffe\U0001f514", "mt"), '"ħa\\u0000\\u0085\\u2028\\uFFFE\U0001f514"@mt'),
        (date("2031-07-03"), f'"2031-07-03"^^{XSD.date}'),
        (date("2031-07"), f'"2031-07"^^{XSD.gYearMonth}'),
    ],
)
def test_tokens(token: str, expected: str) -> None:
    assert token == expected
