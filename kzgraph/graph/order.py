"""The order in which subjects and predicates are printed, the same in every format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby

from kzgraph.graph.terms import RDF, Row

# Longer runs of digits are no numbers that anybody counts with, and Python refuses to read them.
_NUMBER = re.compile(r"((?<!\d)\d{1,18}(?!\d))")

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
    ordered = sorted(rows, key=lambda row: (natural(row[0]), row[0], row[1] != RDF.type, row[1], natural(row[2]), row[2]))
    for subject, of_subject in groupby(ordered, key=lambda row: row[0]):
        yield (
            subject,
            [(predicate, [row[2] for row in of_both]) for predicate, of_both in groupby(of_subject, key=lambda row: row[1])],
        )
