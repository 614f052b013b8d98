"""What a run leaves behind about itself: inputs, works and shards with their digests, so that the next does only what changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kzgraph import __version__
from kzgraph.bulk.folders import Folder
from kzgraph.bulk.records import (
    Block,
    InputRecord,
    block_from_json,
    block_to_json,
    card_from_json,
    card_to_json,
    input_from_json,
    input_to_json,
)
from kzgraph.bulk.settings import Settings
from kzgraph.errors import GraphError
from kzgraph.resolve.namecards import NameCard

NAME = "manifest.json"
_FORM = 1


@dataclass(frozen=True, slots=True)
class WorkRecord:
    """A work of a finished run.

    Args:
        members: Digest of what its names depend on.
        card: Its names.
        block: Its statements.
        shard: The file that they stand in.
        offset: Where in it they begin, in bytes.
    """

    members: str
    card: NameCard
    block: Block
    shard: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a finished run left.

    Args:
        settings: Digest of its settings.
        inputs: By name.
        works: By key.
        shards: Name and SHA-256 of each.
    """

    settings: str = ""
    inputs: Mapping[str, InputRecord] = field(default_factory=dict)
    works: Mapping[str, WorkRecord] = field(default_factory=dict)
    shards: Mapping[str, str] = field(default_factory=dict)


def load(place: Folder, output: str) -> Manifest:
    """Return the manifest of a folder; an empty one where there is none.

    Args:
        place: The folder.
        output: Its name, for errors.

    Raises:
        GraphError: It is damaged.
    """
    data = place.read(NAME)
    if data is None:
        return Manifest()
    try:
        told = json.loads(data)
        if told["form"] != _FORM:
            return Manifest()
        inputs = (input_from_json(row) for row in told["inputs"])
        works = {
            row["work"]: WorkRecord(
                row["members"], card_from_json(row["names"]), block_from_json(row["block"]), row["shard"], int(row["offset"])
            )
            for row in told["works"]
        }
        return Manifest(told["settings"], {one.name: one for one in inputs}, works, told["shards"])
    except (ValueError, KeyError, TypeError) as fault:
        remedy = "Remove it, and all is built anew."
        raise GraphError(f"{output}/{NAME}", f"it is no manifest ({type(fault).__name__}: {fault})", remedy) from fault


def save(place: Folder, manifest: Manifest, settings: Settings) -> None:
    """Write a manifest; the same run writes the same bytes, whoever did the work.

    Args:
        place: The folder.
        manifest: What to write.
        settings: Of the run.
    """
    works = [_work(key, manifest.works[key]) for key in sorted(manifest.works)]
    told = {
        "form": _FORM,
        "program": f"kzgraph {__version__}",
        "base": settings.base,
        "settings": manifest.settings,
        "counts": {
            "inputs": len(manifest.inputs),
            "resolutions": len(works),
            "versions": sum(len(one.cards) for one in manifest.inputs.values()),
            "statements": sum(row["block"]["statements"] for row in works),
            "conforming": sum(bool(row["block"]["sha256"]) for row in works),
            "refused": sum(len(one.refused) for one in manifest.inputs.values()),
        },
        "shards": dict(sorted(manifest.shards.items())),
        "works": works,
        "inputs": [input_to_json(manifest.inputs[name]) for name in sorted(manifest.inputs)],
    }
    place.write(NAME, _lines(told))


def _work(key: str, record: WorkRecord) -> dict[str, Any]:
    return {
        "work": key,
        "members": record.members,
        "shard": record.shard,
        "offset": record.offset,
        "block": block_to_json(record.block),
        "names": card_to_json(record.card),
    }


def _lines(told: Mapping[str, Any]) -> Iterable[bytes]:
    """A work or input a line, so that two manifests can be compared and a large one is never one string."""
    yield b"{"
    for number, (key, value) in enumerate(told.items()):
        yield f"{',' if number else ''}\n{json.dumps(key)}: ".encode()
        if isinstance(value, list):
            yield b"["
            for place, row in enumerate(value):
                yield (",\n" if place else "\n").encode() + json.dumps(row, ensure_ascii=False, sort_keys=True).encode()
            yield b"\n]"
        else:
            yield json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
    yield b"\n}\n"
