"""Figures: counts of people, cases, places, and ranks. Ages, durations, weights, shares, references and years are none.

What a number is shows in its neighbours: the word behind it (a measure, a pinpoint, a scale), the word before it (a
reference, an approximation, a rank) and what is glued to it. All these words come from the pack.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kzgraph.extract.dates import find_dated_stretches
from kzgraph.language.pack import pack
from kzgraph.language.phrases import any_of, source_of
from kzgraph.language.places import Beginnings, digits_in, matches_at
from kzgraph.language.tokens import Taken
from kzgraph.language.words import Pack
from kzgraph.model import FigureMention, Span

_DIGITS = r"(?P<digits>\d{1,3}(?:[ .,\u00a0\u202f]\d{3})+(?!\d)|\d+)(?P<decimals>[.,]\d{1,2}(?!\d))?"
# What is glued before a number and makes it part of a code.
_GLUED_BEFORE = re.compile(r"[\w/:_§№#+)]$|\w[–.,/:]$|\d[-‐‑]$")
_HYPHENED_BEFORE = re.compile(r"([^\W\d_][\w’']*)[-‐‑]$")
_NUMBER_BEHIND = re.compile(r"\s?\((?:19|20)\d\d\)|\s?[/:]\s?\d|[-–‐‑]\d|[^\W\d_]|_")
_SUFFIX = re.compile(r"[-‐‑:’']([^\W\d_]+)")
_WORD = re.compile(r"[-‐‑]?\s*(?:[\"„“”«»'(]\s*)?([^\W_][\w’'-]*|%|°C?)")
_LAST_WORD = re.compile(r"([^\s,;()]+)\s*\(?$")
_PRINTED = str.maketrans({"‐": "-", "‑": "-", "’": "'", "ʼ": "'", "ş": "ș", "ţ": "ț"})
_RANGE = re.compile(
    r"(?<![\w.,/:–-])(\d{1,3}(?:[ .]\d{3}){0,3}|\d{1,12})\s?[–-]\s?(\d{1,3}(?:[ .]\d{3}){0,3}|\d{1,12})(?=\s+[^\W\d_])"
)
_YEAR = re.compile(r"\w*\s(?:19|20)\d\d(?!\d)")
#: The end of a date, with the "г." or "-i" behind it, before the bracket of a footnote's mark.
_DATED_MARK = re.compile(r"(?:19|20)\d\d\s?\($|[^\W\d_]\.\s?\($|\d[-–‑]\w{1,3}\s?\($|\d\)\s?\($")
#: Between a rank and the number of all stand small words.
_OUT_OF = re.compile(r"(?:\s[^\W\d_]{1,4}){1,2}\s\d{2,3}(?=\s[^\W\d_])")
_HUNDRED = 100
_YEARS = range(1900, 2100)
#: Nothing that Parliament counts comes to so much.
_MOST = 10**12
#: So far from a number its neighbours are looked for.
_REACH = 80


@dataclass(frozen=True, slots=True)
class _Forms:
    """The compiled neighbours of numbers in a language, and where number words and pinpoints may begin."""

    number: re.Pattern[str]
    named_numbers: Beginnings
    unit: re.Pattern[str]
    scale: re.Pattern[str]
    pinpoint: re.Pattern[str]
    named_pinpoints: Beginnings
    pinpoint_behind: bool
    ordinal: re.Pattern[str]
    measure: re.Pattern[str]
    reference: re.Pattern[str]
    approximator: re.Pattern[str]
    rank: re.Pattern[str]
    joint: re.Pattern[str]
    join: re.Pattern[str]
    span: re.Pattern[str]
    higher: re.Pattern[str]
    words: dict[str, int]
    scales: dict[str, int]
    glued: tuple[re.Pattern[str], ...]


#: Squares and cubes of a measure measure too: "km²".
_EXPONENT = "[²³23]?"
#: The tens and the units that one word may join.
_TENS, _UNITS = range(20, 100, 10), range(2, 10)


def _glued(own: Pack) -> tuple[str, ...]:
    """Patterns of tens and units in one word: "harmincöt", "vijfendertig"."""

    def group(name: str, values: range, more: tuple[str, ...] = ()) -> str:
        words = {word for word, value in own.number.words.items() if value in values and " " not in word}
        return f"(?P<{name}>{'|'.join(source_of(word) for word in sorted({*words, *more}, key=lambda word: (-len(word), word)))})"

    parts = {"tens": group("tens", _TENS), "unit": group("unit", _UNITS, own.number.one)}
    return tuple(template.format(**parts) for template in own.number.glued)


@cache
def _forms(code: str) -> _Forms:
    own = pack(code)
    number = own.number
    glued = _glued(own)
    plain = (re.sub(r"\(\?P<\w+>", "(?:", pattern) for pattern in glued)
    words = "|".join([*plain, *(source_of(word) for word in sorted(number.words, key=len, reverse=True))])
    pinpoints = tuple(dict.fromkeys(word for words in own.pinpoint.values() for word in words))
    pins = any_of(pinpoints)
    conjunctions = any_of(own.conjunctions)
    marks = "|".join(re.escape(mark) for mark in sorted(number.ordinal_marks, key=len, reverse=True)) or r"(?!)"
    # Atomic, so that a list which no pinpoint word follows is not tried in all its cuts.
    item = rf"(?>\(?\d+[a-z]?\)?(?:[-–]\d+)?(?:{marks}|\.)?(?:\d+)?(?:\s?\(\s?\w{{1,4}}\s?\))*(?:[-‐‑:][^\W\d_]+)?\.?)"
    joins = any_of((*own.conjunctions, *own.date.day_joins))
    listed = rf"(?>{item}(?:(?:\s*,\s*(?:{joins}\s+)?|\s+{joins}\s+|\s*[-–]\s*)(?:{pins}\s*)?{item})*)"
    return _Forms(
        number=re.compile(
            rf"(?<![\w]){_DIGITS}|(?<![\w-])(?P<word>{words or '(?!)'})(?!\w|-(?!(?:{words})(?!\w)))", re.IGNORECASE
        ),
        named_numbers=Beginnings((*number.words, *number.one)),
        unit=re.compile(rf"(?:[-‐‑\s]|\s+{conjunctions}\s+)(?P<unit>{words or '(?!)'})(?![\w-])", re.IGNORECASE),
        scale=re.compile(rf"[\s-]*{any_of(tuple(number.scales))}", re.IGNORECASE),
        pinpoint=re.compile(
            rf"(?P<before>{pins})\s*{listed}"
            + (rf"|(?<![\w.,]){listed}(?:\s*(?P<behind>{pins}))?" if own.pinpoint_behind else ""),
            re.IGNORECASE,
        ),
        named_pinpoints=Beginnings(pinpoints),
        pinpoint_behind=own.pinpoint_behind,
        ordinal=re.compile(rf"\.?(?:{marks})(?!\w)"),
        measure=re.compile(_anchored(number.measures, _EXPONENT), re.IGNORECASE),
        reference=re.compile(_anchored(number.references), re.IGNORECASE),
        approximator=re.compile(rf"{any_of(number.approximators)}\s*$", re.IGNORECASE),
        rank=re.compile(_anchored(number.rank), re.IGNORECASE),
        joint=re.compile(rf"(?:,|;|„|“|\"|«|{conjunctions})\s*$", re.IGNORECASE),
        join=re.compile(rf"\s+{conjunctions}", re.IGNORECASE),
        span=re.compile(
            rf"[-‐‑]?\s*(?:[-–]|(?<!\w){conjunctions}|{any_of(own.date.day_joins)})\s*"
            rf"(?:\d+|{words or '(?!)'})(?!\w)(?:[-‐‑][^\W\d_]+(?=\s))?",
            re.IGNORECASE,
        ),
        higher=re.compile(
            rf"\s*(?:[-–]|(?<!\w){conjunctions}|(?<!\w){any_of(own.date.day_joins)})\s*"
            rf"(?:(?P<digits>\d{{1,3}}(?:[.,]\d)?)|(?P<word>{words or '(?!)'}))(?=[\s-])",
            re.IGNORECASE,
        ),
        words={_folded(word): value for word, value in number.words.items()},
        scales={_folded(word): value for word, value in number.scales.items()},
        glued=tuple(re.compile(pattern, re.IGNORECASE) for pattern in glued),
    )


def _value(word: str, forms: _Forms) -> int:
    """What a number word says, be it one or tens and units in one."""
    folded = _folded(word)
    if folded in forms.words:
        return forms.words[folded]
    found = next(found for pattern in forms.glued if (found := pattern.fullmatch(word)))
    return forms.words[_folded(found["tens"])] + forms.words.get(_folded(found["unit"]), 1)


def _folded(word: str) -> str:
    """A number word in the form of the look-up: printers vary case, blanks, hyphens, apostrophes and cedillas."""
    return re.sub(r"\s+", " ", word).casefold().translate(_PRINTED)


def _anchored(phrases: tuple[str, ...], end: str = "") -> str:
    """Phrases that must fill a word from its start; a plain word may not go on, but for what may end it."""
    if not phrases:
        return r"(?!)"
    return (
        "(?:"
        + "|".join(source_of(p) + ("" if p.endswith("*") or not p[-1].isalnum() else rf"{end}(?!\w)") for p in phrases)
        + ")"
    )


def find_figures(text: str, own: Pack) -> tuple[FigureMention, ...]:
    """Find the counts and ranks in a text, in printed order.

    Args:
        text: The clean text of a unit.
        own: The language.

    >>> text = "da 12 osoba nakon pet godina i 155. mjesta od 180 zemalja"
    >>> [mention.value for mention in find_figures(text, pack("hr"))]
    [12, 155, 180]
    """
    forms = _forms(own.code)
    taken = Taken(text)
    for span in find_dated_stretches(text, own):
        taken.add(span.start, span.end)
    digits = digits_in(text)
    mentions: list[FigureMention] = []
    if digits:
        for found in matches_at(forms.pinpoint, text, _pinpoint_places(text, digits, forms)):
            if found.lastgroup:  # else a list without a pinpoint word
                taken.add(*found.span())
        mentions += _ranges(text, taken, forms)
        for mention in mentions:
            taken.add(mention.span.start, mention.span.end)
    at = 0
    for place in sorted({*digits, *forms.named_numbers.places(text)}):
        number = forms.number.match(text, place) if place >= at else None
        if number is None:
            continue
        at = number.end()
        if taken.touches(*number.span()) or _is_mark(text, number):
            continue
        figure = _figure(text, number, forms)
        if figure is not None:
            mentions.append(figure)
            at = figure.span.end
        elif measure := _measure(_after(text, at), forms):
            # "két hét": two weeks, and the week is no seven.
            at += measure
    return tuple(sorted(mentions, key=lambda mention: mention.span))


def _pinpoint_places(text: str, digits: list[int], forms: _Forms) -> list[int]:
    """Where a pinpoint may begin: with its word, or where that stands behind, with a number or the bracket before it."""
    places = forms.named_pinpoints.places(text)
    if not forms.pinpoint_behind:
        return places
    brackets = [at - 1 for at in digits if at and text[at - 1] == "("]
    return sorted({*places, *digits, *brackets})


def _is_mark(text: str, number: re.Match[str]) -> bool:
    """True for the mark of a footnote that was left in the text: "rights(13)", "of 3 June 2031 (2), and of"."""
    before, behind = text[max(0, number.start() - 7) : number.start()], text[number.end() : number.end() + 2]
    if not behind.startswith(")") or not before.endswith("("):
        return False
    return before[-2:-1].isalpha() or (len(number.group()) < 3 and _DATED_MARK.search(before) is not None)


def _ranges(text: str, taken: Taken, forms: _Forms) -> list[FigureMention]:
    """Both ends of a range of counts: "17 000–20 000 people"; years and codes make none."""
    mentions = []
    for found in taken.free(_RANGE):
        low, high = (int(re.sub(r"\D", "", end)) for end in found.groups())
        scaled, end = _scaled(text, found.end(), 1, forms)
        if (
            low < high
            and (scaled > 1 or low not in _YEARS)
            and _counts(_after(text, end), forms)
            and not _refers(text[max(0, found.start() - _REACH) : found.start()], forms)
        ):
            ends = ((found.span(1), low), ((found.start(2), end), high))
            mentions += [FigureMention(Span(*span), round(value * scaled), "digits") for span, value in ends]
    return mentions


def _figure(text: str, found: re.Match[str], forms: _Forms) -> FigureMention | None:
    start, end = found.span()
    before = text[max(0, start - _REACH) : start]
    if found["word"]:
        value, end = _in_words(text, end, _value(found["word"], forms), forms)
        value *= _shared_scale(text, end, value, forms)
        if (
            value >= _MOST
            or not _counts(_after(text, end), forms)
            or _refers(before, forms)
            or (found["word"][0].isupper() and before.rstrip()[-1:] not in ("", "."))
        ):
            return None
        return FigureMention(Span(start, end), int(value), "number-word")
    digits = re.sub(r"\D", "", found["digits"])
    if digits[0] == "0":
        return None  # "COM(2031)0123", "0,5": no count begins with a nought
    grouped = len(digits) != len(found["digits"])
    value = float(f"{digits}{(found['decimals'] or '').replace(',', '.')}")
    value, scaled_end = _scaled(text, end, value, forms)
    if scaled_end == end and not grouped and (lower := _shared_scale(text, end, value, forms)) > 1:
        return FigureMention(Span(start, end), round(value * lower), "digits")
    if value >= _MOST:
        return None
    if _is_glued(before) or _refers(before, forms) or _is_label(before, _after(text, end)):
        return None
    if scaled_end > end:
        return (
            FigureMention(Span(start, scaled_end), round(value), "digits") if _counts(_after(text, scaled_end), forms) else None
        )
    ranked = _ranks_before(before, forms) and _counts(_after(text, end), forms)
    ordinal = forms.ordinal.match(text, end)
    if ordinal and not (ordinal.group() == "." and not _after(text, ordinal.end()).strip()):
        ranked = ranked or _ranks_behind(_after(text, ordinal.end()), forms) or _of_all(text, ordinal.end(), forms)
        return FigureMention(Span(start, end), int(value), "rank") if ranked else None
    if found["decimals"] or _NUMBER_BEHIND.match(text, end) or (int(value) in _YEARS and not grouped):
        return None
    if ranked or _ranks_behind(_after(text, end), forms):
        return FigureMention(Span(start, end), int(value), "rank")
    suffix = _SUFFIX.match(text, end)
    if suffix and forms.measure.match(suffix.group(1)):
        return None
    at = suffix.end() if suffix else end
    behind = _after(text, at)
    if not _counts(behind, forms) or (not grouped and _is_name(before, behind, forms)):
        return None
    return FigureMention(Span(start, end), int(value), "digits")


def _in_words(text: str, end: int, first: int, forms: _Forms) -> tuple[float, int]:
    """A number in several words: "three thousand five hundred", "dwieście pięćdziesiąt", "two hundred and fifty"."""
    value, end = _compound(text, end, first, forms)
    value, end = _scaled(text, end, value, forms)
    while value >= _HUNDRED and (found := forms.unit.match(text, end)):
        more, behind = _compound(text, found.end(), _value(found["unit"], forms), forms)
        more, behind = _scaled(text, behind, more, forms)
        if more >= value or (more >= _HUNDRED and value % 1000):
            break
        value, end = value + more, behind
    return value, end


def _compound(text: str, end: int, first: int, forms: _Forms) -> tuple[float, int]:
    """Add what makes a number of two words: "thirty five", "douăzeci și cinci", "ħamsa u għoxrin"."""
    found = forms.unit.match(text, end)
    second = _value(found["unit"], forms) if found else 0
    tens = range(20, 100, 10)
    if found and (
        (first in tens and second < 10) or (first < 10 and second in tens and len(found.group()) > len(found["unit"]) + 2)
    ):
        return float(first + second), found.end()
    return float(first), end


def _scaled(text: str, end: int, value: float, forms: _Forms) -> tuple[float, int]:
    """Multiply by the hundreds, thousands and millions that follow in words."""
    while value < _MOST and (scale := forms.scale.match(text, end)):
        word = _folded(scale.group().strip(" -"))
        if word not in forms.scales:
            break
        value *= forms.scales[word]
        end = scale.end()
    return value, end


def _shared_scale(text: str, end: int, value: float, forms: _Forms) -> float:
    """The scale that the lower end of a range has from its higher one: "2 to 3 million", "two or three hundred"."""
    other = forms.higher.match(text, end)
    if other is None:
        return 1
    high = float(other["digits"].replace(",", ".")) if other["digits"] else float(_value(other["word"], forms))
    scaled, behind = _scaled(text, other.end(), 1, forms)
    counts = behind > other.end() and _counts(_after(text, behind), forms)
    return scaled if counts and value < high < _HUNDRED else 1


def _after(text: str, at: int) -> str:
    return text[at : at + _REACH]


def _counts(behind: str, forms: _Forms) -> bool:
    """True unless a measure stands behind the number."""
    return not _measure(behind, forms)


def _measure(behind: str, forms: _Forms) -> int:
    """Where the measure ends that stands behind a number, or behind the span that it begins ("5 to 10 years"); 0 for none."""
    span = forms.span.match(behind)
    first = _WORD.match(behind, span.end() if span else 0)
    found = forms.measure.match(behind, first.start(1)) if first else None
    # "12 vuoden 2022 mielenosoituksissa": the measure belongs to the year behind it.
    return found.end() if found and not _YEAR.match(behind, found.end()) else 0


def _refers(before: str, forms: _Forms) -> bool:
    """True where the word before the number makes it a reference: a number, a page, a regulation."""
    # "Nos 87, 88 and 98": the reference word stands before the first of a list.
    before = re.sub(rf"(?:\d+(?:\s?\(\d{{4}}\))?\s*(?:,\s*|{forms.join.pattern}\s+))+$", "", before)
    found = _LAST_WORD.search(re.sub(r"\(\w{2,4}\)\s*$", "", before))
    return found is not None and forms.reference.fullmatch(found.group(1).rstrip("-‐‑")) is not None


def _ranks_before(before: str, forms: _Forms) -> bool:
    found = _LAST_WORD.search(before)
    return found is not None and forms.rank.match(found.group(1)) is not None


def _ranks_behind(behind: str, forms: _Forms) -> bool:
    first = _WORD.match(behind)
    return first is not None and forms.rank.match(first.group(1)) is not None


def _of_all(text: str, at: int, forms: _Forms) -> bool:
    """True where how many there are follows an ordinal: "155th out of 180 countries"."""
    found = _OUT_OF.match(text, at)
    return found is not None and _counts(_after(text, found.end()), forms)


def _is_glued(before: str) -> bool:
    """True for the number of a code ("EU-27", "C-123", "2020/1998"); a small word with a hyphen is an article ("il-15")."""
    hyphened = _HYPHENED_BEFORE.search(before)
    return _GLUED_BEFORE.search(before) is not None or (hyphened is not None and not hyphened.group(1).islower())


def _is_label(before: str, behind: str) -> bool:
    """True for the label of a sub-point: "1)" behind a colon or semicolon."""
    return behind.startswith(")") and (not before.strip() or before.rstrip()[-1] in ":;,.·")


def _is_name(before: str, behind: str, forms: _Forms) -> bool:
    """True for a number that counts nothing: in a list of names ("Veritas, 405, Elimaj"), behind a name, before a comma."""
    if re.match(r"\s+[^\W\d_]", behind) and not forms.join.match(behind):
        return False
    if forms.approximator.search(before):
        return False
    word = _LAST_WORD.search(before)
    after_name = word is not None and word.start() > 0 and word.group(1).lstrip("„“\"«'(")[:1].isupper()
    return behind.startswith(",") or after_name or forms.joint.search(before) is not None
