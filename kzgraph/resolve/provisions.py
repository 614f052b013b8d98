"""Pinpoints: articles, paragraphs, points and rules, distributed over lists and tied to the text they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kzgraph.language.lookup import Lookup
from kzgraph.language.pack import pack
from kzgraph.language.phrases import any_of
from kzgraph.language.words import Pack
from kzgraph.model import Entity, Span

_NUMBER = r"\d+(?:[-–]\d+)?[a-z]?"
#: How far behind its last pinpoint the name of a text may stand, in characters.
_REACH = 120
#: So far before an article its paragraphs may begin.
_LED_REACH = 48
#: The end of a stretch of pinpoints that belongs to the text before it: nothing stands behind.
_OWN = 1 << 30
#: Numbers may stand before their word also where the language prefers them behind: "405. in 182. členom".
_ORDINAL = re.compile(r"(?<![\w.])\d{1,4}[a-z]?\.\s+$")


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """One pinpoint as printed.

    Args:
        span: Where its number stands.
        number: Of the article or rule.
        paragraph: Of the paragraph, empty if none.
        point: Of the point or letter, empty if none.
    """

    span: Span
    number: str
    paragraph: str = ""
    point: str = ""

    def label(self, *, rule: bool) -> str:
        """Return the pinpoint in its English form.

        >>> Pinpoint(Span(0, 1), "3", "5").label(rule=False)
        'art. 3(5)'
        """
        tail = (f"({self.paragraph})" if self.paragraph else "") + (f"({self.point})" if self.point else "")
        return f"{'Rule' if rule else 'art.'} {self.number}{tail}"

    def path(self, *, rule: bool) -> str:
        """Return the end of its IRI."""
        parts = [part for part in (self.number, self.paragraph, self.point) if part]
        return "/".join(["rule" if rule else "art", *(re.sub(r"\W+", "-", part).lower() for part in parts)])


@cache
def _articles(code: str) -> Lookup:
    """The words that lead to the number of an article or rule, or follow it."""
    words = pack(code).pinpoint
    return Lookup((*words["article"], *words["rule"]))


@cache
def _tokens(code: str) -> re.Pattern[str]:
    words = pack(code).pinpoint
    ordinals = sorted(pack(code).number.ordinal_marks, key=len, reverse=True)
    # A dot may stand behind any number; a letter tells.
    marks = "|".join(re.escape(mark) for mark in ordinals if mark[-1].isalpha()) or r"(?!)"
    other = "|".join(re.escape(mark) for mark in ordinals if not mark[-1].isalpha()) or r"(?!)"
    joins = any_of((*pack(code).conjunctions, *pack(code).date.day_joins))
    return re.compile(
        rf"""(?P<article>{any_of((*words["article"], *words["rule"]))})
        | (?P<paragraph>{any_of((*words["paragraph"], *words["subparagraph"]))})
        | (?P<point>{any_of((*words["point"], *words["letter"]))})
        | (?P<number>(?<![\w.]){_NUMBER}(?:\.\d+)*)(?:(?P<mark>{marks})|{other}|\.)?
          (?P<brackets>(?:\s?\(\s?\w{{1,4}}\s?\))*)(?:[-‐‑:’'][^\W\d_]{{1,4}})?
        | (?P<bracketed>\(\s?\w{{1,4}}\s?\))
        | (?P<join>,|{joins}|[-–])
        | (?P<letter>(?<!\w)[a-z](?:\)|(?!\w)))
        | (?P<small>(?<!\w)[^\W\d_]{{1,4}}(?!\w)['’]?)""",
        re.VERBOSE | re.IGNORECASE,
    )


def find_pinpoints(text: str, own: Pack) -> Iterator[tuple[list[Pinpoint], Span]]:
    """Yield each run of pinpoints with the stretch it covers, words and numbers.

    Args:
        text: The clean text of a unit.
        own: The language.

    >>> runs = list(find_pinpoints("l'article 3, paragraphe 5, et les articles 21 et 24 du traité", pack("fr")))
    >>> [pinpoint.label(rule=False) for pinpoint in runs[0][0]]
    ['art. 3(5)', 'art. 21', 'art. 24']
    """
    at = 0
    words = _articles(own.code)
    while first := words.search(text, at):
        start = first.start()
        behind = own.pinpoint_behind or (_ORDINAL.search(text, at, start) is not None and not _number_follows(text, first.end()))
        if behind:
            start = _numbers_before(text, start, at)
        run, end = _run(text, start, _tokens(own.code), behind=behind)
        led = _paragraphs_before(text, first.start(), at, own.code) if len(run) == 1 and not run[0].paragraph else None
        if led is not None:
            # "apartado 5 del artículo 115", "n.ºs 2 e 4 do artigo 3.º": the part of the article stands before it.
            run = [replace(run[0], paragraph=number) for number in re.findall(r"\d+", led["numbers"])]
        if run:
            yield run, Span(start, end)
        at = max(end, first.end())


@cache
def _led(code: str) -> re.Pattern[str]:
    words = pack(code).pinpoint
    item = rf"\d{{1,2}}(?:{'|'.join(re.escape(mark) for mark in pack(code).number.ordinal_marks) or '(?!)'})?"
    joins = rf"\s*(?:,|{any_of(pack(code).conjunctions)})\s*"
    return re.compile(
        rf"{any_of(words['paragraph'])}\s*(?P<numbers>{item}(?:{joins}{item})*)\s+(?:[^\W\d_]{{1,4}}\s){{0,2}}(?:[^\W\d_]{{1,4}}['’])?$",
        re.IGNORECASE,
    )


def _paragraphs_before(text: str, end: int, least: int, code: str) -> re.Match[str] | None:
    """The paragraphs that are named before the article they belong to."""
    return _led(code).search(text[max(least, end - _LED_REACH) : end])


def _number_follows(text: str, at: int) -> bool:
    return re.compile(r"\s*\(?\d").match(text, at) is not None


def _numbers_before(text: str, end: int, least: int) -> int:
    """Where the numbers begin that stand before the word for an article: "2 ir 3 straipsniai"."""
    found = re.search(r"(?:\(?\d+[a-z]?\)?[.\-–]?(?:\s*,\s*|\s+[^\W\d_]{1,4}\s+|\s*[-–]\s*|\s*))+$", text[least:end])
    return least + found.start() if found else end


def _run(text: str, at: int, pattern: re.Pattern[str], *, behind: bool) -> tuple[list[Pinpoint], int]:
    """Read pinpoints from a place on, until something stands there that is none."""
    run: list[Pinpoint] = []
    level = "article"
    marked = False
    end = at
    pending: list[tuple[str, Span]] = []
    while True:
        gap = re.compile(r"\s*").match(text, at)
        at = gap.end() if gap else at
        found = pattern.match(text, at)
        if found is None:
            break
        kind = found.lastgroup if found.lastgroup != "brackets" else "number"
        if found["number"] is not None:
            kind = "number"
        if kind in ("article", "paragraph", "point"):
            if behind and pending:
                _settle(run, pending, kind)
                pending = []
                end = found.end()
            level = kind
        elif kind == "number":
            if behind:
                pending += _numbers(found)
            else:
                if level != "article" and _has_paragraph(text, found.end(), pattern):
                    level = "article"  # "Artikel 144, Absatz 5, und 132, Absatz 4": the word for article is not repeated
                # "artigos 2.º, 3.º, n.º 5, 21.º": the mark of the first article tells later articles from paragraphs.
                marked = marked or (not run and found["mark"] is not None)
                level = "article" if marked and found["mark"] is not None else level
                _place(run, level, found)
            end = found.end()
        elif kind == "bracketed" and run and not behind:
            _deepen(run, found.group().strip("() "), "paragraph" if level != "point" else "point", found.end())
            end = found.end()
        elif kind == "bracketed" and behind:
            pending.append((found.group().strip("() "), Span(*found.span())))
        elif kind == "letter" and behind and run:
            pending.append((found.group().strip(")"), Span(*found.span())))
        elif kind == "letter" and level == "point" and run:
            _deepen(run, found.group().strip(")"), "point", found.end())
            end = found.end()
        elif kind not in ("join", "small") or (kind == "small" and not _goes_on(text, found.end(), pattern)):
            break
        at = found.end()
    return run, end


def _goes_on(text: str, at: int, pattern: re.Pattern[str]) -> bool:
    """True where another pinpoint word or number follows a small word: "et les articles"."""
    for _ in range(2):
        gap = re.compile(r"\s*").match(text, at)
        found = pattern.match(text, gap.end() if gap else at)
        if found is None:
            return False
        if found["small"] is None and found["join"] is None:
            return True
        at = found.end()
    return False


def _has_paragraph(text: str, at: int, pattern: re.Pattern[str]) -> bool:
    """True where a word for paragraph follows a number, behind a comma or at once: the number is that of an article."""
    comma = re.compile(r"\s*,?\s*").match(text, at)
    found = pattern.match(text, comma.end() if comma else at)
    return found is not None and found["paragraph"] is not None


def _numbers(found: re.Match[str]) -> list[tuple[str, Span]]:
    return [(found["number"], Span(*found.span("number")))]


def _place(run: list[Pinpoint], level: str, found: re.Match[str]) -> None:
    number = found["number"]
    brackets = re.findall(r"\w+", found["brackets"] or "")
    span = Span(found.start("number"), found.end("brackets") if brackets else found.end("number"))
    if level == "article" or not run:
        # "78.3": Swedish writes the paragraph behind a dot.
        article, _, rest = number.partition(".")
        inner = [*([rest] if rest else []), *brackets]
        run.append(Pinpoint(span, article, inner[0] if inner else "", inner[1] if len(inner) > 1 else ""))
    else:
        _deepen(run, brackets[0] if brackets else number, level, span.end)


def _deepen(run: list[Pinpoint], value: str, level: str, end: int) -> None:
    """Give the last article a paragraph or point; a second paragraph of it is a pinpoint of its own."""
    last = run[-1]
    span = Span(last.span.start, end)
    if level == "paragraph" and not last.paragraph:
        run[-1] = Pinpoint(span, last.number, value)
    elif level == "paragraph":
        run.append(Pinpoint(span, last.number, value))
    elif not last.point:
        run[-1] = Pinpoint(span, last.number, last.paragraph, value)
    else:
        run.append(Pinpoint(span, last.number, last.paragraph, value))


def _settle(run: list[Pinpoint], pending: list[tuple[str, Span]], kind: str) -> None:
    """Numbers that stood before their word become what the word says."""
    for value, span in pending:
        if kind == "article" or not run:
            article, _, rest = value.partition(".")
            run.append(Pinpoint(span, article, rest))
        else:
            _deepen(run, value, kind, span.end)


def provision(instrument: Entity, pinpoint: Pinpoint) -> Entity:
    """Return the provision of an instrument that a pinpoint names."""
    rule = instrument.cls == "ProceduralRules"
    return Entity(
        f"{instrument.key}/{pinpoint.path(rule=rule)}", "Provision", base=instrument.key, pinpoint=pinpoint.label(rule=rule)
    )


@cache
def _thereof(code: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    own = pack(code)
    words = any_of(own.thereof)
    articles = any_of((*own.pinpoint["article"], *own.pinpoint["rule"]))
    flags = re.IGNORECASE
    return re.compile(rf"{words}\s*$", flags), re.compile(rf"\s*{words}", flags), re.compile(articles, flags)


def part_thereof(run: list[Pinpoint], span: Span, text: str, own: Pack) -> Iterator[tuple[list[Pinpoint], Span]]:
    """Part a run where some of it belongs to the text named before: "the Covenant, its Article 19, Article 21 of the Treaty".

    Args:
        run: Pinpoints as :func:`find_pinpoints` gives them.
        span: The stretch they cover.
        text: The unit.
        own: The language.
    """
    before, behind, article = _thereof(own.code)
    words = [found.start() for found in article.finditer(text, span.start, span.end)]
    cuts = [place for place in words if place > run[0].span.start]
    head = 0
    if before.search(text, max(0, span.start - _REACH), span.start):
        head = sum(pinpoint.span.start < cuts[0] for pinpoint in run) if cuts else len(run)
    else:
        for index, pinpoint in enumerate(run):
            if behind.match(text, pinpoint.span.end):
                head = index + 1
    if head:
        yield run[:head], Span(span.start, _OWN)
    if head < len(run):
        start = max((place for place in cuts if place <= run[head].span.start), default=span.start)
        yield run[head:], Span(start, span.end)


def owner(run: Span, instruments: Sequence[tuple[Span, Entity]], text: str, own: Pack) -> Entity | None:
    """Return the text that a run of pinpoints belongs to.

    Args:
        run: The stretch of the pinpoints; one that belongs to the text before has no end.
        instruments: The texts named in the unit, in order.
        text: The unit.
        own: The language.
    """
    after = [
        (span, entity)
        for span, entity in instruments
        if run.end <= span.start <= run.end + _REACH and not re.search(r"[;·]", text[run.end : span.start])
    ]
    before = [
        (span, entity)
        for span, entity in instruments
        if span.end <= run.start <= span.end + _REACH // 3 and not re.search(r"[;·]", text[span.end : run.start])
    ]
    if own.text_before and before:
        return before[-1][1]
    if after:
        return after[0][1]
    return before[-1][1] if before else None
