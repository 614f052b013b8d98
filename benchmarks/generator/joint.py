"""Works whose language versions say the same: one script per unit, which each language says in its own frames.

A stated share of works has a divergence that was planted: one version says another date, figure, person or addressee in one unit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from generator.answers import KnownUnit
from generator.compose import Resolution, spoken, wrapped
from generator.known import ident_of, slug
from generator.meaning import Frames, alike, cast, possible, verbs_alike
from generator.phrases import names
from generator.voice import Role, Script, Shared, Unsayable, Voice, day_of
from kzgraph.language.pack import latin_label
from kzgraph.language.words import Verb

#: In so many works of a hundred one version says something else in one unit.
ASTRAY = 25
#: How large works are: share in a hundred, and their units from and to, the last paragraph not counted.
SIZES = ((55, 18, 32), (33, 40, 80), (10, 80, 150), (2, 150, 300))
#: Of a work's units so many in a hundred are citations and recitals; the rest are paragraphs.
_CITATIONS, _RECITALS, _MOST_RECITALS = 18, 27, 60
#: One paragraph in so many is a verb of the packs with invented words.
_BY_VERB = 4
#: A unit is drawn so often before it is given up.
_TRIES = 1000
#: What can be planted, by slot.
_ON = {
    "date": "date", "days": "date", "month": "date", "count": "figure", "big": "figure", "rank": "figure",
    "m": "name", "f": "name", "to": "addressee",
}  # fmt: skip
#: Numbers of four digits that a year has; the years that follow one another begin here.
_PER_YEAR, _FIRST_YEAR = 9000, 2031


def numbered(number: int) -> str:
    """Return the key of a work, another for each.

    Args:
        number: Of the work, from 0.

    >>> numbered(0), numbered(8999), numbered(9000)
    ('2031-1000', '2031-9999', '2032-1000')
    """
    return f"{_FIRST_YEAR + number // _PER_YEAR}-{1000 + number % _PER_YEAR}"


@dataclass(frozen=True)
class Planted:
    """A divergence that was written on purpose.

    Args:
        unit: Key of the unit.
        on: "date", "figure", "name" or "addressee".
        language: Of the version that stands alone.
    """

    unit: str
    on: str
    language: str


@dataclass(frozen=True)
class Written:
    """A work in all its languages.

    Args:
        key: Its number, "2031-1000".
        texts: By language.
        planted: What diverges.
    """

    key: str
    texts: Mapping[str, Resolution]
    planted: tuple[Planted, ...]


def compose_work(languages: Sequence[str], seed: int, number: int, units: int | None = None, astray: int = ASTRAY) -> Written:
    """Write one work in several languages.

    Args:
        languages: Codes.
        seed: Decides all that is drawn.
        number: Of the work, from 0; it decides its key.
        units: How many it has beside the last paragraph; drawn by :data:`SIZES` where it is not given.
        astray: In so many works of a hundred one version diverges in one unit.

    Raises:
        RuntimeError: There is a unit that not all languages can say.
    """
    return _Work(tuple(languages), seed, number, astray).written(units)


@dataclass(frozen=True)
class _Said:
    """A unit in one language."""

    text: str
    known: KnownUnit
    entities: dict[str, tuple[str, list[str]]]


@dataclass(frozen=True)
class _Meaning:
    """What a unit means.

    Args:
        frames: For each sentence, the frame of each language.
        scripts: Of each sentence.
        verb: The unit is this verb in each language, with invented words; else empty.
    """

    frames: Sequence[Mapping[str, str]]
    scripts: Sequence[Script]
    verb: Mapping[str, Verb]

    def said(self, kind: str, voice: Voice) -> _Said:
        """The unit in a language; raises Unsayable."""
        code = voice.own.code
        voice.known.entities = {}
        known = voice.begin(home=kind == "title")
        if self.verb:
            return _Said(spoken(voice, known, self.verb[code]), known, {})
        parts = [voice.say(frames[code], script) for frames, script in zip(self.frames, self.scripts, strict=True)]
        text = voice.own.act_join.join(parts)
        if kind == "recital":
            known.clauses = len(parts)
            opened = [f"{voice.random.choice(voice.own.whereas)} {part}".strip() for part in parts]
            text = voice.own.clause_join.join(opened) + voice.own.clause_join.strip()
        return _Said(text, known, voice.known.entities)


class _Work:
    """A work while it is written."""

    def __init__(self, languages: tuple[str, ...], seed: int, number: int, astray: int) -> None:
        self.languages, self.key = languages, numbered(number)
        self.random = Random(f"{seed} {number}")
        can = possible(languages)
        state = self.random.choice(can["states"])
        self.shared = Shared(random=self.random, state=state, people=cast(self.random), groups=names()[1], **can)
        self.voices = {code: Voice(code, seed, number, self.shared) for code in languages}
        self.entities: dict[str, dict[str, tuple[str, list[str]]]] = {code: {} for code in languages}
        self.lines: dict[str, list[str]] = {code: [] for code in languages}
        self.planted: list[Planted] = []
        self._astray = self.random.randrange(100) < astray
        self._decks: dict[str, list[int]] = {}

    def written(self, units: int | None) -> Written:
        """The whole work."""
        total = units or self._size()
        citations = max(2, total * _CITATIONS // 100)
        recitals = min(_MOST_RECITALS, max(2, total * _RECITALS // 100))
        paragraphs = max(2, total - citations - recitals)
        rows = [("citation", str(rank)) for rank in range(1, citations + 1)]
        rows += [("recital", latin_label(rank)) for rank in range(1, recitals + 1)]
        rows += [("paragraph", str(rank)) for rank in range(1, paragraphs + 1)]
        # In the first half, so that a unit in which something can be said otherwise is still to come.
        at = self.random.randrange(1 + len(rows) // 2)
        title = self._unit("title", "")
        number = self.key.replace("-", "/")
        for code, voice in self.voices.items():
            sitting = f"P11_TA({self.key.replace('-', ')')}"
            self.lines[code] += [sitting, "", title[code], f"({number}(RSP))", "", f"{voice.pack.head.opening[0]},", ""]
        for place, (kind, label) in enumerate(rows):
            for code, text in self._unit(kind, label, astray=self._astray and place >= at).items():
                rank = place - citations
                before = {"citation": "–", "recital": f"{self._label(code, rank)}.", "paragraph": f"{label}."}[kind]
                behind = {"citation": ",", "recital": "", "paragraph": ";"}[kind]
                self.lines[code] += [wrapped(f"{before} {text}{behind}"), ""]
        for code, text in self._unit("instruction", str(paragraphs + 1)).items():
            self.lines[code].append(wrapped(f"{paragraphs + 1}. {text}."))
        texts = {}
        for code, voice in self.voices.items():
            voice.known.work, voice.known.entities = self.key, self.entities[code]
            texts[code] = Resolution("\n".join(self.lines[code]) + "\n", voice.known)
        return Written(self.key, texts, tuple(self.planted))

    def _size(self) -> int:
        shares = [share for share, _, _ in SIZES]
        _, least, most = self.random.choices(SIZES, shares)[0]
        return self.random.randint(least, most)

    def _label(self, code: str, rank: int) -> str:
        labels = self.voices[code].pack.recital.labels
        return labels[rank][0] if 0 <= rank < len(labels) else ""

    # ------------------------------------------------------------ units

    def _unit(self, kind: str, label: str, *, astray: bool = False) -> dict[str, str]:
        """The text of a unit by language, drawn until all can say it; where asked for, one says something else."""
        for _ in range(_TRIES):
            meaning = self._meaning(kind)
            try:
                said = {code: meaning.said(kind, voice) for code, voice in self.voices.items()}
            except Unsayable:
                continue
            key = f"{'paragraph' if kind == 'instruction' else kind}/{label}"
            if astray:
                self._plant(key, kind, meaning, said)
            for code, one in said.items():
                if kind != "title":
                    self.voices[code].known.units[key] = one.known
                for ident, (cls, forms) in one.entities.items():
                    held = self.entities[code].setdefault(ident, (cls, []))[1]
                    held += [form for form in forms if form not in held]
            return {code: one.text for code, one in said.items()}
        raise RuntimeError(f"{self.key}: a {kind} that {', '.join(self.languages)} can all say is not found")

    def _meaning(self, kind: str) -> _Meaning:
        if kind == "title":
            return _Meaning([{code: voice.own.title for code, voice in self.voices.items()}], [Script()], {})
        found = verbs_alike(self.languages)
        if kind == "paragraph" and found and self.random.randrange(_BY_VERB) == 0:
            verb = self.random.choice(found)
            return _Meaning((), (), {code: self.voices[code].random.choice(verb[code]) for code in self.languages})
        part = {"citation": "citations", "recital": "clauses", "paragraph": "paragraphs"}.get(kind, kind)
        count = {"recital": (1, 1, 2, 3), "paragraph": (1, 1, 2)}.get(kind, (1,))
        chosen = [self._pick(part) for _ in range(self.random.choice(count))]
        frames = [{code: self.voices[code].random.choice(one[code]) for code in self.languages} for one in chosen]
        return _Meaning(frames, [Script() for _ in frames], {})

    def _pick(self, part: str) -> Frames:
        """What a sentence can mean, none twice before all have been drawn."""
        rows = alike(self.languages, part)
        if not self._decks.get(part):
            self._decks[part] = self.random.sample(range(len(rows)), len(rows))
        return rows[self._decks[part].pop()]

    # ------------------------------------------------------------ divergences

    def _plant(self, key: str, kind: str, meaning: _Meaning, said: dict[str, _Said]) -> None:
        """Let one language say something else, once in a work, where it can."""
        code = self.random.choice(self.languages)
        places = [(script, role) for script in meaning.scripts for role in sorted(script.values)]
        places = [(script, role) for script, role in places if role[0] in _ON and not role[2]]
        self.random.shuffle(places)
        for script, role in places:
            other = self._other(role, script.values, said[code].known)
            scripts = [replace(one, instead=other) if one is script else one for one in meaning.scripts]
            try:
                said[code] = replace(meaning, scripts=scripts).said(kind, self.voices[code])
            except Unsayable:
                continue
            self.planted.append(Planted(key, _ON[role[0]], code))
            self._astray = False
            return

    def _other(self, role: Role, values: Mapping[Role, Any], known: KnownUnit) -> dict[Role, Any]:
        """Another value for a role, one that the unit does not have yet."""
        slot, value = role[0], values[role]
        if slot in ("date", "days", "month"):
            taken = {int(date[5:7]) for date in known.dates}
            year, _, day = day_of(self.shared)
            return {role: (year, self.random.choice([month for month in range(1, 13) if month not in taken]), day)}
        if slot in ("count", "big", "rank"):
            return {role: self.random.choice([figure for figure in range(21, 99) if figure not in known.figures])}
        if slot in ("m", "f"):
            people = [one for one in self.shared.people if one.sex == slot and slug(one.latin) not in known.actors]
            return {role: self.random.choice(people)}
        keys = [key for key in self.shared.named if key.startswith("actor/") and ident_of(key) not in known.actors]
        return {role: self.random.choice(sorted(keys) or [value]), (*role[:2], "state"): self.shared.state}
