"""Fills the frames of a language with names, dates and numbers, and notes what it wrote."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from generator.answers import Known, KnownAct, KnownUnit
from generator.known import force_of, ident_of, known_names, slug, state_forms, state_idents
from generator.phrases import ADJECTIVE, Form, Person, Phrases, changed, names, phrases
from kzgraph.language.pack import pack
from kzgraph.resolve.vocabulary import Entry, vocabulary

_PIECE = re.compile(
    r"\[(?P<act>[a-z-]+=?)\]|<(?P<text>[^>]+)>|\{=(?P<key>[^|}]+)\|(?P<printed>[^}]*)\}|\{(?P<slot>[a-z][\w:-]*)\}"
)
STATE = re.compile(r"\{state:([\w-]+)\}")
YEARS = (2027, 2035)
_PRESIDENT = "president-of-the-european-parliament"
#: How often a body is that of another state than the one the text is about.
_OTHERSTATE = 0.25
#: Numbers that ask for the same form of what is counted in all languages.
_TEENS = range(11, 20)

Row = TypeVar("Row")


@dataclass
class _Draft:
    """A unit while it is written.

    Args:
        known: What it holds.
        issuer: Who was drawn last as issuer of a text.
        texts: Kind, issuer and date of dated texts, until the frame ends.
        pins: Pinpoints that wait for their text.
        pinned: The text that was named last.
        home: True where no other state may be named: in the title, and where a body without its state is that of the title.
    """

    known: KnownUnit = field(default_factory=KnownUnit)
    issuer: str = ""
    texts: list[list[str]] = field(default_factory=list)
    pins: list[str] = field(default_factory=list)
    pinned: str = ""
    home: bool = False

    @property
    def names_state(self) -> bool:
        """True where a state or its body is named: a body without its state could be taken for that state's."""
        return any("-of-" in ident or ident in state_idents() for ident in (*self.known.actors, *self.known.instruments))


class Drawer:
    """Fills the frames of one resolution.

    Args:
        code: Its language.
        seed: Decides all that is drawn.
        number: Which of several of one seed.
    """

    def __init__(self, code: str, seed: int, number: int) -> None:
        self.random = Random(f"{code} {seed} {number}")
        self.own: Phrases = phrases(code)
        self.pack = pack(code)
        self.known = Known(f"20{31 + number % 60}-{2000 + seed % 7000}", code)
        self._draft = _Draft()
        self._decks: dict[str, list[int]] = {}
        self._agree: dict[str, int] = {}
        forms = [set(state_forms(code, case)) for case in self.own.state_rules]
        self.state = self.random.choice(sorted(set.intersection(*forms)))

    def begin(self, *, home: bool = False) -> KnownUnit:
        """Begin a unit and return what will be known of it.

        Args:
            home: Name no state but the one that the text is about.
        """
        self._draft = _Draft(home=home)
        return self._draft.known

    def pick(self, deck: str, rows: Sequence[Row]) -> Row:
        """Draw one of some rows, none twice before all have been drawn.

        Args:
            deck: What they are called.
            rows: Always the same.
        """
        left = self._decks.get(deck)
        if not left:
            left = self._decks[deck] = self.random.sample(range(len(rows)), len(rows))
        return rows[left.pop()]

    def fill(self, frame: str) -> str:
        """Return a frame with its slots filled, and note what it says.

        Args:
            frame: In the notation of the phrases.
        """
        out, at = "", 0
        for piece in _PIECE.finditer(frame):
            out += frame[at : piece.start()]
            at = piece.end()
            if piece["act"]:
                self._act(piece["act"])
            elif piece["text"]:
                kind, _, issuer = piece["text"].partition(" ")
                self._draft.texts.append([kind, issuer, ""])
            elif piece["key"]:
                out += self._named(piece["key"], piece["printed"])
            else:
                slot, _, case = piece["slot"].partition(":")
                out += self._slot(slot, case)
        self._settle()
        return out + frame[at:]

    # ------------------------------------------------------------ what slots hold

    def _slot(self, slot: str, case: str) -> str:
        if slot in self.own.dates:
            return self._date(slot)
        if slot in ("to", "actor", "issuer"):
            return self._actor(slot, case or "obj")
        simple = {"thing": self.own.things, "hold": self.own.holds}
        if slot in simple:
            return self.pick(slot, simple[slot])
        drawn: dict[str, Callable[[], str]] = {
            "treaty": lambda: self._form("treaty", self.own.treaties, case),
            "law": lambda: self._form("law", self.own.laws, case),
            "state": lambda: self._state(case),
            "man": lambda: self._person("m", case),
            "woman": lambda: self._person("f", case),
            "org": self._organisation,
            "task": self._task,
            "bodies": lambda: self._list("bodies"),
            "countries": lambda: self._list("countries"),
            "texts": lambda: self._list("texts"),
            "count": lambda: self._figure(self._drawn("count", _TEENS)),
            "big": lambda: self._figure(self._drawn("big", (20, 40, 70, 120, 350, 900, 1250, 4800, 36000))),
            "rank": lambda: self._figure(self._drawn("rank", (11, 14, 18, 40, 60, 115, 130))),
            "word": self._number_word,
            "a": lambda: self._pin("art. {}", 2, 60),
            "r": lambda: self._pin("Rule {}", 100, 240),
            "p": lambda: self._deeper(str(self._drawn("p", range(2, 7)))),
            "l": lambda: self._deeper(self._drawn("l", "bcd")),
        }
        return drawn[slot]()

    def _drawn(self, slot: str, values: Sequence[Row]) -> Row:  # noqa: ARG002 - those who override it ask
        """One of the values that a slot can have."""
        return self.random.choice(values)

    def _act(self, concept: str) -> None:
        acts = self._draft.known.acts
        pronoun = concept.endswith("=")
        concept = concept.rstrip("=")
        addressees = list(acts[-1].addressees) if pronoun else []
        if concept == "instructs":
            addressees = [_PRESIDENT]
            self._draft.known.add_actor(_PRESIDENT)
            self.known.add_entity(_PRESIDENT, "Office", "")
        acts.append(KnownAct(force_of(concept), concept, addressees))

    def _task(self) -> str:
        acts = self._draft.known.acts
        addressed = acts[-1].addressees if acts else []
        forms = self.pick("task", self.own.tasks)
        return forms[-1] if len(addressed) != 1 else forms[min(self._agree.get(addressed[0], 0), len(forms) - 1)]

    def _actor(self, slot: str, case: str) -> str:
        rows: list[tuple[Form, str]] = []
        for form in self.own.actors:
            text = form.in_case(case)
            entry = vocabulary()[form.key]
            issues = entry.facts.get("bodyClass", entry.cls) in ("Office", "Institution") and entry.kind == "actor"
            bare = entry.kind == "state-body" and "{state:" not in (text or "")
            if bare and self._draft.names_state:
                continue
            if text is not None and not self._is_named(form) and (slot != "issuer" or issues):
                rows.append((form, text))
        form, text = self._chosen(slot, rows)
        ident, printed = self._with_state(form.key, text)
        self._draft.known.add_actor(ident)
        self._agree[ident] = form.agree
        if slot == "to":
            self._draft.known.acts[-1].addressees.append(ident)
        elif slot == "issuer":
            self._draft.issuer = ident
        return printed

    def _chosen(self, slot: str, rows: Sequence[tuple[Form, str]]) -> tuple[Form, str]:  # noqa: ARG002 - as above
        """One of the names that can stand in a slot, in one of its forms."""
        return self.random.choice(rows)

    def _is_named(self, form: Form) -> bool:
        """True where the unit names somebody already: nobody is drawn twice."""
        ident = ident_of(form.key)
        return any(one == ident or one.startswith(f"{ident}-of-") for one in self._draft.known.actors)

    def _form(self, slot: str, rows: Sequence[Form], case: str) -> str:
        possible = [(form, text) for form in rows if (text := form.in_case(case)) is not None]
        form, text = self._chosen(slot, possible)
        return self._named(form.key, text)

    def _named(self, key: str, text: str) -> str:
        """Note a known name; bodies and laws are those of a state."""
        ident, printed = self._with_state(key, text)
        if key.startswith(("instrument/", "national-instrument/")):
            self._draft.known.instruments.setdefault(ident, [])
            self._pin_to(ident)
        else:
            self._draft.known.add_actor(ident)
        return printed

    def _with_state(self, key: str, text: str) -> tuple[str, str]:
        """The id and form of a name; the state that stands in it belongs to it."""
        entry = vocabulary()[key]
        ident = ident_of(key)
        state = self.state
        found = STATE.search(text)
        if entry.kind == "state-body" and not found:
            self._stay_home()
        if found:
            forms = state_forms(self.own.code, found.group(1))
            state = self._which_state(forms)
            text = text[: found.start()] + forms[state] + text[found.end() :]
        if entry.kind in ("state-body", "national-instrument"):
            ident = f"{ident}-of-{ident_of(state)}"
        self.known.add_entity(ident, entry.facts.get("bodyClass") or entry.cls or "NationalLaw", text)
        return ident, text

    def _stay_home(self) -> None:
        """A body stands without its state: no other state may be named."""
        self._draft.home = True

    def _which_state(self, forms: Mapping[str, str]) -> str:
        """The key of the state that stands in a name or a sentence."""
        return self.random.choice(sorted(forms)) if self._elsewhere() else self.state

    def _elsewhere(self) -> bool:
        """Whether to name another state than the one that the text is about."""
        return self.random.random() < _OTHERSTATE and not self._draft.home

    def _state(self, case: str) -> str:
        forms = state_forms(self.own.code, case)
        key = self._which_state(forms)
        if not case.startswith(ADJECTIVE):
            self._draft.known.add_actor(ident_of(key))
            self.known.add_entity(ident_of(key), "State", forms[key])
        return forms[key]

    def _person(self, sex: str, case: str) -> str:
        people = [person for person in names()[0] if person.sex == sex]
        while True:
            person = self.pick(f"person {sex}", people)
            printed = self._spelled(person, case)
            if printed:
                return self._note_person(person, printed)

    def _spelled(self, person: Person, case: str) -> str | None:
        """The name of a person in a case, None where no rule makes it."""
        plain = {"latin": person.latin, "cyrillic": person.cyrillic, "greek": person.greek}[self.own.script]
        rules = self.own.person_rules[case] if case else (("(.+)", r"\1"),)
        words = [changed(word, rules) for word in plain.split()]
        return " ".join(word for word in words if word) if all(words) else None

    def _note_person(self, person: Person, printed: str) -> str:
        self._draft.known.add_actor(slug(person.latin))
        self.known.add_entity(slug(person.latin), "Person", printed)
        return printed

    def _organisation(self) -> str:
        row = self._group()
        self._draft.known.add_actor(slug(row["latin"]))
        self.known.add_entity(slug(row["latin"]), "Organisation", row[self.own.script])
        return row[self.own.script]

    def _group(self) -> Mapping[str, str]:
        """An invented organisation by script."""
        return self.pick("org", names()[1])

    def _listed(self, kind: str) -> Sequence[tuple[Entry, str]]:
        """The names of a list."""
        rows = known_names(self.own.code, kind)
        return [self.random.choice(rows) for _ in range(self.random.choice((2, 3)))]

    def _list(self, kind: str) -> str:
        entries: dict[str, str] = {}
        for entry, text in self._listed(kind):
            if entry.key not in entries:
                entries[entry.key] = self._named(entry.key, text)
            owner = entry.facts.get("belongsTo")
            while owner:
                self._draft.known.owners.add(ident_of(owner))
                owner = vocabulary()[owner].facts.get("belongsTo") if owner in vocabulary() else None
        *first, last = entries.values()
        return f"{', '.join(first)} {self.own.conjunction} {last}" if first else last

    # ------------------------------------------------------------ dates, figures, pinpoints

    def _date(self, slot: str) -> str:
        form, template, days = self.own.dates[slot]
        year, month, day = self._day(template, days)
        values = [f"{year}-{month:02}"]
        if "{day}" in template:
            values = [f"{year}-{month:02}-{day:02}"]
        if "{day2}" in template:
            values.append(f"{year}-{month:02}-{day + 1:02}")
        self._draft.known.dates += values
        waiting = [text for text in self._draft.texts if not text[2]]
        if waiting:
            waiting[0][2] = values[0]
        forms = self.pack.date.months[month - 1]
        name = self.own.months.get(month, forms[min(form, len(forms) - 1)])
        printed = self.own.first_day if day == 1 else str(day)
        return (
            template.replace("{day}", printed)
            .replace("{day2}", str(day + 1))
            .replace("{month}", name)
            .replace("{year}", str(year))
        )

    def _day(self, template: str, days: Sequence[int]) -> tuple[int, int, int]:  # noqa: ARG002 - as above
        """Year, month and day of a date; the next day is in the same month."""
        year, month = self.random.randint(*YEARS), self.random.randint(1, 12)
        day = self.random.randint(1 if self.own.first_day else 2, calendar.monthrange(year, month)[1] - 1)
        return year, month, self.random.choice(days) if days else day

    def _figure(self, value: int) -> str:
        self._draft.known.figures.append(value)
        return f"{value:,}".replace(",", self.own.group)

    def _number_word(self) -> str:
        word = self.pick("word", self.own.number_words)
        self._draft.known.figures.append(self.pack.number.words[word])
        return word

    def _pin(self, label: str, low: int, high: int) -> str:
        number = self._drawn(label, range(low, high + 1))
        self._draft.pins.append(label.format(number))
        if self.own.pins_follow:
            self._pin_to(self._draft.pinned)
        return str(number)

    def _deeper(self, part: str) -> str:
        """A paragraph or letter of the pinpoint before it."""
        pins = self._draft.pins
        if not pins:
            pins = self._draft.known.instruments[self._draft.pinned]
        pins[-1] += f"({part})"
        return part

    def _pin_to(self, ident: str) -> None:
        """Give the pinpoints that wait to a text."""
        if ident:
            mine = self._draft.known.instruments[ident]
            mine += [pin for pin in self._draft.pins if pin not in mine]
            self._draft.pins = []
            self._draft.pinned = ident

    def _settle(self) -> None:
        """At the end of a frame: who issued its texts, and whose its pinpoints are."""
        for kind, issuer, value in self._draft.texts:
            ident = "-".join(part for part in (kind, issuer or self._draft.issuer, value) if part)
            self._draft.known.instruments.setdefault(ident, [])
            self._draft.known.dated[ident] = value
            self.known.add_entity(ident, "Instrument", "")
        self._draft.texts = []
        self._pin_to(self._draft.pinned)
        self._draft.pinned = ""
