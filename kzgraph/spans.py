"""Stretches of a text, and clean text that knows where it stands in its source."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import sub

#: Two neighbouring characters that stand further apart in the source are torn: a footnote or a page foot lies between.
_TORN = 12


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch ``[start, end)``, counted in code points.

    Args:
        start: First position, from 0.
        end: Position behind the last, not before ``start``.
    """

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MappedText:
    """A clean text that knows where each of its characters stands in the source.

    Args:
        text: The characters.
        origins: For each character its position in the source.

    >>> clean = MappedText.join([MappedText.of("Tokaj", 10), MappedText.of("jev", 17)])
    >>> clean.text, clean.span(0, 8)
    ('Tokajjev', Span(start=10, end=20))
    """

    text: str
    origins: array[int] = field(repr=False)

    @classmethod
    def of(cls, text: str, start: int) -> MappedText:
        """Map a text that stands in the source as it is, from ``start`` on."""
        return cls(text, array("I", range(start, start + len(text))))

    @classmethod
    def join(cls, pieces: Iterable[MappedText]) -> MappedText:
        """Put pieces one behind the other."""
        texts: list[str] = []
        origins = array("I")
        for piece in pieces:
            texts.append(piece.text)
            origins.extend(piece.origins)
        return cls("".join(texts), origins)

    def __len__(self) -> int:
        return len(self.text)

    def slice(self, start: int, end: int) -> MappedText:
        """Return the part from ``start`` to ``end`` of the clean text."""
        return MappedText(self.text[start:end], self.origins[start:end])

    def strip(self) -> MappedText:
        """Return the text without blanks at its ends."""
        start = len(self.text) - len(self.text.lstrip())
        return self.slice(start, max(start, len(self.text.rstrip())))

    def without(self, spans: Iterable[Span]) -> MappedText:
        """Return the text with some spans of it (in order, apart) cut out."""
        pieces: list[MappedText] = []
        at = 0
        for span in spans:
            pieces.append(self.slice(at, span.start))
            at = span.end
        pieces.append(self.slice(at, len(self.text)))
        return MappedText.join(pieces)

    def under(self, upper: MappedText) -> MappedText:
        """Return a text made of this one, so mapped to this one's source.

        >>> shown = MappedText.join([MappedText.of("A. ", 0), MappedText.of("the lake", 8)])
        >>> shown.under(MappedText.of("lake", 7)).span(0, 4)
        Span(start=12, end=16)
        """
        return MappedText(upper.text, array("I", map(self.origins.__getitem__, upper.origins)))

    def whole(self, span: Span) -> Span:
        """Return where in the source a stretch of this text stands, with what is not printed in it, before it and behind it.

        >>> MappedText.join([MappedText.of("a", 0), MappedText.of("b", 3), MappedText.of("c", 6)]).whole(Span(1, 2))
        Span(start=1, end=6)
        """
        start = self.origins[span.start - 1] + 1 if span.start else 0
        end = self.origins[span.end] if span.end < len(self.origins) else self.origins[-1] + 1 if self.origins else 0
        return Span(start, max(start, end))

    def unbroken(self, start: int, end: int) -> Span:
        """Return the longest part of a stretch that nothing but white space interrupts in the source.

        A footnote or a page foot may stand in the middle of a name: then no stretch of the source shows the whole of it.

        >>> torn = MappedText.join([MappedText.of("Council ", 0), MappedText.of("of Europe", 90)])
        >>> torn.unbroken(0, 17)
        Span(start=8, end=17)
        """
        origins = self.origins
        if max(map(sub, origins[start + 1 : end], origins[start : end - 1]), default=0) <= _TORN:
            return Span(start, end)
        best = Span(start, start)
        begun = start
        for index in range(start, end):
            if index > begun and origins[index] - origins[index - 1] > _TORN:
                begun = index
            if index + 1 - begun > best.end - best.start:
                best = Span(begun, index + 1)
        return best

    def span(self, start: int, end: int) -> Span:
        """Return where in the source the characters from ``start`` to ``end`` stand.

        Raises:
            ValueError: The stretch is empty, so it stands nowhere.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no characters between {start} and {end} of {len(self.text)}")
        return Span(self.origins[start], self.origins[end - 1] + 1)
