"""Where in a text a pattern can match at all, told by first letters and digits, so that it is tried there and nowhere else.

A pattern that looks behind it, is blind to case or lists a hundred words is tried by Python at every character of a text. Nine
of ten of these trials fail at the first letter; to find the few places that are left costs a fraction of that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kzgraph.language.phrases import letters_of

#: So many letters tell most words apart.
_LETTERS = 3
_DIGITS = re.compile(r"\d+")


def matches_at(pattern: re.Pattern[str], text: str, places: Iterable[int]) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern as ``finditer`` would, tried at some places only.

    Args:
        pattern: One that never matches nothing.
        text: Where it is looked for.
        places: All at which it can match, and maybe more, in rising order.

    >>> [found.group() for found in matches_at(re.compile(r"1 1|1"), "1 1 1", digits_in("1 1 1"))]
    ['1 1', '1']
    """
    end = 0
    for place in places:
        if place >= end:
            found = pattern.match(text, place)
            if found is not None:
                yield found
                end = found.end()


def digits_in(text: str) -> list[int]:
    """Return where the runs of digits in a text begin.

    >>> digits_in("12. do 2031.")
    [0, 7]
    """
    return [found.start() for found in _DIGITS.finditer(text)]


class Beginnings:
    r"""Finds where one of some words may begin: where its first letters stand, and no letter before them.

    Args:
        words: In the notation of the packs; of several words the first counts.
        before: What stands before them, as a regular expression of one character.

    >>> Beginnings(["siječnja", "lipanj*"]).places("1. siječnja do 2. Lipnja, prosinac")
    [3, 18]
    """

    def __init__(self, words: Iterable[str], before: str = r"\W") -> None:
        stems = {word.split()[0].rstrip("*")[:_LETTERS] for word in words}
        marks = sorted({stem[0] for stem in stems if not stem[0].isalnum()})
        known = sorted(stem for stem in stems if stem[0].isalnum())
        initials = "".join(dict.fromkeys(letter for stem in known for letter in letters_of(stem[0])))
        parts = "|".join("".join(f"[{re.escape(letters_of(letter))}]" for letter in stem) for stem in known)
        # The first letters stand apart, for most words differ in them from all that are looked for.
        begun = rf"{before}(?=[{re.escape(initials)}])(?={parts})" if known else r"(?!)"
        self._begun = re.compile(begun, re.IGNORECASE)
        self._marks = re.compile(f"[{re.escape(''.join(marks))}]") if marks else None

    def places(self, text: str) -> list[int]:
        """Return the places in rising order."""
        places = [found.start() for found in self._begun.finditer(f" {text}")]
        if self._marks is None:
            return places
        return sorted({*places, *(found.start() for found in self._marks.finditer(text))})
