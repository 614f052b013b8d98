"""Phrases of a pack found by their words: what a word of a text may begin is looked up, and nothing else is tried or compiled.

A regular expression of some hundred phrases tries each of them at each letter of a text. Nearly all words of a text begin no
phrase, and most phrases are in no given text.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from typing import NamedTuple

from kzgraph.language.phrases import longest_first, matcher, source_of

_RUN = re.compile(r"\w+")
#: Letters that regular expressions blind to case take for one, or that are printed one for the other.
_ALIKE = str.maketrans("ıİşţ’ʼ‐‑", "iișț''--")
#: So many words of texts are remembered with the phrases that they may begin.
_REMEMBERED = 1 << 14


class _Candidates(NamedTuple):
    """The phrases that may stand at a word, the most wanted first: from its first letter on, and at its end."""

    whole: tuple[str, ...]
    ends: tuple[re.Pattern[str], ...]


class Lookup:
    """Finds the first of some phrases in a text, as the regular expression of :func:`~kzgraph.language.phrases.any_of` does.

    Of the phrases that stand at one place the longest in letters wins, and whole words win over ends of words.

    Args:
        whole: Phrases that stand as whole words, in the notation of the packs.
        ends: Phrases that may stand at the end of a longer word, where a language compounds.
        before: So many letters of a longer word stand before such an end at least.
        behind: So many letters may follow an end whose stem goes on.

    >>> group = Lookup(("party", "trade union*"), ends=("bund*",), behind=2)
    >>> [found.group() for found in group.finditer("The Party, trade  unionists and their Gewerkschaftsbunde")]
    ['Party', 'trade  unionists', 'bunde']
    """

    def __init__(self, whole: Iterable[str], ends: Iterable[str] = (), before: int = 0, behind: int = 0) -> None:
        self._whole: dict[str, list[tuple[int, str]]] = {}
        self._stems: dict[str, list[tuple[int, str]]] = {}
        for rank, phrase in enumerate(longest_first(whole)):
            word, goes_on = _first_word(phrase)
            (self._stems if goes_on else self._whole).setdefault(word, []).append((rank, phrase))
        marks = {first for first in self._whole if not _RUN.match(first)}
        alike = {letter for letter in map(chr, _ALIKE) if _folded(letter) in marks}
        # A phrase may begin with a mark: "§ 5".
        self._run = re.compile(rf"\w+|[{re.escape(''.join(sorted(marks | alike)))}]") if marks else _RUN
        self._ends = [(_first_word(phrase)[0], phrase) for phrase in longest_first(ends)]
        self._before = before
        self._behind = behind
        self._known: dict[str, _Candidates] = {}

    def match(self, text: str, at: int, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the phrase that begins at a place of a text, None if there is none.

        Args:
            text: Any text.
            at: The place.
            end: Where the text is taken to end.
        """
        word = self._run.match(text, at, end)
        if word is None:
            return None
        candidates = self._at(word.group())
        for phrase in candidates.whole:
            if found := matcher(phrase).match(text, at, end):
                return found
        for pattern in candidates.ends if not self._before else ():
            if found := pattern.match(text, at, end):
                return found
        return None

    def fullmatch(self, text: str) -> bool:
        """Return whether a text is one of the phrases, or a longer word with one at its end."""
        word = self._run.match(text)
        if word is None:
            return False
        whole, ends = self._at(word.group())
        last = range(self._before, word.end())
        return any(matcher(phrase).fullmatch(text) for phrase in whole) or any(
            pattern.fullmatch(text, at) for at in last for pattern in ends
        )

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the first phrase in a stretch of a text, None if there is none.

        Args:
            text: Any text.
            start: Where the stretch begins.
            end: Where the text is taken to end.
        """
        known = self._known
        for word in self._run.finditer(text, start, end):
            whole, ends = known.get(word.group()) or self._at(word.group())
            if not whole and not ends:
                continue
            first, last = word.span()
            for phrase in whole:
                if found := matcher(phrase).match(text, first, end):
                    return found
            for at in range(first + self._before, last) if ends else ():
                for pattern in ends:
                    if found := pattern.match(text, at, end):
                        return found
        return None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Yield the phrases in a stretch of a text one behind the other.

        Args:
            text: Any text.
            start: Where the stretch begins.
            end: Where the text is taken to end.
        """
        while found := self.search(text, start, end):
            yield found
            start = found.end()

    def _at(self, word: str) -> _Candidates:
        """What may stand at a word, from the words that were looked up before or anew."""
        candidates = self._known.get(word)
        if candidates is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            candidates = self._known[word] = self._candidates(word)
        return candidates

    def _candidates(self, word: str) -> _Candidates:
        folded = _folded(word)
        first = _first_run(folded)
        stems = (self._stems.get(first[:length], ()) for length in range(1, len(first) + 1))
        ranked = sorted(chain(self._whole.get(first, ()), *stems))
        return _Candidates(
            tuple(phrase for _, phrase in ranked),
            tuple(_end(phrase, self._behind) for stem, phrase in self._ends if stem in folded),
        )


@cache
def _end(phrase: str, behind: int) -> re.Pattern[str]:
    """One phrase as the end of a word, compiled."""
    stem, star = phrase.rstrip("*"), phrase.endswith("*")
    return re.compile(source_of(stem) + (rf"\w{{0,{behind}}}" if star else "") + r"(?!\w)", re.IGNORECASE)


def _folded(word: str) -> str:
    return word.translate(_ALIKE).casefold().translate(_ALIKE)


def _first_run(folded: str) -> str:
    """The letters with which a folded word or phrase begins, or its first mark."""
    found = _RUN.match(folded)
    return found.group() if found else folded[:1]


def _first_word(phrase: str) -> tuple[str, bool]:
    """The letters of a phrase up to its first mark or blank, folded, and whether other letters may follow them."""
    folded = _folded(phrase)
    first = _first_run(folded)
    return first, folded[len(first) : len(first) + 1] == "*"
