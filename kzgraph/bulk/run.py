"""A bulk run: read what is new, settle whom all texts name, write the works whose statements change, put shards together."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kzgraph.bulk import stages
from kzgraph.bulk.engines import Engine, LostError
from kzgraph.bulk.folders import folder
from kzgraph.bulk.manifest import Manifest, WorkRecord, load, save
from kzgraph.bulk.records import (
    Block,
    InputRecord,
    Task,
    block_from_json,
    card_from_json,
    card_to_json,
    input_from_json,
    input_to_json,
)
from kzgraph.bulk.settings import Settings
from kzgraph.errors import InputError
from kzgraph.metadata import Record
from kzgraph.resolve.namecards import NameCard, settlement
from kzgraph.resolve.records import Home, tie
from kzgraph.resolve.works import Card, group_cards

#: Told the stage and how much of it is done.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run.

    Args:
        manifest: As it was saved.
        refused: The texts that cannot be read.
        lost: The inputs and works that no process could deal with.
        loose: The records that are about none of the works.
        read: How many inputs were read, and not known from an earlier run.
        written: How many works were written, and not copied.
    """

    manifest: Manifest
    refused: tuple[InputError, ...]
    lost: tuple[LostError, ...]
    loose: tuple[Record, ...]
    read: int
    written: int


class _Run:
    def __init__(self, settings: Settings, engine: Engine, progress: Progress, *, resume: bool) -> None:
        self.settings = settings
        self.digest = settings.digest()
        self.engine = engine
        self.progress = progress
        self.output = folder(settings.output)
        self.journal = folder(f"{settings.output.rstrip('/')}/{stages.JOURNAL}")
        before = load(self.output, settings.output)
        # What other code or other settings made is no help.
        self.before = before if before.settings == self.digest else Manifest()
        self.lost: list[LostError] = []
        self.loose: tuple[Record, ...] = ()
        if not (resume and self.journal.read("settings") == self.digest.encode()):
            self.journal.remove("")
        self.journal.write("settings", [self.digest.encode()])

    def kept(self, below: str) -> Iterator[dict[str, object]]:
        """What an unfinished run has left of a step; a piece that is damaged is done again."""
        for name in self.journal.names(below):
            data = self.journal.read(f"{below}/{name}")
            try:
                yield json.loads(data or b"")
            except ValueError:
                self.journal.remove(f"{below}/{name}")

    def keep(self, below: str, key: str, data: object) -> None:
        """Leave word of what is done."""
        name = hashlib.sha256(key.encode()).hexdigest()
        self.journal.write(f"{below}/{name[:2]}/{name}", [json.dumps(data, ensure_ascii=False).encode()])


def run(inputs: Sequence[str], settings: Settings, engine: Engine, progress: Progress, *, resume: bool = False) -> Outcome:
    """Build all works of some inputs into shards, with a manifest.

    What the manifest of an earlier run proves to be unchanged is not done again. The result does not depend on who does the
    work, on how many do it, or on what was there before.

    Args:
        inputs: Paths and addresses of files.
        settings: What is asked for.
        engine: Who does the work.
        progress: Told how far the run is.
        resume: Take up a run that was killed; otherwise what it left is removed.

    Raises:
        KzgraphError: The folder cannot be written, or its manifest is damaged.
    """
    state = _Run(settings, engine, progress, resume=resume)
    records, read = _read(state, inputs)
    tasks = _tasks(state, records)
    cards = _collect(state, tasks)
    blocks, written, copied = _write(state, tasks, cards)
    works = {key: WorkRecord(tasks[key].members(state.digest), cards[key], block) for key, block in sorted(blocks.items())}
    manifest = _shards(state, Manifest(state.digest, records, works), copied)
    save(state.output, manifest, settings)
    state.journal.remove("")
    refused = tuple(fault for name in sorted(records) for fault in records[name].faults())
    return Outcome(manifest, refused, tuple(state.lost), state.loose, read, written)


def _read(state: _Run, inputs: Sequence[str]) -> tuple[dict[str, InputRecord], int]:
    """All inputs, read or known."""
    names = sorted(set(inputs))
    records: dict[str, InputRecord] = {}
    known = {one.name: one for one in map(input_from_json, state.kept("inputs"))}
    tasks = []
    for name in names:
        before = known.get(name) or state.before.inputs.get(name)
        tasks.append(stages.ReadTask(name, before.sha256 if before else ""))
        if before:
            known[name] = before
    read = 0
    for done, (task, answer) in enumerate(state.engine.map(stages.read, state.settings, tasks), 1):
        if isinstance(answer, LostError):
            state.lost.append(answer)
            continue
        if answer is not None:
            read += 1
            state.keep("inputs", task.name, input_to_json(answer))
        records[task.name] = answer or known[task.name]
        state.progress("read", done, len(names))
    return dict(sorted(records.items())), read


def _tasks(state: _Run, records: Mapping[str, InputRecord]) -> dict[str, Task]:
    """The works of all inputs."""
    places: dict[str, str] = {}
    names: dict[str, set[str]] = defaultdict(set)
    cards: dict[str, Card] = {}
    for name in sorted(records, reverse=True):
        for card in records[name].cards:
            places[card.sha256] = name
            cards[card.sha256] = card
            names[card.sha256].add(card.name)
    every = (card for record in records.values() for card in record.cards)
    groupings = group_cards(every, stages.known_works_of(state.settings))
    homes = (
        Home(
            one.key,
            frozenset().union(*(cards[sha256].identifiers for _, sha256 in one.versions)),
            frozenset(number for _, sha256 in one.versions for number in cards[sha256].documents),
            tuple(name for _, sha256 in one.versions for name in sorted(names[sha256])),
        )
        for one in groupings
    )
    held, state.loose = tie(homes, (one for record in records.values() for one in record.metadata))
    return {
        one.key: Task(
            one,
            tuple(places[sha256] for _, sha256 in one.versions),
            tuple(tuple(sorted(names[sha256])) for _, sha256 in one.versions),
            held.get(one.key, ()),
        )
        for one in groupings
    }


def _collect(state: _Run, tasks: Mapping[str, Task]) -> dict[str, NameCard]:
    """The names of all works, collected or known."""
    kept = {str(row["members"]): card_from_json(row["names"]) for row in state.kept("names")}  # type: ignore[arg-type]
    kept |= {record.members: record.card for record in state.before.works.values()}
    digests = {key: task.members(state.digest) for key, task in tasks.items()}
    cards = {key: kept[digest] for key, digest in digests.items() if digest in kept}
    todo = [task for key, task in tasks.items() if key not in cards]
    for done, (task, answer) in enumerate(state.engine.map(stages.collect, state.settings, todo), 1):
        if isinstance(answer, LostError):
            state.lost.append(answer)
            continue
        key, names = task.grouping.key, card_to_json(answer)
        cards[key] = card_from_json(names)  # Read back, a name that many works have is in memory once.
        state.keep("names", key, {"members": digests[key], "names": names})
        state.progress("names", done, len(todo))
    return cards


def _write(state: _Run, tasks: Mapping[str, Task], cards: Mapping[str, NameCard]) -> tuple[dict[str, Block], int, frozenset[str]]:
    """The blocks of all works, how many were written, and which stand in the shards of an earlier run."""
    start = stages.start(state.settings)
    common = settlement(list(cards.values()), start.entities, start.decisions)
    blocks: dict[str, Block] = {}
    copied: set[str] = set()
    todo: list[stages.WriteTask] = []
    for key, card in cards.items():
        own = common.of(card, start.decisions)
        recipe = tasks[key].recipe(state.digest, card, own)
        if (block := _earlier(state, key, recipe)) is not None:
            copied.add(key)
        block = block or _waiting(state, key, recipe)
        if block is None:
            todo.append(stages.WriteTask(tasks[key], card, own, recipe))
        else:
            blocks[key] = block
    for done, (task, answer) in enumerate(state.engine.map(stages.write, state.settings, todo), 1):
        if isinstance(answer, LostError):
            state.lost.append(answer)
            continue
        blocks[task.task.grouping.key] = answer
        state.progress("write", done, len(todo))
    return blocks, len(todo), frozenset(copied)


def _waiting(state: _Run, key: str, recipe: str) -> Block | None:
    """The block of a work that an unfinished run has written."""
    data = state.journal.read(stages.waiting_block(key))
    if data is None:
        return None
    head, _, rest = data.partition(b"\n")
    try:
        block = block_from_json(json.loads(head))
    except (ValueError, KeyError, TypeError):
        return None
    return block if block.recipe == recipe and block.sha256 == _sha256(rest) else None


def _earlier(state: _Run, key: str, recipe: str) -> Block | None:
    """The block of a work that stands unchanged in the shards of an earlier run."""
    record = state.before.works.get(key)
    if record is None or record.block.recipe != recipe:
        return None
    return record.block if not record.block.conforms or _copied(state, record) is not None else None


def _copied(state: _Run, record: WorkRecord) -> bytes | None:
    data = state.output.read(record.shard, record.offset, record.block.length)
    return data if data is not None and _sha256(data) == record.block.sha256 else None


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest() if data else ""


def _shards(state: _Run, manifest: Manifest, copied: frozenset[str]) -> Manifest:
    """Put the blocks into shards; a shard in which nothing changes is left alone."""
    members: dict[str, list[str]] = {}
    for key, record in manifest.works.items():
        if record.block.conforms:
            members.setdefault(state.settings.shard(key), []).append(key)
    works = dict(manifest.works)
    shards: dict[str, str] = {}
    for done, (name, keys) in enumerate(sorted(members.items())):
        state.progress("shards", done, len(members))
        offset = 0
        for key in keys:
            works[key] = replace(works[key], shard=name, offset=offset)
            offset += works[key].block.length
        same = all(key in copied and _stands(state, key, works[key]) for key in keys)
        held = [key for key, record in state.before.works.items() if record.shard == name]
        if same and sorted(held) == sorted(keys) and name in state.before.shards:
            shards[name] = state.before.shards[name]
            continue
        digest = hashlib.sha256()
        state.output.write(name, _pieces(state, keys, works, digest.update))
        shards[name] = digest.hexdigest()
    for name in state.before.shards.keys() - shards.keys():
        state.output.remove(name)
    state.progress("shards", len(members), len(members))
    return Manifest(manifest.settings, manifest.inputs, works, shards)


def _stands(state: _Run, key: str, record: WorkRecord) -> bool:
    """True where the shard of an earlier run has the same bytes at the same place."""
    before = state.before.works.get(key)
    return before is not None and (before.block.sha256, before.shard, before.offset) == (
        record.block.sha256, record.shard, record.offset,
    )  # fmt: skip


def _pieces(
    state: _Run, keys: Iterable[str], works: Mapping[str, WorkRecord], tell: Callable[[bytes], object]
) -> Iterator[bytes]:
    """The bytes of a shard, a work at a time."""
    for key in keys:
        data = (state.journal.read(stages.waiting_block(key)) or b"").partition(b"\n")[2]
        if _sha256(data) != works[key].block.sha256:
            earlier = state.before.works.get(key)
            data = (_copied(state, earlier) if earlier else None) or b""
        assert _sha256(data) == works[key].block.sha256, f"{key}: its block is lost"
        tell(data)
        yield data
