"""The three steps that a worker does: read an input, collect the names of a work, write a work. Each can be done anywhere, again.

Versions that were read wait in the run's own folder until their work is written; one that is not there is read anew.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import pickle
import zlib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from kzgraph.bulk.folders import Folder, folder, read_input
from kzgraph.bulk.records import Block, InputRecord, Task, block_to_json
from kzgraph.bulk.settings import Settings
from kzgraph.errors import InputError, KzgraphError
from kzgraph.graph.serialise import FORMATS
from kzgraph.graph.validate import Validator
from kzgraph.model import Version, Work
from kzgraph.pipeline import built_work, read_text
from kzgraph.reading.media import MOST_BYTES, read_bytes
from kzgraph.reading.record import read_records
from kzgraph.resolve.decisions import load_decisions
from kzgraph.resolve.identity import Ground, ground, name_card, settled
from kzgraph.resolve.iri import Minter
from kzgraph.resolve.namecards import NameCard, Settlement
from kzgraph.resolve.works import KnownWork, card_of

#: How the name of a file of metadata ends.
METADATA = ".json"
#: The run's own folder in the output.
JOURNAL = "unfinished"


@dataclass(frozen=True, slots=True)
class ReadTask:
    """An input to be read.

    Args:
        name: A path or an address.
        sha256: Of its bytes when they were last read, to tell whether they changed; empty where they never were.
    """

    name: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class WriteTask:
    """A work to be written.

    Args:
        task: Which.
        card: Its names.
        common: What all works say of them.
        recipe: See :meth:`kzgraph.bulk.records.Task.recipe`.
    """

    task: Task
    card: NameCard
    common: Settlement
    recipe: str


def read(settings: Settings, task: ReadTask) -> InputRecord | None:
    """Read an input and let its versions wait.

    Args:
        settings: Of the run.
        task: Which input.

    Returns:
        What it holds, what cannot be read of it too; None where its bytes are the same as before.
    """
    try:
        data = read_input(task.name, MOST_BYTES)
    except InputError as fault:
        return InputRecord(task.name, "", refused=(_row(fault),))
    digest = hashlib.sha256(data).hexdigest()
    if digest == task.sha256:
        return None
    if task.name.lower().endswith(METADATA):
        try:
            return InputRecord(task.name, digest, metadata=read_records(data, task.name))
        except InputError as fault:
            return InputRecord(task.name, digest, refused=(_row(fault),))
    versions, refused = _versions(settings, data, task.name)
    for version in versions:
        _journal(settings).write(_waiting(version.source.sha256), [zlib.compress(pickle.dumps(version, protocol=5), 1)])
    return InputRecord(task.name, digest, tuple(map(card_of, versions)), tuple(map(_row, refused)))


def collect(settings: Settings, task: Task) -> NameCard:
    """Return whom a work names.

    Args:
        settings: Of the run.
        task: Which work.
    """
    return name_card(_work(settings, task), start(settings))


def write(settings: Settings, task: WriteTask) -> Block:
    """Write a work into the run's own folder, validated.

    Args:
        settings: Of the run.
        task: Which work, with its names.

    Returns:
        What was written; nothing was where the work does not conform.
    """
    work = replace(_work(settings, task.task), records=task.task.metadata)
    work = settled(work, task.card, task.common, start(settings))
    judge = Validator(settings.validator)
    built = built_work(work, Minter(settings.base), judge)
    data = b""
    if built.report.conforms:
        pieces = FORMATS[settings.form]([built.graph], settings.base)
        data = "".join(pieces).encode()
        if settings.compressed:
            # Members of a gzip file can follow one another, so that a shard is its blocks, one after the other.
            data = gzip.compress(data, 6, mtime=0)
    count = sum(1 for _ in built.graph.rows()) if data else 0
    digest = hashlib.sha256(data).hexdigest() if data else ""
    block = Block(work.key, built.graph.graph, task.recipe, digest, len(data), count, built.report.results, tuple(judge.notes))
    head = json.dumps(block_to_json(block), ensure_ascii=False, sort_keys=True).encode()
    _journal(settings).write(waiting_block(work.key), [head, b"\n", data])
    return block


def waiting_block(work: str) -> str:
    """Return the name under which the block of a work waits: a line of JSON about it, then its bytes."""
    return f"blocks/{hashlib.sha256(work.encode()).hexdigest()[:2]}/{work}"


def _waiting(sha256: str) -> str:
    return f"versions/{sha256[:2]}/{sha256}"


@cache
def _journal(settings: Settings) -> Folder:
    return folder(f"{settings.output.rstrip('/')}/{JOURNAL}")


@cache
def start(settings: Settings) -> Ground:
    """Return what identity starts from; once per process."""
    minter = Minter(settings.base)
    decisions = load_decisions(Path(settings.decisions) if settings.decisions else None, settings.base)
    if settings.known is None:
        return ground(decisions, minter)
    from kzgraph.graph.known import known_entities

    return ground(decisions, minter, known_works_of(settings), known_entities(_earlier(settings.known)))


@cache
def known_works_of(settings: Settings) -> tuple[KnownWork, ...]:
    """Return the works of the earlier graph; once per process."""
    if settings.known is None:
        return ()
    from kzgraph.graph.known import known_works

    return known_works(_earlier(settings.known))


@cache
def _earlier(path: str) -> Any:
    from kzgraph.graph.known import load

    return load(Path(path))


def _work(settings: Settings, task: Task) -> Work:
    versions = tuple(
        (key, _version(settings, sha256, name)) for (key, sha256), name in zip(task.grouping.versions, task.inputs, strict=True)
    )
    return Work(task.grouping.key, tuple(versions), task.grouping.tied)


def _version(settings: Settings, sha256: str, name: str) -> Version:
    """A version that waits, or read anew where none does."""
    data = _journal(settings).read(_waiting(sha256))
    if data is not None:
        version = pickle.loads(zlib.decompress(data))  # noqa: S301 - written by this run, in a folder that is its own
        assert isinstance(version, Version)
        return version
    found, _ = _versions(settings, read_input(name, MOST_BYTES), name)
    version = next((version for version in found if version.source.sha256 == sha256), None)
    if version is None:
        raise KzgraphError(name, "the file changed while it was read", "Run the command again.")
    return version


def _versions(settings: Settings, data: bytes, name: str) -> tuple[list[Version], list[InputError]]:
    versions: list[Version] = []
    refused: list[InputError] = []
    try:
        sources = read_bytes(data, name)
    except InputError as fault:
        return [], [fault]
    for source in sources:
        if isinstance(source, InputError):
            refused.append(source)
            continue
        try:
            versions.append(read_text(source, settings.language))
        except InputError as fault:
            refused.append(fault)
    return versions, refused


def _row(fault: InputError) -> tuple[str, str, str]:
    return fault.place, fault.reason, fault.remedy
