"""What is known of a generated resolution: the notions of a human annotation, ready for JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class KnownAct:
    """An act of Parliament that was written.

    Args:
        force: One of the seven.
        verb: Its concept.
        addressees: Ids of those who are to act.
        anybody: True where a pronoun may stand for anybody.
    """

    force: str
    verb: str
    addressees: list[str] = field(default_factory=list)
    anybody: bool = False


@dataclass
class KnownUnit:
    """What was written into a unit.

    Args:
        clauses: How many.
        acts: In order.
        actors: Ids, each once.
        owners: Ids of bodies that stand inside the names of others: they may be found too.
        instruments: Pinpoints by id of the text.
        dates: In order.
        figures: In order.
        dated: The date of each dated text, by its id.
    """

    clauses: int = 0
    acts: list[KnownAct] = field(default_factory=list)
    actors: list[str] = field(default_factory=list)
    owners: set[str] = field(default_factory=set)
    instruments: dict[str, list[str]] = field(default_factory=dict)
    dates: list[str] = field(default_factory=list)
    figures: list[int] = field(default_factory=list)
    dated: dict[str, str] = field(default_factory=dict)

    def add_actor(self, ident: str) -> None:
        """Note that somebody is named."""
        if ident not in self.actors:
            self.actors.append(ident)

    def table(self) -> dict[str, Any]:
        """Return the unit for JSON."""
        instruments = [
            {"id": ident} | ({"pinpoints": pins} if pins else {}) | ({"date": self.dated[ident]} if ident in self.dated else {})
            for ident, pins in self.instruments.items()
        ]
        return {"actors": self.actors, "instruments": instruments, "dates": self.dates, "figures": self.figures}


@dataclass
class Known:
    """The answers to a generated resolution.

    Args:
        work: Its number, "2031-2007".
        language: Of the text.
        units: By key: "citation/1", "recital/A", "paragraph/3".
        entities: Class and printed forms by id.
    """

    work: str
    language: str
    units: dict[str, KnownUnit] = field(default_factory=dict)
    entities: dict[str, tuple[str, list[str]]] = field(default_factory=dict)

    def add_entity(self, ident: str, cls: str, printed: str) -> None:
        """Note that an entity is printed in a form."""
        forms = self.entities.setdefault(ident, (cls, []))[1]
        if printed not in forms:
            forms.append(printed)

    def table(self) -> dict[str, Any]:
        """Return all for JSON."""
        citations, recitals, paragraphs = [], {}, {}
        for key, unit in self.units.items():
            kind, _, label = key.partition("/")
            if kind == "citation":
                citations.append({"n": int(label)} | unit.table())
            elif kind == "recital":
                recitals[label] = {"clauses": unit.clauses} | unit.table()
            else:
                acts = [{"force": act.force, "verb": act.verb, "addressees": act.addressees} for act in unit.acts]
                paragraphs[label] = {"acts": acts} | unit.table()
        return {
            "work": self.work,
            "language": self.language,
            "entities": {ident: {"class": cls, "printed": forms} for ident, (cls, forms) in sorted(self.entities.items())},
            "citations": citations,
            "recitals": recitals,
            "paragraphs": paragraphs,
        }
