"""Unknown organisations that their own abbreviation shows: "Council of the Lakes (CL)"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import attrgetter

from kzgraph.language.tokens import Token
from kzgraph.resolve.namewords import FoundName

#: Articles and prepositions, whose first letter an abbreviation may leave out.
_LONGEST_ARTICLE = 4
_ACRONYM = re.compile(r"(?<=\s\()([^\W\d_a-z][^\W\d_]{1,9})(?=\))")


def introduced(text: str, tokens: Sequence[Token], taken: frozenset[int], texts: frozenset[int]) -> Iterator[FoundName]:
    """Yield the names whose first letters follow in brackets: "Council of the Lakes (CL)".

    Args:
        text: The clean text of a unit.
        tokens: Its words.
        taken: Indexes of words that belong to known names.
        texts: Indexes of words for kinds of texts: what they name is no organisation.
    """
    for found in _ACRONYM.finditer(text):
        at = bisect_left(tokens, found.start(1), key=attrgetter("start"))
        letters = [letter.casefold() for letter in found.group(1) if letter.isupper()]
        first = _spelt(tokens, at, letters, small=False) or _spelt(tokens, at, letters, small=True)
        own = [index for index in range(first, at) if index not in taken] if first else []
        if first and 2 * len(own) >= at - first > 1 and at not in taken and texts.isdisjoint(range(first, at)):
            yield FoundName(first, at, "Organisation", "organisation-role")


def _spelt(tokens: Sequence[Token], at: int, letters: Sequence[str], *, small: bool) -> int:
    """The index of the first of the words before a place whose first letters are these, 0 if there is none.

    Args:
        tokens: The words of the unit.
        at: Index of the abbreviation.
        letters: Of the abbreviation, in small letters.
        small: True where small words give a letter too.
    """
    left = list(letters)
    for index in range(at - 1, max(0, at - 2 * len(letters) - 2), -1):
        word = tokens[index]
        if index + 1 < at and not tokens[index + 1].joined:
            break
        article = not word.capital and len(word.text) <= _LONGEST_ARTICLE
        if word.text[0].casefold() == left[-1] and (small or not article):
            left.pop()
            if not left:
                return index if word.text[0].isupper() else 0
        elif not article:
            break
    return 0
