"""How units are labelled: bullets, letters and numbers at the begin of a line, as printed and as damaged."""

from __future__ import annotations

import re

from kzgraph.extract.openers import Openers
from kzgraph.reading.lines import BULLETS

#: A bullet or dash at the begin of a line, which may stand before a label and goes with it.
DASH = re.compile(rf"(?:[{BULLETS}]\s*|[-*+]\s+|-(?=[^\W\d_]))")
LETTERS = re.compile(r"[*_]{0,2}([^\W\d_]{1,4})\s?[*_]{0,2}\\?[.)][*_]{0,2}(?:\s*|$)")
NUMBER = re.compile(r"[*_]{0,2}(\d{1,3})\s?[*_]{0,2}\\?[.)][*_]{0,2}(?!\d)\s*")
BARE_NUMBER = re.compile(r"(\d{1,3})(?:\s+(?=[^\W\d_])|\s*$)")
#: Whatever a font or an encoding made of a bullet; no quotation mark, bracket or end of a sentence.
_SIGN = re.compile(r"(?:[^\w\s\"'„“”‟«»‹›‚‘’(\[{<>#*_.,;:!%&/\\|@§+=…)\]}°^$€£]{1,2}(?<!\?\?)|o(?=\s))\s*")
# Labels whose dot was lost, misread or never printed: "A whereas", "(A) whereas", "A: whereas", "1 – Calls on", "l. Calls on".
_LOOSE_LETTERS = re.compile(r"[(\[]?([^\W\d_]{1,4})\s?[)\]]?\s?[.,:;–—-]?(?:\s+|$)")
_LOOSE_NUMBER = re.compile(r"[(\[]?([\dlIOo|]{1,3})\s?[)\]]?\s?[.,:;–—-]?(?:\s+|$)")
_DIGITS = str.maketrans("lIOo|", "11001")


def sign(text: str, at: int) -> int:
    """Return where the text behind a bullet of any kind begins, ``at`` itself where none stands there.

    Args:
        text: A line.
        at: Its first character that is no blank.

    >>> sign("■ having regard to", 0), sign("“having regard to", 0)
    (2, 0)
    """
    found = _SIGN.match(text, at)
    return found.end() if found else at


def first_number(text: str, *, dotted: bool = False) -> bool:
    """Return whether a line begins with the number 1 as paragraphs do.

    Args:
        text: The line.
        dotted: True where a number without a dot is none.
    """
    stripped = text.lstrip()
    dash = DASH.match(stripped)
    at = dash.end() if dash else 0
    found = NUMBER.match(stripped, at) or (None if dotted else BARE_NUMBER.match(stripped, at))
    return found is not None and found.group(1) == "1"


def loose_recital(text: str, at: int, below: str, rank: int, known: Openers) -> int | None:
    """Return where the text behind a damaged letter begins: that of the next recital, with its opener behind.

    Args:
        text: The line.
        at: Where in it the label may stand.
        below: The line below, on which the text stands where the label has a line of its own.
        rank: Of the next recital.
        known: The openers of the language.
    """
    found = _LOOSE_LETTERS.match(text, at)
    if found is None or rank not in known.ranks.get(found.group(1).upper(), ()):
        return None
    opener = known.recital.match(text, found.end()) if found.end() < len(text) else known.recital.match(below.lstrip())
    return found.end() if opener else None


def loose_paragraph(text: str, at: int, below: str, rank: int, known: Openers, *, bare: bool, free: bool) -> int | None:
    """Return where the text behind a damaged number begins: that of the next paragraph, with its verb behind.

    Args:
        text: The line.
        at: Where in it the label may stand.
        below: The line below, on which the text stands where the label has a line of its own.
        rank: Of the next paragraph.
        known: The openers of the language.
        bare: True where no number of the text has the usual form; else one of its digits must be misread.
        free: True where such a number needs no verb behind it.
    """
    found = _LOOSE_NUMBER.match(text, at)
    digits = found.group(1).translate(_DIGITS) if found else ""
    if found is None or not digits.isdigit() or int(digits) != rank or not (bare or digits != found.group(1)):
        return None
    verb = known.verb(text, found.end()) if found.end() < len(text) else known.verb(below.lstrip())
    return found.end() if verb or (bare and free and digits == found.group(1)) else None


def printed(text: str, start: int, end: int) -> str:
    """Return a label as it is printed, without the marks of Markdown.

    Args:
        text: Its line.
        start: Its first character.
        end: Where the text behind it begins.
    """
    return re.sub(r"[*_\\]", "", text[start:end]).strip()
