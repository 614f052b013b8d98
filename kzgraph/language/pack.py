"""Language packs: the grammar of Parliament's resolutions in one language, as data.

A pack holds formulas, months, number words and pinpoint words, never names of things (those are in ``ontology/vocab``).
Every key is checked when a pack is loaded, so that a misspelled one is an error and not a silence.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kzgraph.errors import PackError
from kzgraph.resources import packs_folder

FORCES = ("Demand", "Instruction", "Condemnation", "Concern", "Commendation", "Condolence", "Statement")
PINPOINTS = ("article", "paragraph", "subparagraph", "point", "letter", "rule", "annex", "chapter")

Phrases = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeadWords:
    """How the parts before the enacting formula are worded."""

    opening: Phrases
    title: Phrases
    motion: Phrases
    joint_motion: Phrases
    adopted: Phrases
    motto: Phrases
    journal: Phrases


@dataclass(frozen=True, slots=True)
class RecitalWords:
    """How recitals are labelled and how their clauses open.

    Args:
        openers: The "whereas" of the language.
        continuations: A bare "that", which opens a further clause behind a separator.
        labels: For each rank, from 0, the forms its label may have.
        clause: "opener" where clauses open with an opener, "sentence" where each sentence is one.
        separators: Marks behind which a clause may open.
        abbreviations: Words whose dot ends no sentence.
        behind_comma: False where the opener is also an everyday "because", so that ", and" before it opens no clause.
    """

    openers: Phrases
    continuations: Phrases
    labels: tuple[Phrases, ...]
    clause: str
    separators: Phrases
    abbreviations: Phrases
    behind_comma: bool


@dataclass(frozen=True, slots=True)
class DateWords:
    """How dates are printed; the templates hold ``{day}``, ``{month}`` and ``{year}``."""

    months: tuple[Phrases, ...]
    full: Phrases
    month_year: Phrases
    partial: Phrases
    day_marks: Phrases
    day_words: Mapping[str, int]
    day_joins: Phrases


@dataclass(frozen=True, slots=True)
class NumberWords:
    """How counts are printed, and what stands by a number that is no count."""

    words: Mapping[str, int]
    scales: Mapping[str, int]
    ordinal_marks: Phrases
    rank: Phrases
    approximators: Phrases
    measures: Phrases
    references: Phrases


@dataclass(frozen=True, slots=True)
class Pack:
    """The grammar of one language.

    Args:
        code: BCP 47 code.
        name: English name.
        endonym: Name in the language itself.
        authority: Code in the EU authority table of languages.
        encodings: Legacy character encodings of the language, likeliest first.
        head: Title, opening line, kinds of document.
        citation_openers: The "having regard to" of the language.
        recital: Labels, openers and separators of recitals.
        subject: Parliament as printed subject of a paragraph, where the language prints it.
        verbs: By force, how a paragraph opens.
        conjunctions: Words that join the last item of a list.
        date: Months and forms of dates.
        number: Number words and what stands by them.
        pinpoint: Words for article, paragraph, rule …
        pinpoint_behind: True where these words stand behind their numbers ("2 straipsnis").
    """

    code: str
    name: str
    endonym: str
    authority: str
    encodings: Phrases
    head: HeadWords
    citation_openers: Phrases
    recital: RecitalWords
    subject: Phrases
    verbs: Mapping[str, Phrases]
    conjunctions: Phrases
    date: DateWords
    number: NumberWords
    pinpoint: Mapping[str, Phrases]
    pinpoint_behind: bool


class _Table:
    """One table of a pack: hands out its keys by type and knows which were never asked for."""

    def __init__(self, place: str, own: Mapping[str, Any], shared: Mapping[str, Any]) -> None:
        self._place = place
        self._own = dict(own)
        self._shared = shared

    def _take(self, key: str, *, required: bool) -> Any:
        if key in self._own:
            return self._own.pop(key)
        if key in self._shared or not required:
            return self._shared.get(key)
        raise PackError(self._place, f"the key '{key}' is missing", "Give it, with an empty value if the language has none.")

    def _refuse(self, key: str, wanted: str) -> PackError:
        return PackError(self._place, f"'{key}' is not {wanted}", "Compare it with the same key in en.toml.")

    def text(self, key: str, *, required: bool = True) -> str:
        value = self._take(key, required=required)
        if not isinstance(value, str):
            raise self._refuse(key, "a text")
        return value

    def flag(self, key: str) -> bool:
        value = self._take(key, required=True)
        if not isinstance(value, bool):
            raise self._refuse(key, "true or false")
        return value

    def phrases(self, key: str, *, required: bool = True) -> Phrases:
        value = self._take(key, required=required)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() == v and v for v in value):
            raise self._refuse(key, "a list of phrases without outer blanks")
        if len(set(value)) != len(value):
            doubled = sorted({v for v in value if value.count(v) > 1})
            raise self._refuse(key, f"free of doubles ({doubled})")
        return tuple(value)

    def numbers(self, key: str) -> Mapping[str, int]:
        value = self._take(key, required=True)
        if not isinstance(value, dict) or not all(isinstance(v, int) for v in value.values()):
            raise self._refuse(key, "a table of words and numbers")
        return value

    def table(self, key: str, *, required: bool = True) -> _Table:
        value = self._own.pop(key, None)
        if value is None and required:
            raise PackError(self._place, f"the table [{key}] is missing", "Compare with en.toml.")
        shared = self._shared.get(key, {})
        return _Table(f"{self._place} [{key}]", value or {}, shared if isinstance(shared, dict) else {})

    def lists(self, key: str, count: int) -> tuple[Phrases, ...]:
        value = self._take(key, required=True)
        if not isinstance(value, list) or len(value) != count or not all(isinstance(v, list) and v for v in value):
            raise self._refuse(key, f"a list of {count} lists")
        return tuple(tuple(str(form) for form in forms) for forms in value)

    def close(self) -> None:
        if self._own:
            raise PackError(self._place, f"unknown keys: {', '.join(sorted(self._own))}", "Correct or remove them.")


@cache
def _shared() -> Mapping[str, Any]:
    return tomllib.loads((packs_folder() / "_shared.toml").read_text("utf-8"))


def _alphabet(name: str, place: str) -> tuple[Phrases, ...]:
    """The accepted labels of each rank: A … Z, then AA, AB … (or AA, BB …), with look-alikes of other alphabets."""
    series: list[str] | str | None = _shared()["labels"].get(name)
    if series is None:
        raise PackError(place, f"no series of labels is called '{name}'", "Use latin, greek or cyrillic.")
    strangers: dict[str, str] = {own: other for other, own in _shared()["labels"]["lookalikes"].get(name, {}).items()}
    # Any language may print Latin letters in place of its own: converters and authors do.
    latin: str = _shared()["labels"]["latin"]
    ranks: list[Phrases] = []
    for rank in range(3 * len(latin)):
        first, second = divmod(rank, len(series))
        forms: list[str] = []
        if first == 0:
            forms.append(series[rank])
        elif isinstance(series, str):
            forms += [series[first - 1] + series[second], series[second] * (first + 1)]
        if forms and any(letter in strangers for letter in forms[0]):
            forms.append("".join(strangers.get(letter, letter) for letter in forms[0]))
        if name != "latin":
            forms.append(latin_label(rank + 1))
        ranks.append(tuple(dict.fromkeys(forms)))
    return tuple(ranks)


def latin_label(rank: int) -> str:
    """Return the language-free label of a recital: A to Z, then AA, AB and so on.

    Args:
        rank: From 1.

    >>> latin_label(3), latin_label(27), latin_label(30)
    ('C', 'AA', 'AD')
    """
    first, second = divmod(rank - 1, 26)
    letter = chr(ord("A") + second)
    return letter if first == 0 else chr(ord("A") + first - 1) + letter


def _verbs(table: _Table) -> Mapping[str, Phrases]:
    verbs = {force: table.phrases(force) for force in FORCES}
    table.close()
    return verbs


def _read(code: str) -> Pack:
    path = packs_folder() / f"{code}.toml"
    place = f"language pack {code}"
    try:
        root = _Table(place, tomllib.loads(path.read_text("utf-8")), _shared())
    except tomllib.TOMLDecodeError as fault:
        raise PackError(place, f"not TOML: {fault}", "Correct the file.") from fault
    head = root.table("head")
    citation = root.table("citation")
    recital = root.table("recital")
    paragraph = root.table("paragraph")
    words = root.table("words")
    date = root.table("date")
    number = root.table("number")
    pinpoint = root.table("pinpoint")
    pack = Pack(
        code=root.text("code"),
        name=root.text("name"),
        endonym=root.text("endonym"),
        authority=root.text("authority"),
        encodings=root.phrases("encodings"),
        head=HeadWords(*(head.phrases(key) for key in HeadWords.__dataclass_fields__)),
        citation_openers=citation.phrases("openers"),
        recital=RecitalWords(
            openers=recital.phrases("openers"),
            continuations=recital.phrases("continuations"),
            labels=_alphabet(recital.text("labels"), place),
            clause=recital.text("clause"),
            separators=recital.phrases("separators"),
            abbreviations=recital.phrases("abbreviations", required=False),
            behind_comma=recital.flag("behind_comma"),
        ),
        subject=paragraph.phrases("subject", required=False),
        verbs=_verbs(paragraph.table("verbs")),
        conjunctions=words.phrases("and"),
        date=DateWords(
            months=date.lists("months", 12),
            full=date.phrases("full"),
            month_year=date.phrases("month_year"),
            partial=date.phrases("partial"),
            day_marks=date.phrases("day_marks"),
            day_words=date.numbers("day_words"),
            day_joins=date.phrases("day_joins"),
        ),
        number=NumberWords(
            words=number.numbers("words"),
            scales={
                word: value
                for key, value in (
                    ("hundred", 100),
                    ("thousand", 1_000),
                    ("million", 1_000_000),
                    ("billion", 1_000_000_000),
                )
                for word in number.phrases(key)
            },
            ordinal_marks=number.phrases("ordinal_marks"),
            rank=number.phrases("rank"),
            approximators=number.phrases("approximators"),
            measures=number.phrases("measures"),
            references=number.phrases("references"),
        ),
        pinpoint={key: pinpoint.phrases(key) for key in PINPOINTS},
        pinpoint_behind=pinpoint.flag("behind"),
    )
    for table in (head, citation, recital, paragraph, words, date, number, pinpoint, root):
        table.close()
    if pack.code != code:
        raise PackError(place, f"its code is '{pack.code}'", "Name the file by its code.")
    return pack


@cache
def pack(code: str) -> Pack:
    """Return the pack of a language, read once per process.

    Args:
        code: BCP 47 code, such as "mt".

    Raises:
        PackError: There is no such pack, or it breaks the form.

    >>> pack("hr").citation_openers
    ('uzimajući u obzir',)
    """
    if code not in languages():
        raise PackError(code, "there is no pack for this language", f"Known are: {', '.join(languages())}.")
    return _read(code)


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of all languages that have a pack, in alphabetical order.

    >>> "hr" in languages()
    True
    """
    return tuple(sorted(path.stem for path in packs_folder().glob("??.toml")))
