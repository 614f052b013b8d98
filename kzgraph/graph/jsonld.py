"""JSON-LD under our own context, which is written into every file, so that no reader needs the network."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from kzgraph.graph.build import WorkGraph, union_groups
from kzgraph.graph.order import by_subject
from kzgraph.graph.terms import RDF, XSD, prefixes
from kzgraph.resources import ontology_folder

_LITERAL = re.compile(r'"(?P<value>.*)"(?:@(?P<language>[a-zA-Z0-9-]+)|\^\^<(?P<datatype>[^>]*)>)?', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-F]{4})|(.))")
_EXACT = 15  # so many digits survive in any reader's JSON numbers; longer ones are written as texts
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


def unescape(text: str) -> str:
    r"""Return the characters behind N-Triples escapes.

    >>> unescape('\\u2028 \\"a\\"') == '\u2028 "a"'
    True
    """
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else _LETTERS[m[2]], text)


@cache
def context() -> Mapping[str, Any]:
    """Return our JSON-LD context, from ``ontology/context.jsonld``."""
    loaded: Mapping[str, Any] = json.loads((ontology_folder() / "context.jsonld").read_text("utf-8"))["@context"]
    return loaded


class _Compactor:
    """Writes tokens as the context would have them."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._terms: dict[str, str] = {}
        self._types: dict[str, str | None] = {}
        for term, entry in context().items():
            if term.startswith("@") or term in prefixes():
                continue
            expanded = self._expand(entry if isinstance(entry, str) else entry["@id"])
            self._terms[expanded] = term
            self._types[term] = None if isinstance(entry, str) else entry.get("@type")

    @staticmethod
    def _expand(name: str) -> str:
        prefix, _, local = name.partition(":")
        return f"{prefixes()[prefix]}{local}"

    def _iri(self, text: str, *, vocabulary: bool = False) -> str:
        if vocabulary and text in self._terms:
            return self._terms[text]
        if text.startswith(self._base) and len(text) > len(self._base):
            return text[len(self._base) :]
        return text

    def node(self, subject: str, predicates: list[tuple[str, list[str]]]) -> dict[str, Any]:
        node: dict[str, Any] = {"@id": self._iri(subject[1:-1])}
        for predicate, objects in predicates:
            if predicate == RDF.type:
                node["@type"] = _one([self._iri(token[1:-1], vocabulary=True) for token in objects])
                continue
            term = self._terms[predicate[1:-1]]
            node[term] = _one([self._value(token, self._types[term]) for token in objects])
        return node

    def _value(self, token: str, kind: str | None) -> Any:
        if token[0] == "<":
            name = self._iri(token[1:-1])
            return name if kind == "@id" else {"@id": name}
        found = _LITERAL.fullmatch(token)
        assert found is not None
        value = unescape(found["value"])
        if found["language"]:
            return {"@language": found["language"], "@value": value}
        if found["datatype"] is None:
            return value
        if f"<{found['datatype']}>" == XSD.integer and len(value) <= _EXACT:
            return int(value)
        short = f"xsd:{found['datatype'].rpartition('#')[2]}"
        return value if kind == short else {"@type": short, "@value": value}


def _one(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def jsonld(graphs: Iterable[WorkGraph], base: str) -> Iterator[str]:
    """Yield JSON-LD, one subject a line, so that versions of a file can be compared.

    Args:
        graphs: The works, in order.
        base: What relative IRIs are relative to; it is written into the context.
    """
    compact = _Compactor(base)
    yield ('{"@context": ' + json.dumps({"@base": base, **context()}, ensure_ascii=False, sort_keys=True) + ',\n"@graph": [')
    first = True
    for group in union_groups(graphs):
        for subject, predicates in by_subject(group.rows):
            yield ("" if first else ",") + "\n" + json.dumps(compact.node(subject, predicates), ensure_ascii=False)
            first = False
    yield "\n]}\n"
