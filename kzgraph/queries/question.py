"""Competency questions: a query each, with what a reader and a program must know of it.

A question is a file ``NAME.rq`` in ``ontology/queries``. Its first line is the question, the lines below are its header::

    # Which demands are due before a day?
    #
    # title: Demands due before a day
    # topic: demands
    # about: A deadline that names a month counts from its first day.
    # set before (date): the day

and in the query each line that ends in ``# set before`` is where the value goes, in one of three ways::

    # set before                                             nothing yet, so that everything is listed
    VALUES ?before { "2100-01-01"^^xsd:date }  # set before  another row of values
    FILTER(LANG(?name) IN ("en"))  # set language            another list

So a file is complete SPARQL as it stands, and any store and any editor can run it without knowing this package.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from kzgraph.errors import QueryError
from kzgraph.queries.values import KINDS, token
from kzgraph.resources import ontology_folder

_FIELD = re.compile(r"# (title|topic|about): (\S.*)")
_PARAMETER = re.compile(r"# set (\w+) \((\w+)\): (\S.*)")
_PLACE = re.compile(r"^( *)(?:(.* IN )\([^()]*\)(.*)  |VALUES \?\w+ \{.*\}  )?# set (\w+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a user may set in a question.

    Args:
        name: The name of the variable.
        kind: A key of :data:`kzgraph.queries.values.KINDS`.
        about: What it does, in a clause.
    """

    name: str
    kind: str
    about: str


@dataclass(frozen=True, slots=True)
class Question:
    """A competency question.

    Args:
        name: What it is called on the command line: the name of its file.
        text: The question, a sentence.
        title: A heading for it.
        topic: What it belongs to, such as "demands".
        notes: What to know before trusting an answer, a sentence or two each.
        parameters: What can be set, in the order of the file.
        sparql: The query with its header, as it stands in the file.
    """

    name: str
    text: str
    title: str
    topic: str
    notes: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    sparql: str

    def bound(self, values: Mapping[str, Sequence[str]], base: str) -> str:
        """Return the query with values in the places of parameters; each value becomes a term first, never a piece of query.

        Args:
            values: Some values for names of parameters; what fits one of them is in the answer.
            base: What the IRIs of the data begin with: ``actor/x`` is an IRI behind it.

        Raises:
            QueryError: There is no such parameter, or a value is not of its kind.

        >>> print(question("demands-due-before").bound({"before": ["2031-11-01"]}, "").splitlines()[13])
          VALUES ?before { "2031-11-01"^^<http://www.w3.org/2001/XMLSchema#date> }
        """
        kinds = {parameter.name: parameter.kind for parameter in self.parameters}
        rows = {}
        for name, given in values.items():
            if name not in kinds:
                known = ", ".join(kinds) or "none"
                raise QueryError(self.name, f"nothing called '{name}' can be set", f"It has: {known}.")
            rows[name] = [token(name, kinds[name], value, base) for value in given]

        def place(found: re.Match[str]) -> str:
            indent, before, behind, name = found.groups()
            if name not in rows:
                return found[0]
            if before:
                return f"{indent}{before}({', '.join(rows[name])}){behind}"
            return f"{indent}VALUES ?{name} {{ {' '.join(rows[name])} }}"

        return _PLACE.sub(place, self.sparql)


@cache
def questions() -> tuple[Question, ...]:
    """Return all competency questions, by name.

    >>> questions()[0].name
    'actors-by-first-year'
    """
    return tuple(read_question(path) for path in sorted((ontology_folder() / "queries").glob("*.rq")))


def question(name: str) -> Question:
    """Return the question of a name.

    Raises:
        QueryError: There is none of it.
    """
    named = {each.name: each for each in questions()}
    if name not in named:
        near = get_close_matches(name, named, n=3)
        hint = f"Did you mean {', '.join(near)}? " if near else ""
        raise QueryError(name, "there is no question and no file of this name", f"{hint}All are listed by kzgraph query --list.")
    return named[name]


def read_question(path: Path) -> Question:
    """Read a question with its header.

    Args:
        path: A file in the form that this module describes.

    Raises:
        QueryError: Its header breaks that form.
    """
    sparql = path.read_text("utf-8")
    lines = sparql.splitlines()
    header = lines[: next((place for place, line in enumerate(lines) if not line.startswith("#")), len(lines))]
    fields: dict[str, list[str]] = {"title": [], "topic": [], "about": []}
    parameters = []
    for number, line in enumerate(header[1:], 2):
        if field := _FIELD.fullmatch(line):
            fields[field[1]].append(field[2])
        elif found := _PARAMETER.fullmatch(line):
            if found[2] not in KINDS:
                raise QueryError(f"{path}:{number}", f"'{found[2]}' is no kind of value", f"There are {', '.join(KINDS)}.")
            parameters.append(Parameter(*found.groups()))
        elif line != "#":
            raise QueryError(f"{path}:{number}", "this line belongs to no header", "Write title, topic, about or set.")
    if not header or not header[0].endswith("?") or len(fields["title"]) != 1 or len(fields["topic"]) != 1:
        raise QueryError(str(path), "it has no question, title and topic", "Write them as its first lines.")
    places = {found[4] for found in _PLACE.finditer(sparql)}
    if places != {parameter.name for parameter in parameters}:
        raise QueryError(str(path), "what can be set and where it goes do not agree", "Write both.")
    text = header[0].removeprefix("# ")
    return Question(path.stem, text, fields["title"][0], fields["topic"][0], tuple(fields["about"]), tuple(parameters), sparql)
