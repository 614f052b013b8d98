"""Dates: full ones, several days of one month, months with a year. What has no year is no date."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from kzgraph.language.pack import pack
from kzgraph.language.phrases import longest_first, prints, source_of
from kzgraph.language.places import Beginnings, digits_in, matches_at
from kzgraph.language.tokens import Taken
from kzgraph.language.words import Pack
from kzgraph.model import DateMention, Span

_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_NUMERIC = re.compile(r"(?<![\d.,/])(\d{1,2})[./]\s?(\d{1,2})[./]\s?((?:19|20)\d\d)(?!\d)")
_MOST_DAYS = 9
_FIELD = re.compile(r"\{(day|month|year)\}")


_NOTHING = re.compile(r"(?!)")


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Form:
    """A form of dates; it is compiled for the first text that prints all words of it.

    Args:
        source: As a regular expression.
        words: Those between its fields.
        first: The field that it begins with, empty where it begins with a word.
    """

    source: str
    words: tuple[str, ...]
    first: str

    def pattern(self, text: str) -> re.Pattern[str]:
        """Return what finds it in a text."""
        return _compiled(self.source) if prints(text, self.words) else _NOTHING


@dataclass(frozen=True, slots=True)
class DateForms:
    """The compiled forms of dates of a language.

    Args:
        full: With day, month and year.
        month_year: Without a day.
        partial: Without a year: no dates, but numbers in them are no figures either.
        day: One day, to take a list of days apart.
        months: Month number by folded name.
        day_words: Day number by folded word.
        named_months: Where a month may be named.
        named_days: Where a day may be named in a word.
    """

    full: tuple[_Form, ...]
    month_year: tuple[_Form, ...]
    partial: tuple[_Form, ...]
    day: re.Pattern[str]
    months: dict[str, int]
    day_words: dict[str, int]
    named_months: Beginnings
    named_days: Beginnings


@cache
def date_forms(code: str) -> DateForms:
    """Return the compiled forms of a language, made once per process."""
    words = pack(code).date
    marks = "|".join(source_of(mark) for mark in sorted(words.day_marks, key=len, reverse=True))
    names = "|".join(source_of(word) for word in sorted(words.day_words, key=len, reverse=True))
    digits = rf"(?:0?[1-9]|[12]\d|3[01]){f'(?:{marks})?' if marks else ''}(?!\d)"
    day = rf"(?:{digits}|(?<!\w)(?:{names})(?!\w))" if names else digits
    joins = "|".join(source_of(join) for join in longest_first(words.day_joins)) or "(?!)"
    # Blanks may be lost, so a joining word ends at a digit too. Lists are short and atomic, so that no text takes long.
    last = rf"(?:\s*,)?\s*(?:-|–|/|(?<![^\W\d_])(?:{joins})(?![^\W\d_]))\s*"
    days = rf"(?P<days>(?>{day}(?:(?:{last}|\s*,\s*)(?<!\d){day}){{0,{_MOST_DAYS}}}))"
    # Where days come last, a comma may end the date ("április 9-i, 18. ülés"): there only "and" or a dash adds the last day.
    days_last = rf"(?P<days>(?>{day}(?:(?:\s*,\s*(?<!\d){day}){{0,{_MOST_DAYS}}}{last}(?<!\d){day})?))"
    names_of_months = sorted((form for forms in words.months for form in forms), key=len, reverse=True)
    month = rf"(?P<month>{'|'.join(_month_name(form) for form in names_of_months)})(?![^\W\d_])\.?"
    fields = {"month": rf"(?<![^\W\d_]){month}", "year": rf"(?<!\d){_YEAR}"}

    def compiled(templates: tuple[str, ...]) -> tuple[_Form, ...]:
        forms = []
        for template in sorted(templates, key=len, reverse=True):
            first = template.find("{day}") < template.find("{month}")
            # A day may not be the tail of another number; behind the name of a month the blank may be lost.
            own = fields | {"day": rf"(?<![\d.,/]){days}" if first else rf"(?<!\d){days_last}"}
            begins = _FIELD.match(template)
            words = tuple(_FIELD.sub(" ", template).split())
            forms.append(_Form(_pattern(template, own), words, begins[1] if begins else ""))
        return tuple(forms)

    return DateForms(
        full=compiled(words.full),
        month_year=compiled(words.month_year),
        partial=compiled(words.partial),
        day=re.compile(rf"(?<!\d){day}", re.IGNORECASE),
        months={form.casefold(): n for n, forms in enumerate(words.months, 1) for form in forms},
        day_words={word.casefold(): n for word, n in words.day_words.items()},
        named_months=Beginnings(names_of_months, before=r"[\W\d_]"),
        named_days=Beginnings(words.day_words),
    )


def _month_name(form: str) -> str:
    """A month that the language writes with a capital must have one in print: "12 May", not "12 may"."""
    if form[0].isupper():
        return rf"(?-i:{source_of(form)}|{source_of(form.upper())})"
    return source_of(form)


def _pattern(template: str, fields: dict[str, str]) -> str:
    """A template as a regular expression: blanks match any or no white space, other text itself."""
    out = ""
    at = 0
    for found in _FIELD.finditer(template):
        out += _literal(template[at : found.start()]) + fields[found.group(1)]
        at = found.end()
    return out + _literal(template[at:])


def _literal(text: str) -> str:
    return r"\s*".join(source_of(word) if word else "" for word in text.split(" "))


@dataclass(frozen=True, slots=True)
class _Matches:
    """What each form of a language matches in a text, form by form, whether a better form takes it or not."""

    full: tuple[list[re.Match[str]], ...] = ()
    numeric: tuple[re.Match[str], ...] = ()
    partial: tuple[list[re.Match[str]], ...] = ()
    month_year: tuple[list[re.Match[str]], ...] = ()


@lru_cache(maxsize=1)
def _matches(text: str, code: str) -> _Matches:
    """Match all forms of a language with a text; whoever asks for its dates, its days or its stretches asks one after another."""
    forms = date_forms(code)
    digits = digits_in(text)
    numeric = tuple(matches_at(_NUMERIC, text, digits))
    months = forms.named_months.places(text)
    if not months:
        return _Matches(numeric=numeric)
    named = forms.named_days.places(text)
    places = {"day": sorted({*digits, *named}) if named else digits, "month": months, "year": digits}

    def matched(of: tuple[_Form, ...]) -> tuple[list[re.Match[str]], ...]:
        return tuple(
            list(matches_at(form.pattern(text), text, places[form.first]) if form.first else form.pattern(text).finditer(text))
            for form in of
        )

    return _Matches(matched(forms.full), numeric, matched(forms.partial), matched(forms.month_year))


def _free(matches: Iterable[re.Match[str]], taken: Taken) -> Iterator[re.Match[str]]:
    """Those of some matches that touch nothing taken."""
    return (found for found in matches if not taken.touches(*found.span()))


def find_dates(text: str, own: Pack) -> tuple[DateMention, ...]:
    """Find the dates in a text, in printed order.

    Days that share a month and year are dates of their own: each mention runs from its day to the end of the year.

    Args:
        text: The clean text of a unit.
        own: The language.

    >>> [mention.value for mention in find_dates("no 2031. gada 3. un 4. maija līdz 2031. gada jūnijam", pack("lv"))]
    ['2031-05-03', '2031-05-04', '2031-06']
    """
    forms = date_forms(own.code)
    matches = _matches(text, own.code)
    taken = Taken(text)
    mentions: list[DateMention] = []
    for of_form in matches.full:
        for found in _free(of_form, taken):
            mentions += _days(found, forms)
            taken.add(*found.span())
    for found in _free(matches.numeric, taken):
        value = _iso(int(found[3]), int(found[2]), int(found[1]))
        if value:
            mentions.append(DateMention(Span(*found.span()), value, "numeric-date"))
            taken.add(*found.span())
    for span in [found.span() for of_form in matches.partial for found in _free(of_form, taken)]:
        taken.add(*span)
    for of_form in matches.month_year:
        for found in _free(of_form, taken):
            month = _month(found, forms)
            mentions.append(DateMention(Span(*found.span()), f"{found['year']}-{month:02}", "month-year"))
            taken.add(*found.span())
    return tuple(sorted(mentions, key=lambda mention: (mention.span, mention.value)))


def find_yearless_dates(text: str, own: Pack) -> tuple[DateMention, ...]:
    """Find days that are printed without their year; the value begins with "--", as in ISO 8601.

    They are no dates of their own, but may point back to a text that was cited with its full date.

    >>> [mention.value for mention in find_yearless_dates("declarația sa din 8 ianuarie", pack("ro"))]
    ['--01-08']
    """
    forms = date_forms(own.code)
    matches = _matches(text, own.code)
    taken = Taken(text)
    for of_form in (*matches.full, matches.numeric):
        for found in of_form:
            taken.add(*found.span())
    mentions = []
    for of_form in matches.partial:
        for found in _free(of_form, taken):
            day = re.search(r"\d+", found["days"])
            if day is not None:
                value = f"--{_month(found, forms):02}-{int(day.group()):02}"
                mentions.append(DateMention(Span(*found.span()), value, "full-date"))
    return tuple(mentions)


def find_dated_stretches(text: str, own: Pack) -> tuple[Span, ...]:
    """Return every stretch that is a date or part of one, with or without its year.

    >>> find_dated_stretches("am 11. Juni", pack("de"))
    (Span(start=3, end=11),)
    """
    matches = _matches(text, own.code)
    taken = Taken(text)
    spans: list[Span] = []
    for of_form in (*matches.full, matches.numeric, *matches.partial, *matches.month_year):
        found = [Span(*found.span()) for found in _free(of_form, taken)]
        for span in found:
            taken.add(span.start, span.end)
        spans += found
    return tuple(sorted(spans))


def begins_with_date(text: str, own: Pack) -> bool:
    """Return whether a text begins with a date, with or without its year.

    >>> begins_with_date("1. ja 2. mail toimus", pack("et"))
    True
    """
    forms = date_forms(own.code)
    return any(form.pattern(text).match(text) for form in (*forms.full, *forms.partial))


def _days(found: re.Match[str], forms: DateForms) -> list[DateMention]:
    month = _month(found, forms)
    year = int(found["year"])
    days = list(forms.day.finditer(found["days"]))
    mentions: list[DateMention] = []
    rule = "full-date" if len(days) == 1 else "day-list"
    for day in days:
        printed = re.match(r"\d+", day.group())
        number = int(printed.group()) if printed else forms.day_words[day.group().casefold()]
        value = _iso(year, month, number)
        if value is None:
            continue
        # A mention runs from its day to the year; where the year is printed first, from the year to its day, the last
        # day with all that follows it ("2031. gada 3. maija", "2031 m. gegužės 3 d.").
        if found.start("year") < found.start("days"):
            span = Span(found.start(), found.end() if day is days[-1] else found.start("days") + day.end())
        else:
            span = Span(found.start("days") + day.start(), found.end())
        mentions.append(DateMention(span, value, rule))
    return mentions


def _month(found: re.Match[str], forms: DateForms) -> int:
    name = re.sub(r"\s+", " ", found["month"]).casefold()
    return forms.months[name.replace("ş", "ș").replace("ţ", "ț")]


def _iso(year: int, month: int, day: int) -> str | None:
    if not (1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return f"{year:04}-{month:02}-{day:02}"
