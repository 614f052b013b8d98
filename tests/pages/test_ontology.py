"""The page of the terms has every term once, at its anchor, with what the ontology says of it."""

from __future__ import annotations

import re
from functools import cache
from html import unescape

import pytest
import rdflib
from rdflib.namespace import OWL, RDF, SKOS

from kzgraph.dataset.load import open_dataset
from kzgraph.pages.nodes import KZ
from kzgraph.pages.ontology import PATH
from kzgraph.pages.site import Site
from kzgraph.resources import ontology_folder
from tests.queries.cases import graph_file


@cache
def site() -> Site:
    """The three resolutions of the competency questions."""
    return Site(open_dataset([graph_file()]))


@cache
def page() -> str:
    return site().page(PATH).decode()


@cache
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(ontology_folder() / "kzgraph.ttl")


def terms() -> list[rdflib.URIRef]:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    found = {term for kind in kinds for term in ontology().subjects(RDF.type, kind)}
    return sorted(term for term in found if isinstance(term, rdflib.URIRef) and term.startswith(KZ))


def test_every_term_stands_on_the_page_once() -> None:
    names = re.findall(r'<h3 id="of-(\w+)"', page())
    assert sorted(names) == sorted(str(term).removeprefix(KZ) for term in terms())
    assert len(names) == len(set(names)) > 80


def test_definitions_and_examples_are_those_of_the_ontology() -> None:
    text = unescape(page())
    for term in terms():
        for name in (SKOS.definition, SKOS.example):
            for value in ontology().objects(term, name):
                assert str(value) in text, f"{term}: {value}"


def test_the_page_says_how_often_the_graph_uses_a_term() -> None:
    data = open_dataset([graph_file()], terms=False)
    for name, query in (
        ("Demand", f"?x a <{KZ}Demand>"),
        ("addressee", f"?x <{KZ}addressee> ?y"),
        ("Actor", f"?x a <{KZ}Actor>"),
    ):
        [(count,)] = data.select(f"SELECT (COUNT(*) AS ?n) {{ {query} }}")
        section = page().split(f'id="{name}"')[1].split("</section>")[0]
        assert f'class="used">{int(count.value):,} times' in section, name  # type: ignore[union-attr]


def test_the_picture_names_terms_that_are_there() -> None:
    names = set(re.findall(r"<text [^>]*>(\w+)</text>", page().split("</svg>")[1]))
    assert len(names) > 15
    assert names <= {str(term).removeprefix(KZ) for term in terms()}


@pytest.mark.parametrize("name", ["Demand", "addressee"])
def test_a_term_is_found_by_its_iri(name: str) -> None:
    assert site().page_of(f"{KZ}{name}") == f"{PATH}#{name}"
    assert site().page_of(f"{KZ}NoSuchTerm") is None
