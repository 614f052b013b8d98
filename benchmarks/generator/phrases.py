"""What the generator knows of a language: its frames, and the forms in which names may stand in them.

Notation of a frame::

    {slot} {slot:case}     something drawn, in one of the forms that the language's file gives it
    {=key|printed}         a known name in a fixed form
    [concept]              an act of Parliament begins; Demands take the "to" slots behind it as addressees
    [concept=]             the same, where a pronoun stands for those addressed last
    <kind issuer>          the next date is that of a text of this kind; without an issuer, the one drawn in "issuer"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
#: Rules whose name begins so change adjectives of states; the others change their nouns.
ADJECTIVE = "adj"

Rules = Mapping[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class Form:
    """A name in its forms.

    Args:
        key: In the vocabularies: "actor/european-commission", "state-body/government".
        agree: Which form of a task agrees with it.
        cases: Its forms; the case "all" stands for any that is not named.
    """

    key: str
    agree: int
    cases: Mapping[str, str]

    def in_case(self, case: str) -> str | None:
        """Return the form for a case, None where there is none."""
        return self.cases.get(case, self.cases.get("all"))


@dataclass(frozen=True)
class Person:
    """An invented person: spelled in three scripts, of one sex."""

    latin: str
    cyrillic: str
    greek: str
    sex: str


@dataclass(frozen=True)
class Phrases:
    """The file of a language.

    Args:
        code: The language.
        script: latin, cyrillic or greek: how names are spelled.
        conjunction: What stands before the last of a list.
        title: Frame of the title.
        whereas: What may open a clause.
        clause_join: What stands between two clauses of a recital.
        act_join: What stands between two sentences of a paragraph.
        group: What parts thousands.
        dates: Slot, form of the month in the pack, template, and the days that agree with it (all where none are named).
        months: Months that no form of the pack fits, by number.
        first_day: How the first of a month is printed, empty where no text shall have it.
        number_words: Number words of the pack that frames may count with.
        pins_follow: True where a text is named before its articles.
        state_rules: By case: patterns for names of states and what becomes of them.
        person_rules: The same for each word of a person's name.
        actors: Who may be addressed or act.
        treaties: Texts with articles.
        laws: Of states, with articles.
        things: Noun phrases that name nobody, as object.
        holds: Clauses that name nobody, as they stand behind "that".
        tasks: What somebody is to do, in the forms that agree with him.
        citations: Frames.
        clauses: Frames.
        paragraphs: Frames.
        instruction: The last paragraph.
        verb_frame: A sentence round a verb of the pack.
    """

    code: str
    script: str
    conjunction: str
    title: str
    whereas: tuple[str, ...]
    clause_join: str
    act_join: str
    group: str
    dates: Mapping[str, tuple[int, str, tuple[int, ...]]]
    months: Mapping[int, str]
    first_day: str
    number_words: tuple[str, ...]
    pins_follow: bool
    state_rules: Rules
    person_rules: Rules
    actors: tuple[Form, ...]
    treaties: tuple[Form, ...]
    laws: tuple[Form, ...]
    things: tuple[str, ...]
    holds: tuple[str, ...]
    tasks: tuple[tuple[str, ...], ...]
    citations: tuple[str, ...]
    clauses: tuple[str, ...]
    paragraphs: tuple[str, ...]
    instruction: str
    verb_frame: str


def changed(name: str, rules: Sequence[tuple[str, str]]) -> str | None:
    r"""Return a name as the first rule that fits makes it, None where no rule fits.

    >>> changed("Kazachstan", [("(.+)stan", r"\g<1>stanu")])
    'Kazachstanu'
    """
    for pattern, result in rules:
        found = re.fullmatch(pattern, name)
        if found:
            return found.expand(result)
    return None


def _forms(rows: Sequence[Mapping[str, Any]]) -> tuple[Form, ...]:
    return tuple(
        Form(row["key"], row.get("agree", 0), {name: text for name, text in row.items() if name not in ("key", "agree")})
        for row in rows
    )


def _rules(table: Mapping[str, Sequence[Sequence[str]]]) -> Rules:
    return {case: tuple((pattern, result) for pattern, result in pairs) for case, pairs in table.items()}


def languages() -> tuple[str, ...]:
    """Return the languages that the generator can write."""
    return tuple(sorted(path.stem for path in (HERE / "phrases").glob("??.toml")))


@cache
def phrases(code: str) -> Phrases:
    """Return the file of a language."""
    table = tomllib.loads((HERE / "phrases" / f"{code}.toml").read_text("utf-8"))
    return Phrases(
        code=code,
        script=table.get("script", "latin"),
        conjunction=table["and"],
        title=table["title"],
        whereas=tuple(table["whereas"]),
        clause_join=table.get("clause_join", "; "),
        act_join=table.get("act_join", "; "),
        group=table["group"],
        dates={slot: (row[0], row[1], tuple(row[2]) if row[2:] else ()) for slot, row in table["dates"].items()},
        months={int(number): name for number, name in table.get("months", {}).items()},
        first_day=table.get("first_day", ""),
        number_words=tuple(table["number_words"]),
        pins_follow=table.get("pins_follow", False),
        state_rules=_rules(table["states"]),
        person_rules=_rules(table.get("persons", {})),
        actors=_forms(table["actors"]),
        treaties=_forms(table["treaties"]),
        laws=_forms(table["laws"]),
        things=tuple(table["things"]),
        holds=tuple(table["holds"]),
        tasks=tuple((task,) if isinstance(task, str) else tuple(task) for task in table["tasks"]),
        citations=tuple(table["citations"]),
        clauses=tuple(table["clauses"]),
        paragraphs=tuple(table["paragraphs"]),
        instruction=table["instruction"],
        verb_frame=table.get("verb_frame", "{verb}"),
    )


@cache
def names() -> tuple[tuple[Person, ...], tuple[Mapping[str, str], ...]]:
    """Return the invented persons and organisations."""
    table = tomllib.loads((HERE / "names.toml").read_text("utf-8"))
    people = tuple(Person(latin, cyrillic, greek, sex) for latin, cyrillic, greek, sex in table["people"])
    groups = tuple({"latin": latin, "cyrillic": cyrillic, "greek": greek} for latin, cyrillic, greek in table["organisations"])
    return people, groups
