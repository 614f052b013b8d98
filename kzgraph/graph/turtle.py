"""Turtle and TriG, written straight from sorted rows: readable, without blank nodes, the same bytes at every run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from kzgraph.graph.build import Group, WorkGraph, union_groups
from kzgraph.graph.order import by_subject
from kzgraph.graph.terms import RDF, XSD, prefixes

#: The prefixes that every export declares, whether it uses them or not: heads of exports can be compared.
USED = ("kz", "stage", "rule", "verb", "dcterms", "eli", "prov", "skos", "xsd")

# Several values that are longer together stand on a line each: a name in all languages.
_WIDTH = 120
_TYPE = RDF.type
_LOCAL = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
_TYPED = re.compile(r'"(.*)"\^\^(<[^>]*>)', re.DOTALL)
_PLAIN = {XSD.integer: re.compile(r"[+-]?\d+"), XSD.decimal: re.compile(r"[+-]?\d*\.\d+")}


class _Tokens(dict[str, str]):
    """Turtle's shorter forms of N-Triples tokens, each made when it is first met.

    Args:
        base: What relative IRIs are relative to.
    """

    def __init__(self, base: str) -> None:
        super().__init__()
        self._base = base
        self._namespaces: Mapping[str, str] = {prefixes()[name]: name for name in USED}

    def __missing__(self, token: str) -> str:
        if token[0] == '"' and token[-1] != ">":
            return token  # A text stands as it is; few texts stand twice, so none is kept.
        short = self[token] = self._iri(token[1:-1]) if token[0] == "<" else self._literal(token)
        return short

    def _literal(self, token: str) -> str:
        found = _TYPED.fullmatch(token)
        if found is None:
            return token
        plain = _PLAIN.get(found[2])
        if plain is not None and plain.fullmatch(found[1]):
            return found[1]
        return f'"{found[1]}"^^{self._iri(found[2][1:-1])}'

    def _iri(self, text: str) -> str:
        if text.startswith(self._base) and len(text) > len(self._base):
            return f"<{text[len(self._base) :]}>"
        cut = max(text.rfind("#"), text.rfind("/")) + 1
        prefix = self._namespaces.get(text[:cut])
        if prefix is not None and _LOCAL.fullmatch(text, cut):
            return f"{prefix}:{text[cut:]}"
        return f"<{text}>"


def _head(base: str) -> str:
    width = max(map(len, USED)) + 1
    lines = [f"@base {' ' * width}<{base}> ."]
    lines += [f"@prefix {(name + ':').ljust(width)} <{prefixes()[name]}> ." for name in USED]
    return "\n".join(lines) + "\n"


def _statements(group: Group, short: _Tokens, indent: str) -> Iterator[str]:
    for subject, predicates in by_subject(group.rows):
        lines = []
        for predicate, objects in predicates:
            verb = "a" if predicate == _TYPE else short[predicate]
            values = [short[value] for value in objects]
            line = f"{verb} {', '.join(values)}"
            if len(values) > 1 and len(line) > _WIDTH:
                line = f"{verb}\n{indent}        " + f",\n{indent}        ".join(values)
            lines.append(line)
        yield f"{indent}{short[subject]} {f' ;{chr(10)}{indent}    '.join(lines)} .\n"


def turtle(graphs: Iterable[WorkGraph], base: str) -> Iterator[str]:
    """Yield Turtle, piece by piece: the head, then the statements unit by unit.

    Args:
        graphs: The works, in order.
        base: What relative IRIs are relative to.
    """
    short = _Tokens(base)
    yield _head(base)
    for group in union_groups(graphs):
        yield f"\n# {group.title}\n\n" + "\n".join(_statements(group, short, ""))


def trig(graphs: Iterable[WorkGraph], base: str) -> Iterator[str]:
    """Yield TriG, piece by piece: one named graph per work.

    Args:
        graphs: The works, in order.
        base: What relative IRIs are relative to.
    """
    short = _Tokens(base)
    yield _head(base)
    for graph in graphs:
        yield f"\nGRAPH {short[f'<{graph.graph}>']} {{\n"
        for group in graph.groups:
            yield f"\n    # {group.title}\n\n" + "\n".join(_statements(group, short, "    "))
        yield "}\n"
