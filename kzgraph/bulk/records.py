"""What is kept of an input and of a work: small, plain, and the same when read back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from sys import intern
from typing import Any

from kzgraph.errors import InputError
from kzgraph.graph.report import Result
from kzgraph.metadata import Record, RecordKind, VoteCount
from kzgraph.model import Stage
from kzgraph.resolve.namecards import NameCard, Settlement
from kzgraph.resolve.works import Card, Grouping


@dataclass(frozen=True, slots=True)
class InputRecord:
    """What an input holds.

    Args:
        name: As the user named it.
        sha256: Of its bytes; empty where it cannot be read.
        cards: Of its versions.
        refused: Place, reason and remedy of each text in it that cannot be read.
        metadata: What it says about texts, where it is a file of metadata.
    """

    name: str
    sha256: str
    cards: tuple[Card, ...] = ()
    refused: tuple[tuple[str, str, str], ...] = ()
    metadata: tuple[Record, ...] = ()

    def faults(self) -> tuple[InputError, ...]:
        """The texts that cannot be read."""
        return tuple(InputError(*row) for row in self.refused)


@dataclass(frozen=True, slots=True)
class Task:
    """A work to be built.

    Args:
        grouping: Its key and versions.
        inputs: The input of each of its versions, in their order.
        names: What the user called each of its versions.
        metadata: What is recorded about it.
    """

    grouping: Grouping
    inputs: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    metadata: tuple[Record, ...] = ()

    def members(self, settings: str) -> str:
        """Return a digest of what its names depend on.

        Args:
            settings: Digest of the settings.
        """
        return _digest([settings, self.grouping.key, self.grouping.versions, self.grouping.tied])

    def recipe(self, settings: str, card: NameCard, common: Settlement) -> str:
        """Return a digest of all that its block depends on: the same recipe gives the same bytes.

        Args:
            settings: Digest of the settings.
            card: Of its names.
            common: What all works say of them.
        """
        slices = [dict(common.chosen), dict(common.ambiguous), dict(common.names), dict(common.classes)]
        metadata = [self.names, list(map(_record_to_json, self.metadata))] if self.metadata else []
        return _digest([self.members(settings), card_to_json(card), slices, metadata])


@dataclass(frozen=True, slots=True)
class Block:
    """The statements about one work, as they stand in a shard.

    Args:
        work: Its key.
        graph: IRI of its named graph.
        recipe: See :meth:`Task.recipe`.
        sha256: Of the bytes; empty where nothing was written since the work does not conform.
        length: In bytes.
        statements: How many.
        results: Of SHACL.
        notes: How it was validated, where that was in another way than was asked for.
    """

    work: str
    graph: str
    recipe: str
    sha256: str
    length: int
    statements: int
    results: tuple[Result, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def conforms(self) -> bool:
        """True where it was written."""
        return bool(self.sha256)


def _digest(data: Any) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


# ---------------------------------------------------------------- as JSON and back


def input_to_json(record: InputRecord) -> dict[str, Any]:
    """Return an input as plain data."""
    cards = [
        {
            "sha256": card.sha256,
            "name": card.name,
            "language": card.language,
            "stage": card.stage.value,
            "identifiers": sorted(card.identifiers),
            "content": card.content,
            "facts": card.facts.hex(),
            "documents": list(card.documents),
        }
        for card in record.cards
    ]
    return {
        "name": record.name,
        "sha256": record.sha256,
        "versions": cards,
        "refused": [list(row) for row in record.refused],
        "metadata": list(map(_record_to_json, record.metadata)),
    }


def input_from_json(data: Mapping[str, Any]) -> InputRecord:
    """Return what :func:`input_to_json` made plain."""
    cards = tuple(
        Card(
            row["sha256"], row["name"], row["language"], Stage(row["stage"]), frozenset(row["identifiers"]), row["content"],
            bytes.fromhex(row["facts"]), tuple(row["documents"]),
        )
        for row in data["versions"]
    )  # fmt: skip
    refused = tuple((a, b, c) for a, b, c in data["refused"])
    return InputRecord(data["name"], data["sha256"], cards, refused, tuple(map(_record_from_json, data["metadata"])))


def _record_to_json(record: Record) -> dict[str, Any]:
    return {**asdict(record), "kind": record.kind.value}


def _record_from_json(data: Mapping[str, Any]) -> Record:
    votes = tuple(VoteCount(**{**vote, "about": tuple(vote["about"])}) for vote in data["votes"])
    lists = {name: tuple(data[name]) for name in ("procedures", "languages", "adopts", "replaces")}
    titles = tuple((language, title) for language, title in data["titles"])
    return Record(**{**data, **lists, "kind": RecordKind(data["kind"]), "titles": titles, "votes": votes})


def card_to_json(card: NameCard) -> dict[str, Any]:
    """Return the names of a work as plain data."""
    return {
        "work": card.work,
        "spellings": [list(row) for row in card.spellings],
        "votes": [list(row) for row in card.votes],
        "names": [list(row) for row in card.names],
        "classes": [list(row) for row in card.classes],
    }


def card_from_json(data: Mapping[str, Any]) -> NameCard:
    """Return what :func:`card_to_json` made plain; a name that many works have is in memory once."""
    return NameCard(
        data["work"],
        tuple((a, b) for a, b in data["spellings"]),
        tuple((intern(a), int(b)) for a, b in data["votes"]),
        tuple((intern(a), intern(b), intern(c)) for a, b, c in data["names"]),
        tuple((a, b) for a, b in data["classes"]),
    )


def block_to_json(block: Block) -> dict[str, Any]:
    """Return a block as plain data."""
    results = [[r.severity, r.focus, r.path, r.shape, r.value, r.message] for r in block.results]
    return {
        "work": block.work,
        "graph": block.graph,
        "recipe": block.recipe,
        "sha256": block.sha256,
        "length": block.length,
        "statements": block.statements,
        "results": results,
        "notes": list(block.notes),
    }


def block_from_json(data: Mapping[str, Any]) -> Block:
    """Return what :func:`block_to_json` made plain."""
    return Block(
        data["work"], data["graph"], data["recipe"], data["sha256"], int(data["length"]), int(data["statements"]),
        tuple(Result(*row) for row in data["results"]), tuple(data.get("notes", ())),
    )  # fmt: skip
