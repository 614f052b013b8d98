"""The source as lines, and pieces of lines as clean text.

Everything downstream sees clean text; everything it finds can be shown in the source, because each clean character keeps the
position it came from.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from kzgraph.model import MappedText, Part, Span

_LINE = re.compile(r"[^\n\r\f\v\u2028\u2029\x85]*")
_TOKEN = re.compile(r"\S+")
# What makes a word need a closer look: marks that are not printed, Markdown's escapes and emphasis, decomposed letters.
_ODD = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff\\*<\u0300-\u036f]")
# Tags that Markdown lets pass: they go, but a raised number stays tagged, for it is a footnote mark.
_TAG = re.compile(r"<sup>\s*\d+\s*</sup>|(</?(?:su[bp]|em|strong|[biu]|span|br)\s*/?>)")
#: The dashes and bullets that stand before citations and items of lists, for a class of a regular expression; "-", "*" and "+",
#: which stand in words too, are none of them.
BULLETS = r"–—−‒―•▪■●○◦‣⁃∙\ufffd\ue000-\uf8ff"
#: More accents than any letter bears; to order very many takes long.
_MOST_ACCENTS = 8
_UNPRINTED = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_ESCAPABLE = frozenset("\\`*_{}[]()#+-.!|<>~")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source.

    Args:
        start: Position of its first character.
        text: Its characters without the line end.
        part: What it was taken for, None as long as it may belong to a unit.
    """

    start: int
    text: str
    part: Part | None = None

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.start + len(self.text))

    @property
    def blank(self) -> bool:
        """True where nothing is printed."""
        return not self.text.strip()


def split(text: str) -> tuple[Line, ...]:
    r"""Return the lines of a text, at every kind of line end and at form feeds.

    >>> [line.text for line in split("a\r\nb\fc")]
    ['a', 'b', 'c']
    """
    lines: list[Line] = []
    at = 0
    while True:
        found = _LINE.match(text, at)
        assert found is not None
        lines.append(Line(at, found.group()))
        at = found.end() + (2 if text.startswith("\r\n", found.end()) else 1)
        if at > len(text):
            return tuple(lines)


def clean(text: str, pieces: Sequence[Span], *, markdown: bool = False) -> MappedText:
    r"""Put pieces of lines together to running text.

    White space becomes one blank; a hyphen at a line end stays, and joins directly where no blank follows it; soft hyphens and
    marks of Markdown go; letters and their accents are composed.

    Args:
        text: The source text.
        pieces: One stretch per line, in order.
        markdown: True to undo Markdown's escapes and emphasis.

    >>> text = "odnosi UE-\nKazahstan i \n  Europe"
    >>> clean(text, [Span(0, 10), Span(11, 23), Span(24, 32)]).text
    'odnosi UE-Kazahstan i Europe'
    """
    letters: list[str] = []
    origins = array("I")
    glued = True  # True where the next word joins without a blank
    for piece in pieces:
        words = text[piece.start : piece.end].strip()
        if words == " ".join(words.split()) and not _ODD.search(words):
            start = text.index(words, piece.start)  # as it stands: nothing in it changes
            if words and not glued:
                letters.append(" ")
                origins.append(start - 1)
            letters.append(words)
            origins.extend(range(start, start + len(words)))
            glued = _joins(text, piece) or not origins
            continue
        for token in _TOKEN.finditer(text, piece.start, piece.end):
            word = token.group()
            if not glued:
                letters.append(" ")
                origins.append(token.start() - 1)
            count = len(origins)
            if _ODD.search(word):
                _add_carefully(word, token.start(), letters, origins, markdown=markdown)
            else:
                letters.append(word)
                origins.extend(range(token.start(), token.end()))
            if len(origins) > count:
                glued = False
            elif not glued:  # a word of nothing but marks leaves no second blank
                letters.pop()
                origins.pop()
        glued = _joins(text, piece) or not origins
    return MappedText("".join(letters), origins)


def _joins(text: str, piece: Span) -> bool:
    """True where a piece ends in a hyphen behind a letter: the next one joins it without a blank."""
    tail = text[piece.end - 1] if piece.end > piece.start else ""
    before = text[piece.end - 2] if piece.end - piece.start > 1 else ""
    return tail == "\u00ad" or (tail in "-‐‑" and before.isalnum())


def _add_carefully(word: str, start: int, letters: list[str], origins: array[int], *, markdown: bool) -> None:
    """Add a word that holds unprinted marks, escapes, emphasis or decomposed letters."""
    index = 0
    while index < len(word):
        if markdown and word[index] == "<" and (tag := _TAG.match(word, index)):
            if tag.group(1) is None:
                letters.append(tag.group())
                origins.extend(range(start + index, start + tag.end()))
            index = tag.end()
            continue
        letter = word[index]
        at = start + index
        index += 1
        if letter in _UNPRINTED or (markdown and letter == "*"):
            continue
        if markdown and letter == "\\" and index < len(word) and word[index] in _ESCAPABLE:
            letter, at = word[index], start + index
            index += 1
        while index < len(word) and unicodedata.combining(word[index]) and len(letter) < _MOST_ACCENTS:
            letter += word[index]
            index += 1
        composed = unicodedata.normalize("NFC", letter)
        letters.append(composed)
        origins.extend([at] * len(composed))
