"""Asking a dataset, and the forms of an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import pyoxigraph as ox

from kzgraph.dataset.load import Dataset
from kzgraph.errors import QueryError
from kzgraph.graph.terms import prefixes
from kzgraph.queries.question import Question
from kzgraph.queries.values import token

#: Names of forms of rows, as the W3C defines them; a yes or no has the same.
ROWS: Mapping[str, ox.QueryResultsFormat] = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
#: Names of forms of statements, which CONSTRUCT and DESCRIBE give.
STATEMENTS: Mapping[str, ox.RdfFormat] = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES}

#: What can be named in place of something unknown.
_KNOWN = "SELECT DISTINCT ?thing { ?thing a ?class } ORDER BY ?thing"
_FAULT = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as people read them.

    Args:
        columns: The variables, in the order of the query.
        rows: A text per variable, empty where it is not bound; IRIs are cut down to what tells them apart.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Answer:
    """What a dataset answers to a query; it is read once.

    Args:
        dataset: What to ask.
        sparql: A query that reads; the prefixes of ``ontology/prefixes.ttl`` need not be declared.
        place: The name of the query, for messages.

    Raises:
        QueryError: It is no SPARQL query; the place has line and column.
    """

    def __init__(self, dataset: Dataset, sparql: str, place: str) -> None:
        self._base = dataset.base
        self._place = place
        try:
            self._found = dataset.store.query(sparql, prefixes=dict(prefixes()))
        except SyntaxError as fault:
            found = _FAULT.fullmatch(str(fault.msg))
            where, reason = (f"{place}:{found[1]}:{found[2]}", found[3]) if found else (place, str(fault.msg))
            raise QueryError(where, reason, "Mend the query there; updates are not run.") from fault
        except ValueError as fault:
            raise QueryError(place, str(fault), "Mend the query.") from fault

    @property
    def has_rows(self) -> bool:
        """True for the answer of SELECT and ASK, False for that of CONSTRUCT and DESCRIBE."""
        return not isinstance(self._found, ox.QueryTriples)

    def encoded(self, form: str) -> bytes:
        """Return the answer in one of the standard forms.

        Args:
            form: A key of :data:`ROWS` for rows, of :data:`STATEMENTS` for statements.

        Raises:
            QueryError: The answer has no such form, or it broke off on the way.
        """
        try:
            if not isinstance(self._found, ox.QueryTriples):
                if form not in ROWS:
                    raise QueryError("--format", f"rows cannot be written as '{form}'", f"Use one of {', '.join(ROWS)}.")
                return self._found.serialize(format=ROWS[form]) or b""
            if form not in STATEMENTS:
                raise QueryError("--format", f"statements cannot be written as '{form}'", f"Use one of {', '.join(STATEMENTS)}.")
            rows = sorted(set(self._found), key=str)
            return ox.serialize(rows, format=STATEMENTS[form], prefixes=dict(prefixes())) or b""
        except (RuntimeError, OSError, ValueError) as fault:
            raise QueryError(self._place, f"the answer broke off ({fault})", "Check the query.") from fault

    def table(self) -> Table:
        """Return the answer for people; statements have three columns, a yes or no has one.

        Raises:
            QueryError: The answer broke off on the way.
        """
        try:
            if isinstance(self._found, ox.QueryBoolean):
                return Table(("answer",), (("yes" if self._found else "no",),))
            if isinstance(self._found, ox.QueryTriples):
                triples = sorted(set(self._found), key=str)
                return Table(("subject", "predicate", "object"), tuple(self._row([*triple]) for triple in triples))
            return Table(
                tuple(variable.value for variable in self._found.variables), tuple(self._row([*row]) for row in self._found)
            )
        except (RuntimeError, OSError, ValueError) as fault:
            raise QueryError(self._place, f"the answer broke off ({fault})", "Check the query.") from fault

    def _row(self, terms: Sequence[object]) -> tuple[str, ...]:
        return tuple(_shown(term, self._base) for term in terms)


def short(iri: str, base: str) -> str:
    """Return an IRI as people read it: what follows the base, else a prefixed name, else the whole.

    Args:
        iri: Any.
        base: What the IRIs of the data begin with.

    >>> short("https://w3id.org/kzgraph/id/actor/veldoria", "https://w3id.org/kzgraph/id/")
    'actor/veldoria'
    >>> short("https://w3id.org/kzgraph/vocab/verb/urges", "https://w3id.org/kzgraph/id/")
    'verb:urges'
    """
    if base and iri.startswith(base):
        return iri.removeprefix(base)
    return next((name for name in _names(iri)), iri)


def checked(asked: Question, values: Mapping[str, Sequence[str]], dataset: Dataset) -> None:
    """Refuse an IRI that the graph does not know: an empty answer would look like the truth about it.

    Args:
        asked: The question.
        values: What is set in it, by the name of the parameter.
        dataset: What it is asked of.

    Raises:
        QueryError: No statement has the IRI; the nearest are named.
    """
    iris = {parameter.name for parameter in asked.parameters if parameter.kind == "iri"}
    for name in sorted(iris & values.keys()):
        for value in values[name]:
            node = ox.NamedNode(token(name, "iri", value, dataset.base)[1:-1])
            quads = dataset.store.quads_for_pattern
            if not any(True for found in (quads(node, None, None), quads(None, None, node)) for _ in found):
                known = (short(row[0].value, dataset.base) for row in dataset.select(_KNOWN) if isinstance(row[0], ox.NamedNode))
                near = get_close_matches(value, known, n=3)
                hint = f"Did you mean {', '.join(near)}?" if near else "Check it."
                raise QueryError(f"--set {name}", f"the graph says nothing of '{value}'", hint)


def _names(iri: str) -> Iterator[str]:
    """The prefixed names of an IRI, that of the longest namespace first."""
    for prefix, namespace in sorted(prefixes().items(), key=lambda row: -len(row[1])):
        rest = iri.removeprefix(namespace)
        if rest != iri and re.fullmatch(r"[\w-]+", rest):
            yield f"{prefix}:{rest}"


def _shown(term: object, base: str) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return short(term.value, base)
    return term.value if isinstance(term, ox.Literal) else str(term)
