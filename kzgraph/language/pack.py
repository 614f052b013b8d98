"""Language packs: the grammar of Parliament's resolutions in one language, as data.

A pack holds formulas, months, number words and pinpoint words, never names of things (those are in ``ontology/vocab``).
Every key is checked when a pack is loaded, so that a misspelled one is an error and not a silence.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from kzgraph.errors import PackError
from kzgraph.language.table import Table
from kzgraph.language.words import (
    ActWords,
    DateWords,
    EndWords,
    HeadWords,
    Inflection,
    NumberWords,
    Pack,
    PersonWords,
    Phrases,
    RecitalWords,
    Verb,
)
from kzgraph.resources import packs_folder

FORCES = ("Demand", "Instruction", "Condemnation", "Concern", "Commendation", "Condolence", "Statement")
PINPOINTS = ("article", "paragraph", "subparagraph", "point", "letter", "rule", "annex", "chapter")


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


def _verbs(table: Table) -> tuple[Verb, ...]:
    verbs: list[Verb] = []
    for force in FORCES:
        if not table.is_table(force):
            verbs += [Verb(phrase, force, "") for phrase in table.phrases(force)]
            continue
        concepts = table.table(force)
        for key in concepts.unread():
            concept = key.removesuffix("-start")
            verbs += [Verb(phrase, force, concept, start_only=concept != key) for phrase in concepts.phrases(key)]
    table.close()
    return tuple(verbs)


def _acts(root: Table) -> ActWords:
    table = root.table("acts")
    names = [name for name in ActWords.__dataclass_fields__ if name not in ("conjunctions", "object_first", "pronoun_first")]
    words = ActWords(
        conjunctions=table.phrases("and"),
        object_first=table.flag("object_first"),
        pronoun_first=table.flag("pronoun_first"),
        **{name: table.phrases(name, required=False) for name in names},
    )
    table.close()
    return words


def _inflection(root: Table) -> Inflection:
    table = root.table("inflection")
    inflection = Inflection(
        table.phrases("endings"),
        table.phrases("attached"),
        table.map("initial"),
        table.pairs("name_endings"),
        table.phrases("fleeting"),
        table.flag("last_only"),
    )
    table.close()
    return inflection


def _persons(root: Table) -> PersonWords:
    table = root.table("persons")
    names = [name for name in PersonWords.__dataclass_fields__ if name != "compounds"]
    lists = {name: table.phrases(name, required=name != "called") for name in names}
    words = PersonWords(**lists, compounds=table.flag("compounds"))
    table.close()
    return words


def _romanisation(root: Table) -> tuple[tuple[str, str], ...]:
    table = root.table("romanisation")
    pairs = table.pairs("pairs")
    table.close()
    return pairs


def _read(code: str) -> Pack:
    path = packs_folder() / f"{code}.toml"
    place = f"language pack {code}"
    try:
        root = Table(place, tomllib.loads(path.read_text("utf-8")), _shared())
    except tomllib.TOMLDecodeError as fault:
        raise PackError(place, f"not TOML: {fault}", "Correct the file.") from fault
    head = root.table("head")
    end = root.table("end")
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
        end=EndWords(*(end.phrases(key) for key in EndWords.__dataclass_fields__)),
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
        small_institutions=words.flag("small_institutions"),
        definite=words.phrases("definite"),
        definite_any=words.phrases("definite_any"),
        date=DateWords(
            months=date.lists("months", 12),
            full=date.phrases("full"),
            month_year=date.phrases("month_year"),
            partial=date.phrases("partial"),
            day_marks=date.phrases("day_marks"),
            day_words=date.numbers("day_words"),
            day_joins=date.phrases("day_joins"),
            before_text=date.flag("before_text"),
            limits=date.phrases("limits", required=False),
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
            lengths=number.phrases("lengths"),
            references=number.phrases("references"),
            glued=number.phrases("glued", required=False),
            one=number.phrases("one", required=False),
        ),
        pinpoint={key: pinpoint.phrases(key) for key in PINPOINTS},
        pinpoint_behind=pinpoint.flag("behind"),
        text_before=pinpoint.flag("text_before"),
        thereof=pinpoint.phrases("thereof", required=False),
        acts=_acts(root) if root.has("acts") else ActWords(),
        inflection=_inflection(root) if root.has("inflection") else Inflection(),
        persons=_persons(root) if root.has("persons") else PersonWords(),
        romanisation=_romanisation(root) if root.has("romanisation") else (),
    )
    for table in (head, end, citation, recital, paragraph, words, date, number, pinpoint, root):
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
