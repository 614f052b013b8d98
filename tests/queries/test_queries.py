"""The competency questions: each has the answer that a reader of the texts gives, from two implementations of SPARQL."""

from __future__ import annotations

import io
import json
import re
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import OWL, RDF

from kzgraph.dataset.load import Dataset, open_dataset
from kzgraph.errors import QueryError
from kzgraph.graph.terms import prefixes
from kzgraph.queries.answer import Answer, checked
from kzgraph.queries.question import Question, question, questions, read_question
from kzgraph.queries.values import token
from kzgraph.resolve.iri import BASE
from kzgraph.resources import ontology_folder
from tests.queries.cases import ANSWERS, SET, TEXTS, Expected, graph_file, normalised, questions_with_answers

CASES = [pytest.param(case, id=case.question.name) for case in questions_with_answers()]

WITHOUT_COMMENT = re.compile(r"#.*|\"[^\"]*\"")


@cache
def dataset(*, terms: bool = False) -> Dataset:
    return open_dataset([graph_file()], terms=terms)


@cache
def union() -> rdflib.Graph:
    """The statements of all named graphs, once, as rdflib has them."""
    graph = rdflib.Graph()
    lines = (line for name in dataset().graphs for line in dataset().lines(name))
    graph.parse(io.StringIO("".join(lines)), format="nt")
    return graph


def asked(of: Dataset, case: Expected) -> dict[str, object]:
    found = json.loads(Answer(of, case.sparql, case.question.name).encoded("json"))
    assert isinstance(found, dict)
    return found


# ---------------------------------------------------------------- answers


def test_there_are_enough_questions_and_each_has_an_answer() -> None:
    assert len(questions()) >= 24
    names = {each.name for each in questions()}
    assert {path.stem for path in ANSWERS.glob("*.csv")} == names > set(SET)


@pytest.mark.parametrize("case", CASES)
def test_oxigraph_answers_as_a_reader_does(case: Expected) -> None:
    found = asked(dataset(), case)
    assert found["head"] == {"vars": list(case.columns)}
    assert normalised(found) == case.rows
    assert case.rows, "an answer without rows would show nothing"


@pytest.mark.parametrize("case", CASES)
def test_rdflib_answers_as_a_reader_does(case: Expected) -> None:
    encoded = union().query(case.sparql).serialize(format="json")
    assert encoded is not None
    assert normalised(json.loads(encoded)) == case.rows


@pytest.mark.parametrize("case", CASES)
def test_the_vocabularies_beside_the_graph_change_no_answer(case: Expected) -> None:
    assert normalised(asked(dataset(terms=True), case)) == case.rows


@pytest.mark.parametrize("case", CASES)
def test_rows_have_one_order(case: Expected) -> None:
    """The order is told by columns alone, so that every store gives the same; and no row comes twice."""
    assert re.search(r"^ORDER BY", case.question.sparql, re.MULTILINE)
    assert len(set(case.rows)) == len(case.rows)


@pytest.mark.parametrize("case", CASES)
def test_an_answer_changes_with_the_graph(case: Expected) -> None:
    """Each term that a query asks for counts: without its statements the answer is another one."""
    names = set(re.findall(r"(?<![\w?<])(\w+:\w+)", WITHOUT_COMMENT.sub("", case.question.sparql.partition("\nSELECT")[2])))
    iris = {prefixes()[name.partition(":")[0]] + name.partition(":")[2] for name in names} - {
        f"{prefixes()['xsd']}date",
    }
    quads = [quad for quad in dataset().store if isinstance(quad.graph_name, ox.DefaultGraph)]
    told = {}
    for iri in sorted(iris):
        kept = [quad for quad in quads if ox.NamedNode(iri) not in (quad.predicate, quad.object)]
        if len(kept) < len(quads):
            store = ox.Store()
            store.bulk_extend(kept)
            told[iri] = normalised(asked(Dataset(store, BASE, ()), case)) != case.rows
    assert told
    assert [iri for iri, changed in told.items() if not changed] == []


def test_the_evidence_is_what_the_files_hold() -> None:
    files = {path.name.split(".")[1]: path for path in TEXTS.glob("2033-2501.*")}
    case = next(case for case in questions_with_answers() if case.question.name == "evidence-of-statement")
    words = {row[1]: files[row[1]].read_text("utf-8")[int(row[2]) : int(row[3])] for row in case.rows if "2033-2501" in row[0]}
    assert words["en"].startswith("Urges the Veldorian authorities to repeal Article 212")
    assert words["de"].startswith("fordert die veldorischen Staatsorgane nachdrücklich auf, Artikel 212")
    assert words["bg"].startswith("настоятелно призовава велдорийските власти да отменят член 212")


# ---------------------------------------------------------------- the files


@pytest.mark.parametrize("each", [pytest.param(each, id=each.name) for each in questions()])
def test_every_term_of_a_query_is_declared(each: Question) -> None:
    declared = dict(re.findall(r"^PREFIX (\w+): <(.*)>$", each.sparql, re.MULTILINE))
    assert declared.items() <= prefixes().items()
    body = "\n".join(line for line in each.sparql.splitlines() if not line.startswith(("#", "PREFIX")))
    used = set(re.findall(r"(?<![\w?<])(\w+):(\w+)", re.sub(r'"[^"]*"', "", body)))
    assert {prefix for prefix, _ in used} | ({"xsd"} if "xsd:" in body else set()) == set(declared)
    assert {name for prefix, name in used if prefix == "kz"} <= terms()


@cache
def terms() -> set[str]:
    graph = rdflib.Graph().parse(ontology_folder() / "kzgraph.ttl")
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    return {str(term).rpartition("#")[2] for kind in kinds for term in graph.subjects(RDF.type, kind)}


def test_headings_tell_questions_apart() -> None:
    assert len({each.title for each in questions()}) == len({each.text for each in questions()}) == len(questions())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("# What?\n# title: A\nSELECT * {}", "no question, title and topic"),
        ("# What.\n# title: A\n# topic: b\n\nSELECT * {}", "no question, title and topic"),
        ("# What?\n# title: A\n# topic: b\n# colour: red\n\nSELECT * {}", "belongs to no header"),
        ("# What?\n# title: A\n# topic: b\n# set x (tree): a thing\n\nSELECT * {}", "no kind of value"),
        ("# What?\n# title: A\n# topic: b\n# set x (iri): a thing\n\nSELECT * {}", "do not agree"),
        ("# What?\n# title: A\n# topic: b\n\nSELECT * {\n  # set x\n}", "do not agree"),
    ],
)
def test_a_bad_header_is_refused(text: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "q.rq"
    path.write_text(text, "utf-8")
    with pytest.raises(QueryError, match=reason):
        read_question(path)


# ---------------------------------------------------------------- what is set


def answer_to(name: str, **values: str) -> list[tuple[str, ...]]:
    given = {key: [value] for key, value in values.items()}
    of = question(name)
    checked(of, given, dataset())
    return normalised(json.loads(Answer(dataset(), of.bound(given, BASE), name).encoded("json")))


def test_what_is_set_narrows_the_answer() -> None:
    assert [row[0] for row in answer_to("demands-due-before", before="2034-12-31")] == ["2033-09-01"]
    assert {row[0] for row in answer_to("demands-by-addressee", addressee="actor/council-of-europe")} == {
        "actor/council-of-europe"
    }
    assert [row[1] for row in answer_to("persons-in-several-resolutions", language="bg")] == ["Мирел Тоск", "Ана Велин", ""]
    assert [row[2] for row in answer_to("resolutions-by-procedure", procedure="2034/2612(RSP)")] == ["resolution/2034-2612"]
    assert [row[0] for row in answer_to("demands-on-sanctions", kind="kz:NationalLaw")] == [
        "instrument/criminal-code-of-veldoria",
        "instrument/media-law-of-veldoria",
    ]
    assert answer_to("unsure-mentions", below="0.8") == []


@pytest.mark.parametrize("each", [pytest.param(each, id=each.name) for each in questions()])
def test_every_parameter_has_an_effect(each: Question) -> None:
    nothing = {"iri": "kz:Divergence", "text": "–", "date": "1958-03-19", "decimal": "0"}
    plain = asked(dataset(), Expected(each, each.sparql, (), []))
    for parameter in each.parameters:
        bound = each.bound({parameter.name: [nothing[parameter.kind]]}, BASE)
        assert asked(dataset(), Expected(each, bound, (), [])) != plain, parameter.name


def test_a_value_is_never_a_piece_of_query() -> None:
    of = question("resolutions-by-procedure")
    hostile = '" } } ; DROP ALL #\n\\'
    bound = of.bound({"procedure": [hostile]}, BASE)
    read = open_dataset([graph_file()], terms=False).select(f"SELECT ?x {{ VALUES ?x {{ {token('x', 'text', hostile, '')} }} }}")
    assert read == [(ox.Literal(hostile),)]
    assert normalised(json.loads(Answer(dataset(), bound, of.name).encoded("json"))) == []


@pytest.mark.parametrize(
    ("name", "values", "reason"),
    [
        ("demands-by-addressee", {"addressee": "actor/council-of-europ"}, r"says nothing.*mean actor/council-of-europe"),
        ("demands-by-addressee", {"addressee": "actor/x> } #"}, "no iri"),
        ("demands-by-addressee", {"state": "actor/veldoria"}, "It has: addressee, language"),
        ("demands-due-before", {"before": "2031-13-01"}, "no date"),
        ("unsure-mentions", {"below": "much"}, "no decimal"),
        ("demands-by-adressee", {}, "Did you mean demands-by-addressee"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_hint(name: str, values: dict[str, str], reason: str) -> None:
    with pytest.raises(QueryError) as caught:
        answer_to(name, **values)
    assert re.search(reason, str(caught.value))


def test_a_query_that_is_none_is_refused_with_its_place() -> None:
    with pytest.raises(QueryError) as caught:
        Answer(dataset(), "SELECT ?x\nWHERE { ?x a }", "mine.rq")
    assert caught.value.place == "mine.rq:2:15"
    with pytest.raises(QueryError):
        Answer(dataset(), "CLEAR ALL", "mine.rq")
