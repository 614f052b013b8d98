"""What a text says apart from its words: the same facts in every language.

The number of units, the findings of each recital that has not just one, the dates and figures of each unit. Versions of one work
share nearly all of them, two works nearly none; so a text without title or number can be tied to its work.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Hashable, Set

from kzgraph.model import UnitKind, Version

#: ("units", "recital", "18"), ("findings", "recital/A", "2"), ("date", "citation/1", "2021-02-11"), ("figure", "recital/A", "60")
Fact = tuple[str, str, str]

#: A version belongs to a work when so large a share of the facts of the smaller side are facts of both.
LEAST_SHARE = 0.6
#: Fewer facts than this prove nothing.
LEAST_FACTS = 6


def fingerprint(version: Version) -> frozenset[Fact]:
    """Return the language-free facts of a version."""
    facts: set[Fact] = set()
    for kind in UnitKind:
        facts.add(("units", kind.value, str(sum(unit.kind is kind for unit in version.units))))
    for unit in version.units:
        # Most recitals have one finding: that two texts agree in it says nothing of them.
        if unit.kind is UnitKind.RECITAL and len(unit.clauses) != 1:
            facts.add(("findings", unit.key, str(len(unit.clauses))))
        facts |= {("date", unit.key, mention.value) for mention in unit.dates}
        facts |= {("figure", unit.key, str(mention.value)) for mention in unit.figures}
    return frozenset(facts)


def numbers(facts: frozenset[Fact]) -> bytes:
    """Return facts as sorted numbers of eight bytes each: enough to compare texts by, and little to keep.

    >>> len(numbers(frozenset({("units", "recital", "18"), ("figure", "recital/A", "60")})))
    16
    """
    hashed = (hashlib.blake2b("\x1f".join(fact).encode(), digest_size=8).digest() for fact in facts)
    return b"".join(sorted(hashed))


def read_numbers(facts: bytes) -> tuple[int, ...]:
    r"""Return what :func:`numbers` wrote.

    >>> read_numbers(bytes(7) + b"\x05")
    (5,)
    """
    return struct.unpack(f">{len(facts) // 8}Q", facts)


def share(one: Set[Hashable], other: Set[Hashable]) -> float:
    """Return how much two fingerprints have in common, given as facts or as their numbers.

    The facts in common are compared with those of the smaller side, so that a graph of many versions, in which all their
    readings stand, does not look foreign to one of them.

    Returns:
        From 0 to 1; 0 where either side has too few facts to prove anything.

    >>> facts = frozenset(("date", f"citation/{n}", "2031-05-03") for n in range(8))
    >>> share(facts, facts), share(facts, frozenset())
    (1.0, 0.0)
    """
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller >= LEAST_FACTS else 0.0


def digest(facts: frozenset[Fact]) -> str:
    """Return 16 hex digits for a fingerprint; the parts are joined by characters that none of them holds.

    >>> digest(frozenset({("units", "recital", "18")}))
    'a7476b0f770da250'
    """
    joined = "\x1e".join("\x1f".join(fact) for fact in sorted(facts))
    return hashlib.sha256(joined.encode()).hexdigest()[:16]
