"""Phrases of a pack as regular expressions.

The notation is the packs': ``stem*`` goes on with any letters, ``…`` stands for up to six words.
No pattern made here can backtrack over more than those six words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

# A word of a gap ends no clause; the dot of an ordinal ("3. juuli 2031. aasta") is no end.
_GAP = r"(?:,?\s+(?:\d+\.|[^\s;.·]+)){0,6}?"
# Letters that are printed one for the other: apostrophes, and the cedillas of old Romanian fonts.
_VARIANTS = {"'": "['’ʼ]", "’": "['’ʼ]", "ș": "[șş]", "ț": "[țţ]", "Ș": "[ȘŞ]", "Ț": "[ȚŢ]", "-": "[-‐‑]"}
_CEDILLAS = str.maketrans("şţ", "șț")


def _word(word: str) -> str:
    stem, star = (word[:-1], r"\w*") if word.endswith("*") else (word, "")
    return "".join(_VARIANTS.get(letter) or re.escape(letter) for letter in stem) + star


@cache
def source_of(phrase: str) -> str:
    r"""Return the regular expression of one phrase, without borders.

    Args:
        phrase: In the notation of the packs.

    >>> bool(re.fullmatch(source_of("изразява … загриженост*"), "изразява своята дълбока загриженост"))
    True
    """
    out = ""
    for index, word in enumerate(phrase.split()):
        if word == "…":
            out += _GAP
        else:
            out += ("" if not index else r",?\s+" if "…" in phrase else r"\s+") + _word(word)
    return out


@cache
def any_of(phrases: tuple[str, ...]) -> str:
    r"""Return a regular expression that matches the longest of some phrases as whole words.

    A phrase that ends in a mark ("art.") needs no border behind it. Of no phrase nothing is matched.

    >>> re.findall(any_of(("article*", "art.")), "Articles 2 and art. 3; smart. 5", re.I)
    ['Articles', 'art.']
    """
    if not phrases:
        return r"(?!)"
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(_bordered(phrase) for phrase in ordered) + ")"


def _bordered(phrase: str) -> str:
    before = r"(?<!\w)" if phrase[0].isalnum() else ""
    after = r"(?!\w)" if phrase[-1].isalnum() or phrase[-1] == "*" else ""
    return before + source_of(phrase) + after


@cache
def finder(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Return the compiled form of :func:`any_of`, blind to case."""
    return re.compile(any_of(phrases), re.IGNORECASE)


def first_letters(text: str, at: int = 0) -> str:
    """Return the two letters by which phrases are looked up, blind to case and to cedillas.

    >>> first_letters("Îşi exprimă") == first_letters("își")
    True
    """
    return text[at : at + 2].casefold().translate(_CEDILLAS)


def count_words(phrase: str) -> int:
    """Return how many words of a phrase are fixed; the longer a formula, the more it proves.

    >>> count_words("Az Európai Parlament … állásfoglalása")
    4
    """
    return sum(word != "…" for word in phrase.split())


def longest_first(phrases: Iterable[str]) -> tuple[str, ...]:
    """Return phrases without doubles, the longest first.

    >>> longest_first(["ker", "ker so", "ker"])
    ('ker so', 'ker')
    """
    return tuple(sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase)))
