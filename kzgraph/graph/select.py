"""The SPARQL constraints of the shapes: which queries Oxigraph answers as rdflib does, and the answers.

A query is taken where it is written with what both are known to do alike: predicates named outright, functions of a short
list. A graph is taken where each value that a query may meet is of the kind that the shapes declare, spelt plainly. Then the
numbers are numbers and the texts texts to both; for all else the reference decides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kzgraph.graph.constraints import Class, Datatype, HasValue, In, NodeKind, Select, Shape
from kzgraph.graph.literals import LANGUAGE_STRING, UndecidedError, parts, term
from kzgraph.graph.terms import RDF, XSD

_STRING = re.compile(r"\"\"\".*?\"\"\"|'''.*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL)
_COMMENT = re.compile(r"(?m)(?<!\S)#.*$")
_TOKEN = re.compile(r"<[^<>\s]*>|[?$]\w+|[A-Za-z][\w-]*:[\w.-]*[\w-]|[A-Za-z]\w*|[{}();,]|\.(?!\d)|[^\s\w]|\S+")
#: The words that a query may hold: those of its form, and functions that answer alike.
_WORDS = {
    "SELECT", "AS", "WHERE", "GROUP", "BY", "HAVING", "FILTER", "NOT", "EXISTS", "OPTIONAL", "UNION", "BIND", "COUNT", "DISTINCT",
    "MIN", "MAX", "STR", "IRI", "LANG", "BOUND", "COALESCE", "STRLEN", "STRBEFORE", "SUBSTR", "A",
}  # fmt: skip
_CASTS = {"xsd:integer"}
#: What a text may look like that a function cuts or reads as a number: a word, or a number as people write it.
_PLAIN_TEXT = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*|0|[1-9][0-9]{0,17}")
_PLAIN_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,17}")
_PLAIN_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*>")
_PLAIN_LANGUAGE = re.compile(r"[a-z]{2,8}(?:-[a-z0-9]{1,8})*")
#: What stands behind each mark of a pattern: a subject, a predicate, an object.
_PUNCTUATION = {".": 0, ";": 1, ",": 2}
_DEFAULT_PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
}


class NotUnderstoodError(Exception):
    """A query is written with something that is not known to be answered alike; the message names it."""


def read_select(query: str, prefixes: Mapping[str, str], messages: tuple[str, ...]) -> Select:
    """Take a query of a SPARQL constraint.

    Args:
        query: Its text, as sh:select has it.
        prefixes: What it may be written with, beside those that pySHACL knows by itself.
        messages: Of the constraint.

    Raises:
        NotUnderstoodError: It holds something that is not taken.

    >>> read_select("SELECT $this WHERE { $this rdfs:label ?label }", {}, ()).predicates
    frozenset({'<http://www.w3.org/2000/01/rdf-schema#label>'})
    """
    import pyoxigraph

    known = {**_DEFAULT_PREFIXES, **prefixes}
    words = _TOKEN.findall(_COMMENT.sub(" ", _STRING.sub('""', query)))
    named = frozenset(_predicates(words, known))
    whole = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in known.items()) + query
    try:
        pyoxigraph.Store().query(whole)
    except SyntaxError as fault:
        raise NotUnderstoodError(f"a syntax that Oxigraph refuses ({fault})") from fault
    return Select(whole, named, messages)


def _predicates(words: Iterable[str], prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield all IRIs of a query; where a variable stands for a predicate, which it is cannot be told."""
    place = 0  # 0 subject, 1 predicate, 2 object
    brackets = [""]
    head = True  # in what stands between SELECT or GROUP BY and the next brace
    for word in words:
        in_pattern = brackets[-1] == "{" and not head
        if word in "{(":
            brackets.append(word)
        elif word in "})":
            brackets.pop()
        elif word == "a" or word[0] == "<" != word or (":" in word and word[0] not in "?$"):
            yield from () if word in _CASTS else (_iri(word, prefixes),)
            place += in_pattern
        elif word[0] in "?$":
            if (in_pattern and place == 1) or word[1:] in ("PATH", "shapesGraph", "currentShape", "failure"):
                raise NotUnderstoodError(f"{word}, of which nothing is known,")
            place += in_pattern
        elif word[0].isalpha():
            if word.upper() not in _WORDS:
                raise NotUnderstoodError(word)
            place = 0
            head = head or word.upper() in ("SELECT", "GROUP", "HAVING")
        elif word in _PUNCTUATION:
            place = _PUNCTUATION[word]
        elif in_pattern:
            raise NotUnderstoodError(word)  # a path, a node without a name, a literal
        if word in ("{", "}"):
            place, head = 0, False


def _iri(word: str, prefixes: Mapping[str, str]) -> str:
    if word == "a":
        return RDF.type
    prefix, _, local = word.partition(":")
    if word[0] != "<" and prefix not in prefixes:
        raise NotUnderstoodError(f"the prefix {prefix}:")
    return word if word[0] == "<" else f"<{prefixes[prefix]}{local}>"


def kinds_of(shapes: Iterable[Shape]) -> dict[str, frozenset[str]]:
    """Return what shapes say of the values of each predicate: the tokens of datatypes, "<" for IRIs.

    Args:
        shapes: All of them.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for shape in shapes:
        predicate = shape.path.predicate if shape.path else None
        if predicate is None:
            continue
        for constraint in shape.constraints:
            if isinstance(constraint, Datatype):
                found[predicate].add(constraint.name)
            elif isinstance(constraint, Class) or (isinstance(constraint, NodeKind) and constraint.first == "<"):
                found[predicate].add("<")
            elif isinstance(constraint, (In, HasValue)):
                values = constraint.values if isinstance(constraint, In) else (constraint.value,)
                found[predicate] |= {"<" if value[0] == "<" else parts(value)[2] or XSD.string for value in values}
    return {predicate: frozenset(kinds) for predicate, kinds in found.items()}


class Answers:
    """Answers the queries of one graph.

    Args:
        columns: By predicate and subject, the objects.
        predicates: All that the queries name.
        kinds: What the shapes declare of the values of each.

    Raises:
        UndecidedError: The graph holds a value that the two engines may not take alike.
    """

    def __init__(
        self,
        columns: Mapping[str, Mapping[str, list[str]]],
        predicates: Iterable[str],
        kinds: Mapping[str, frozenset[str]],
    ) -> None:
        import pyoxigraph

        self._store = pyoxigraph.Store()
        lines: list[str] = []
        plain: dict[str, set[str]] = defaultdict(set)  # by kind; most nodes stand in many statements
        subjects = plain["<"]
        for predicate in sorted(predicates):
            column = columns.get(predicate, {})
            declared = kinds.get(predicate, frozenset("<"))
            if len(declared) != 1:
                raise UndecidedError(f"values of {predicate}, which shapes declare in several ways")
            (kind,) = declared
            known = plain[kind]
            for subject, values in column.items():
                if subject not in subjects:
                    if not _is_plain(subject, "<"):
                        raise UndecidedError(f"{subject} {predicate}")
                    subjects.add(subject)
                for value in values:
                    if value not in known:
                        if not _is_plain(value, kind):
                            raise UndecidedError(f"{subject} {predicate} {value}")
                        known.add(value)
                    lines.append(f"{subject} {predicate} {value} .\n")
        self._store.load("".join(lines).encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)

    def of(self, select: Select, focus: str) -> list[dict[str, str]]:
        """Return the solutions of a query, by variable, each once.

        Args:
            select: The query.
            focus: What stands for $this.
        """
        import pyoxigraph

        this: dict[Any, Any] = {pyoxigraph.Variable("this"): pyoxigraph.NamedNode(focus[1:-1])}
        solutions = self._store.query(select.text, substitutions=this)
        assert isinstance(solutions, pyoxigraph.QuerySolutions)
        names = [variable.value for variable in solutions.variables]
        each = {tuple(map(str, solution)): tuple(solution) for solution in solutions}
        return [
            _bound((name, getattr(one, "value", None)) for name, one in zip(names, row, strict=True)) for row in each.values()
        ]


class ReferenceAnswers:
    """Answers the queries of a graph that Oxigraph may read otherwise: with rdflib, as pySHACL does.

    Args:
        columns: By predicate and subject, the objects.
        predicates: All that the queries name.
    """

    def __init__(self, columns: Mapping[str, Mapping[str, list[str]]], predicates: Iterable[str]) -> None:
        import rdflib

        self._graph = rdflib.Graph()
        for predicate in predicates:
            for subject, values in columns.get(predicate, {}).items():
                for value in values:
                    self._graph.add((term(subject), term(predicate), term(value)))

    def of(self, select: Select, focus: str) -> list[dict[str, str]]:
        """Return the solutions of a query, by variable, each once; see :meth:`Answers.of`."""
        from rdflib.plugins.sparql import prepareQuery

        solutions: Any = self._graph.query(prepareQuery(select.text), initBindings={"this": term(focus)})
        each = {frozenset(solution.asdict().items()) for solution in solutions}
        return [_bound(row) for row in each]


def _bound(row: Iterable[tuple[str, object]]) -> dict[str, str]:
    """The values of the variables that have one, as a report prints them."""
    return {name: str(value) for name, value in row if value is not None}


def _is_plain(value: str, kind: str) -> bool:
    """Say whether a value is of a kind, spelt so that both engines read the same."""
    if kind == "<" or value[0] != '"':
        return kind == "<" and _PLAIN_IRI.fullmatch(value) is not None
    characters, tag, datatype = parts(value)
    if kind == LANGUAGE_STRING:
        return _PLAIN_LANGUAGE.fullmatch(tag) is not None
    if kind == XSD.string:
        return not tag and not datatype and _PLAIN_TEXT.fullmatch(characters) is not None
    return kind == XSD.integer == datatype and _PLAIN_NUMBER.fullmatch(characters) is not None
