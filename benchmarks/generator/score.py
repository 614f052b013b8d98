"""Reads generated texts back and counts what was found, by the types of the package and never by its output files."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from generator.answers import KnownAct, KnownUnit
from generator.compose import Resolution
from kzgraph.model import Entity, Source, Unit, Version
from kzgraph.pipeline import read_text
from kzgraph.reading.source import decode
from kzgraph.resolve.addressees import ACTORS

NOTIONS = (
    "units", "clauses", "dates", "figures", "acts", "addressee", "actors", "persons", "organisations", "instruments", "pinpoints",
    "identity",
)  # fmt: skip
_INVENTED = ("Person", "Organisation")


@dataclass
class Tally:
    """How much of a notion was found rightly, found wrongly, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, found: Iterable[object], known: Iterable[object]) -> bool:
        """Compare two collections and return whether they are alike."""
        one, other = Counter(list(found)), Counter(list(known))
        self.right += (one & other).total()
        self.wrong += (one - other).total()
        self.missed += (other - one).total()
        return one == other

    @property
    def precision(self) -> float:
        """The share of the found that is right, in percent."""
        return 100 * self.right / (self.right + self.wrong) if self.right + self.wrong else 100.0

    @property
    def recall(self) -> float:
        """The share of the known that was found, in percent."""
        return 100 * self.right / (self.right + self.missed) if self.right + self.missed else 100.0

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass
class Score:
    """The figures of some texts of one language, and what went wrong.

    Args:
        tallies: By notion.
        misses: Text, unit, notion, what was found and not known, what was known and not found, and the words of the unit.
    """

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    misses: list[str] = field(default_factory=list)


def read(resolution: Resolution) -> Version:
    """Read a generated text as any other."""
    source: Source = decode(resolution.text.encode(), f"{resolution.known.work}.{resolution.known.language}.txt")
    return read_text(source, resolution.known.language)


def measure(resolutions: Iterable[Resolution]) -> Score:
    """Read texts back and compare them with what is known.

    Args:
        resolutions: Of one language.
    """
    score = Score()
    for resolution in resolutions:
        version = read(resolution)
        units = {unit.key: unit for unit in version.units}
        known = resolution.known.units
        if not score.tallies["units"].add(units, known):
            score.misses.append(f"{resolution.known.work} units: {sorted(set(units) ^ set(known))}")
        entities = {entity.key: entity for entity in version.entities}
        printed = {form: ident for ident, (cls, forms) in resolution.known.entities.items() if cls in _INVENTED for form in forms}
        classes = {ident: cls for ident, (cls, _) in resolution.known.entities.items()}
        _identity(score, resolution, version, printed)
        for key in known:
            if key in units:
                _Unit(score, f"{resolution.known.work} {key}", units[key], entities, printed, classes).compare(known[key])
    return score


def _identity(score: Score, resolution: Resolution, version: Version, printed: Mapping[str, str]) -> None:
    """Each invented name has one entity in a text, whatever its case, and no other name has the same."""
    keys: dict[str, set[str]] = defaultdict(set)
    for unit in version.units:
        for mention in unit.mentions:
            text = unit.text.text[mention.span.start : mention.span.end]
            if text in printed:
                keys[printed[text]].add(mention.entity)
    pairs = [(ident, key) for ident, found in keys.items() for key in sorted(found)]
    wanted = [(ident, min(found)) for ident, found in keys.items() if not any(found & keys[one] for one in keys if one != ident)]
    if not score.tallies["identity"].add(pairs, wanted):
        score.misses.append(f"{resolution.known.work} identity: {sorted(set(pairs) ^ set(wanted))}")


@dataclass
class _Unit:
    """A unit as it was read, to be compared."""

    score: Score
    place: str
    unit: Unit
    entities: dict[str, Entity]
    printed: dict[str, str]
    classes: dict[str, str]

    def compare(self, known: KnownUnit) -> None:
        """Count all notions of the unit."""
        if self.unit.kind.value == "recital":
            self._count("clauses", range(len(self.unit.clauses)), range(known.clauses))
        self._count("dates", (mention.value for mention in self.unit.dates), known.dates)
        self._count("figures", (mention.value for mention in self.unit.figures), known.figures)
        if self.unit.kind.value == "paragraph":
            self._acts(known.acts)
        self._entities(known)

    def _count(self, notion: str, found: Iterable[object], known: Iterable[object]) -> None:
        found, known = list(found), list(known)
        if not self.score.tallies[notion].add(found, known):
            extra, lost = Counter(found) - Counter(known), Counter(known) - Counter(found)
            differs = f"wrong {list(extra.elements())}, missed {list(lost.elements())}"
            self.score.misses.append(f"{self.place} {notion}: {differs}\n    {self.unit.text.text}")

    def _acts(self, known: Sequence[KnownAct]) -> None:
        found = [(act.force, act.concept if act.force != "Instruction" else "instructs") for act in self.unit.acts]
        self._count("acts", enumerate(found), enumerate((act.force, act.verb) for act in known))
        for act, one in zip(self.unit.acts, known, strict=False):
            if one.force == "Demand" and act.force == "Demand" and not one.anybody:
                self._count("addressee", [self._ident(key, "") for key in act.addressees], one.addressees)

    def _ident(self, key: str, text: str) -> str:
        """The id of an entity: the end of its key; for invented names, what is printed tells."""
        if self.entities[key].cls in _INVENTED and text:
            return self.printed.get(text, key.partition("/")[2])
        return key.partition("/")[2]

    def _entities(self, known: KnownUnit) -> None:
        classes: dict[str, str] = {}
        texts: set[str] = set()
        pins: set[str] = set()
        for mention in self.unit.mentions:
            entity = self.entities[mention.entity]
            text = self.unit.text.text[mention.span.start : mention.span.end]
            if entity.pinpoint is not None:
                pins.add(f"{(entity.base or '').partition('/')[2]} {entity.pinpoint}")
            elif entity.cls in ACTORS:
                classes[self._ident(entity.key, text)] = entity.cls
            else:
                texts.add(self._ident(entity.key, text))
        found = {ident for ident in classes if ident not in known.owners or ident in known.actors}
        self._count("actors", found, known.actors)
        for notion, cls in (("persons", "Person"), ("organisations", "Organisation")):
            wanted = [ident for ident in known.actors if self.classes[ident] == cls]
            hit = {ident for ident in found if classes[ident] == cls and (ident in wanted or ident not in known.actors)}
            self._count(notion, hit, wanted)
        self._count("instruments", texts, known.instruments)
        self._count("pinpoints", pins, {f"{ident} {pin}" for ident, own in known.instruments.items() for pin in own})
