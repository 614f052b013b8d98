"""One language of a work whose languages say the same: what is said is in a script, how it is said is its own.

The first voice that comes to a slot draws its value and writes it into the script; the others say the same in their own forms,
or, where they have no form for it, raise :class:`Unsayable`, and the unit is drawn anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeVar

from generator.draw import STATE, YEARS, Drawer
from generator.known import known_names, slug, state_forms
from generator.phrases import ADJECTIVE, Form, Person
from kzgraph.resolve.vocabulary import Entry, vocabulary

Row = TypeVar("Row")
#: What a value is: the slot in its frame, counted, and a part of it.
Role = tuple[str, int, str]


class Unsayable(Exception):  # noqa: N818 - no error: the unit is drawn anew
    """A language has no form for what the script says."""


@dataclass(frozen=True)
class Shared:
    """What all languages of a work can say.

    Args:
        random: Draws what they say.
        state: The one that the work is about.
        states: Those that all can name in all forms.
        named: Keys of those who act and of texts that all can name.
        listed: By kind of list, keys that all can name.
        words: Numbers that all have a word for.
        days: That agree with the forms of all.
        people: Who may be named in this work.
        groups: Organisations, by script.
    """

    random: Random
    state: str
    states: Sequence[str]
    named: frozenset[str]
    listed: Mapping[str, Sequence[str]]
    words: Sequence[int]
    days: Sequence[int]
    people: Sequence[Person]
    groups: Sequence[Mapping[str, str]]


@dataclass
class Script:
    """The values of a frame.

    Args:
        values: By role.
        instead: What one voice says in place of it.
    """

    values: dict[Role, Any] = field(default_factory=dict)
    instead: dict[Role, Any] = field(default_factory=dict)


class Voice(Drawer):
    """Fills the frames of one language with what the script says.

    Args:
        code: The language.
        seed: Decides how it is said.
        number: Of the work.
        shared: What all languages of the work can say.
    """

    def __init__(self, code: str, seed: int, number: int, shared: Shared) -> None:
        super().__init__(code, seed, number)
        self.shared = shared
        self.state = shared.state
        self._script = Script()
        self._seen: Counter[str] = Counter()
        self._role: Role = ("", 0, "")

    def say(self, frame: str, script: Script) -> str:
        """Return a frame, filled with what the script says.

        Args:
            frame: Of the language.
            script: Of the frame; what it lacks is drawn.

        Raises:
            Unsayable: The language has no form for it.
        """
        self._script, self._seen = script, Counter()
        return self.fill(frame)

    def _value(self, role: Role, draw: Callable[[], Row]) -> Row:
        if role in self._script.instead:
            found: Row = self._script.instead[role]
            return found
        if role not in self._script.values:
            self._script.values[role] = draw()
        value: Row = self._script.values[role]
        return value

    def _next(self, slot: str) -> Role:
        self._seen[slot] += 1
        return slot, self._seen[slot], ""

    # ------------------------------------------------------------ what is said

    def _drawn(self, slot: str, values: Sequence[Row]) -> Row:
        return self._value(self._next(slot), lambda: self.shared.random.choice(values))

    def _chosen(self, slot: str, rows: Sequence[tuple[Form, str]]) -> tuple[Form, str]:
        possible = sorted({form.key for form, _ in rows if form.key in self.shared.named})
        if not possible:
            raise Unsayable
        self._role = self._next(slot)
        key = self._value(self._role, lambda: self.shared.random.choice(possible))
        state = self.state
        if vocabulary()[key].kind in ("state-body", "national-instrument"):
            state = self._value((*self._role[:2], "state"), self._anywhere)
        own = [(form, text) for form, text in rows if form.key == key and self._can_name(state, text)]
        if not own:
            raise Unsayable
        return self.random.choice(own)

    def _can_name(self, state: str, text: str) -> bool:
        """True where a name can be that of a body or law of the state."""
        found = STATE.search(text)
        return state in state_forms(self.own.code, found[1]) if found else state == self.state

    def _anywhere(self) -> str:
        return self.shared.random.choice(self.shared.states) if self._elsewhere() else self.shared.state

    def _which_state(self, forms: Mapping[str, str]) -> str:
        state = self._value((*self._role[:2], "state"), self._anywhere) if self._role[0] else self.state
        if state not in forms or (self._draft.home and state != self.state):
            raise Unsayable
        return state

    def _elsewhere(self) -> bool:
        return not self._draft.home and self.shared.random.random() < 0.25

    def _state(self, case: str) -> str:
        # An adjective is not counted among those who are named, so that only the state at home can be meant.
        self._role = ("", 0, "") if case.startswith(ADJECTIVE) else self._next("state")
        return super()._state(case)

    def _person(self, sex: str, case: str) -> str:
        people = [one for one in self.shared.people if one.sex == sex and slug(one.latin) not in self._draft.known.actors]
        person = self._value(self._next(sex), lambda: self.shared.random.choice(people))
        printed = self._spelled(person, case)
        if printed is None or person not in people:
            raise Unsayable
        return self._note_person(person, printed)

    def _group(self) -> Mapping[str, str]:
        return self._value(self._next("org"), lambda: self.shared.random.choice(self.shared.groups))

    def _listed(self, kind: str) -> Sequence[tuple[Entry, str]]:
        draw = self.shared.random
        keys = self._value(self._next(kind), lambda: draw.sample(list(self.shared.listed[kind]), draw.choice((2, 3))))
        self._role = ("", 0, "")
        rows = known_names(self.own.code, kind)
        return [self.random.choice([row for row in rows if row[0].key == key]) for key in keys]

    def _day(self, template: str, days: Sequence[int]) -> tuple[int, int, int]:
        slot = "days" if "{day2}" in template else "date" if "{day}" in template else "month"
        day = self._value(self._next(slot), lambda: day_of(self.shared))
        if "{day}" in template and days and day[2] not in days:
            raise Unsayable
        return day

    def _number_word(self) -> str:
        if not self.shared.words:
            raise Unsayable
        value = self._value(self._next("word"), lambda: self.shared.random.choice(self.shared.words))
        words = [word for word in self.own.number_words if self.pack.number.words[word] == value]
        if not words:
            raise Unsayable
        self._draft.known.figures.append(value)
        return self.random.choice(words)


def day_of(shared: Shared) -> tuple[int, int, int]:
    """Draw year, month and a day that agrees with the forms of all languages."""
    return shared.random.randint(*YEARS), shared.random.randint(1, 12), shared.random.choice(shared.days)
