"""Phrases of a pack as regular expressions.

The notation is the packs': ``stem*`` goes on with any letters, ``…`` stands for up to nine words.
No pattern made here can backtrack over more than those nine words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

# A word of a gap ends no clause; the dot of an ordinal ("3. juuli 2031. aasta") is no end.
_GAP = r"(?:,?\s+(?:\d+\.|[^\s;.·]+)){0,9}?"
# Letters that are printed one for the other: apostrophes, and the cedillas of old Romanian fonts.
_VARIANTS = {"'": "'’ʼ", "’": "'’ʼ", "ș": "șş", "ț": "țţ", "Ș": "ȘŞ", "Ț": "ȚŢ", "-": "-‐‑"}
_PRINTED = tuple(zip("şţ’ʼ‐‑ı", "șț''--i", strict=True))
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

    A language has some hundred forms of verbs; most of them are in no given text, or only their first word is.

    Args:
        phrases: In the notation of the packs, the most wanted first.

    >>> verbs = PhraseIndex(["sürgeti", "sürgős", "felhívja … figyelmét"])
    >>> [verbs.phrases[rank] for rank, _ in verbs.at("Sürgeti a tagállamokat", 0)]
    ['sürgeti']
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self.phrases = tuple(phrases)
        self._ranks: dict[str, list[int]] = {}
        self._first: list[str] = []
        self._others: list[tuple[str, ...]] = []
        for rank, phrase in enumerate(self.phrases):
            first, *others = (word for word in phrase.split() if word != "…")
            first = _stem(first)
            self._first.append(first)
            self._others.append(tuple(others))
            self._ranks.setdefault(first[:_KEY_LENGTH], []).append(rank)
        self._initials = {letters[0] for letters in self._ranks}

    def at(self, text: str, at: int) -> Iterator[tuple[int, re.Match[str]]]:
        """Yield the phrases that stand at a place of a text, in their order: their rank and their match."""
        letters = _folded(text[at : at + _KEY_LENGTH])[:_KEY_LENGTH]
        if letters[:1] not in self._initials:
            return
        ranks = [rank for length in range(1, len(letters) + 1) for rank in self._ranks.get(letters[:length], ())]
        for rank in sorted(ranks):
            # To compare words costs less than to compile a phrase that a text may never print.
            first = self._first[rank]
            if len(first) > _KEY_LENGTH and not _folded(text[at : at + len(first)]).startswith(first):
                continue
            if not prints(text, self._others[rank]):
                continue
            found = matcher(self.phrases[rank]).match(text, at)
            if found is not None:
                yield rank, found


def prints(text: str, words: Iterable[str]) -> bool:
    """Return whether a text prints some words, or longer ones, anywhere: without them it prints no phrase of them.

    Args:
        text: Any text.
        words: In the notation of the packs.

    >>> prints("Es fordert die Kommission dringend auf", ("fordert", "auf")), prints("Es fordert viel", ("fordert", "auf"))
    (True, False)
    """
    return all(map(_printed(text).__getitem__, words))


class _Printed(dict[str, bool]):
    """Whether a text prints a word anywhere, looked for when it is first asked.

    Args:
        text: Folded.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def __missing__(self, word: str) -> bool:
        found = self[word] = _stem(word) in self._text
        return found


@lru_cache(maxsize=2)
def _printed(text: str) -> _Printed:
    """What a text prints; phrases are looked for at one place of it after the other."""
    return _Printed(_folded(text))


@cache
def _stem(word: str) -> str:
    """A word of a phrase as far as it is fixed, folded."""
    return _folded(word.rstrip("*"))


def _folded(text: str) -> str:
    """A text as phrases are compared, blind to case and to what is printed in two ways, as their patterns are."""
    folded = text.replace("İ", "i").casefold()
    if not folded.isascii():
        for printed, letter in _PRINTED:
            folded = folded.replace(printed, letter)
    return folded


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
