"""Words and their stems: the form in which names are compared, whatever their case ending.

A stem is what is left of a word when case, accents that only move (Greek), initial mutations (Irish) and the longest case
ending of the language are taken away. It is no lemma: it only has to come out alike for all forms of one name. Where a name
itself ends like a case ending (fi "neuvosto", "neuvostolle"), it is found among the bases: what is left of a word when any
one of the endings is taken away.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from kzgraph.language.pack import pack

#: Words with all that stands between them.
_WORDS = re.compile(r"([^\W_]+)")
#: What may stand between two words of one name.
_WITHIN = re.compile(r"[\s\-‐‑–/'’.&]{1,3}|:")
#: A stem keeps at least so many letters.
_SHORTEST_STEM = 3
#: An abbreviation with its case ending: et "ELis", "OSCEd".
_INFLECTED = re.compile(r"([^\W\d_a-z]{2,})([^\W\d_A-Z]{1,4})")
#: Endings of so many letters are short; they are taken off where so much is left that chance is no cause of likeness.
_SHORT_ENDINGS = (1, 2)
_LONG_BASE = 5
#: So many words of texts are remembered with their bases, and so many of each language with their stems.
_REMEMBERED = 1 << 16
_REMEMBERED_STEMS = 1 << 14
_GREEK, _LAST_GREEK = "\u0370", "\u03ff"
_POLYTONIC = re.compile("[\u1f00-\u1fff]")


class Token(NamedTuple):
    """A word of a text; a plain tuple, because names of all vocabularies are cut into them.

    Args:
        start: Its first position in the text.
        end: Position behind its last letter.
        text: As printed.
        stem: For comparison.
        joined: True where it can belong to one name with the word before it.
        capital: True where it begins with a capital, behind an initial mutation too (ga "gCoimisiún"), or is a number.
    """

    start: int
    end: int
    text: str
    stem: str
    joined: bool
    capital: bool


@dataclass(frozen=True, slots=True)
class Stemmer:
    """Makes stems in one language.

    Args:
        endings: Case endings.
        initial: Initial mutations, longest first.
        lengths: Of the endings, longest first.
        fleeting: Ends whose vowel is lost before a case ending.
    """

    endings: frozenset[str]
    initial: tuple[tuple[str, str], ...]
    lengths: tuple[int, ...]
    fleeting: tuple[str, ...] = ()

    def stem(self, word: str) -> str:
        """Return the stem of a word.

        >>> stemmer("hr").stem("Komisiji") == stemmer("hr").stem("Komisija")
        True
        """
        folded = self.whole(word)
        if folded == word and word.isupper():
            return word
        for length in self.lengths:
            if len(folded) - length >= _SHORTEST_STEM and folded[-length:] in self.endings:
                return folded[:-length]
        # Only a word without an ending has the vowel: "govorec", but sk "Maroko" has an "o" of its own.
        if len(folded) > _SHORTEST_STEM + 1 and folded.endswith(self.fleeting):
            return folded[:-2] + folded[-1]
        return folded

    def short(self, whole: str) -> str:
        """Return a whole word without its shortest ending, as it is where little would be left.

        >>> make = stemmer("cs")
        >>> make.short("ukrajina"), make.short("čad")
        ('ukrajin', 'čad')
        """
        for length in _SHORT_ENDINGS:
            if len(whole) - length >= _LONG_BASE and whole[-length:] in self.endings:
                return whole[:-length]
        return whole

    def whole(self, word: str) -> str:
        """Return a word as it is compared with all its letters: folded, unless it is an abbreviation."""
        if word.isupper() and len(word) > 1:
            return word  # An abbreviation has no ending of its own: OESS-a, EU:n.
        folded = _fold(word)
        for printed, plain in self.initial:
            # A mutation that is given with a capital is one before a capital only: ga "hAlbáine".
            begins = folded.startswith(printed) or (not printed.islower() and word.startswith(printed))
            if begins and len(folded) > len(printed) + 1:
                return _fold(plain) + folded[len(printed) :]
        return folded


def _fold(word: str) -> str:
    """Lower case without the accents that only mark stress or are printed in two ways."""
    folded = word.casefold()
    if folded.isascii():
        return folded
    if _GREEK <= (last := max(folded)) <= _LAST_GREEK or (last > _LAST_GREEK and _POLYTONIC.search(folded)):
        return "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c)).replace("ς", "σ")
    return folded.replace("ş", "ș").replace("ţ", "ț").replace("ß", "ss")


@cache
def stemmer(code: str) -> Stemmer:
    """Return the stemmer of a language, made once per process."""
    words = pack(code).inflection
    endings = frozenset(_fold(ending) for ending in words.endings if ending)
    initial = tuple(sorted(words.initial.items(), key=lambda pair: (-len(pair[0]), pair)))
    return Stemmer(
        endings,
        initial,
        tuple(sorted({len(ending) for ending in endings}, reverse=True)),
        tuple(_fold(end) for end in words.fleeting),
    )


@lru_cache(maxsize=_REMEMBERED)
def bases(word: str, code: str) -> frozenset[str]:
    """Return the words that a word may be a case form of, itself among them, as :meth:`Stemmer.whole` gives them.

    Args:
        word: As printed.
        code: Its language.

    >>> "neuvosto" in bases("neuvostolle", "fi"), "OSCE" in bases("OSCEd", "et")
    (True, True)
    """
    make = stemmer(code)
    folded = make.whole(word)
    if folded == word and word.isupper():
        return frozenset((word,))
    found = {folded}
    for length in make.lengths:
        if len(folded) - length >= _SHORTEST_STEM and folded[-length:] in make.endings:
            found.add(folded[:-length])
    inflected = _INFLECTED.fullmatch(word)
    if inflected and inflected.group(1).isupper() and inflected.group(2) in make.endings:
        found.add(inflected.group(1))
    return frozenset(found)


class _Lexicon(dict[str, tuple[str, bool]]):
    """The stem of each word of a language, and whether it has a capital, worked out when a text first prints it.

    Words recur, in one text and in the next.
    """

    def __init__(self, code: str) -> None:
        super().__init__()
        self._stem = stemmer(code).stem

    def __missing__(self, word: str) -> tuple[str, bool]:
        if len(self) >= _REMEMBERED_STEMS:
            self.clear()
        capital = not word[0].islower() or word[1:2].isupper() or word[2:3].isupper()
        found = self[word] = self._stem(word), capital
        return found


@cache
def _lexicon(code: str) -> _Lexicon:
    """Return the words of a language that were met in this process."""
    return _Lexicon(code)


def tokenise(text: str, code: str) -> tuple[Token, ...]:
    """Cut a text into words with their stems.

    Args:
        text: Any clean text.
        code: Its language.

    >>> [token.text for token in tokenise("dell'UE-Kazakhstan", "it")]
    ['dell', 'UE', 'Kazakhstan']
    """
    known = _lexicon(code)
    parts = _WORDS.split(text)
    tokens: list[Token] = []
    end = 0
    for gap, word in zip(parts[::2], parts[1::2], strict=False):
        stem, capital = known[word]
        start = end + len(gap)
        end = start + len(word)
        joined = bool(tokens) and (gap == " " or _WITHIN.fullmatch(gap) is not None)
        tokens.append(Token(start, end, word, stem, joined, capital))
    return tuple(tokens)


@cache
def attached(code: str) -> frozenset[str]:
    """Return the articles and prepositions that are glued before words, without their apostrophe or hyphen."""
    return frozenset(word.rstrip("'’-‐‑").casefold() for word in pack(code).inflection.attached)


class Taken:
    """Which characters of a text a better form has taken; asking costs no more where much is taken."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._mask = bytearray(len(text))

    def add(self, start: int, end: int) -> None:
        """Take the characters from ``start`` to ``end``."""
        self._mask[start:end] = b"\x01" * (end - start)

    def touches(self, start: int, end: int) -> bool:
        """Return whether any of these characters is taken."""
        return self._mask.find(1, start, end) >= 0

    def free(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Find the matches that touch nothing taken."""
        return (found for found in pattern.finditer(self._text) if not self.touches(*found.span()))
