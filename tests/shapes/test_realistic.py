"""Validates a graph of the size that a resolution has in four languages.

A shape can be right on a graph of two recitals and wrong on eighteen, or on a label beyond the alphabet.
"""

from collections.abc import Iterator
from pathlib import Path
from string import ascii_uppercase

import pyshacl
import pytest
from rdflib import Graph

SHAPES = Path(__file__).parents[2] / "shapes"
RESOLUTION = "resolution/2031-2901"
VERSIONS = {"nl": "NLD", "it": "ITA", "en": "ENG", "de": "DEU"}
SUBDIVISIONS = {"citation": "CIT", "recital": "RCT", "paragraph": "PAR"}
# Each unit has so much room in the source, and its words fill all of it but the last character.
ROOM = 500
PROLOGUE = """
@base <https://w3id.org/kzgraph/id/> .
@prefix kz: <https://w3id.org/kzgraph/ontology#> .
@prefix stage: <https://w3id.org/kzgraph/vocab/stage/> .
@prefix rule: <https://w3id.org/kzgraph/vocab/rule/> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix language: <http://publications.europa.eu/resource/authority/language/> .
@prefix subdivision: <http://publications.europa.eu/resource/authority/subdivision/> .
"""


def letters(rank: int) -> str:
    """Returns the label of a recital: A to Z, then AA, AB and so on."""
    before, last = divmod(rank - 1, len(ascii_uppercase))
    return (ascii_uppercase[before - 1] if before else "") + ascii_uppercase[last]


def units(citations: int, recitals: int, paragraphs: int) -> list[tuple[str, str, int]]:
    """Returns kind, label and position of every unit, in the order of the text."""
    return [
        *(("citation", str(rank), rank) for rank in range(1, citations + 1)),
        *(("recital", letters(rank), rank) for rank in range(1, recitals + 1)),
        *(("paragraph", str(rank), rank) for rank in range(1, paragraphs + 1)),
    ]


def statements(members: list[tuple[str, str, int]], findings: int, dates: int) -> Iterator[str]:
    """Yields the Turtle of a resolution in four languages, with so many findings and so many dates a language."""
    yield PROLOGUE
    yield f'<{RESOLUTION}> a kz:Resolution , eli:Work ; kz:procedure "2031/2901(RSP)" .'
    for kind, label, position in members:
        yield f"""<{RESOLUTION}/{kind}/{label}> a kz:{kind.title()} , kz:Unit , eli:WorkSubdivision ;
            kz:partOf <{RESOLUTION}> ; eli:is_part_of <{RESOLUTION}> ; kz:label "{label}" ; kz:position {position} ;
            eli:type_subdivision subdivision:{SUBDIVISIONS[kind]} ; kz:mentionsDate "2031-01-07"^^xsd:date ."""
    places = [(place, label) for place, (kind, label, _) in enumerate(members) if kind == "recital"]
    clauses = [(*places[rank % len(places)], rank // len(places) + 1) for rank in range(findings)]
    for _, label, position in clauses:
        contents = " , ".join(f'"clause {position}"@{version}' for version in VERSIONS)
        attested = " , ".join(f"<{RESOLUTION}/version/{version}>" for version in VERSIONS)
        yield f"""<{RESOLUTION}/recital/{label}/finding/{position}> a kz:Finding ; kz:position {position} ;
            kz:inUnit <{RESOLUTION}/recital/{label}> ; kz:content {contents} ; kz:attestedIn {attested} ."""
    for number, (version, authority) in enumerate(VERSIONS.items()):
        here = f"{RESOLUTION}/version/{version}"
        sha256 = str(number) * 64
        yield f"""<source/{sha256}> a kz:Source , prov:Entity ; kz:sha256 "{sha256}" ;
            kz:mediaType "text/plain" ; kz:encoding "utf-8" ; kz:length {ROOM * len(members)} ."""
        yield f"""<{here}> a kz:LanguageVersion , eli:Expression ; kz:versionOf <{RESOLUTION}> ;
            eli:realizes <{RESOLUTION}> ; kz:language "{version}" ; eli:language language:{authority} ;
            kz:stage stage:motion ; prov:wasDerivedFrom <source/{sha256}> ."""
        for place, (kind, label, _) in enumerate(members):
            yield f"""<{here}/{kind}/{label}> a kz:UnitText , eli:Expression ; kz:inVersion <{here}> ;
                kz:textOf <{RESOLUTION}/{kind}/{label}> ; eli:realizes <{RESOLUTION}/{kind}/{label}> ;
                kz:text "words"@{version} ; kz:printedLabel "{label}." ;
                kz:start {place * ROOM} ; kz:end {(place + 1) * ROOM - 1} ."""
        for place, label, position in clauses:
            start = place * ROOM + position * 20
            yield f"""<{here}/passage/recital/{label}/finding/{position}> a kz:Passage , kz:Evidence ;
                kz:evidenceOf <{RESOLUTION}/recital/{label}/finding/{position}> ; kz:rule rule:opener ;
                kz:inUnit <{RESOLUTION}/recital/{label}> ; kz:inVersion <{here}> ;
                kz:start {start} ; kz:end {start + 10} ; kz:confidence 0.95 ."""
        for rank in range(dates):
            place = rank % len(members)
            kind, label, _ = members[place]
            start = place * ROOM + 300 + rank // len(members) * 20
            yield f"""<{here}/date/{start}-{start + 10}> a kz:DateMention , kz:Evidence ;
                kz:date "2031-01-07"^^xsd:date ; kz:exact "7-1-2031"@{version} ; kz:rule rule:numeric-date ;
                kz:inUnit <{RESOLUTION}/{kind}/{label}> ; kz:inVersion <{here}> ;
                kz:start {start} ; kz:end {start + 10} ; kz:confidence 0.95 ."""


@pytest.mark.parametrize(("members", "findings", "dates"), [((12, 18, 27), 48, 40), ((3, 55, 9), 55, 80), ((0, 1, 0), 1, 0)])
def test_a_whole_resolution_conforms(members: tuple[int, int, int], findings: int, dates: int) -> None:
    data = Graph().parse(data="\n".join(statements(units(*members), findings, dates)), format="turtle")
    shapes = Graph()
    for path in sorted(SHAPES.glob("*.ttl")):
        shapes.parse(path)
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    assert conforms, text


def test_a_resolution_without_units_or_versions_conforms() -> None:
    """Rules count, and what they count may be nothing."""
    turtle = PROLOGUE + f"<{RESOLUTION}> a kz:Resolution , eli:Work ."
    shapes = Graph()
    for path in sorted(SHAPES.glob("*.ttl")):
        shapes.parse(path)
    data = Graph().parse(data=turtle, format="turtle")
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    assert conforms, text
