"""A specimen as a PDF file: set in lines and pages with heads, feet and footnotes, in one column or two."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.media.specimen import MARK, Specimen

SIZE, SMALL, TINY = 11.0, 9.0, 6.5
LEADING, APART = 13.2, 7.0
MARGIN, FOOT, HANG = 60.0, 70.0, 26.0


@cache
def font() -> str:
    """The name of a font with Latin, Greek and Cyrillic letters: the one of the test extra, or one of the machine."""
    package = find_spec("fontpkg_roboto")
    files = sorted(Path(package.origin).parent.glob("files/Roboto[[]*")) if package and package.origin else []
    try:
        pdfmetrics.registerFont(TTFont("specimen", str(files[0]) if files else "DejaVuSerif.ttf"))
    except TTFError:
        if os.environ.get("CI"):
            raise
        pytest.skip("no font with Greek and Cyrillic letters: install the test extra")
    return "specimen"


@dataclass
class Form:
    """How a file is set.

    Args:
        width: Of a page, in points.
        height: Of a page.
        columns: One, or two.
        hyphens: Long words are cut at line ends.
        running: The head of each page.
        loose: Words are drawn one by one without blanks, as some programs do.
    """

    width: float = 595
    height: float = 842
    columns: int = 1
    hyphens: bool = False
    running: str = ""
    loose: bool = False


@dataclass
class _Column:
    """What is drawn in a column: words with place and size, and the notes at its foot."""

    words: list[tuple[float, float, float, str]] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)


class _Setter:
    """Sets paragraphs into columns."""

    def __init__(self, one: Specimen, form: Form) -> None:
        self.one, self.form = one, form
        self.wide = (form.width - 2 * MARGIN - 24 * (form.columns - 1)) / form.columns
        self.columns = [_Column()]
        self.top = form.height - MARGIN - 20
        self.y = self.top

    def room(self, notes: list[int]) -> float:
        lines = sum(len(self.lines(self.one.notes[n - 1], SMALL, self.wide - 12)) for n in [*self.columns[-1].notes, *notes])
        return FOOT + (8 + lines * (SMALL + 2.5) if lines else 0)

    def lines(self, text: str, size: float, wide: float, *, cut: bool = False) -> list[list[str]]:
        lines: list[list[str]] = [[]]
        words = text.split(" ")
        for word in words:
            if width(" ".join([*lines[-1], word]), size) <= wide or not lines[-1]:
                lines[-1].append(word)
                continue
            half = len(word) // 2
            if cut and word.isalpha() and len(word) > 7 and width(" ".join([*lines[-1], word[:half] + "-"]), size) <= wide:
                lines[-1].append(word[:half] + "-")
                lines.append([word[half:]])
            else:
                lines.append([word])
        return lines

    def paragraph(self, text: str, label: str = "", indent: float = 0.0) -> None:
        self.y -= APART
        for number, words in enumerate(self.lines(text, SIZE, self.wide - indent, cut=self.form.hyphens)):
            # A specimen may have lost its notes and kept the marks.
            notes = [int(mark) for mark in MARK.findall(" ".join(words)) if self.one.notes]
            if self.y - LEADING < self.room(notes):
                self.columns.append(_Column())
                self.y = self.top
            self.y -= LEADING
            column = self.columns[-1]
            column.notes += notes
            if label and not number:
                column.words.append((0, self.y, SIZE, label))
            self.draw(column, indent, self.y, SIZE, words)

    def draw(self, column: _Column, x: float, y: float, size: float, words: list[str]) -> None:
        if not self.form.loose:
            words = [" ".join(words)]
        for word in words:
            for at, piece in enumerate(MARK.split(word)):
                tiny = at % 2 == 1
                if piece:
                    column.words.append((x, y + (4 if tiny else 0), TINY if tiny else size, piece))
                    x += width(piece, TINY if tiny else size)
            x += width(" ", size)

    def finish(self) -> bytes:
        for column in self.columns:
            y = FOOT
            rows = [
                (n, at, row)
                for n in column.notes
                for at, row in enumerate(self.lines(self.one.notes[n - 1], SMALL, self.wide - 12))
            ]
            for n, at, row in reversed(rows):
                if not at:
                    column.words.append((0, y + 3, TINY, str(n)))
                self.draw(column, 6, y, SMALL, row)
                y += SMALL + 2.5
        held = io.BytesIO()
        canvas = Canvas(held, pagesize=(self.form.width, self.form.height), invariant=1)
        pages = [self.columns[at : at + self.form.columns] for at in range(0, len(self.columns), self.form.columns)]
        for number, page in enumerate(pages, 1):
            foot = f"{number}/{len(pages)}"
            self.write(canvas, MARGIN, 40, 8, f"RC\\2901000{self.one.language.upper()}.docx")
            self.write(canvas, self.form.width / 2, 40, 8, foot)
            self.write(canvas, self.form.width - 150, 40, 8, "PE801.101v01-00 }")
            self.write(canvas, MARGIN, 25, 14, self.one.language.upper())
            if self.form.running:
                self.write(canvas, MARGIN, self.form.height - 40, 8, self.form.running)
            # The order in a file is not the order on the page.
            for at, column in reversed(list(enumerate(page))):
                for x, y, size, word in reversed(column.words):
                    self.write(canvas, MARGIN + at * (self.wide + 24) + x, y, size, word)
            canvas.showPage()
        canvas.save()
        return held.getvalue()

    def write(self, canvas: Canvas, x: float, y: float, size: float, text: str) -> None:
        canvas.setFont(font(), size)
        canvas.drawString(x, y, text)


def width(text: str, size: float) -> float:
    """How wide a text is, its marks small."""
    pieces = MARK.split(text)
    return sum(pdfmetrics.stringWidth(piece, font(), TINY if at % 2 else size) for at, piece in enumerate(pieces))


def typeset(one: Specimen, form: Form | None = None) -> bytes:
    """A specimen as a PDF file.

    Args:
        one: The specimen.
        form: How it is set.
    """
    setter = _Setter(one, form or Form())
    if one.title:
        setter.paragraph(one.title)
        setter.paragraph(one.procedure)
    setter.paragraph(one.opening)
    for unit in one.units:
        first, *rest = unit.paragraphs
        setter.paragraph(first, unit.label, HANG)
        for text in rest:
            setter.paragraph(text, indent=HANG)
    return setter.finish()
