"""The order in which subjects and predicates are printed, the same in every format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from kzgraph.graph.terms import RDF, Row

# Longer runs of digits are no numbers that anybody counts with, and Python refuses to read them.
_NUMBER = re.compile(r"((?<!\d)\d{1,18}(?!\d))")

_TYPE = RDF.type

Key = tuple[tuple[int, int, str], ...]


@lru_cache(maxsize=2**16)
def natural(token: str) -> Key:
    """Return a key by which numbers sort as numbers, and what a thing has behind the thing itself.

    >>> sorted(["<…/finding/10>", "<…/finding/2>"], key=natural)
    ['<…/finding/2>', '<…/finding/10>']
    >>> sorted(["<…/recital/B/finding/1>", "<…/recital/B>"], key=natural)
    ['<…/recital/B>', '<…/recital/B/finding/1>']
    """
    # The bracket that closes an IRI sorts behind a slash.
    open_end = token.removesuffix(">") if token[0] == "<" else token
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in _NUMBER.split(open_end) if part)


def by_subject(rows: Iterable[Row]) -> Iterator[tuple[str, list[tuple[str, list[str]]]]]:
    """Yield each subject with its predicates and their objects, types first, all in order.

    Args:
        rows: Statements in any order.
    """
    known: dict[str, dict[str, list[str]]] = {}
    for subject, predicate, value in rows:
        known.setdefault(subject, {}).setdefault(predicate, []).append(value)
    for subject in sorted(known, key=_placed):
        ordered = sorted(known[subject].items(), key=_types_first)
        yield subject, [(predicate, sorted(values, key=_placed) if len(values) > 1 else values) for predicate, values in ordered]


def _placed(token: str) -> tuple[Key, str]:
    """Tokens that count alike, such as 7 and 07, still have one order."""
    return natural(token), token


def _types_first(item: tuple[str, list[str]]) -> tuple[bool, str]:
    return item[0] != _TYPE, item[0]
