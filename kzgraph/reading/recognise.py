"""Recognise the language of a text by Parliament's own formulas.

A formula counts only where it can stand: the enacting formula on a line of its own, an opener at the start of a line or
behind a semicolon. So a short word like "ker" or "că" inside a sentence of another language proves nothing, and what Spanish
and Portuguese word alike ("considerando que") proves neither.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kzgraph.errors import InputError
from kzgraph.language.formulas import formulas
from kzgraph.language.phrases import PhraseIndex, count_words
from kzgraph.model import Recognition
from kzgraph.reading.lines import split
from kzgraph.reading.plain import plain

#: Fewer points than this prove no language, nor does one formula alone: an opening line and one opener make more.
LEAST_POINTS = 6
#: The winner needs this many times the points of the second.
LEAST_RATIO = 5
#: A formula is counted so many times at most; more of the same proves nothing new.
MOST_COUNTED = 30

# Where a formula can stand: behind the blanks, bullet, emphasis and label that open a line, or behind a semicolon.
_STARTS = re.compile(
    r"^[ \t\u00a0]*(?:#+ *)?(?:[-–—−•*+\uf02d\uf0b7][ \t\u00a0]*)?[*_]{0,2}(?:\(?[^\W_]{1,4}[.)][*_]{0,2}[ \t\u00a0]*)?"
    r"|[;\u00b7\u0387][ \t\u00a0]*",
    re.MULTILINE,
)
_LINE_END = re.compile(r"[*_]{0,2}\s*(?:[,:][*_]{0,2}[ \t]*|[*_]{1,2}[ \t]*)?(?:(?<=\n)|\n|$)")


@dataclass(frozen=True, slots=True)
class _Formula:
    """A formula of a language: what it is worth, and whether it must fill its line."""

    language: str
    phrase: str
    points: int
    fills_line: bool


def _formulas(code: str, own: Mapping[str, list[str]]) -> list[_Formula]:
    rows = [_Formula(code, phrase, 4 + count_words(phrase), fills_line=True) for phrase in own["opening"]]
    rows += [_Formula(code, phrase, 2 + count_words(phrase), fills_line=False) for phrase in own["title"]]
    return rows + [_Formula(code, phrase, count_words(phrase), fills_line=False) for phrase in own["openers"]]


@cache
def _index() -> tuple[PhraseIndex, tuple[_Formula, ...]]:
    """All formulas of all languages, by their phrases."""
    rows = tuple(formula for code, own in formulas().items() for formula in _formulas(code, own))
    return PhraseIndex(formula.phrase for formula in rows), rows


def _hits(text: str) -> Counter[_Formula]:
    """Count formulas; a place proves the one language whose formula there is worth most, and none if several share it."""
    hits: Counter[_Formula] = Counter()
    index, formulas_of = _index()
    shown = plain(text, markdown=True)
    text = "\n".join(line.text for line in split(shown.text if shown else text) if not line.blank)
    for start in _STARTS.finditer(text):
        at = start.end()
        found = [(formulas_of[rank], match.end()) for rank, match in index.at(text, at)]
        standing = [formula for formula, end in found if not formula.fills_line or _LINE_END.match(text, end)]
        most = max((formula.points for formula in standing), default=0)
        best = [formula for formula in standing if formula.points == most]
        if len({formula.language for formula in best}) == 1 and hits[best[0]] < MOST_COUNTED:
            hits[best[0]] += 1
    return hits


def _points(hits: Counter[_Formula]) -> tuple[tuple[str, int], ...]:
    points: Counter[str] = Counter()
    for formula, count in hits.items():
        points[formula.language] += formula.points * count
    return tuple(sorted(((code, n) for code, n in points.items() if n), key=lambda row: (-row[1], row[0])))


def weigh(text: str) -> tuple[tuple[str, int], ...]:
    r"""Return the points of each language for a text, best first, those without points left out.

    >>> weigh("Az Európai Parlament,\n– tekintettel az EUSZ 2. cikkére,")[0][0]
    'hu'
    """
    return _points(_hits(text))


def recognise(text: str, name: str, given: str | None = None) -> Recognition:
    r"""Recognise the language of a resolution.

    Args:
        text: The decoded source text.
        name: What to call it in an error.
        given: The language that the user named; it is believed, and the evidence reported beside it.

    Returns:
        The language with the formulas that prove it.

    Raises:
        InputError: No language, or more than one, fits the text.

    >>> recognise("Il-Parlament Ewropew,\n– wara li kkunsidra l-Artikolu 2 TUE,", "a.txt").language
    'mt'
    """
    hits = _hits(text)
    points = _points(hits)
    best = given if given is not None else points[0][0] if points else ""
    seen_formulas = tuple(
        sorted(((f.phrase, n) for f, n in hits.items() if n and f.language == best), key=lambda row: (-row[1], row[0]))
    )
    if given is not None:
        return Recognition(given, points, seen_formulas, given=True)
    if not points or points[0][1] < LEAST_POINTS or len(seen_formulas) < 2:
        raise InputError(
            name,
            f"this is no resolution of the European Parliament: it shows too few formulas of any of {len(formulas())} languages",
            "Check the file, or name its language with --language.",
        )
    if len(points) > 1 and points[0][1] < LEAST_RATIO * points[1][1]:
        seen = ", ".join(f"{code} {n}" for code, n in points[:3])
        raise InputError(
            name,
            f"its language is in doubt (points: {seen})",
            "Name it with --language, or split a file that mixes languages.",
        )
    return Recognition(best, points, seen_formulas)
