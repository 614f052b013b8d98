"""``kzgraph query``: its forms, its files and its faults."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import rdflib

from kzgraph.cli import main
from kzgraph.queries.question import questions
from tests.queries.cases import TEXTS, graph_file

NAME = "persons-in-several-resolutions"


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["query", *arguments]) == 0
    return capsys.readouterr().out


def test_a_table_is_for_reading(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, NAME, str(graph_file())).splitlines()
    assert lines[0].split() == ["person", "name", "resolutions", "units"]
    assert lines[1].split() == ["actor/person-mrl-tsk", "Mirel", "Tosk", "2", "5"]


def test_forms_are_those_of_the_standards(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.reader(io.StringIO(printed(capsys, NAME, str(graph_file()), "--format", "csv"), newline="")))
    assert rows[0] == ["person", "name", "resolutions", "units"]
    assert rows[1] == ["https://w3id.org/kzgraph/id/actor/person-mrl-tsk", "Mirel Tosk", "2", "5"]
    assert printed(capsys, NAME, str(graph_file()), "--format", "tsv").startswith("?person\t?name\t?resolutions\t?units\n<https:")
    document = json.loads(printed(capsys, NAME, str(graph_file()), "--format", "json"))
    assert document["results"]["bindings"][0]["units"] == {
        "type": "literal",
        "datatype": "http://www.w3.org/2001/XMLSchema#integer",
        "value": "5",
    }
    assert "http://www.w3.org/2005/sparql-results#" in printed(capsys, NAME, str(graph_file()), "--format", "xml")


def test_a_query_of_ones_own_needs_no_prefixes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "mine.rq"
    file.write_text("\ufeffSELECT (COUNT(*) AS ?n) { ?r a kz:Resolution }", "utf-8")
    assert printed(capsys, str(file), str(graph_file()), "--format", "csv").split() == ["n", "3"]
    monkeypatch.setattr("sys.stdin", io.StringIO("ASK { ?r a kz:Resolution }"))
    assert "yes" in printed(capsys, "-", str(graph_file()), "--format", "table")


def test_values_are_set_in_a_query_of_ones_own_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.rq"
    file.write_text(
        "# How many units has a resolution?\n# title: Units\n# topic: works\n# set of (iri): only this one\n\n"
        "SELECT (COUNT(DISTINCT ?u) AS ?n) {\n  # set of\n  ?u kz:partOf ?of .\n}\n",
        "utf-8",
    )
    assert printed(capsys, str(file), str(graph_file()), "--format", "csv").split() == ["n", "30"]
    narrowed = printed(capsys, str(file), str(graph_file()), "--format", "csv", "--set", "of=resolution/2034-2612")
    assert narrowed.split() == ["n", "10"]


def test_statements_are_turtle_in_one_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.rq"
    file.write_text("CONSTRUCT { ?a skos:prefLabel ?n } { ?a a kz:Person ; skos:prefLabel ?n }", "utf-8")
    first = printed(capsys, str(file), str(graph_file()))
    assert first == printed(capsys, str(file), str(graph_file()))
    # Tosk in five languages, Velin in five, Kolm in three.
    assert len(rdflib.Graph().parse(data=first, format="turtle")) == 13


def test_the_list_names_all_questions(capsys: pytest.CaptureFixture[str]) -> None:
    listed = printed(capsys, "--list")
    assert all(each.name in listed and each.text in listed for each in questions())


def test_the_query_itself_can_be_had(capsys: pytest.CaptureFixture[str]) -> None:
    shown = printed(capsys, "bodies-asked", "--set", "kind=kz:State", "--set", "kind=kz:Office", "--sparql")
    ontology = "https://w3id.org/kzgraph/ontology#"
    assert f"\n  VALUES ?kind {{ <{ontology}State> <{ontology}Office> }}\n" in shown


def test_an_empty_column_of_names_leads_to_another_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "el.ttl"
    assert main(["build", str(TEXTS / "2034-2612.el.txt"), "-o", str(path), "--quiet"]) == 0
    assert main(["query", "persons-demanded-for", str(path)]) == 0
    assert "nothing in column name and words: the graph is in el; choose with --set language=…" in capsys.readouterr().err
    assert main(["query", "persons-demanded-for", str(path), "--set", "language=el"]) == 0
    told = capsys.readouterr()
    assert "Μίρελ Τοσκ" in told.out
    assert "nothing in column" not in told.err


def test_an_answer_goes_into_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "answer.csv"
    assert printed(capsys, NAME, str(graph_file()), "--format", "csv", "-o", str(path)) == ""
    assert path.read_text("utf-8").startswith("person,name")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["nothing-like-it", "GRAPH"], "there is no question and no file of this name"),
        ([], "no question is given"),
        ([NAME], "no graph is given"),
        ([NAME, "GRAPH", "--format", "ttl"], "rows cannot be written as 'ttl'"),
        ([NAME, "GRAPH", "--set", "language"], "it has no value"),
        ([NAME, "GRAPH", "-o", "x.txt"], "a table is for reading"),
        ([NAME, "missing.ttl"], "it cannot be read"),
    ],
)
def test_faults_have_place_reason_and_remedy(arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [str(graph_file()) if argument == "GRAPH" else argument for argument in arguments]
    assert main(["query", *arguments]) == 4
    assert reason in capsys.readouterr().err


def test_a_fault_in_a_query_has_line_and_column(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.rq"
    file.write_text("SELECT ?x\nWHERE { ?x a }", "utf-8")
    assert main(["query", str(file), str(graph_file())]) == 4
    assert f"{file}:2:15: expected" in capsys.readouterr().err
