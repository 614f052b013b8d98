"""The style shapes: our files pass, and each constraint is woken by one small fault and by that alone."""

import re
from collections.abc import Callable

import pyshacl
import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, Graph, Literal, Namespace, URIRef

KZ = Namespace("https://w3id.org/kzgraph/ontology#")
KZSH = Namespace("https://w3id.org/kzgraph/shapes#")
VOCAB = Namespace("https://w3id.org/kzgraph/vocab/")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")
MODULE = URIRef("https://w3id.org/kzgraph/ontology")
RULE, STAGE = VOCAB.rule, VOCAB.stage
LABEL_RULE, MOTION = VOCAB["rule/label"], VOCAB["stage/motion"]
ACTOR = Namespace("https://w3id.org/kzgraph/id/actor/")
AMNESTY = ACTOR["amnesty-international"]
TREATY = URIRef("https://w3id.org/kzgraph/id/instrument/treaty-on-european-union")

Fault = Callable[[Graph], object]


def put(subject: URIRef, predicate: URIRef, *values: URIRef | Literal) -> Fault:
    """A fault that replaces all values of a property, by none where none is given."""

    def fault(graph: Graph) -> None:
        graph.remove((subject, predicate, None))
        for value in values:
            graph.add((subject, predicate, value))

    return fault


def add(subject: URIRef, predicate: URIRef, value: URIRef | Literal) -> Fault:
    """A fault that adds a value to those that stand."""
    return lambda graph: graph.add((subject, predicate, value))


def drop(subject: URIRef, predicate: URIRef, language: str) -> Fault:
    """A fault that takes away the label in one language."""

    def fault(graph: Graph) -> None:
        for value in list(graph.objects(subject, predicate)):
            if isinstance(value, Literal) and value.language == language:
                graph.remove((subject, predicate, value))

    return fault


def rename(old: URIRef, new: URIRef) -> Fault:
    """A fault that gives a term another name everywhere."""

    def fault(graph: Graph) -> None:
        for triple in list(graph):
            if old in triple:
                graph.remove(triple)
                subject, predicate, value = (new if part == old else part for part in triple)
                graph.add((subject, predicate, value))

    return fault


def english(text: str) -> Literal:
    """A text tagged as English."""
    return Literal(text, lang="en")


# Constraint -> faults that must wake it. Labels are dropped in Maltese and doubled in Irish for no special reason.
FAULTS: dict[str, list[Fault]] = {
    "Ontology-versionIRI": [put(MODULE, OWL.versionIRI), put(MODULE, OWL.versionIRI, MODULE)],
    "Ontology-versionInfo": [put(MODULE, OWL.versionInfo), put(MODULE, OWL.versionInfo, Literal("first"))],
    "Ontology-title": [put(MODULE, DCTERMS.title), add(MODULE, DCTERMS.title, english("Another"))],
    "Ontology-description": [put(MODULE, DCTERMS.description), add(MODULE, DCTERMS.description, english("Another."))],
    "Ontology-creator": [put(MODULE, DCTERMS.creator), put(MODULE, DCTERMS.creator, Literal("we"))],
    "Ontology-created": [put(MODULE, DCTERMS.created), put(MODULE, DCTERMS.created, Literal("2026-11-21"))],
    "Ontology-license": [put(MODULE, DCTERMS.license), put(MODULE, DCTERMS.license, Literal("CC BY 4.0"))],
    "DeclaredTerm-type": [
        put(KZ.partOf, RDF.type),
        put(KZ.Unit, RDF.type),
        add(KZ["Rec" + "tial"], RDFS.subClassOf, KZ.Unit),
        add(KZ.Recital, OWL.disjointWith, KZ["Paragraf"]),
        add(KZ["partFo"], SKOS.closeMatch, URIRef("http://data.europa.eu/eli/ontology#is_part_of")),
    ],
    "Term-type": [add(KZ.partOf, RDF.type, OWL.FunctionalProperty), add(KZ.Recital, RDF.type, SKOS.Collection)],
    "Term-label": [
        add(KZ.Recital, RDFS.label, Literal("réamhrá", lang="ga")),
        add(KZ.text, RDFS.label, english("words")),
    ],
    "Term-definition": [
        put(KZ.partOf, SKOS.definition),
        add(KZ.Recital, SKOS.definition, english("Another.")),
        put(KZ.text, SKOS.definition, Literal("Parole.", lang="it")),
    ],
    "Term-definitionStop": [put(KZ.Recital, SKOS.definition, english("A part of the preamble"))],
    "Term-definitionSentence": [
        put(KZ.Recital, SKOS.definition, english("A part of the preamble. It has a letter.")),
        put(KZ.partOf, SKOS.definition, english("leads to the whole.")),
    ],
    "Term-example": [put(KZ.text, SKOS.example), put(KZ.text, SKOS.example, Literal("parole", lang="it"))],
    "Term-isDefinedBy": [
        put(KZ.Unit, RDFS.isDefinedBy),
        add(KZ.Unit, RDFS.isDefinedBy, URIRef("https://example.org/")),
    ],
    "ClassShape": [rename(KZ.Unit, KZ["unit"]), rename(KZ.Recital, URIRef("https://example.org/Recital"))],
    "Class-label": [drop(KZ.Recital, RDFS.label, "mt"), add(KZ.Recital, RDFS.label, Literal("preambolo", lang="eo"))],
    "PropertyTermShape": [rename(KZ.partOf, KZ["PartOf"]), rename(KZ.text, KZ["running_text"])],
    "PropertyTerm-label": [put(KZ.partOf, RDFS.label), add(KZ.text, RDFS.label, Literal("texte", lang="fr"))],
    "PropertyTerm-domain": [add(KZ.partOf, RDFS.domain, KZ.Unit)],
    "PropertyTerm-range": [add(KZ.text, RDFS.range, XSD.string)],
    "ConceptScheme-prefLabel": [put(STAGE, SKOS.prefLabel), add(STAGE, SKOS.prefLabel, english("Steps"))],
    "ConceptScheme-definition": [put(STAGE, SKOS.definition), put(STAGE, SKOS.definition, english("How far"))],
    "ConceptScheme-hasTopConcept": [add(STAGE, SKOS.hasTopConcept, KZ.Unit)],
    "TopConceptShape": [put(STAGE, SKOS.hasTopConcept), put(RULE, SKOS.hasTopConcept)],
    "ConceptScheme-license": [put(STAGE, DCTERMS.license)],
    "ConceptShape": [rename(MOTION, VOCAB["stage/Motion"]), rename(LABEL_RULE, KZ["labelRule"])],
    "Concept-inScheme": [put(MOTION, SKOS.inScheme), put(LABEL_RULE, SKOS.inScheme, VOCAB.rulez)],
    "Concept-prefLabel": [add(LABEL_RULE, SKOS.prefLabel, english("marker"))],
    "Concept-prefLabelEnglish": [put(LABEL_RULE, SKOS.prefLabel, Literal("marcatore", lang="it"))],
    "Concept-meaning": [put(MOTION, SKOS.definition), put(LABEL_RULE, SKOS.definition)],
    "Concept-definition": [add(MOTION, SKOS.definition, english("Another."))],
    "Concept-definitionStop": [put(MOTION, SKOS.definition, english("A text that was tabled"))],
    "ListedThingShape": [rename(AMNESTY, ACTOR["Amnesty"]), rename(TREATY, VOCAB["instruments/treaty"])],
    "ListedThing-inScheme": [put(AMNESTY, SKOS.inScheme), put(TREATY, SKOS.inScheme, VOCAB.treaties)],
    "ListedThing-prefLabel": [add(AMNESTY, SKOS.prefLabel, english("AI"))],
    "ListedThing-prefLabelEnglish": [put(TREATY, SKOS.prefLabel, Literal("trattato", lang="it"))],
    "TranslatedConcept-prefLabel": [
        drop(MOTION, SKOS.prefLabel, "mt"),
        add(MOTION, SKOS.prefLabel, Literal("propono", lang="eo")),
    ],
    "RuleConcept-confidence": [
        put(LABEL_RULE, KZ.confidence),
        put(LABEL_RULE, KZ.confidence, Literal("0.9", datatype=XSD.double)),
        put(LABEL_RULE, KZ.confidence, Literal("1.1", datatype=XSD.decimal)),
        put(LABEL_RULE, KZ.confidence, Literal("0.0", datatype=XSD.decimal)),
        add(LABEL_RULE, KZ.confidence, Literal("0.5", datatype=XSD.decimal)),
    ],
    "RuleConcept-example": [put(LABEL_RULE, SKOS.example)],
}
# Constraints that another one asks for through sh:node: a report names both, the inner one as the detail.
ASKED_BY = {
    "TranslatedConcept-prefLabel": "TranslatedScheme-concepts",
    "RuleConcept-confidence": "RuleScheme-concepts",
    "RuleConcept-example": "RuleScheme-concepts",
}
# Only describes a value for sh:qualifiedValueShape, and is never reported itself.
SILENT = {"EnglishShape"}

CASES = [
    pytest.param(name, fault, id=f"{name}-{number}")
    for name, faults in FAULTS.items()
    for number, fault in enumerate(faults, start=1)
]


def broken(graph: Graph, style: Graph) -> tuple[bool, set[str], set[URIRef]]:
    """Validate and return whether the graph conforms, the names of the constraints that failed and their severities."""
    conforms, report, _ = pyshacl.validate(graph, shacl_graph=style, inference="none")
    assert isinstance(report, Graph)
    shapes = {str(shape).removeprefix(str(KZSH)) for shape in report.objects(None, SH.sourceShape)}
    return conforms, shapes, {URIRef(str(level)) for level in report.objects(None, SH.resultSeverity)}


@pytest.fixture(scope="module")
def excerpt(published: Graph) -> Graph:
    """A few real terms, so that each fault is judged in a moment."""
    kept = {MODULE, KZ.Unit, KZ.Recital, KZ.partOf, KZ.text, RULE, STAGE, LABEL_RULE, MOTION}
    # Two of each list, so that a scheme still lists something when a fault takes one away.
    kept |= {VOCAB.organisations, AMNESTY, ACTOR["human-rights-watch"]}
    kept |= {
        VOCAB.instruments,
        TREATY,
        URIRef(f"{TREATY.rpartition('/')[0]}/charter-of-fundamental-rights-of-the-european-union"),
    }
    graph = Graph()
    for triple in published:
        if triple[0] in kept and (triple[1] not in (OWL.disjointWith, SKOS.hasTopConcept) or triple[2] in kept):
            graph.add(triple)
    return graph


def test_everything_published_passes(published: Graph, style: Graph) -> None:
    conforms, _, text = pyshacl.validate(published, shacl_graph=style, inference="none", meta_shacl=True)
    assert conforms, text
    targets = set(style.objects(None, SH.targetClass))
    checked = {node for target in targets for node in published.subjects(RDF.type, target)}
    assert len(checked) > 110


def test_every_target_occurs(published: Graph, style: Graph) -> None:
    for target in style.objects(None, SH.targetClass):
        assert (None, RDF.type, target) in published, target
    for target in style.objects(None, SH.targetNode):
        assert (target, None, None) in published, target


def test_excerpt_passes(excerpt: Graph, style: Graph) -> None:
    assert broken(excerpt, style) == (True, set(), set())


@pytest.mark.parametrize(("name", "fault"), CASES)
def test_fault_wakes_its_constraint_alone(name: str, fault: Fault, excerpt: Graph, style: Graph) -> None:
    graph = Graph() + excerpt
    fault(graph)
    conforms, shapes, severities = broken(graph, style)
    assert not conforms
    assert shapes == {name, ASKED_BY.get(name, name)}
    assert severities == {style.value(KZSH[name], SH.severity)}


def test_every_constraint_has_a_fault(style: Graph) -> None:
    constraints = set(style.subjects(SH.severity, None))
    names = {str(constraint).removeprefix(str(KZSH)) for constraint in constraints}
    assert names == set(FAULTS) | set(ASKED_BY.values()) | SILENT
    assert len(names) == 43


def test_shapes_have_name_severity_and_message(style: Graph) -> None:
    shapes = set(style.subjects(RDF.type, SH.PropertyShape)) | set(style.subjects(SH.severity, None))
    for shape in shapes:
        assert re.fullmatch(r"https://w3id\.org/kzgraph/shapes#[A-Z]\w+(-[a-z]\w+)?", str(shape))
        assert style.value(shape, SH.severity) in (SH.Violation, SH.Warning)
        [message] = style.objects(shape, SH.message)
        assert isinstance(message, Literal)
        assert message.language == "en"
        assert message.endswith(".")
    messages = list(style.objects(None, SH.message))
    assert len(messages) == len(set(messages)) == len(shapes)


def test_the_24_languages_are_listed_alike(style: Graph, languages: frozenset[str]) -> None:
    lists = [{str(tag) for tag in style.items(head)} for head in style.objects(None, SH.languageIn)]
    assert sum(tags == languages for tags in lists) == 2
    assert all(tags in (languages, {"en"}) for tags in lists)
