"""Three invented resolutions in five languages, the competency questions, and what a reader of the texts answers to them.

A test of any store can take all three from here: it loads :func:`graph_file`, asks each question of
:func:`questions_with_answers`, and compares :func:`normalised` of what comes back. The answers hold for the graph alone, without
the ontology and its vocabularies beside it.
"""

from __future__ import annotations

import atexit
import csv
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from kzgraph.cli import main
from kzgraph.queries.answer import short
from kzgraph.queries.question import Question, questions
from kzgraph.resolve.iri import BASE

HERE = Path(__file__).resolve().parent
TEXTS = HERE / "texts"
ANSWERS = HERE / "answers"
NUMBERS = {"integer", "decimal", "int", "long", "double"}

#: What is set in questions whose whole answer is too long to be checked by reading.
SET: Mapping[str, Mapping[str, Sequence[str]]] = {
    "evidence-of-statement": {
        "statement": ["resolution/2033-2501/paragraph/3/act/1", "resolution/2034-2612/recital/A/finding/1"]
    },
    "names-of-actor": {"actor": ["actor/person-mrl-tsk", "actor/person-n-vln", "actor/organisation-rprtrs-f-t-lks"]},
    "printed-forms": {
        "entity": [
            "actor/government-of-veldoria",
            "actor/person-mrl-tsk",
            "instrument/international-covenant-on-civil-and-political-rights",
            "instrument/treaty-on-european-union/art/3/5",
        ]
    },
    "rules-by-evidence": {"version": ["resolution/ta-11-2035-0077/version/es"]},
}

#: Rows of texts, a text per column.
Rows = list[tuple[str, ...]]


@dataclass(frozen=True)
class Expected:
    """What the answer to a question must be.

    Args:
        question: The question.
        sparql: Its query, with what is set in it.
        columns: Its variables.
        rows: In the order of the query.
    """

    question: Question
    sparql: str
    columns: tuple[str, ...]
    rows: Rows


@cache
def graph_file() -> Path:
    """Build the graph of the three resolutions, once; a named graph each."""
    folder = Path(tempfile.mkdtemp(prefix="kzgraph-questions-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "questions.nq"
    assert main(["build", str(TEXTS), "-o", str(path), "--quiet"]) == 0
    return path


def questions_with_answers() -> Iterator[Expected]:
    """Yield each question with its known answer."""
    for question in questions():
        with (ANSWERS / f"{question.name}.csv").open(encoding="utf-8", newline="") as file:
            columns, *rows = csv.reader(file)
        sparql = question.bound(SET.get(question.name, {}), BASE)
        yield Expected(question, sparql, tuple(columns), [tuple(row) for row in rows])


def normalised(results: Mapping[str, Any]) -> Rows:
    """Return the rows of an answer in the JSON format of SPARQL, as the files of answers have them, in the order they came in.

    Stores may write a number in several ways and give a text of a query any of its datatypes; an IRI is cut down to what tells
    it apart.

    Args:
        results: The whole answer, with ``head`` and ``results``.
    """
    columns: Sequence[str] = results["head"]["vars"]
    return [tuple(_shown(row.get(column)) for column in columns) for row in results["results"]["bindings"]]


def _shown(term: Mapping[str, str] | None) -> str:
    if term is None:
        return ""
    if term["type"] == "uri":
        return short(term["value"], BASE)
    if term.get("datatype", "").rpartition("#")[2] in NUMBERS:
        number = Decimal(term["value"]).normalize()
        return f"{number:f}"
    return term["value"]
