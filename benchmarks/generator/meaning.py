"""What several languages can say alike.

Frames of two languages that mean the same have the same signature: forces of their acts and how many each addresses, texts that
are dated, names, dates and figures. What names nobody and counts nothing (the thing deplored, the task) is no part of it:
each language draws that for itself.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from random import Random
from typing import Any

from generator.compose import has_pronoun, verbs
from generator.draw import STATE
from generator.known import force_of, known_names, state_forms
from generator.phrases import ADJECTIVE, Person, names, phrases
from kzgraph.language.pack import pack
from kzgraph.language.words import Verb

_SLOT = re.compile(r"\[([a-z-]+)(=?)\]|<([^>]+)>|\{=([^|}]+)\|[^}]*\}|\{([a-z][\w:-]*)\}|(\n)")
_FREE = ("thing", "hold", "task")
#: So many of each sex can be named in a work.
_CAST = 7

Frames = Mapping[str, Sequence[str]]
Signature = tuple[Any, ...]


def signature(code: str, frame: str) -> Signature:
    """Return what a frame says, without how: frames of two languages with the same signature mean the same.

    Args:
        code: The language.
        frame: In the notation of the phrases.

    >>> one = signature("en", "[calls-on]calls on {to} {task} before {date}")
    >>> one == signature("et", "[calls-on]kutsub {to:part} enne {attr} {task}")
    True
    >>> one == signature("en", "[calls-on]calls on {to} {task}")
    False
    """
    acts: list[list[Any]] = []
    people: list[str] = []
    pins: list[str] = []
    others: Counter[str] = Counter()
    for concept, pronoun, text, key, slot, line in _SLOT.findall(frame):
        name, _, case = slot.partition(":")
        if concept:
            acts.append([force_of(concept), pronoun, 0])
        elif name == "to":
            acts[-1][2] += 1
        elif name in ("man", "woman", "org"):
            people.append(name)
        elif name in ("a", "r", "p", "l"):
            pins.append(name)
        elif name in phrases(code).dates:
            template = phrases(code).dates[name][1]
            others["days" if "{day2}" in template else "date" if "{day}" in template else "month"] += 1
        elif name not in _FREE and not (name == "state" and case.startswith(ADJECTIVE)):
            others[text or key or name or line] += 1
    return tuple(map(tuple, acts)), tuple(people), tuple(pins), tuple(sorted(others.items()))


@cache
def alike(languages: tuple[str, ...], part: str) -> tuple[Frames, ...]:
    """Return the frames that all languages have, by what they mean.

    Args:
        languages: Codes.
        part: "citations", "clauses", "paragraphs" or "instruction".
    """
    by_meaning: dict[Signature, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for code in languages:
        own = getattr(phrases(code), part)
        for frame in (own,) if isinstance(own, str) else own:
            by_meaning[signature(code, frame)][code].append(frame)
    return tuple(dict(found) for _, found in sorted(by_meaning.items(), key=repr) if len(found) == len(languages))


def _common(sets: Iterable[Iterable[Any]]) -> list[Any]:
    return sorted(set.intersection(*map(set, sets)))


@cache
def possible(languages: tuple[str, ...]) -> dict[str, Any]:
    """Return what all languages can say, see :class:`generator.voice.Shared`.

    Args:
        languages: Codes.
    """
    own = [phrases(code) for code in languages]
    days = [set(range(2, 28)), *(set(row[2]) for one in own for row in one.dates.values() if row[2])]
    return {
        "states": _common(state_forms(one.code, case) for one in own for case in STATE.findall(one.title)),
        "named": frozenset(_common([form.key for form in (*one.actors, *one.treaties, *one.laws)] for one in own)),
        "listed": {
            kind: _common([entry.key for entry, _ in known_names(one.code, kind)] for one in own)
            for kind in ("bodies", "countries", "texts")
        },
        "words": _common([pack(one.code).number.words[word] for word in one.number_words] for one in own),
        "days": _common(days),
    }


@cache
def people() -> tuple[Person, ...]:
    """Return all who may be named: each given name with each surname of its sex, and the names of more than two words."""
    found = []
    for sex in "mf":
        own = [person for person in names()[0] if person.sex == sex]
        short = [person for person in own if person.latin.count(" ") == 1]
        found += [person for person in own if person not in short]
        found += [_named(given, family) for given in short for family in short]
    return tuple(found)


def _named(given: Person, family: Person) -> Person:
    """The given name of one and the surname of the other, in all scripts."""
    pairs = ((given.latin, family.latin), (given.cyrillic, family.cyrillic), (given.greek, family.greek))
    latin, cyrillic, greek = (f"{one.split()[0]} {other.split()[1]}" for one, other in pairs)
    return Person(latin, cyrillic, greek, given.sex)


def cast(random: Random) -> list[Person]:
    """Draw who is named in a work; no two share a name, so that a surname alone would tell who is meant.

    Args:
        random: Draws.
    """
    chosen: list[Person] = []
    used: set[str] = set()
    for sex in "mf":
        own = [person for person in people() if person.sex == sex]
        random.shuffle(own)
        for person in own:
            words = set(person.latin.split())
            if not words & used and sum(one.sex == sex for one in chosen) < _CAST:
                chosen.append(person)
                used |= words
    return chosen


@cache
def verbs_alike(languages: tuple[str, ...]) -> tuple[Mapping[str, Sequence[Verb]], ...]:
    """Return the verbs of all packs by what they mean; those with a pronoun are left out, since it stands for somebody.

    Args:
        languages: Codes.
    """
    by_meaning: dict[tuple[str, str], dict[str, list[Verb]]] = defaultdict(lambda: defaultdict(list))
    for code in languages:
        for verb in verbs(code):
            if not has_pronoun(code, verb.phrase):
                by_meaning[verb.force, verb.concept][code].append(verb)
    return tuple(dict(found) for _, found in sorted(by_meaning.items()) if len(found) == len(languages))
