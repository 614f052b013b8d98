"""Puts filled frames together to a resolution in Parliament's form."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from functools import cache
from random import Random

from generator.answers import Known, KnownAct, KnownUnit
from generator.draw import Drawer
from kzgraph.language.pack import latin_label, pack
from kzgraph.language.phrases import any_of
from kzgraph.language.words import Verb

_CITATIONS, _RECITALS, _PARAGRAPHS, _VERBS = 6, 7, 12, 5
_WIDTH = 96
#: Syllables of invented words, by script.
_SYLLABLES = {
    "latin": ("lo", "ma", "ru", "ti", "ko", "ba", "vel", "nu", "zor", "pim"),
    "cyrillic": ("ло", "ма", "ру", "ти", "ко", "ба", "вел", "ну", "зор", "пим"),
    "greek": ("λο", "μα", "ρου", "τι", "κο", "βα", "βελ", "νου", "ζορ", "πιμ"),
}


@dataclass(frozen=True)
class Resolution:
    """A generated text and what is known of it."""

    text: str
    known: Known


@cache
def verbs(code: str) -> tuple[Verb, ...]:
    """Return the verbs of a pack that mean one thing and are printed as they stand.

    Args:
        code: The language.
    """
    meanings: dict[str, set[tuple[str, str]]] = {}
    for verb in pack(code).verbs:
        meanings.setdefault(verb.phrase.casefold(), set()).add((verb.force, verb.concept))
    return tuple(
        verb
        for verb in pack(code).verbs
        if "*" not in verb.phrase and verb.force != "Instruction" and len(meanings[verb.phrase.casefold()]) == 1
    )


def _invented(random: Random, script: str) -> str:
    return "".join(random.sample(_SYLLABLES[script], 3))


def compose(code: str, seed: int, number: int = 0) -> Resolution:
    """Write one resolution.

    Args:
        code: Its language.
        seed: Decides all that is drawn.
        number: Which of several of one seed.
    """
    drawer = Drawer(code, seed, number)
    own = drawer.own
    drawer.begin(home=True)
    title = drawer.fill(own.title)
    lines = [title, f"({drawer.known.work.replace('-', '/')}(RSP))", "", f"{drawer.pack.head.opening[0]},", ""]
    for rank in range(1, _CITATIONS + 1):
        drawer.known.units[f"citation/{rank}"] = drawer.begin()
        lines += [wrapped(f"– {drawer.fill(drawer.pick('citation', own.citations))},"), ""]
    for rank in range(1, _RECITALS + 1):
        drawer.known.units[f"recital/{latin_label(rank)}"] = drawer.begin()
        lines += [wrapped(f"{drawer.pack.recital.labels[rank - 1][0]}. {_recital(drawer)}"), ""]
    by_verb = set(drawer.random.sample(range(1, _PARAGRAPHS + _VERBS + 1), _VERBS))
    for rank in range(1, _PARAGRAPHS + _VERBS + 1):
        unit = drawer.known.units[f"paragraph/{rank}"] = drawer.begin()
        text = spoken(drawer, unit, drawer.random.choice(verbs(code))) if rank in by_verb else _paragraph(drawer)
        lines += [wrapped(f"{rank}. {text};"), ""]
    drawer.known.units[f"paragraph/{rank + 1}"] = drawer.begin()
    lines.append(wrapped(f"{rank + 1}. {drawer.fill(own.instruction)}."))
    return Resolution("\n".join(lines) + "\n", drawer.known)


def wrapped(text: str) -> str:
    """Return a unit on lines as a page has them; a line break of a frame begins a sub-point.

    Args:
        text: Of the unit, with its label.
    """
    parts = [textwrap.fill(part, _WIDTH, break_long_words=False, break_on_hyphens=False) for part in text.split("\n")]
    return "\n\n".join(parts)


def _recital(drawer: Drawer) -> str:
    clauses = []
    unit = drawer.known.units[next(reversed(drawer.known.units))]
    for _ in range(drawer.random.choice((1, 1, 2, 3))):
        opener = drawer.pick("whereas", drawer.own.whereas)
        clauses.append(f"{opener} {drawer.fill(drawer.pick('clause', drawer.own.clauses))}".strip())
        unit.clauses += 1
    return drawer.own.clause_join.join(clauses) + drawer.own.clause_join.strip()


def _paragraph(drawer: Drawer) -> str:
    frames = drawer.random.choice((1, 1, 2))
    return drawer.own.act_join.join(drawer.fill(drawer.pick("paragraph", drawer.own.paragraphs)) for _ in range(frames))


def has_pronoun(code: str, phrase: str) -> bool:
    """Return whether a phrase of a pack holds a pronoun, which may stand for anybody.

    Args:
        code: The language.
        phrase: Of a verb.
    """
    words = pack(code).acts
    return (
        re.search(any_of((*words.him, *words.them, *words.attached_him, *words.attached_them)), phrase, re.IGNORECASE) is not None
    )


def spoken(drawer: Drawer, unit: KnownUnit, verb: Verb) -> str:
    """Return a sentence of a verb of the pack with invented words behind it.

    Args:
        drawer: Of the language.
        unit: What is known of the unit.
        verb: Of the pack.
    """
    phrase = verb.phrase.replace("…", _invented(drawer.random, drawer.own.script))
    unit.acts.append(KnownAct(verb.force, verb.concept, anybody=has_pronoun(drawer.own.code, phrase)))
    sentence = " ".join([phrase, *(_invented(drawer.random, drawer.own.script) for _ in range(2))])
    if any(name.casefold() in phrase.casefold() for name in drawer.pack.subject):
        return sentence[0].upper() + sentence[1:]  # the phrase has its subject already
    return drawer.own.verb_frame.replace("{verb}", sentence)
