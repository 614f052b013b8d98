"""Breaks a valid graph in one way at a time and watches which shapes object.

``valid.ttl`` conforms. ``violations/<file>.toml`` lists patches to it, one file for each file of ``shapes/``, with the
validation results that each patch must bring about. The last tests read the shapes themselves: a constraint that no
patch breaks, a target that no node has and a shape without words for its reader are found there.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pyshacl
import pytest
from rdflib import OWL, RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Node

from kzgraph.graph.check import read_report
from kzgraph.graph.compile import data_shapes
from kzgraph.graph.execute import execute
from kzgraph.graph.literals import token_of
from kzgraph.graph.terms import Row

HERE = Path(__file__).parent
SHAPES = HERE.parents[1] / "shapes"
# The style of our own vocabulary is tested with the ontology, not with data.
SHAPE_FILES = sorted(path for path in SHAPES.glob("*.ttl") if path.name != "ontology-style.ttl")
VIOLATION_FILES = sorted((HERE / "violations").glob("*.toml"))
# Patches name the nodes of the valid graph relative to its resolution.
BASE = "https://w3id.org/kzgraph/id/resolution/2031-2901/"
PREFIXES = {
    "kz": "https://w3id.org/kzgraph/ontology#",
    "kzsh": "https://w3id.org/kzgraph/shapes#",
    "stage": "https://w3id.org/kzgraph/vocab/stage/",
    "rule": "https://w3id.org/kzgraph/vocab/rule/",
    "dcterms": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "language": "http://publications.europa.eu/resource/authority/language/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "subdivision": "http://publications.europa.eu/resource/authority/subdivision/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
PROLOGUE = f"BASE <{BASE}>\n" + "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in PREFIXES.items())

# Parameters by which one shape hands its values to another: what is said there is judged here.
CHOICES = (SH["or"], SH.qualifiedValueShape)
# sh:property hands over to property shapes, whose constraints are listed under their own names.
DELEGATION = SH.PropertyConstraintComponent

prepared = cache(prepareQuery)


class PreparedGraph(Graph):
    """A graph that parses each query once.

    pySHACL hands over the text of a SPARQL constraint anew for every focus node and every run, and parsing it takes
    rdflib longer than answering it.
    """

    def query(self, query_object: str | Query, *args: Any, **options: Any) -> Result:
        """Answers a query, as the graph it extends does."""
        query = prepared(query_object) if isinstance(query_object, str) else query_object
        return super().query(query, *args, **options)


@dataclass(frozen=True, slots=True)
class Objection:
    """What a validation result says, apart from the node it says it of."""

    shape: str
    path: str
    severity: str
    component: str


@dataclass(frozen=True)
class Violation:
    """One way to break the valid graph: an update, or a node that gets another name."""

    file: str
    name: str
    expected: Counter[Objection]
    update: str = ""
    rename: tuple[str, str] | None = None

    def apply(self, valid: Graph) -> Graph:
        """Returns the broken copy of a valid graph."""
        if self.rename is None:
            # rdflib updates a plain graph only, not a subclass of it.
            broken = Graph()
            broken += valid
            broken.update(PROLOGUE + self.update)
            return broken
        old, new = (named(name) for name in self.rename)
        broken = Graph()
        for subject, predicate, value in valid:
            broken.add((new if subject == old else subject, predicate, new if value == old else value))
        return broken


def named(name: str) -> URIRef | BNode:
    """Returns the node that a patch names, where ``_:`` is a blank one."""
    return BNode() if name == "_:" else URIRef(urljoin(BASE, name))


def short(node: Node) -> str:
    """Returns an IRI in its short form."""
    for prefix, space in PREFIXES.items():
        if str(node).startswith(space):
            return f"{prefix}:{str(node).removeprefix(space)}"
    raise ValueError(f"no prefix for {node}; add its namespace to PREFIXES")


def path_of(graph: Graph, path: Node | None) -> str:
    """Returns a path as it is written in SPARQL, empty where there is none."""
    if path is None:
        return ""
    if isinstance(path, URIRef):
        return short(path)
    return " / ".join(short(step) for step in Collection(graph, path))


def validated(data: Graph, shapes: Graph) -> Graph:
    """Returns the report of the reference validator."""
    prepared_data = PreparedGraph()
    prepared_data += data
    _, report, _ = pyshacl.validate(prepared_data, shacl_graph=shapes, inference="none")
    assert isinstance(report, Graph)
    return report


def objections(data: Graph, shapes: Graph) -> Counter[Objection]:
    """Returns the results of a validation, counted; each must say one thing, with the variables filled in."""
    return counted(validated(data, shapes))


def counted(report: Graph) -> Counter[Objection]:
    """Returns the results of a report, counted."""
    found: Counter[Objection] = Counter()
    for result in report.objects(None, SH.result):
        shape, severity, component = (
            report.value(result, predicate) for predicate in (SH.sourceShape, SH.resultSeverity, SH.sourceConstraintComponent)
        )
        assert shape is not None
        assert severity is not None
        assert component is not None
        (message,) = report.objects(result, SH.resultMessage)
        assert "{" not in str(message)
        path = path_of(report, report.value(result, SH.resultPath))
        found[Objection(short(shape), path, short(severity), short(component))] += 1
    return found


def read_violations() -> Iterator[Violation]:
    """Yields the entries of all files of violations."""
    for path in VIOLATION_FILES:
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["violation"]:
            expected: Counter[Objection] = Counter()
            for row in entry["expected"]:
                objection = Objection(row["shape"], row.get("path", ""), row["severity"], row["component"])
                expected[objection] += row.get("count", 1)
            rename = (entry["rename"]["from"], entry["rename"]["to"]) if "rename" in entry else None
            yield Violation(path.stem, entry["name"], expected, entry.get("update", ""), rename)


VIOLATIONS = list(read_violations())


def constraints(shapes: Graph) -> set[tuple[str, str]]:
    """Returns every pair of shape and constraint component, as the vocabulary of SHACL defines components.

    A component applies to a shape that has a value for each parameter that is not optional.
    """
    vocabulary = Graph().parse(Path(pyshacl.__file__).parent / "assets" / "shacl.ttl")
    pairs: set[tuple[str, str]] = set()
    for component in vocabulary.subjects(RDF.type, SH.ConstraintComponent):
        parameters = [
            vocabulary.value(parameter, SH.path)
            for parameter in vocabulary.objects(component, SH.parameter)
            if (parameter, SH.optional, Literal(True)) not in vocabulary
        ]
        if not parameters or component == DELEGATION:
            continue
        for shape in declared(shapes) - chosen(shapes):
            if all((shape, parameter, None) in shapes for parameter in parameters):
                pairs.add((short(shape), short(component)))
    return pairs


def declared(shapes: Graph) -> set[Node]:
    """Returns all node shapes and property shapes."""
    return {shape for kind in (SH.NodeShape, SH.PropertyShape) for shape in shapes.subjects(RDF.type, kind)}


def chosen(shapes: Graph) -> set[Node]:
    """Returns the shapes that never report by themselves, because another shape chooses among them."""
    values = [value for parameter in CHOICES for value in shapes.objects(None, parameter)]
    return {shape for value in values for shape in ([value] if isinstance(value, URIRef) else Collection(shapes, value))}


def listed(shapes: Iterable[Node]) -> list[str]:
    """Returns shapes by name, in order, for messages that can be read."""
    return sorted(short(shape) for shape in shapes)


@pytest.fixture(scope="module")
def shapes() -> Graph:
    """All shapes for data, as one graph."""
    graph = Graph()
    for path in SHAPE_FILES:
        graph.parse(path)
    return graph


@pytest.fixture(scope="module")
def valid() -> Graph:
    """The graph that conforms."""
    return Graph().parse(HERE / "valid.ttl")


def rows_of(graph: Graph) -> list[Row]:
    """Returns a graph as rows, which the compiled shapes are executed over."""
    return [(token_of(s), token_of(p), token_of(o)) for s, p, o in graph]


def test_the_valid_graph_conforms(valid: Graph, shapes: Graph) -> None:
    assert objections(valid, shapes) == Counter()
    assert execute(data_shapes(), rows_of(valid)).results == ()


@pytest.mark.parametrize("violation", VIOLATIONS, ids=lambda violation: f"{violation.file}: {violation.name}")
def test_a_violation_is_reported_and_nothing_else(violation: Violation, valid: Graph, shapes: Graph) -> None:
    broken = violation.apply(valid)
    assert set(broken) != set(valid), "the patch changes nothing"
    report = validated(broken, shapes)
    assert counted(report) == violation.expected
    assert execute(data_shapes(), rows_of(broken)) == read_report(report), "the compiled shapes say something else"


def test_every_constraint_has_a_violation(shapes: Graph) -> None:
    broken = {(objection.shape, objection.component) for entry in VIOLATIONS for objection in entry.expected}
    assert sorted(constraints(shapes) - broken) == []


def test_every_file_of_shapes_has_violations_and_every_violation_a_name_of_its_own() -> None:
    reporting = {path.stem for path in SHAPE_FILES} - {"prefixes", "alternatives"}
    assert {path.stem for path in VIOLATION_FILES} == reporting
    names = Counter((entry.file, entry.name) for entry in VIOLATIONS)
    assert [name for name, count in names.items() if count > 1] == []
    assert len(VIOLATIONS) >= 290


def test_every_target_occurs_in_the_valid_graph(valid: Graph, shapes: Graph) -> None:
    targets = set(shapes.objects(None, SH.targetClass))
    assert listed(targets - set(valid.objects(None, RDF.type))) == []


def test_every_class_of_ours_in_the_valid_graph_has_one_shape_of_its_name(valid: Graph, shapes: Graph) -> None:
    classes = {kind for kind in valid.objects(None, RDF.type) if short(kind).startswith("kz:")}
    for kind in classes:
        shape = URIRef(f"{PREFIXES['kzsh']}{short(kind).removeprefix('kz:')}Shape")
        assert (shape, SH.targetClass, kind) in shapes, short(kind)


def test_every_shape_can_be_reached(shapes: Graph) -> None:
    targeting = set(shapes.subjects(SH.targetClass, None))
    held = set(shapes.objects(None, SH.property))
    assert listed(declared(shapes) - targeting - held - chosen(shapes)) == []
    assert listed((held | chosen(shapes)) - declared(shapes)) == []


@pytest.mark.parametrize("predicate", [SH.message, SH.severity])
def test_every_shape_speaks_to_its_reader(predicate: URIRef, shapes: Graph) -> None:
    assert listed(shape for shape in declared(shapes) if len(list(shapes.objects(shape, predicate))) != 1) == []


def test_every_message_is_tagged_as_english(shapes: Graph) -> None:
    messages = list(shapes.objects(None, SH.message))
    assert [message for message in messages if not (isinstance(message, Literal) and message.language == "en")] == []


def test_every_choice_is_needed_by_the_valid_graph(valid: Graph, shapes: Graph) -> None:
    """An alternative that no node takes could be misspelled and nobody would see it."""
    for choice in chosen(shapes):
        narrowed = Graph()
        narrowed += shapes
        for parameter in (SH.datatype, SH["class"], SH["in"]):
            narrowed.remove((choice, parameter, None))
        # The class that nothing belongs to: whoever needs the alternative is refused.
        narrowed.add((choice, SH["class"], OWL.Nothing))
        assert objections(valid, narrowed), short(choice)


def test_every_rule_is_asked_once_for_a_resolution(shapes: Graph) -> None:
    """A rule on a class with many nodes would be parsed and answered for each of them."""
    for shape in shapes.subjects(SH.sparql, None):
        assert [short(target) for target in shapes.objects(shape, SH.targetClass)] == ["kz:Resolution"]


def test_no_node_is_blank_but_those_of_lists(shapes: Graph, valid: Graph) -> None:
    blank = {node for triple in shapes for node in triple if isinstance(node, BNode)}
    assert blank == {node for node in shapes.subjects(RDF.first, None) if isinstance(node, BNode)}
    assert not any(isinstance(node, BNode) for triple in valid for node in triple)


def test_the_shapes_are_shapes_by_the_standard(valid: Graph, shapes: Graph) -> None:
    conforms, _, text = pyshacl.validate(valid, shacl_graph=shapes, inference="none", meta_shacl=True)
    assert conforms, text
