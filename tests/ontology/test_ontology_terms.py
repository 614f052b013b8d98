"""The terms as such: read well, hang together, and cover every name that the repository uses."""

import ast
import re
from collections.abc import Callable, Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
REPOSITORY = Path(__file__).resolve().parents[2]
FILES = sorted(path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / "ontology").rglob("*.ttl"))

# The public names of this release: to drop or rename one is a breaking change and has to be seen here.
CLASSES = """
    Resolution LanguageVersion Source Unit Citation Recital Paragraph UnitText Finding Divergence
    SpeechAct Demand Instruction Condemnation Concern Commendation Condolence Statement
    Evidence Passage DateMention FigureMention Mention
    Actor Person Organisation Institution Office State Collective
    Instrument Agreement Treaty Convention UnionAct NationalLaw ParliamentResolution Mechanism SanctionsRegime
    PolicyDocument OfficialStatement Report Dialogue Index ProceduralRules Provision
    MetadataRecord RecordDivergence TabledText Vote
"""
OBJECT_PROPERTIES = """
    versionOf stage partOf mentions textOf inVersion inUnit attestedIn verb addressee concerns recipient reading
    evidenceOf refersTo rule provisionOf
    describes replacedBy adoptedAs voteOn divergesFrom printedIn
"""
DATATYPE_PROPERTIES = """
    procedure adoptedTextNumber celex language sha256 mediaType encoding length label position mentionsDate
    mentionsFigure deadline text printedLabel start end content divergesOn date figure exact confidence pinpoint
    reference recordedTitle recordedDate recordedProcedure voteDate votesFor votesAgainst abstentions recordedValue printedValue
"""

# How the vocabularies tell the program to read names. They stand in the vocabularies only and in no export, so they are no
# part of what consumers may rely on; they are listed here so that a new one is a decision, too.
VOCABULARY_OBJECT_PROPERTIES = "belongsTo bodyClass publishedAs instrumentClass defaultIssuer otherBody"
VOCABULARY_DATATYPE_PROPERTIES = "adjectiveLabel unlikeLabel labelTemplate bare capitalIsOther national"
TERMS = 50 + 23 + 34 + 6 + 6


def declared(ontology: Graph) -> set[URIRef]:
    """The terms that the ontology declares."""
    return {term for kind in KINDS for term in ontology.subjects(RDF.type, kind) if isinstance(term, URIRef)}


@pytest.mark.parametrize("name", FILES)
def test_file_parses_without_blank_nodes(name: str, read: Callable[..., Graph]) -> None:
    graph = read(name)
    assert len(graph) > 0
    assert not [triple for triple in graph if any(isinstance(part, BNode) for part in triple)]


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (OWL.Class, CLASSES),
        (OWL.ObjectProperty, f"{OBJECT_PROPERTIES} {VOCABULARY_OBJECT_PROPERTIES}"),
        (OWL.DatatypeProperty, f"{DATATYPE_PROPERTIES} {VOCABULARY_DATATYPE_PROPERTIES}"),
    ],
    ids=["classes", "object properties", "datatype properties"],
)
def test_public_names(kind: URIRef, names: str, ontology: Graph, kz: Namespace) -> None:
    assert set(ontology.subjects(RDF.type, kind)) == {kz[name] for name in names.split()}


def test_number_of_terms(ontology: Graph) -> None:
    counts = [len(names.split()) for names in (CLASSES, OBJECT_PROPERTIES, DATATYPE_PROPERTIES)]
    assert counts == [50, 23, 34]
    internal = [len(names.split()) for names in (VOCABULARY_OBJECT_PROPERTIES, VOCABULARY_DATATYPE_PROPERTIES)]
    assert internal == [6, 6]
    assert len(declared(ontology)) == TERMS


def test_classes_are_labelled_in_every_official_language(ontology: Graph, languages: frozenset[str]) -> None:
    assert len(languages) == 24
    labels = 0
    for term in ontology.subjects(RDF.type, OWL.Class):
        tags = [label.language for label in ontology.objects(term, RDFS.label) if isinstance(label, Literal)]
        assert sorted(map(str, tags)) == sorted(languages), term
        labels += len(tags)
    assert labels == 50 * 24


def test_labels_are_written_in_their_script(ontology: Graph) -> None:
    scripts = {"bg": r"[\u0400-\u04FF '-]+", "el": r"[\u0370-\u03FF '-]+"}
    latin = r"[A-Za-z\u00C0-\u024F '-]+"
    labels = [label for label in ontology.objects(None, RDFS.label) if isinstance(label, Literal) and label.language]
    wrong = [label for label in labels if not re.fullmatch(scripts.get(str(label.language), latin), str(label))]
    # "SHA-256" is a name with digits.
    assert [str(label) for label in wrong] == ["SHA-256"]


@pytest.mark.parametrize("kind", [OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty])
def test_labels_tell_terms_apart(kind: URIRef, ontology: Graph) -> None:
    seen: dict[Literal, object] = {}
    for term in sorted(ontology.subjects(RDF.type, kind), key=str):
        for label in ontology.objects(term, RDFS.label):
            assert isinstance(label, Literal)
            assert label not in seen, f"{label!r} names {term} and {seen[label]}"
            seen[label] = term


def test_definitions_are_not_circular(ontology: Graph) -> None:
    terms = declared(ontology)
    for term in terms:
        definition = str(ontology.value(term, SKOS.definition))
        english = [str(label) for label in ontology.objects(term, RDFS.label) if getattr(label, "language", "") == "en"]
        assert len(english) == 1, term
        assert not re.search(rf"\b{re.escape(english[0])}\b", definition, re.IGNORECASE), term
    assert len(terms) == TERMS


def test_definitions_tell_terms_apart(ontology: Graph) -> None:
    definitions = list(ontology.objects(None, SKOS.definition))
    assert len(definitions) == len(set(definitions)) == TERMS


@pytest.mark.parametrize("predicate", [RDFS.subClassOf, RDFS.subPropertyOf])
def test_hierarchy_has_no_cycle(predicate: URIRef, published: Graph) -> None:
    parents: dict[Node, set[Node]] = {}
    for child, parent in published.subject_objects(predicate):
        parents.setdefault(child, set()).add(parent)
    assert len(parents) > 0
    TopologicalSorter(parents).prepare()  # raises CycleError and names the cycle


def test_a_cycle_would_be_seen(kz: Namespace) -> None:
    with pytest.raises(CycleError):
        TopologicalSorter({kz.Unit: {kz.Recital}, kz.Recital: {kz.Unit}}).prepare()


def test_superclasses_are_ours(ontology: Graph) -> None:
    edges = list(ontology.subject_objects(RDFS.subClassOf))
    assert len(edges) == 34
    assert {parent for _, parent in edges} <= declared(ontology)


def test_no_domain_and_no_range(published: Graph) -> None:
    assert not list(published.triples((None, RDFS.domain, None)))
    assert not list(published.triples((None, RDFS.range, None)))


def test_disjoint_terms_share_no_descendant(ontology: Graph) -> None:
    for one, other in ontology.subject_objects(OWL.disjointWith):
        shared = set(ontology.transitive_subjects(RDFS.subClassOf, one))
        assert not shared & set(ontology.transitive_subjects(RDFS.subClassOf, other)), (one, other)


def test_version_iri_is_not_the_ontology_iri(published: Graph) -> None:
    versions = list(published.subject_objects(OWL.versionIRI))
    assert len(versions) == 3
    for module, version in versions:
        assert str(version) == f"{module}/{published.value(module, OWL.versionInfo)}"


def test_alignments_speak_of_our_terms_only(alignments: Graph, published: Graph) -> None:
    ours = {term for term in published.subjects(RDF.type, None) if str(term).startswith("https://w3id.org/kzgraph/")}
    subjects = set(alignments.subjects())
    assert len(subjects) > 40
    assert subjects <= ours


def test_alignments_lead_away(alignments: Graph) -> None:
    predicates = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, RDFS.seeAlso)
    links = [triple for predicate in predicates for triple in alignments.triples((None, predicate, None))]
    assert len(links) > 60
    assert not [target for _, _, target in links if str(target).startswith("https://w3id.org/kzgraph/")]


def names_in_turtle(path: Path) -> Iterator[str]:
    """The local names of our namespace in a Turtle or SPARQL file, comments left out."""
    text = re.sub(r'"""(?s:.*?)"""|"(?:[^"\\\n]|\\.)*"', '""', path.read_text(encoding="utf-8"))
    text = re.sub(r"(?m)(?:^|\s)#.*$", "", text)
    yield from re.findall(r"(?<![\w:-])kz:([A-Za-z]\w*)", text)
    yield from re.findall(r"https://w3id\.org/kzgraph/ontology#([A-Za-z]\w*)", text)


def docstrings(tree: ast.AST) -> set[ast.AST]:
    """The docstrings of a module: a doctest may show on purpose what happens to a name that does not exist."""
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, holders)]
    return {body[0].value for body in bodies if body and isinstance(body[0], ast.Expr)}


def names_in_python(path: Path) -> Iterator[str]:
    """The local names of our namespace in a Python file: KZ.name, KZ["name"], and those that a closed KZ is made of."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = docstrings(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="KZ"), attr=name):
                yield name
            case ast.Subscript(value=ast.Name(id="KZ"), slice=ast.Constant(value=str(name))):
                yield name
            case ast.Assign(targets=[ast.Name(id="KZ")], value=ast.Call(args=[_, ast.Constant(value=str(names))])):
                yield from names.split()
            case ast.Constant(value=str(text)) if node not in skipped:
                yield from re.findall(r"(?<![\w:-])kz:([A-Za-z]\w*)", text)
                yield from re.findall(r"https://w3id\.org/kzgraph/ontology#([A-Za-z]\w*)", text)


def test_every_name_in_use_is_declared(repository: Path, ontology: Graph, kz: Namespace) -> None:
    turtle = [*(repository / "shapes").rglob("*.ttl"), *(repository / "ontology").rglob("*.rq")]
    turtle += [path for path in (repository / "ontology").rglob("*.ttl") if path.name != "kzgraph.ttl"]
    turtle += (repository / "tests").rglob("*.ttl")
    used = {(path, name) for path in turtle for name in names_in_turtle(path)}
    used |= {(path, name) for path in (repository / "kzgraph").rglob("*.py") for name in names_in_python(path)}
    assert len({name for _, name in used}) > 40
    terms = declared(ontology)
    unknown = sorted(
        f"{path.relative_to(repository)}: {name}" for path, name in used if kz[name] not in terms and name != "names"
    )
    assert unknown == []


def test_undeclared_names_would_be_seen(tmp_path: Path) -> None:
    turtle, python = tmp_path / "a.ttl", tmp_path / "a.py"
    turtle.write_text('# kz:inComment\n<a> kz:one "kz:inText" ; <https://w3id.org/kzgraph/ontology#two> kzsh:not .\n')
    python.write_text(
        '"""Not kz:this."""\nKZ = Namespace("https://x/", "zero")\nKZ.one\nKZ["two"]\nQUERY = "{ ?s kz:three ?o }"\n'
    )
    assert sorted(names_in_turtle(turtle)) == ["one", "two"]
    assert sorted(names_in_python(python)) == ["one", "three", "two", "zero"]
