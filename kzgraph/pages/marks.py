"""Where in the words of a unit its evidence stands.

The graph gives places in the source; between source and words lie line breaks, footnotes and page feet that were taken away.
The printed form says what to look for, and the distance to what was found before says which of several like words it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kzgraph.pages.records import Clause, Evidence, Text

#: Of one printed form in one unit, at most so many places are weighed: the cost stays linear in the text.
_PLACES = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words under one mark.

    Args:
        text: The words.
        clause: The clause that they belong to, if any.
        evidence: What stands there, the longest first; none for plain words.
        first: True where its clause begins.
    """

    text: str
    clause: Clause | None
    evidence: tuple[Evidence, ...]
    first: bool


def place(text: Text, wanted: Sequence[tuple[Evidence, Sequence[str]]]) -> dict[str, tuple[int, int]]:
    """Find evidence in the words of its unit.

    Args:
        text: The words.
        wanted: Evidence with the printed forms that it may have, in any order.

    Returns:
        Start and end in the words by IRI; what is not in them is left out.
    """
    rows = []
    for evidence, forms in sorted(wanted, key=lambda row: (row[0].start, -row[0].end, row[0].iri)):
        places = [(found.start(), found.end()) for form in forms if form for found in re.finditer(re.escape(form), text.text)]
        if places:
            rows.append((evidence, places[:_PLACES]))
    # The cheapest way from place to place, where a step costs what it differs from the step in the source.
    ways: list[list[tuple[int, int]]] = []
    for number, (evidence, places) in enumerate(rows):
        if not number:
            ways.append([(abs(start - (evidence.start - text.start)), 0) for start, _ in places])
            continue
        before, earlier = rows[number - 1]
        step = evidence.start - before.start
        ways.append(
            [
                min((ways[-1][back][0] + abs(start - earlier[back][0] - step), back) for back in range(len(earlier)))
                for start, _ in places
            ]
        )
    found = {}
    at = min(range(len(ways[-1])), key=lambda end: ways[-1][end]) if ways else 0
    for number in range(len(rows) - 1, -1, -1):
        found[rows[number][0].iri] = rows[number][1][at]
        at = ways[number][at][1]
    return found


def pieces(text: Text, evidence: Sequence[Evidence], clauses: Sequence[Clause]) -> list[Piece]:
    """Cut the words of a unit into runs under the same marks.

    Names within names come together under one mark: a page can link only one way from a word.

    Args:
        text: The words.
        evidence: Of this unit in this version.
        clauses: Of this unit.
    """
    of_clause = {clause.iri: clause for clause in clauses}
    wanted: list[tuple[Evidence, Sequence[str]]] = []
    for one in evidence:
        if one.kind != "passage":
            wanted.append((one, (one.exact,)))
        elif one.target in of_clause:
            wanted.append((one, [words for language, words in of_clause[one.target].contents if language == text.language]))
    places = place(text, wanted)
    spans = [(*places[one.iri], one) for one in evidence if one.iri in places]
    regions = sorted(
        ((start, end, of_clause[one.target]) for start, end, one in spans if one.kind == "passage" and one.target),
        key=lambda row: (row[0], row[1], row[2].iri),
    )
    marks = _clusters(sorted(((s, e, one) for s, e, one in spans if one.kind != "passage"), key=lambda row: (row[0], -row[1])))
    edges = {0, len(text.text)}
    edges.update(edge for start, end, _ in regions for edge in (start, end))
    edges.update(edge for start, end, _ in marks for edge in (start, end))
    found = []
    order = sorted(edges)
    for start, end in pairwise(order):
        clause = next((clause for left, right, clause in regions if left <= start and end <= right), None)
        here = next((group for left, right, group in marks if left <= start and end <= right), ())
        first = any(left == start for left, _, _ in regions)
        found.append(Piece(text.text[start:end], clause, here, first))
    return found


def _clusters(spans: Sequence[tuple[int, int, Evidence]]) -> list[tuple[int, int, tuple[Evidence, ...]]]:
    """Join what overlaps; names before dates and figures, longer before shorter."""
    joined: list[tuple[int, int, list[tuple[int, int, Evidence]]]] = []
    for start, end, one in spans:
        if joined and start < joined[-1][1]:
            left, right, group = joined[-1]
            joined[-1] = (left, max(right, end), [*group, (start, end, one)])
        else:
            joined.append((start, end, [(start, end, one)]))
    return [
        (
            left,
            right,
            tuple(one for _, _, one in sorted(group, key=lambda row: (row[2].kind != "mention", row[0] - row[1], row[2].iri))),
        )
        for left, right, group in joined
    ]
