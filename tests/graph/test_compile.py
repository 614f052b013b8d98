"""The compiler of shapes: each construct means what it means to pySHACL, and what is not understood is named, not skipped.

The cases are written in the manner of the standard's own tests: a shape, some nodes, and how many results there must be.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from rdflib import SH
from rdflib.plugins.sparql import prepareQuery

from kzgraph.errors import KzgraphError
from kzgraph.graph import validate
from kzgraph.graph.check import check, shapes_graph, to_rdflib
from kzgraph.graph.compile import compile_shapes, data_shapes
from kzgraph.graph.constraints import Select
from kzgraph.graph.execute import execute
from kzgraph.graph.literals import UndecidedError, token_of
from kzgraph.graph.paths import UnknownConstructError
from kzgraph.graph.terms import Row
from kzgraph.graph.validate import AUTO, COMPILED, PYSHACL, Validator

PREFIXES = """
@prefix : <urn:x:> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
"""
#: What every shape of a case begins with: it judges :a and :b.
OPEN = ':S a sh:NodeShape ; sh:message "s" ; sh:targetNode :a , :b ; '
PROPERTY = f'{OPEN} sh:property :P . :P sh:path :p ; sh:message "p" ; '

#: Name, shapes, data and how many results there must be.
CASES: dict[str, tuple[str, str, int]] = {
    # targets
    "targetClass, with subclasses of the data": (
        ':S a sh:NodeShape ; sh:message "s" ; sh:targetClass :C ; sh:nodeKind sh:Literal .',
        ":a a :C . :b a :D . :c a :E . :D rdfs:subClassOf :C . :E rdfs:subClassOf :D . :d a :F .",
        3,
    ),
    "implicit class": (':C a sh:NodeShape , rdfs:Class ; sh:message "s" ; sh:nodeKind sh:Literal .', ":a a :C . :b a :D .", 1),
    "targetSubjectsOf": (':S sh:message "s" ; sh:targetSubjectsOf :p ; sh:nodeKind sh:Literal .', ":a :p :b , :c . :d :q :b .", 1),
    "targetObjectsOf": (':S sh:message "s" ; sh:targetObjectsOf :p ; sh:nodeKind sh:IRI .', ":a :p :b , 1 , 'x'@nl .", 2),
    "targetNode that is not in the data": (f"{OPEN} sh:nodeKind sh:Literal .", ":c :p :d .", 2),
    "several targets, each node once": (
        ':S sh:message "s" ; sh:targetNode :a ; sh:targetSubjectsOf :p ; sh:targetClass :C ; sh:nodeKind sh:Literal .',
        ":a a :C ; :p :b .",
        1,
    ),
    "property shape with a target": (':P sh:path :p ; sh:message "p" ; sh:targetNode :a ; sh:maxCount 1 .', ":a :p 1 , 2 .", 1),
    # paths
    "inverse": (f'{OPEN} sh:property :P . :P sh:path [ sh:inversePath :p ] ; sh:message "p" ; sh:minCount 1 .', ":x :p :a .", 1),
    "sequence": (f'{OPEN} sh:property :P . :P sh:path ( :p :q ) ; sh:message "p" ; sh:maxCount 1 .',
        ":a :p :x , :y . :x :q 1 . :y :q 1 , 2 . :b :p :x , :y . :b :q 3 .", 2),
    "alternative": (f'{OPEN} sh:property :P . :P sh:path [ sh:alternativePath ( :p :q ) ] ; sh:message "p" ; sh:maxCount 1 .',
        ":a :p 1 ; :q 2 . :b :p 1 ; :q 1 .", 1),
    "zeroOrMore": (f'{OPEN} sh:property :P . :P sh:path [ sh:zeroOrMorePath :p ] ; sh:message "p" ; sh:maxCount 2 .',
        ":a :p :c . :c :p :d . :d :p :a . :b :p :b .", 1),
    "oneOrMore": (f'{OPEN} sh:property :P . :P sh:path [ sh:oneOrMorePath :p ] ; sh:message "p" ; sh:class :C .',
        ":a :p :c . :c :p :d . :d a :C . :b :p :b .", 2),
    "zeroOrOne": (f'{OPEN} sh:property :P . :P sh:path [ sh:zeroOrOnePath :p ] ; sh:message "p" ; sh:maxCount 1 .',
        ":a :p :c . :b :p :b .", 1),
    "paths in paths": (
        (f'{OPEN} sh:property :P . :P sh:path ( [ sh:inversePath :p ] [ sh:zeroOrMorePath [ sh:alternativePath ( :p :q ) ] ] ) ; '
        'sh:message "p" ; sh:maxCount 3 .'),
        ":x :p :a ; :q :y . :y :p :z . :w :p :b .", 1),
    # values
    "class": (f"{PROPERTY} sh:class :C , :D .", ":a :p :x , 1 . :x a :E . :E rdfs:subClassOf :C . :b :p :y . :y a :C , :D .", 3),
    "datatype": (f"{PROPERTY} sh:datatype xsd:integer .", ":a :p 1 , 007 , 1.0 , 'x' , :b , 'x'^^xsd:integer . :b :p '1'@nl .", 5),
    "datatype of texts": (f"{PROPERTY} sh:datatype xsd:string .", ":a :p 'x' , 'x'@nl , 1 . :b :p 'y'^^xsd:token .", 3),
    "datatype of tagged texts": (f"{PROPERTY} sh:datatype rdf:langString .", ":a :p 'x' , 'x'@nl-BE , 1 .", 2),
    "datatype of dates": (
        f"{PROPERTY} sh:datatype xsd:date .",
        ":a :p '2031-02-28'^^xsd:date , '2031-02-30'^^xsd:date , '2031-2-1'^^xsd:date , '2031-02-28Z'^^xsd:date .", 2),
    "datatype of months": (f"{PROPERTY} sh:datatype xsd:gYearMonth .", ":a :p '2031-02'^^xsd:gYearMonth , '2031-02'^^xsd:date .", 1),
    "datatype of decimals": (f"{PROPERTY} sh:datatype xsd:decimal .", ":a :p 0.50 , 1 , '1,5'^^xsd:decimal , 1e0 .", 3),
    "nodeKind": (f"{PROPERTY} sh:nodeKind sh:BlankNodeOrIRI .", ":a :p :x , [] , 'x' , 1 .", 2),
    "in": (f"{PROPERTY} sh:in ( :x 1 'nl' 0.5 ) .", ":a :p :x , 1 , 01 , 'nl' , 'nl'@nl , 1.0 , .5 , :y .", 3),
    "hasValue": (f"{PROPERTY} sh:hasValue :x , 1 .", ":a :p :x , 01 . :b :p 'x' .", 2),
    "hasValue of a node": (f"{OPEN} sh:hasValue :a .", ":a :p :x .", 1),
    "pattern": (f"{PROPERTY} sh:pattern '^a+$' .", ":a :p 'a' , 'aa'@nl , 'ab' , :a , [] . :b :p 'A' .", 4),
    "pattern with flags": (f"{PROPERTY} sh:pattern '^A+$' ; sh:flags 'im' .", ':a :p "b\\naa" , "b" .', 1),
    "two patterns": (f"{PROPERTY} sh:pattern 'a' , 'b' .", ":a :p 'ab' , 'a' , 'c' .", 3),
    "minLength": (f"{PROPERTY} sh:minLength 2 .", ":a :p 'ħ' , 'ħħ' , 5 , 55 , :x , [] .", 3),
    "maxLength": (f"{PROPERTY} sh:maxLength 2 .", ":a :p 'ħħ' , '\\\\ħ\\n' , 555 , :x , [] .", 4),
    "minLength of nothing": (f"{PROPERTY} sh:minLength 0 .", ":a :p '' , [] .", 0),
    "languageIn": (f"{PROPERTY} sh:languageIn ( 'nl' 'MT' ) .", ":a :p 'x'@nl , 'y'@nl-be , 'z'@mt , 'z'@el , 'z' , :x .", 3),
    "range": (
        f"{PROPERTY} sh:minInclusive 1 ; sh:maxExclusive 2.5 .",
        ":a :p 1 , 2.5 , 2.49 , 0 , 'x' , '2'^^xsd:int , 2e0 , :x , 'x'^^xsd:integer .", 8),
    "range, the other ends": (f"{PROPERTY} sh:minExclusive 1 ; sh:maxInclusive 2.5 .", ":a :p 1 , 1.0 , 2.5 , 2.51 .", 3),
    "range of dates": (
        f"{PROPERTY} sh:minInclusive '2031-02-01'^^xsd:date .",
        ":a :p '2031-01-31'^^xsd:date , '2031-02-01'^^xsd:date , '2031-03'^^xsd:gYearMonth , 'x'@nl .", 2),
    # counts and pairs
    "counts": (f"{PROPERTY} sh:minCount 1 ; sh:maxCount 1 .", ":a :p 1 , 01 .", 1),
    "counts, too many": (f"{PROPERTY} sh:minCount 1 ; sh:maxCount 1 .", ":a :p 1 , 2 . :b :p 'x' .", 1),
    "uniqueLang": (f"{PROPERTY} sh:uniqueLang true .", ":a :p 'x'@nl , 'y'@nl , 'z'@nl , 'x'@mt , 'w'@mt , 'x' , 'y' . :b :p 'x'@nl .", 2),
    "uniqueLang false": (f"{PROPERTY} sh:uniqueLang false .", ":a :p 'x'@nl , 'y'@nl .", 0),
    "equals": (f"{PROPERTY} sh:equals :q .", ":a :p 1 , 2 ; :q 02 , 3 . :b :q :x .", 3),
    "disjoint": (f"{PROPERTY} sh:disjoint :q .", ":a :p 1 , 2 , 'x' ; :q 02 , 'x'@nl , 'x' .", 2),
    "lessThan": (f"{PROPERTY} sh:lessThan :q .", ":a :p 1 , 2 ; :q 2 , 3 . :b :p 'x' , 4 ; :q 5 , 'y' .", 3),
    "lessThanOrEquals": (f"{PROPERTY} sh:lessThanOrEquals :q .", ":a :p 1 , 2 ; :q 2 , 1.5 . :b :p :x ; :q :y .", 1),
    "equals of a node": (f"{OPEN} sh:equals :p .", ":a :p :a . :b :p :c .", 2),
    # shapes in shapes
    "node": ((f'{PROPERTY} sh:node :N . :N a sh:NodeShape ; sh:message "n" ; sh:class :C ; sh:property :Q . :Q sh:path :q ; '
        'sh:message "q" ; sh:minCount 1 .'), ":a :p :x , :y . :x a :C . :y a :C ; :q 1 . :b :p :z .", 5),
    "property of a property": (f'{PROPERTY} sh:property :Q . :Q sh:path :q ; sh:message "q" ; sh:maxCount 1 .',
        ":a :p :x , :y . :b :p :x . :x :q 1 , 2 .", 2),
    "not": (f"{PROPERTY} sh:not :N , :M . :N sh:message 'n' ; sh:class :C . :M sh:message 'n' ; sh:class :D .",
        ":a :p :x , :y , 1 . :x a :C , :D . :y a :D .", 3),
    "and": (f"{PROPERTY} sh:and ( :N :M ) . :N sh:message 'n' ; sh:class :C . :M sh:message 'n' ; sh:class :D .",
        ":a :p :x , :y , 1 . :x a :C , :D . :y a :D .", 2),
    "or": (f"{PROPERTY} sh:or ( :N :M ) . :N sh:message 'n' ; sh:class :C . :M sh:message 'n' ; sh:datatype xsd:date .",
        ":a :p :x , '2031-01-01'^^xsd:date , '2031'^^xsd:date , :y . :x a :C .", 2),
    "xone": (f"{PROPERTY} sh:xone ( :N :M ) . :N sh:message 'n' ; sh:class :C . :M sh:message 'n' ; sh:class :D .",
        ":a :p :x , :y , 1 . :x a :C , :D . :y a :D .", 2),
    "xone of the same": (f"{PROPERTY} sh:xone ( :N :N ) . :N sh:message 'n' ; sh:class :C .", ":a :p :x . :x a :C .", 1),
    "qualified": ((f"{PROPERTY} sh:qualifiedValueShape :N ; sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 1 . :N sh:message 'n' ; "
        "sh:in ( 1 2 ) ."), ":a :p 1 , 2 , 3 . :b :p 3 .", 2),
    "qualified, apart from siblings": (
        (f"{OPEN} sh:property :P , :Q . :P sh:path :p ; sh:message 'p' ; sh:qualifiedValueShape :N ; sh:qualifiedMinCount 2 ; "
        "sh:qualifiedValueShapesDisjoint true . :Q sh:path :p ; sh:message 'q' ; sh:qualifiedValueShape :M ; "
        "sh:qualifiedMinCount 1 . :N sh:message 'n' ; sh:in ( 1 2 ) . :M sh:message 'n' ; sh:in ( 2 3 ) ."),
        ":a :p 1 , 2 . :b :p 1 , 3 .", 2),
    "closed": (f"{OPEN} sh:closed true ; sh:ignoredProperties ( rdf:type ) ; sh:property :P . :P sh:path :p .",
        ":a a :C ; :p 1 ; :q 2 , 3 . :b :p 1 .", 2),
    # the rest
    "deactivated": (f"{PROPERTY} sh:maxCount 0 ; sh:deactivated true .", ":a :p 1 .", 0),
    "deactivated, and chosen": (f"{PROPERTY} sh:not :N . :N sh:message 'n' ; sh:class :C ; sh:deactivated true .", ":a :p 1 .", 1),
    "severity and messages": (f"{PROPERTY} sh:maxCount 0 ; sh:severity sh:Warning ; sh:message 'another'@en .", ":a :p 1 .", 1),
    "SPARQL": (
        (':S a sh:NodeShape ; sh:message "{?value} of {$this}, not {?n}" ; sh:targetClass :C ; sh:severity sh:Info ; sh:sparql :Q . '
        ':O a owl:Ontology ; sh:declare [ sh:prefix "x" ; sh:namespace "urn:x:"^^xsd:anyURI ] . '
        ':Q sh:prefixes :O ; sh:message "second" ; sh:select """SELECT $this ?value (x:p AS ?path) ?n WHERE { $this x:p ?value . '
        '?value x:n ?n . FILTER ( ?n > 1 || NOT EXISTS { ?value a x:C } ) }""" . :N sh:path :n ; sh:message "n" ; sh:datatype xsd:integer . '
        ':P sh:path :p ; sh:message "p" ; sh:nodeKind sh:IRI . :S sh:property :N , :P .'),
        ":a a :C ; :p :x , :y , :z . :x :n 1 . :y :n 2 . :z :n 0 ; a :C .", 2),
}  # fmt: skip


def compiled(tmp_path: Path, shapes: str) -> object:
    path = tmp_path / "shapes.ttl"
    path.write_text(PREFIXES + shapes, "utf-8")
    return compile_shapes([path])


def data_of(turtle: str) -> list[Row]:
    """Rows that are spelt as they stand, which rdflib's own graphs are not."""
    import pyoxigraph

    from kzgraph.graph.parts import rows_of

    return rows_of(pyoxigraph.parse(PREFIXES + turtle, format=pyoxigraph.RdfFormat.TURTLE))


@pytest.mark.parametrize("name", CASES)
def test_a_construct_means_what_it_means_to_the_reference(name: str, tmp_path: Path) -> None:
    shapes, data, count = CASES[name]
    rows = data_of(data)
    path = tmp_path / "shapes.ttl"
    path.write_text(PREFIXES + shapes, "utf-8")
    found = execute(compile_shapes([path]), rows)
    assert found == check(to_rdflib(rows), rdflib.Graph().parse(path))
    assert len(found.results) == count


# ---------------------------------------------------------------- what is not understood

#: Shapes, and what is to be named.
UNKNOWN: dict[str, tuple[str, str]] = {
    "no message": (":S sh:targetNode :a ; sh:class :C .", "no sh:message"),
    "a parameter of nobody": (f"{OPEN} sh:shape :C .", "sh:shape"),
    "a target by a query": (f"{OPEN} sh:class :C ; sh:target [] .", "sh:target"),
    "a rule": (f"{OPEN} sh:class :C ; sh:rule [] .", "sh:rule"),
    "a function": (f"{OPEN} sh:class :C . :F a sh:SPARQLFunction .", "sh:SPARQLFunction"),
    "a component of one's own": (f"{OPEN} sh:class :C . :F a sh:ConstraintComponent .", "sh:ConstraintComponent"),
    "a count on a node": (f"{OPEN} sh:minCount 1 .", "sh:minCount"),
    "two counts": (f"{PROPERTY} sh:minCount 1 , 2 .", "sh:minCount with 2 values"),
    "a count that is none": (f"{PROPERTY} sh:minCount 'x' .", "sh:minCount"),
    "a list without an end": (f"{OPEN} sh:in :l . :l rdf:first 1 .", "a list"),
    "a pattern that is none": (f"{OPEN} sh:pattern '(' .", "sh:pattern"),
    "a kind that is none": (f"{OPEN} sh:nodeKind :x .", "sh:nodeKind"),
    "an inverse of a sequence": (
        f"{OPEN} sh:property :P . :P sh:path [ sh:inversePath ( :p :q ) ] ; sh:message 'p' ; sh:maxCount 1 .", "sh:inversePath"),
    "a path that is none": (f"{OPEN} sh:property :P . :P sh:path [ :p :q ] ; sh:message 'p' ; sh:maxCount 1 .", "a path of"),
    "a shape that leads to itself": (f"{OPEN} sh:node :S .", "itself"),
    "a property that is no property shape": (f"{OPEN} sh:property :N . :N sh:message 'n' ; sh:class :C .", "a property shape"),
    "a shape that is nowhere": (f"{OPEN} sh:node :N .", "no statement"),
    "a query of a property": (
        f"{PROPERTY} sh:sparql [ sh:select 'SELECT $this WHERE {{ $this <urn:p> ?x }}' ] .", "sh:sparql"),
    "a query with a predicate that varies": (
        f"{OPEN} sh:sparql [ sh:select 'SELECT $this WHERE {{ $this ?p ?x }}' ] .", "?p"),
    "a query with a path": (f"{OPEN} sh:sparql [ sh:select 'SELECT $this WHERE {{ $this <urn:p>+ ?x }}' ] .", "+"),
    "a query with a function that engines differ on": (
        f"{OPEN} sh:sparql [ sh:select 'SELECT $this WHERE {{ $this <urn:p> ?x FILTER ( REGEX(?x, \"a\") ) }}' ] .", "REGEX"),
    "a query with a prefix of nobody": (
        f"{OPEN} sh:sparql [ sh:select 'SELECT $this WHERE {{ $this x:p ?x }}' ] .", "x:"),
    "a query that is none": (f"{OPEN} sh:sparql [ sh:select 'SELECT $this WHERE {{ $this <urn:p> }}' ] .", "Oxigraph refuses"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_is_not_understood_is_named_with_its_shape(name: str, tmp_path: Path) -> None:
    shapes, construct = UNKNOWN[name]
    with pytest.raises(UnknownConstructError) as caught:
        compiled(tmp_path, shapes)
    assert construct in caught.value.construct
    assert caught.value.shape.startswith("urn:x:")


@pytest.fixture
def not_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    def raising() -> None:
        raise UnknownConstructError("<urn:x:S>", "sh:shape")

    monkeypatch.setattr(validate, "data_shapes", raising)


BROKEN = [("<urn:a>", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "<https://w3id.org/kzgraph/ontology#Unit>")]


@pytest.mark.usefixtures("not_understood")
def test_the_reference_takes_over_and_it_is_said() -> None:
    judge = Validator(AUTO)
    assert judge.check(BROKEN) == judge.check(BROKEN) == Validator(PYSHACL).check(BROKEN)
    [note] = judge.notes
    assert "urn:x:S uses sh:shape" in note


@pytest.mark.usefixtures("not_understood")
def test_compiled_alone_refuses() -> None:
    with pytest.raises(KzgraphError, match=r"urn:x:S: it uses sh:shape.*--validator"):
        Validator(COMPILED).check(BROKEN)


def test_a_graph_that_cannot_be_judged_goes_to_the_reference_and_it_is_said() -> None:
    kind, *_ = BROKEN
    rows = [kind, ("<urn:a>", "<urn:p>", '"x"@nl-BE'), ("<urn:a>", "<urn:p>", '"x"@nl-be')]
    judge = Validator(COMPILED)
    assert judge.check(rows) == check(to_rdflib(rows))
    [note] = judge.notes
    assert "nl-BE" in note
    with pytest.raises(UndecidedError):
        execute(data_shapes(), rows)


@pytest.mark.parametrize("name", [AUTO, COMPILED, PYSHACL])
def test_all_ways_say_the_same(name: str) -> None:
    report = Validator(name).check(BROKEN)
    assert report == check(to_rdflib(BROKEN))
    assert not report.conforms


# ---------------------------------------------------------------- the shapes of the data


def test_every_shape_of_the_data_is_compiled() -> None:
    graph = shapes_graph()
    declared = {token_of(node) for kind in (SH.NodeShape, SH.PropertyShape) for node in graph.subjects(rdflib.RDF.type, kind)}
    assert set(data_shapes().by_node) == declared
    assert all(shape.constraints for shape in data_shapes().by_node.values())


def predicates(node: object) -> Iterator[str]:
    """The predicates of all patterns of a query, as rdflib reads it."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "triples":
                # Within EXISTS the triples of a block are still one list.
                yield from (token_of(predicate) for block in value for predicate in block[1::3])
            else:
                yield from predicates(value)
    elif isinstance(node, (list, tuple)):
        for value in node:
            yield from predicates(value)


def test_the_predicates_of_a_query_are_known() -> None:
    """Rows of other predicates do not reach it, so that none may be missed; an engine's own reading of the query tells them."""
    selects = [one for shape in data_shapes().by_node.values() for one in shape.constraints if isinstance(one, Select)]
    assert len(selects) == len(list(shapes_graph().objects(None, SH.select)))
    for select in selects:
        named = set(predicates(prepareQuery(select.text).algebra))
        assert named
        assert named <= select.predicates
