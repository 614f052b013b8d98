"""PDF files, read in a process of its own: the letters of each page with their places, as lines, as one text.

What a file says about its own structure is not believed: most say nothing, and converters say what is wrong. A small file can
ask the library for any time and memory, or make it crash; so this process has bounds, and :mod:`kzgraph.reading.pdf` starts it
anew for each file.
"""

from __future__ import annotations

import ctypes
import json
import math
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from kzgraph.errors import InputError
from kzgraph.model import LeftOut
from kzgraph.reading.layout import Glyph, lines_of
from kzgraph.reading.pages import Page, read

#: What the process may take, in seconds and bytes.
_MOST_SECONDS = 60
_MOST_MEMORY = 2 * 2**30
#: A resolution with its annexes has fewer pages, and a page fewer letters.
_MOST_PAGES = 2000
_MOST_LETTERS = 2_000_000
_MOST_LETTERS_OF_PAGE = 100_000
#: More letters than this share without a known meaning make a text unreadable.
_MOST_UNKNOWN = 0.1
#: A picture that fills so much of a page may be the page.
_FULL_PAGE = 0.5
_MOST_PICTURES = 1000
#: In points; larger letters are no text.
_LARGEST = 500
_SCANNED = "Run text recognition (OCR) over it, or give the HTML or DOCX version."
_DAMAGED = "Open it in a PDF viewer and print it to a new PDF, or give the HTML or DOCX version."
_REASONS = {
    pdfium.FPDF_ERR_PASSWORD: ("it is locked with a password", "Save it without one."),
    pdfium.FPDF_ERR_SECURITY: ("it is locked in a way that is not read", "Save it without protection."),
}
#: What stands for a hyphen at a line end.
_HYPHENS = frozenset("\x02\u00ad\u2010\ufffe")
_BLANKS = frozenset("\t\r\n ")


def read_file(data: bytes) -> tuple[str, tuple[LeftOut, ...]]:
    """Return the text of a PDF file, and the heads and feet of its pages.

    Args:
        data: Its bytes.

    Raises:
        InputError: It is damaged or locked, has too many pages, or shows pictures of text only; it has no name here.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        reason, remedy = _REASONS.get(fault.err_code, (f"it is a damaged PDF file ({fault})", _DAMAGED))
        raise InputError("", reason, remedy) from fault
    with closing(document):
        return read(_pages(document))


def _pages(document: Any) -> list[Page]:
    count = len(document)
    if count > _MOST_PAGES:
        raise InputError("", f"it has {count:,} pages, no resolution has", "Give the pages of one resolution a file.")
    pages: list[Page] = []
    empty: list[int] = []
    letters = unknown = 0
    gutter: float | None = None
    for number in range(1, count + 1):
        try:
            page = document[number - 1]
        except pypdfium2.PdfiumError as fault:
            raise InputError("", f"its page {number} is damaged ({fault})", _DAMAGED) from fault
        with closing(page):
            read, own, unread, gutter = _read_page(page, number, gutter)
            pages.append(read)
            if not own and _is_picture(page):
                empty.append(number)
        letters += own
        unknown += unread
        if letters > _MOST_LETTERS:
            raise InputError(
                "", f"it has more than {_MOST_LETTERS:,} letters, no resolution has", "Give the pages of one resolution a file."
            )
    _refuse_unreadable(pages, empty, letters, unknown)
    return pages


def _refuse_unreadable(pages: list[Page], empty: list[int], letters: int, unknown: int) -> None:
    if not letters:
        raise InputError("", "its pages hold pictures, no text" if empty else "its pages are empty", _SCANNED)
    if unknown > _MOST_UNKNOWN * letters:
        raise InputError("", "its fonts do not say which letters they print", _SCANNED)
    filled = [number for number, page in enumerate(pages, 1) if page.lines]
    between = [number for number in empty if filled[0] < number < filled[-1]]
    if between:
        raise InputError("", f"its page {between[0]} is a picture without text, between pages with text", _SCANNED)


def _read_page(page: Any, number: int, gutter: float | None) -> tuple[Page, int, int, float | None]:
    """A page, how many letters it has, of how many nobody knows which they are, and where its columns meet."""
    left, bottom, right, top = page.get_bbox()
    text = page.get_textpage()
    with closing(text):
        count = text.count_chars()
        if count > _MOST_LETTERS_OF_PAGE:
            raise InputError("", f"its page {number} has {count:,} letters, no page has", "Check that page.")
        glyphs: dict[int, list[Glyph]] = {}
        unknown = 0
        for quarter, glyph, known in _glyphs(text, count, (left, bottom, right, top)):
            glyphs.setdefault(quarter, []).append(glyph)
            unknown += not known
    if not glyphs:
        return Page((), bottom, top), 0, 0, gutter
    # A page may lie on its side; what stands across its text is a stamp.
    quarter = max(glyphs, key=lambda one: len(glyphs[one]))
    low, high = ((bottom, top), (-right, -left), (-top, -bottom), (left, right))[quarter]
    lines, gutter = lines_of(glyphs[quarter], gutter)
    return Page(tuple(lines), low, high), sum(map(len, glyphs.values())), unknown, gutter


def _glyphs(text: Any, count: int, edges: tuple[float, float, float, float]) -> Iterator[tuple[int, Glyph, bool]]:
    """The letters within the edges of a page: by how many quarters each is turned, and whether it is known which it is."""
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    left, bottom, right, top = edges
    for at in range(count):
        if pdfium.FPDFText_IsGenerated(text, at) == 1:
            continue  # blanks and line ends that the library puts in; where they belong the places tell
        letter = _letter(pdfium.FPDFText_GetUnicode(text, at))
        placed = (
            pdfium.FPDFText_GetLooseCharBox(text, at, box)
            and pdfium.FPDFText_GetCharOrigin(text, at, x, y)
            and pdfium.FPDFText_GetMatrix(text, at, matrix)
        )
        if not letter or not placed or not (left <= x.value <= right and bottom <= y.value <= top):
            continue
        size = pdfium.FPDFText_GetFontSize(text, at) * math.hypot(matrix.c, matrix.d)
        if not 0 < size < _LARGEST:
            continue
        quarter = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
        begin, end, base = (
            (box.left, box.right, y.value),
            (box.bottom, box.top, -x.value),
            (-box.right, -box.left, -y.value),
            (-box.top, -box.bottom, x.value),
        )[quarter]
        if all(map(math.isfinite, (begin, end, base))):
            known = pdfium.FPDFText_HasUnicodeMapError(text, at) != 1
            # The library promises no order of the edges of a letter.
            yield quarter, Glyph(letter, min(begin, end), max(begin, end), base, size), known


def _letter(code: int) -> str:
    """The letter of a code, nothing for what cannot be printed."""
    if code > 0x10FFFF or 0xD800 <= code < 0xE000:
        return ""
    letter = chr(code)
    if letter in _HYPHENS:
        return "-"
    if letter in _BLANKS:
        return " "
    return letter if unicodedata.category(letter) not in ("Cc", "Cn") else ""


def _is_picture(page: Any) -> bool:
    """True for a page most of which one picture fills."""
    left, bottom, right, top = page.get_bbox()
    area = (right - left) * (top - bottom)
    for at, picture in enumerate(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)):
        if at > _MOST_PICTURES:
            return True
        low, down, high, up = picture.get_bounds()
        if (high - low) * (up - down) > _FULL_PAGE * area:
            return True
    return False


def _bound() -> None:
    """Bound time and memory where the system can; elsewhere only the time is bounded, by who waits for the answer."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Read a file from standard input, and answer with its text or the reason why it has none."""
    _bound()
    try:
        text, left_out = read_file(sys.stdin.buffer.read())
        answer: dict[str, object] = {"text": text, "left out": [[one.place, one.text] for one in left_out]}
    except InputError as fault:
        answer = {"reason": fault.reason, "remedy": fault.remedy}
    sys.stdout.buffer.write(json.dumps(answer).encode())


if __name__ == "__main__":
    main()
