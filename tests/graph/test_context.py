"""The JSON-LD context: a term for all that can be written, and for nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pyoxigraph
import pytest
import rdflib
from rdflib import OWL

from kzgraph.graph.build import WorkGraph
from kzgraph.graph.jsonld import context, unescape
from kzgraph.graph.terms import DCTERMS, ELI, KZ, PROV, RDF, RDFS, RULE, SKOS, STAGE, Row, iri, text
from kzgraph.graph.terms import OWL as OWL_TERMS
from kzgraph.resolve.iri import Minter

WRITTEN = {space[name][1:-1] for space in (KZ, ELI, DCTERMS, PROV, OWL_TERMS, RDFS, SKOS) for name in space.names()}
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

TERMS = sorted(name for name, entry in context().items() if not isinstance(entry, str) or "://" not in entry)
PREFIXES = sorted(set(context()) - set(TERMS))


def quads(document: dict[str, Any]) -> list[pyoxigraph.Quad]:
    """A document under our context as Oxigraph expands it."""
    data = json.dumps({"@context": dict(context()), **document}).encode()
    return list(pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.JSON_LD))


def expanded(term: str) -> str:
    """The IRI that a term stands for, by Oxigraph: a class by its capital, a property otherwise."""
    if term[0].isupper():
        [quad] = quads({"@id": "urn:s", "@type": term})
        assert quad.predicate.value == RDF.type[1:-1]
        assert isinstance(quad.object, pyoxigraph.NamedNode)
        return quad.object.value
    [quad] = quads({"@id": "urn:s", term: "urn:o"})
    return quad.predicate.value


@pytest.mark.parametrize("term", TERMS)
def test_both_processors_expand_a_term_alike(term: str) -> None:
    document = {"@context": dict(context()), "@id": "urn:s", **({"@type": term} if term[0].isupper() else {term: "urn:o"})}
    [(_, predicate, value)] = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    assert expanded(term) == str(value if term[0].isupper() else predicate)


def test_every_class_and_property_that_is_written_has_one_term() -> None:
    found = [expanded(term) for term in TERMS]
    assert len(set(found)) == len(found)
    assert set(found) == WRITTEN


def test_terms_of_ours_are_named_after_what_they_stand_for() -> None:
    """Where a name is taken, as by eli:title and dcterms:title, the term says more; it never says something else."""
    own = {term: expanded(term).rpartition("#")[2] for term in TERMS if expanded(term).startswith(KZ.Unit[1:-5])}
    assert {term: name for term, name in own.items() if term != name} == {
        "stageOf": "stage",
        "foundByRule": "rule",
        "verbOfAct": "verb",
    }


def test_terms_lead_to_nodes_where_the_ontology_says_so(ontology: rdflib.Graph) -> None:
    for term in TERMS:
        name = rdflib.URIRef(expanded(term))
        if term[0].isupper() or (name, None, None) not in ontology:
            continue
        entry = context()[term]
        is_node = not isinstance(entry, str) and entry["@type"] == "@id"
        assert is_node == ((name, rdflib.RDF.type, OWL.ObjectProperty) in ontology), term


@pytest.mark.parametrize("name", [RULE["full-date"], STAGE["joint-motion"], KZ.Unit])
def test_prefixes_of_the_context_shorten(name: str) -> None:
    space = max((context()[prefix] for prefix in PREFIXES if name[1:].startswith(context()[prefix])), key=len)
    [prefix] = [prefix for prefix in PREFIXES if context()[prefix] == space]
    [quad] = quads({"@id": "urn:s", "kz:rule": {"@id": f"{prefix}:{name[1:-1].removeprefix(space)}"}})
    assert f"<{quad.object.value}>" == name  # type: ignore[union-attr]


def test_written_document_is_lines_of_plain_json(exports: dict[str, list[WorkGraph]], write: Callable[..., str]) -> None:
    data = write(exports["two works"], "jsonld")
    document = json.loads(data)
    assert set(document) == {"@context", "@graph"}
    assert document["@context"] == {"@base": Minter().base, **context()}
    _, opening, *lines, foot = data.splitlines()
    assert (opening, foot) == ('"@graph": [', "]}")
    assert [json.loads(line.removesuffix(",")) for line in lines] == document["@graph"], "one subject a line"
    assert all("://" not in node["@id"] for node in document["@graph"])
    assert {key for node in document["@graph"] for key in node} - {"@id", "@type"} <= set(TERMS)


@pytest.mark.parametrize(("figure", "native"), [(0, True), (-17, True), (10**14, True), (10**15, False), (2**53 + 1, False)])
def test_numbers_that_a_reader_would_round_are_written_as_texts(
    graph_of: Callable[[list[Row], Minter], WorkGraph], write: Callable[..., str], figure: int, native: bool
) -> None:
    minter = Minter()
    row = (iri(minter.resolution("a")), KZ.figure, f'"{figure}"^^<http://www.w3.org/2001/XMLSchema#integer>')
    [node] = json.loads(write([graph_of([row], minter)], "jsonld"))["@graph"]
    assert node["figure"] == (figure if native else {"@type": "xsd:integer", "@value": str(figure)})


@pytest.mark.parametrize("value", ["", "\\", "\\u0041", '\\"', "\n\\n", "\u2028", "a\\", "\x00", "ħ"])
def test_escapes_are_undone(value: str) -> None:
    assert unescape(text(value)[1:-1]) == value
