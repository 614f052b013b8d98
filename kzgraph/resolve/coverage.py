"""How much is known of each language: its verbs, its small words, and the names of known things in it.

Everything is counted from the packs and the vocabularies themselves, so the report cannot promise what they do not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from kzgraph.language.pack import PINPOINTS, languages, pack
from kzgraph.language.words import Pack
from kzgraph.resolve.vocabulary import Entry, entries_of, vocabulary

#: The page names so many missing things at most; the command names all.
_MOST_LISTED = 8
_TENS = range(30, 100, 10)
_FIRST_NUMBERS = range(2, 21)
#: The classes of actors, each with its heading.
_ACTORS = (
    ("Institution", "institutions"),
    ("Office", "offices"),
    ("State", "states"),
    ("Collective", "collectives"),
    ("Organisation", "organisations"),
)


@dataclass(frozen=True, slots=True)
class Share:
    """How much of one thing a language has.

    Args:
        name: Of the thing: "verbs", "institutions".
        have: So many of all.
        all: So many there are; 0 for an open list, of which `have` only counts the words.
        missing: What is not there, by key.
    """

    name: str
    have: int
    all: int = 0
    missing: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """How it is shown in a table."""
        return f"{self.have}/{self.all}" if self.all else str(self.have)


@cache
def coverage_of(code: str) -> tuple[Share, ...]:
    """Return what is known of a language, in the order of the report.

    Args:
        code: The language.

    >>> next(share.shown for share in coverage_of("lt") if share.name == "months")
    '12/12'
    """
    own = pack(code)
    instruments = [entry for entry in entries_of("instrument") if entry.cls != "Provision"]
    return (
        _of("verbs", (entry.key.rpartition("/")[2] for entry in entries_of("verb")), {verb.concept for verb in own.verbs}),
        _openers(own),
        _of(
            "months",
            [f"{month:02}" for month in range(1, 13)],
            {f"{n:02}" for n, forms in enumerate(own.date.months, 1) if forms},
        ),
        _numbers(own),
        _of("pinpoints", PINPOINTS, {name for name in PINPOINTS if own.pinpoint[name]}),
        Share("roles", len(own.persons.roles)),
        Share("group words", len(own.persons.organisation_roles)),
        *(_named(name, _actors(cls), code) for cls, name in _ACTORS),
        _adjectives(code),
        _named("state bodies", entries_of("state-body"), code),
        _named("instruments", instruments, code),
        _named("national laws", entries_of("national-instrument"), code),
        _named("kinds of text", entries_of("instrument-kind"), code),
    )


def _of(name: str, wanted: Iterable[str], have: Iterable[str]) -> Share:
    wanted = tuple(wanted)
    there = set(have)
    missing = tuple(sorted(key for key in wanted if key not in there))
    return Share(name, len(wanted) - len(missing), len(wanted), missing)


def _openers(own: Pack) -> Share:
    """What opens the parts of a resolution; where the sentence is the clause, recitals open with none."""
    kinds = {
        "enacting formula": own.head.opening,
        "title": own.head.title,
        "motion": own.head.motion,
        "joint motion": own.head.joint_motion,
        "adopted text": own.head.adopted,
        "citation": own.citation_openers,
        "recital": own.recital.openers or (own.recital.clause == "sentence" and ("",)),
        "conjunction": own.conjunctions,
    }
    return _of("openers", kinds, (kind for kind, phrases in kinds.items() if phrases))


def _numbers(own: Pack) -> Share:
    wanted = [*_FIRST_NUMBERS, *_TENS, *sorted(set(own.number.scales.values()) | {100, 1_000, 1_000_000})]
    values = {*own.number.words.values(), *own.number.scales.values()}
    return _of("numbers", map(str, wanted), map(str, values))


def _actors(cls: str) -> list[Entry]:
    """The actors of a class that are of the world."""
    return [entry for entry in entries_of("actor") if entry.cls == cls and not entry.invented]


def _named(name: str, entries: Sequence[Entry], code: str) -> Share:
    return _of(name, (entry.key for entry in entries), (entry.key for entry in entries if any(entry.printed(code))))


def _adjectives(code: str) -> Share:
    """By its adjective a state's own bodies are found: "the Maltese Government"."""
    states = _actors("State")
    return _of(
        "adjectives", (entry.key for entry in states), (entry.key for entry in states if entry.labels["adjectiveLabel"].get(code))
    )


def _closed(code: str) -> list[Share]:
    """The things of which it is known how many there are."""
    return [share for share in coverage_of(code) if share.all]


def _listed(share: Share) -> str:
    if len(share.missing) > _MOST_LISTED:
        return str(len(share.missing))
    return ", ".join(key.rpartition("/")[2] for key in share.missing)


def label_of(missing: str) -> str:
    """Return what is missing in words, with its English name where it is an entry of a vocabulary.

    >>> label_of("actor/european-commission")
    'actor/european-commission (European Commission)'
    """
    entry = vocabulary().get(missing)
    return f"{missing} ({entry.label()})" if entry is not None else missing


def as_json() -> dict[str, dict[str, dict[str, object]]]:
    """Return the report of all languages: language, thing, and what there is of it."""
    return {
        code: {share.name: {"have": share.have, "all": share.all, "missing": list(share.missing)} for share in coverage_of(code)}
        for code in languages()
    }


def as_markdown() -> str:
    """Return the report of all languages as a page."""
    names = [share.name for share in _closed(languages()[0])]
    head = f"| language | {' | '.join(names)} |"
    rows = [f"| {pack(code).name} ({code}) | {' | '.join(share.shown for share in _closed(code))} |" for code in languages()]
    lines = [
        "# What is known of each language",
        "",
        "Made by `kzgraph languages --markdown`; `kzgraph languages --missing xx` lists what a language lacks.",
        "",
        "The table says how many of all have words in the language; the command counts open lists too (roles, group words).",
        "A concept may lack a word because the language has none of its own: one verb may stand for two, and where Parliament's",
        "rules are articles there is no word for a rule.",
        "",
        head,
        f"| --- | {' | '.join('---:' for _ in names)} |",
        *rows,
        "",
        "## What is missing",
        "",
    ]
    for code in languages():
        missing = [f"{share.name}: {_listed(share)}" for share in coverage_of(code) if share.missing]
        if missing:
            lines.append(f"- {pack(code).name}: {'; '.join(missing)}")
    return "\n".join(lines) + "\n"
