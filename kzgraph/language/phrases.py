"""Phrases of a pack as regular expressions.

The notation is the packs': ``stem*`` goes on with any letters, ``…`` stands for up to nine words.
No pattern made here can backtrack over more than those nine words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

# A word of a gap ends no clause; the dot of an ordinal ("3. juuli 2031. aasta") is no end.
_GAP = r"(?:,?\s+(?:\d+\.|[^\s;.·]+)){0,9}?"
# Letters that are printed one for the other: apostrophes, and the cedillas of old Romanian fonts.
_VARIANTS = {"'": "'’ʼ", "’": "'’ʼ", "ș": "șş", "ț": "țţ", "Ș": "ȘŞ", "Ț": "ȚŢ", "-": "-‐‑"}
_PRINTED = str.maketrans("şţ’ʼ‐‑", "șț''--")
#: So many letters tell most phrases apart.
_KEY_LENGTH = 6


def _word(word: str) -> str:
    stem, star = (word[:-1], r"\w*") if word.endswith("*") else (word, "")
    return "".join(f"[{_VARIANTS[letter]}]" if letter in _VARIANTS else re.escape(letter) for letter in stem) + star


def letters_of(letter: str) -> str:
    """Return the letters that may be printed for one, itself among them.

    >>> letters_of("ș")
    'șş'
    """
    return _VARIANTS.get(letter, letter)


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


@cache
def matcher(phrase: str) -> re.Pattern[str]:
    """Return the compiled form of one phrase as whole words, blind to case."""
    return re.compile(_bordered(phrase), re.IGNORECASE)


class PhraseIndex:
    """Phrases by their first letters, so that only those are compiled and tried that a text may print at a place.

    A language has some hundred forms of verbs; most of them are in no given text.

    Args:
        phrases: In the notation of the packs, the most wanted first.

    >>> verbs = PhraseIndex(["sürgeti", "sürgős", "felhívja … figyelmét"])
    >>> [verbs.phrases[rank] for rank, _ in verbs.at("Sürgeti a tagállamokat", 0)]
    ['sürgeti']
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self.phrases = tuple(phrases)
        self._ranks: dict[str, list[int]] = {}
        self._first = [phrase.split()[0].rstrip("*") for phrase in self.phrases]
        for rank, first in enumerate(self._first):
            self._ranks.setdefault(_letters(first), []).append(rank)

    def at(self, text: str, at: int) -> Iterator[tuple[int, re.Match[str]]]:
        """Yield the phrases that stand at a place of a text, in their order: their rank and their match."""
        letters = _letters(text[at : at + _KEY_LENGTH])
        ranks = sorted(rank for length in range(1, len(letters) + 1) for rank in self._ranks.get(letters[:length], ()))
        for rank in ranks:
            first = self._first[rank]
            # To compare a word costs less than to compile a phrase that a text may never print.
            if len(first) > _KEY_LENGTH and _folded(text[at : at + len(first)]) != _folded(first):
                continue
            found = matcher(self.phrases[rank]).match(text, at)
            if found is not None:
                yield rank, found


def _letters(text: str) -> str:
    """The letters by which phrases are looked up, blind to case and to what is printed in two ways."""
    return _folded(text[:_KEY_LENGTH])[:_KEY_LENGTH]


def _folded(text: str) -> str:
    return text.casefold().translate(_PRINTED)


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
