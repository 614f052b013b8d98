"""Findings: the clauses of a recital, each opened by the "whereas" of the language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kzgraph.language.pack import pack
from kzgraph.language.phrases import any_of
from kzgraph.language.words import Pack
from kzgraph.model import Clause, Span

#: Few words may stand between the separator and the opener: "; and whereas", "; furthermore, whereas".
_REACH = 40
_LEAD = r"(?:[^\W\d_]+,?\s+){0,2}?"
_SENTENCE = re.compile(r"[.!?][\"”“»’')\]]*\s+(?=[\"”“»(]?[^\W_a-zà-öø-ÿ])")


@dataclass(frozen=True, slots=True)
class _Forms:
    opener: re.Pattern[str]
    continuation: re.Pattern[str]
    abbreviation: re.Pattern[str]
    pinpoint: re.Pattern[str]


@cache
def _forms(code: str) -> _Forms:
    own = pack(code).recital
    stop = "".join(re.escape(mark) for mark in own.separators if mark == ".") or "(?!)"
    half_stops = "".join(re.escape(mark) for mark in own.separators if mark != ".")
    close = r"[\"”“»’')\]]*\s*(?:[-–—]\s*)?"
    # Behind a semicolon a conjunction may precede the opener; behind a full stop the opener stands first or not at all.
    # Behind a comma it opens a clause only with "and" before it: ", and whereas".
    dotted = tuple(word for words in pack(code).pinpoint.values() for word in words if word.endswith("."))
    comma = rf"|,\s+{any_of(pack(code).conjunctions)}\s+" if own.behind_comma else ""
    return _Forms(
        opener=re.compile(
            rf"(?:[{half_stops}]{close}{_LEAD}|{stop}{close}{comma})(?P<opener>{any_of(own.openers)})", re.IGNORECASE
        ),
        continuation=re.compile(rf"[;·\u0387]{close}{_LEAD}(?P<opener>{any_of(own.continuations)})", re.IGNORECASE),
        abbreviation=re.compile(rf"(?:{any_of(own.abbreviations)}|(?<!\w)[^\W\d_]\.)$", re.IGNORECASE),
        pinpoint=re.compile(rf"{any_of(dotted)}\s*$", re.IGNORECASE),
    )


def find_clauses(text: str, own: Pack) -> tuple[Clause, ...]:
    """Find the findings of a recital, in order.

    Args:
        text: The clean text of the recital.
        own: The language.

    Returns:
        Stretches that together cover the text; the first begins where the recital begins.

    >>> text = "considérant que le lac appartient à tous; que sa vente, que nul n'a voulue, est nulle;"
    >>> [(clause.span.start, clause.rule) for clause in find_clauses(text, pack("fr"))]
    [(0, 'opener'), (42, 'continuation')]
    """
    if not text:
        return ()
    forms = _forms(own.code)
    if own.recital.clause == "sentence":
        starts = {0: "sentence"}
        for found in _SENTENCE.finditer(text):
            before = text[max(0, found.start() - _REACH) : found.start() + 1]
            pointing = text[found.end()].isdigit() and forms.pinpoint.search(before)
            if not forms.abbreviation.search(before) and not pointing:
                starts[found.end()] = "sentence"
    else:
        # One clause per separator: "; considérant que" is an opener, the "que" in it no continuation.
        behind = {found.start(): (found.start("opener"), "continuation") for found in forms.continuation.finditer(text)}
        behind |= {found.start(): (found.start("opener"), "opener") for found in forms.opener.finditer(text)}
        starts = {0: "opener"} | dict(behind.values())
    ordered = sorted(starts)
    return tuple(
        Clause(Span(start, start + len(text[start:end].rstrip())), starts[start])
        for start, end in zip(ordered, [*ordered[1:], len(text)], strict=True)
    )
