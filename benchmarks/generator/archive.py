"""Compares the shards of a generated archive with what is known of its works: resolutions, units, divergences, persons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from generator.joint import Written
from generator.score import Tally

_KZ = "https://w3id.org/kzgraph/ontology#"
_BASE = "https://w3id.org/kzgraph/id/"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_WANTED = {_TYPE, *(_KZ + name for name in ("inUnit", "divergesOn", "refersTo", "exact", "inVersion"))}
_INVENTED = ("Person", "Organisation")
#: What is compared.
NOTIONS = ("resolutions", "versions", "units", "divergences", "persons")


@dataclass
class Archive:
    """What an archive says, as far as it is compared.

    Args:
        types: IRIs by class.
        divergences: Unit IRI and on what.
        named: IRIs of those who are named, by key of the work, language and printed form.
    """

    types: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    divergences: set[tuple[str, str]] = field(default_factory=set)
    named: dict[tuple[str, str, str], set[str]] = field(default_factory=lambda: defaultdict(set))


@dataclass
class ArchiveScore:
    """How much of each notion was found rightly.

    Args:
        tallies: By notion.
        misses: What was found wrongly or missed.
    """

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    misses: list[str] = field(default_factory=list)

    def count(self, notion: str, found: Iterable[object], known: Iterable[object]) -> None:
        """Compare two sets."""
        found, known = set(found), set(known)
        if not self.tallies[notion].add(found, known):
            self.misses += [f"{notion}: wrong {one}" for one in sorted(map(str, found - known))]
            self.misses += [f"{notion}: missed {one}" for one in sorted(map(str, known - found))]


def read(folder: Path) -> Archive:
    """Read the shards of an archive, one after the other.

    Args:
        folder: That `kzgraph build --out-dir` wrote, as N-Quads.
    """
    archive = Archive()
    for path in sorted(folder.glob("works*.nq")):
        nodes: dict[str, dict[str, str]] = defaultdict(dict)
        for quad in ox.parse(path=str(path)):
            predicate = quad.predicate.value
            if predicate not in _WANTED or isinstance(quad.subject, ox.Triple) or isinstance(quad.object, ox.Triple):
                continue
            if predicate == _TYPE:
                archive.types[quad.object.value.removeprefix(_KZ)].add(quad.subject.value)
            else:
                nodes[quad.subject.value][predicate.removeprefix(_KZ)] = quad.object.value
        for own in nodes.values():
            if "divergesOn" in own and "inUnit" in own:
                archive.divergences.add((own["inUnit"], own["divergesOn"]))
            if "refersTo" in own:
                work, _, language = own["inVersion"].removeprefix(f"{_BASE}resolution/").partition("/version/")
                archive.named[work, language, " ".join(own["exact"].split())].add(own["refersTo"])
    return archive


def compare(archive: Archive, works: Sequence[Written]) -> ArchiveScore:
    """Count what an archive says rightly.

    Args:
        archive: As it was read.
        works: All that were given to it.
    """
    score = ArchiveScore()
    iris = {work.key: f"{_BASE}resolution/{work.key}" for work in works}
    score.count("resolutions", archive.types["Resolution"], iris.values())
    versions = {f"{iris[work.key]}/version/{code}" for work in works for code in work.texts}
    score.count("versions", archive.types["LanguageVersion"], versions)
    units = {f"{iris[work.key]}/{key}" for work in works for text in work.texts.values() for key in text.known.units}
    score.count("units", archive.types["Unit"], units)
    planted = {(f"{iris[work.key]}/{one.unit}", one.on) for work in works for one in work.planted}
    score.count("divergences", archive.divergences, planted)
    _persons(score, archive.named, works)
    return score


def _persons(score: ArchiveScore, named: Mapping[tuple[str, str, str], set[str]], works: Sequence[Written]) -> None:
    """Each invented name is one node in all works and languages, and no other has the same."""
    nodes: dict[str, set[str]] = defaultdict(set)
    for work in works:
        for code, text in work.texts.items():
            for ident, (cls, forms) in text.known.entities.items():
                if cls in _INVENTED:
                    found = {iri for form in forms for iri in named.get((work.key, code, form), set())}
                    nodes[ident] |= found or {f"nothing in {work.key} {code}"}
    shared: dict[str, set[str]] = defaultdict(set)
    for ident, found in nodes.items():
        for iri in found:
            shared[iri].add(ident)
    # The node that an ident should have is the first of those that are its alone.
    own = {ident: sorted(iri for iri in found if shared[iri] == {ident}) for ident, found in nodes.items()}
    wanted = {(ident, found[0] if found else "a node of its own") for ident, found in own.items()}
    score.count("persons", {(ident, iri) for ident, found in nodes.items() for iri in found}, wanted)
