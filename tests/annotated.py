"""Units annotated by hand, and how well a graph agrees with them.

An annotation is a TOML file of names, ids and counts: `[unit."paragraph/6"]` says what stands in a unit, `[entity.<id>]` what
class an id has and by which forms it is known. A graph is asked by its public names alone.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import rdflib
from rdflib.namespace import RDF, SKOS
from rdflib.term import Node

KZ = rdflib.Namespace("https://w3id.org/kzgraph/ontology#")
KINDS = {KZ.Citation: "citation", KZ.Recital: "recital", KZ.Paragraph: "paragraph"}
FORCES = ("Demand", "Instruction", "Condemnation", "Concern", "Commendation", "Condolence", "Statement")
ACTORS = ("Person", "Organisation", "Institution", "Office", "State", "Collective")
COLUMNS = ("clauses", "acts", "verb", "addressee", "actors", "person", "instr", "pin", "dates", "figures")


def fold(text: str) -> str:
    """Letters and digits alone, blind to case."""
    return "".join(sign for sign in unicodedata.normalize("NFC", text).casefold() if sign.isalnum())


@dataclass(frozen=True)
class Annotation:
    """What a person found in some units of a text."""

    units: Mapping[str, Mapping[str, Any]]
    entities: Mapping[str, Mapping[str, Any]]
    text: str = ""

    @classmethod
    def read(cls, path: Path) -> Annotation:
        data = tomllib.loads(path.read_text("utf-8"))
        return cls(data["unit"], data["entity"], data.get("text", ""))

    def forms(self, ident: str) -> set[str]:
        row = self.entities[ident]
        return {fold(row["label"]), *(fold(form) for form in row.get("forms", ()))}

    def is_person(self, ident: str) -> bool:
        return bool(self.entities[ident]["class"] == "Person")


@dataclass
class Tally:
    """Right, wrong and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, right: int, wrong: int, missed: int) -> None:
        self.right += right
        self.wrong += wrong
        self.missed += missed

    def compare(self, found: Collection[str], wanted: Collection[str]) -> None:
        one, other = set(found), set(wanted)
        self.add(len(one & other), len(one - other), len(other - one))

    @property
    def precision(self) -> float:
        return 100 * self.right / (self.right + self.wrong) if self.right + self.wrong else 100.0

    @property
    def recall(self) -> float:
        return 100 * self.right / (self.right + self.missed) if self.right + self.missed else 100.0

    @property
    def f1(self) -> float:
        whole = 2 * self.right + self.wrong + self.missed
        return 200 * self.right / whole if whole else 100.0


@dataclass
class Score:
    """A tally per column, and every difference as unit, column and words."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in COLUMNS})
    misses: list[tuple[str, str, str]] = field(default_factory=list)

    def __getitem__(self, column: str) -> Tally:
        return self.tallies[column]


class Export:
    """A graph, asked by its public names."""

    def __init__(self, graph: rdflib.Graph) -> None:
        self.graph = graph
        self.units: dict[str, Node] = {}
        for cls, kind in KINDS.items():
            for node in graph.subjects(RDF.type, cls):
                self.units[f"{kind}/{graph.value(node, KZ.label)}"] = node
        self.labels: dict[Node, set[str]] = defaultdict(set)
        for kind in (SKOS.prefLabel, SKOS.altLabel):
            for node, label in graph.subject_objects(kind):
                self.labels[node].add(fold(str(label)))
        self.mentions: dict[Node, set[Node]] = defaultdict(set)
        for mention in graph.subjects(RDF.type, KZ.Mention):
            unit, entity = graph.value(mention, KZ.inUnit), graph.value(mention, KZ.refersTo)
            if unit is not None and entity is not None:
                self.mentions[unit].add(entity)
                self.labels[entity].add(fold(str(graph.value(mention, KZ.exact) or "")))

    def types(self, node: Node) -> set[Node]:
        return set(self.graph.objects(node, RDF.type))

    def base(self, node: Node) -> Node:
        """The instrument that a provision belongs to, or the entity itself."""
        owner = self.graph.value(node, KZ.provisionOf)
        return node if owner is None else owner

    def names(self, node: Node) -> set[str]:
        return self.labels[node] | self.labels[self.base(node)]

    def acts(self, unit: Node) -> list[tuple[int, str, str, set[Node]]]:
        rows = []
        for act in self.graph.subjects(KZ.inUnit, unit):
            for force in FORCES:
                if KZ[force] in self.types(act):
                    verb = str(self.graph.value(act, KZ.verb) or "").rpartition("/")[2]
                    place = int(str(self.graph.value(act, KZ.position) or 0))
                    rows.append((place, force, verb, set(self.graph.objects(act, KZ.addressee))))
        return sorted(rows, key=lambda row: (row[0], row[1], row[2]))

    def values(self, unit: Node, predicate: rdflib.URIRef) -> set[str]:
        return {str(value) for value in self.graph.objects(unit, predicate)}


def common(one: list[str], other: list[str]) -> list[tuple[int, int]]:
    """The longest common subsequence of two lists, as pairs of indexes."""
    best = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i in range(len(one) - 1, -1, -1):
        for j in range(len(other) - 1, -1, -1):
            best[i][j] = 1 + best[i + 1][j + 1] if one[i] == other[j] else max(best[i + 1][j], best[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(one) and j < len(other):
        if one[i] == other[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def match(
    gold: Annotation, export: Export, found: Iterable[Node], wanted: Iterable[str]
) -> tuple[dict[Node, str], set[Node], set[str]]:
    """Pair nodes and ids one to one by any of their names; return the pairs, the strangers and the missed."""
    left = set(found)
    pairs: dict[Node, str] = {}
    for ident in sorted(set(wanted)):
        hit = next((node for node in sorted(left, key=str) if gold.forms(ident) & export.names(node)), None)
        if hit is not None:
            left.discard(hit)
            pairs[hit] = ident
    return pairs, left, set(wanted) - set(pairs.values())


def score(gold: Annotation, graph: rdflib.Graph) -> Score:
    """Compare a graph with the annotated units."""
    export = Export(graph)
    result = Score()
    for key, record in gold.units.items():
        unit = export.units.get(key, rdflib.URIRef(f"missing:{key}"))
        if "clauses" in record:
            found = sum(KZ.Finding in export.types(node) for node in graph.subjects(KZ.inUnit, unit))
            right = min(found, record["clauses"])
            result["clauses"].add(right, found - right, record["clauses"] - right)
            if found != record["clauses"]:
                result.misses.append((key, "clauses", f"{found}, gold {record['clauses']}"))
        if key.startswith("paragraph/"):
            _acts(gold, export, key, unit, record, result)
        _names(gold, export, key, unit, record, result)
        for column, predicate in (("dates", KZ.mentionsDate), ("figures", KZ.mentionsFigure)):
            values, wanted = export.values(unit, predicate), {str(value) for value in record[column]}
            result[column].compare(values, wanted)
            if values != wanted:
                result.misses.append((key, column, f"{sorted(values)}, gold {sorted(wanted)}"))
    return result


def _acts(gold: Annotation, export: Export, key: str, unit: Node, record: Mapping[str, Any], result: Score) -> None:
    wanted, found = record["acts"], export.acts(unit)
    pairs = common([row[1] for row in found], [row["force"] for row in wanted])
    result["acts"].add(len(pairs), len(found) - len(pairs), len(wanted) - len(pairs))
    if not len(pairs) == len(found) == len(wanted):
        shown = [row[1] for row in found], [row["force"] for row in wanted]
        result.misses.append((key, "acts", f"{shown[0]}, gold {shown[1]}"))
    for i, j in pairs:
        verb = wanted[j]["verb"]
        result["verb"].compare([found[i][2]], [verb])
        if found[i][2] != verb:
            result.misses.append((key, "verb", f"act {j + 1}: {found[i][2]}, gold {verb}"))
        if wanted[j]["force"] == "Demand":
            hits, wrong, missed = match(gold, export, found[i][3], wanted[j].get("addressees", ()))
            result["addressee"].add(len(hits), len(wrong), len(missed))
            if wrong or missed:
                result.misses.append((key, "addressee", f"act {j + 1}: wrong {sorted(map(str, wrong))}, missed {sorted(missed)}"))


def _names(gold: Annotation, export: Export, key: str, unit: Node, record: Mapping[str, Any], result: Score) -> None:
    mentioned: dict[Node, set[Node]] = defaultdict(set)
    for entity in export.mentions.get(unit, ()):
        mentioned[export.base(entity)].add(entity)
    actors = {node for node in mentioned if any(KZ[name] in export.types(node) for name in ACTORS)}
    hits, wrong, missed = match(gold, export, actors, record["actors"])
    result["actors"].add(len(hits), len(wrong), len(missed))
    result["person"].add(
        sum(gold.is_person(ident) for ident in hits.values()),
        sum(KZ.Person in export.types(node) for node in wrong),
        sum(gold.is_person(ident) for ident in missed),
    )
    if wrong or missed:
        result.misses.append((key, "actors", f"wrong {sorted(map(str, wrong))}, missed {sorted(missed)}"))
    for node, ident in hits.items():
        if KZ[gold.entities[ident]["class"]] not in export.types(node):
            result.misses.append((key, "class", f"{ident} is {gold.entities[ident]['class']}"))
    pins = {row["id"]: set(row.get("pinpoints", ())) for row in record["instruments"]}
    hits, wrong, missed = match(gold, export, set(mentioned) - actors, pins)
    result["instr"].add(len(hits), len(wrong), len(missed))
    if wrong or missed:
        result.misses.append((key, "instr", f"wrong {sorted(map(str, wrong))}, missed {sorted(missed)}"))
    for node, ident in hits.items():
        printed = {str(pin) for entity in mentioned[node] if (pin := export.graph.value(entity, KZ.pinpoint)) is not None}
        result["pin"].compare(printed, pins[ident])
        if printed != pins[ident]:
            result.misses.append((key, "pin", f"{ident}: {sorted(printed)}, gold {sorted(pins[ident])}"))
    for ident in missed:
        result["pin"].add(0, 0, len(pins[ident]))
