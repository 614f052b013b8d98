r"""What a text prints, where tools left more in it than that, and where each character of it stands in the source.

Copying and converting leave marks that nobody sees (zero-width blanks, byte order marks, soft hyphens), references to characters,
tags, accents apart from their letters, ligatures, signs of another code page, borders of tables, marks of quotations; and
Markdown its escapes, emphasis and links. All of it is undone before anything is looked for: one such mark in a label or an
opener hides a unit.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import Counter
from dataclasses import dataclass
from html import unescape
from html.entities import html5

from kzgraph.language.places import matches_at
from kzgraph.model import MappedText

_UNPRINTED = r"\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_ACCENTS = r"\u0300-\u0345\u0483-\u0487"
_GREEK = r"\u0370-\u03ff\u1f00-\u1fff"
#: A text without any of these is printed as it stands.
_ODD = re.compile(
    rf"[{_UNPRINTED}{_ACCENTS}\u00ac\u0080-\u0084\u0086-\u009f\ufb00-\ufb06\u1f71-\u1ffd`\u00b4\u02bc\u2032\u00b5\u0163&<]"
    r"|^[ \t]*[|>]",
    re.MULTILINE,
)
_ODD_MARKDOWN = re.compile(r"[\\*_\[]")
_MARKS = rf"""
      (?P<cut>(?<=[^\W\d_])[-\u2010](?=[\r\n]))
    | (?P<hyphen>(?<=[^\W\d_]|[{_ACCENTS};])
        (?:[\u00ad\u00ac]|&shy;|&\#(?:0*173|[xX]0*[aA][dD]);)[ \t\u00a0{_UNPRINTED}]*(?=[\n\r\f\v\u2028]))
    | (?P<unprinted>[{_UNPRINTED}]+)
    | (?P<reference>&(?:amp;){{0,2}}(?P<name>(?:\#\d{{1,7}}|\#[xX][0-9A-Fa-f]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,30}});))
    | (?P<accents>[^\W_][{_ACCENTS}]{{1,8}})
    | (?P<control>[\x80-\x84\x86-\x9f])
    | (?P<form>[\ufb00-\ufb06\u1f71-\u1ffd]|\u00b5(?=[{_GREEK}])|(?<=[{_GREEK}])\u00b5)
    | (?P<cedilla>[\u015e\u015f\u0162\u0163])
    | (?P<apostrophe>(?<=[^\W\d_])(?:[`\u00b4\u02bc\u2032](?=[^\W\d_])|[\u00b4\u02bc\u2032](?=\s)))
    | (?P<line><br\s?/?>|</?(?:p|div|li|ul|ol|td|tr|tbody|table)(?:\s[^<>\n]{{0,200}})?>)
    | (?P<tag></?(?:span|font|strong|em|[abiu])(?:\s[^<>\n]{{0,200}})?>)
    | (?P<table>^[ \t]*\|(?=[^\n]*\|[ \t\r]*$))
    | (?P<border>\|)
    | (?P<end>\n)
"""
_MARKS_OF_MARKDOWN = r"""
    | (?P<escape>\\(?=[`_\[\]{}()\#+\-.!|>~]))
    | (?P<broken>\\[ \t]*(?=[\n\r]))
    | (?P<image>!\[[^\[\]\n]{0,200}\]\([^()\s]{0,500}\))
    | (?P<footnote>\[\^(?P<number>\d{1,3})\]:?)
    | (?P<link>\[(?=[^\[\]\n]{1,300}\]\((?:https?:|\#|/|\.)[^()\s]{0,500}\)))
    | (?P<target>(?<=[^\s\\])\]\((?:https?:|\#|/|\.)[^()\s]{0,500}\))
    | (?P<first_star>\*{1,3}(?=[^\s*][^*\n]*\*))
    | (?P<star>(?<=[^*\n])\*{1,3})
    | (?P<first_bar>(?<![\w_])_{1,3}(?=[^\s_][^_\n]*_))
    | (?P<bar>(?<=[^\s_])_{1,3}(?![\w_]))
"""
_WITH_CEDILLA, _WITH_COMMA = (unicodedata.lookup(f"LATIN SMALL LETTER T WITH {mark}") for mark in ("CEDILLA", "COMMA BELOW"))
_DOTLESS = unicodedata.lookup("LATIN SMALL LETTER DOTLESS I")
_CEDILLA, _COMMA = "\u0327", "\u0326"
_PLAIN = re.compile(_MARKS, re.VERBOSE | re.MULTILINE)
_MARKDOWN = re.compile(_MARKS + _MARKS_OF_MARKDOWN, re.VERBOSE | re.MULTILINE)
#: What every mark begins with; accents stand behind their letter, the first border of a row behind blanks.
_SIGNS = re.compile(
    rf"[{_UNPRINTED}{_ACCENTS}\u00ac\u0080-\u0084\u0086-\u009f\ufb00-\ufb06\u1f71-\u1ffd`\-\u2010\u00b4\u02bc\u2032\u00b5"
    rf"\u015e\u015f\u0162\u0163&<|\n\\*_!\[\]]"
)
_ROW = re.compile(r"^[ \t]*\|", re.MULTILINE)
_QUOTED = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_PRINTED = re.compile(r"^[ \t]*\S", re.MULTILINE)


# A word that a line end cuts, with its hyphen; words; and what stands before a hyphen within a line.
_CUT = re.compile(r"(?<!\w)([^\W\d_]++)([-\u2010])(?:\r\n|[\n\r])[ \t]*([^\W\d_]++)")
_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]++(?![-\u2010][\r\n])")
_JOINED = re.compile(r"(?<![^\W\d_])([^\W\d_]++)[-\u2010\u2011](?=[^\W\d_])")
#: So many words that stand elsewhere in one piece show that a text cuts words at line ends.
_LEAST_CUT = 3


@dataclass(slots=True)
class _Line:
    """What has begun on a line and not ended, a row of a table or emphasis with its mark; and whether the font is old."""

    old_font: bool
    table: bool = False
    star: str = ""
    bar: str = ""


def plain(text: str, *, markdown: bool = False) -> MappedText | None:
    r"""Return what a text prints, None where it prints all that stands in it.

    Args:
        text: The source text.
        markdown: True to undo Markdown's escapes, emphasis and links.

    >>> text = "\ufeffA.&nbsp;whe\u00adreas the cafe\u0301 is open;"
    >>> found = plain(text)
    >>> found.text
    'A.\xa0whereas the café is open;'
    >>> text[found.span(15, 19).start :][:5]
    'cafe\u0301'
    >>> plain("1\\. **Calls** on the [Council](https://example.org);", markdown=True).text
    '1. Calls on the Council;'
    >>> plain("A. whereas the door is open;") is None
    True
    """
    hyphens = _hyphens(text)
    if not (hyphens or _ODD.search(text) or (markdown and _ODD_MARKDOWN.search(text))):
        return None
    quotes = {found.start(): found.end() for found in _QUOTED.finditer(text)}
    if 2 * len(quotes) < sum(1 for _ in _PRINTED.finditer(text)):
        quotes = {}
    pieces: list[str] = []
    origins = array("I")
    # Old fonts have no comma below: where t stands with a cedilla alone, so does s.
    old_font = _WITH_CEDILLA in text and _WITH_COMMA not in text
    line = _Line(old_font)
    at = quotes.get(0, 0)
    for found in matches_at(_MARKDOWN if markdown else _PLAIN, text, _places(text, at)):
        start, end = found.span()
        if found.lastgroup == "end":
            line = _Line(old_font)
            start, end, printed = end, quotes.get(end, end), None if end not in quotes else ""
        elif found.lastgroup == "cut":
            printed = "\u00ad" if start in hyphens else None
        else:
            printed = _printed(found, line)
        if printed is None or start < at:
            continue
        pieces += (text[at:start], printed)
        origins.extend(range(at, start))
        origins.extend([start] * len(printed))
        at = end
    pieces.append(text[at:])
    origins.extend(range(at, len(text)))
    return MappedText("".join(pieces), origins)


def _places(text: str, start: int) -> list[int]:
    """Where a mark may begin, from a place of the text on."""
    signs = [found.start() for found in _SIGNS.finditer(text, start)]
    rows = [found.start() for found in _ROW.finditer(text, start)] if "|" in text else []
    return sorted({*signs, *(sign - 1 for sign in signs if sign > start), *rows})


def _printed(found: re.Match[str], line: _Line) -> str | None:
    """What a mark prints, None where it is none and stays."""
    mark = found.group()
    match found.lastgroup:
        case "hyphen":
            return "\u00ad"
        case "unprinted" | "tag" | "broken" | "image" | "link" | "target" | "escape":
            return ""
        case "reference":
            return _character(found["name"])
        case "accents":
            # A dotless i under an accent is how some fonts draw the letter.
            return unicodedata.normalize("NFC", mark.replace(_DOTLESS, "i"))
        case "control":
            return bytes([ord(mark)]).decode("cp1252", "ignore") or None
        case "form":
            return unicodedata.normalize("NFKC" if unicodedata.decomposition(mark).startswith("<") else "NFC", mark)
        case "cedilla":
            return (
                unicodedata.normalize("NFC", unicodedata.normalize("NFD", mark).replace(_CEDILLA, _COMMA))
                if line.old_font
                else None
            )
        case "apostrophe":
            return "’"
        case "line":
            return "\n"
        case "table":
            line.table = True
            return " "
        case "border":
            return " " if line.table else None
        case "footnote":
            return f"[{found['number']}]" + (" " if mark.endswith(":") else "")
        case "first_star" | "star" as kind:
            line.star, printed = _emphasis(mark, line.star, begins=kind == "first_star")
            return printed
        case "first_bar" | "bar" as kind:
            line.bar, printed = _emphasis(mark, line.bar, begins=kind == "first_bar")
            return printed
    raise AssertionError(found.lastgroup)


def _hyphens(text: str) -> frozenset[int]:
    """Where hyphens stand that only a line end put into a word.

    A text that hyphenates shows it: words that it cuts stand elsewhere in one piece. Then what is no word of the text by itself
    is joined too, unless its first part takes hyphens elsewhere. Where both parts are words the hyphen stays.
    """
    cuts = [found for found in _CUT.finditer(text) if found[3].islower()]
    if not cuts:
        return frozenset()
    words = Counter(word.casefold() for word in _WORD.findall(text))
    for found in cuts:
        words[found[3].casefold()] -= 1
    takes_hyphens = {word.casefold() for word in _JOINED.findall(text)}
    proven = {found.start(2) for found in cuts if words[f"{found[1]}{found[3]}".casefold()] > 0}
    if len(proven) < _LEAST_CUT:
        return frozenset()
    return frozenset(
        found.start(2)
        for found in cuts
        if found.start(2) in proven or not (words[found[3].casefold()] > 0 or found[1].casefold() in takes_hyphens)
    )


def _emphasis(mark: str, begun: str, *, begins: bool) -> tuple[str, str | None]:
    """The mark of emphasis that is open behind this one, and what this one prints."""
    if begun:
        return ("", "") if mark == begun else (begun, None)
    return (mark, "") if begins else ("", None)


def _character(name: str) -> str | None:
    """The character that a reference stands for, which may have been written as one more than once."""
    if not name.startswith("#") and name not in html5:
        return None
    printed = unescape(f"&{name}")
    return "" if re.fullmatch(f"[{_UNPRINTED}]", printed) else printed
