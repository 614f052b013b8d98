"""An archive is the same bytes whoever built it, in however many steps; and nothing is done twice."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kzgraph.bulk import stages
from kzgraph.bulk.engines import Engine, Here, LostError, Processes
from kzgraph.bulk.run import Outcome
from kzgraph.bulk.run import run as run_bulk
from kzgraph.bulk.settings import Settings
from kzgraph.cli import main
from kzgraph.errors import GraphError
from tests.records import as_file, procedure

REPOSITORY = Path(__file__).resolve().parents[2]
SPECIMEN = REPOSITORY / "docs" / "examples"


def texts(folder: Path) -> list[str]:
    """Three works in four languages: the specimen, the same words under another number, and a text of traps."""
    folder.mkdir()
    for code in ("mt", "el", "bg"):
        shutil.copy(SPECIMEN / f"2031-2901.{code}.txt", folder)
    twin = (
        (SPECIMEN / "2031-2901.fi.txt").read_text("utf-8").replace("2031/2901", "2031/2902").replace("(2031)0144", "(2031)0145")
    )
    (folder / "twin.fi.txt").write_text(twin, "utf-8")
    third = (
        (SPECIMEN / "2031-2901.lt.txt").read_text("utf-8").replace("2031/2901", "2031/2903").replace("(2031)0144", "(2031)0146")
    )
    (folder / "third.lt.txt").write_text(third, "utf-8")
    (folder / "no-resolution.txt").write_text("Two lines\nabout nothing.\n", "utf-8")
    return sorted(str(path) for path in folder.iterdir())


def silent(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def build(inputs: list[str], output: Path, engine: Engine | None = None, *, resume: bool = False, **settings: object) -> Outcome:
    return run_bulk(inputs, Settings(str(output), **settings), engine or Here(), silent, resume=resume)  # type: ignore[arg-type]


def held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return texts(tmp_path_factory.mktemp("bulk") / "texts")


@pytest.fixture(scope="module")
def whole(inputs: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive built by one process in one go."""
    folder = tmp_path_factory.mktemp("bulk") / "whole"
    outcome = build(inputs, folder)
    assert (outcome.read, outcome.written, outcome.lost) == (6, 3, ())
    return folder


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "copy"))


def lines(folder: Path) -> list[bytes]:
    return sorted(line for name, data in held(folder).items() if name.startswith("works") for line in data.splitlines())


def test_an_archive_says_what_a_single_build_says(whole: Path, inputs: list[str], tmp_path: Path) -> None:
    assert main(["build", *inputs, "-o", str(tmp_path / "g.nq"), "-q"]) == 3
    assert lines(whole) == sorted((tmp_path / "g.nq").read_bytes().splitlines())
    manifest = json.loads((whole / "manifest.json").read_bytes())
    assert manifest["counts"] == {
        "inputs": 6, "resolutions": 3, "versions": 5, "statements": len(lines(whole)), "conforming": 3, "refused": 1
    }  # fmt: skip
    assert not (whole / "unfinished").exists()


def test_the_manifest_finds_each_work(whole: Path) -> None:
    for row in json.loads((whole / "manifest.json").read_bytes())["works"]:
        data = (whole / row["shard"]).read_bytes()[row["offset"] : row["offset"] + row["block"]["length"]]
        graphs = {line.split(b" ")[-2] for line in data.splitlines()}
        assert graphs == {f"<{row['block']['graph']}>".encode()}
        assert data.count(b"\n") == row["block"]["statements"]


def test_processes_order_and_hash_seed_change_no_byte(whole: Path, inputs: list[str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kzgraph.cli", "build", *reversed(inputs), "--out-dir", str(tmp_path / "two"), "--jobs", "2"]
    ended = subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": "7"}, capture_output=True, text=True, check=False)
    assert ended.returncode == 3, ended.stderr
    assert "no-resolution.txt" in ended.stderr
    assert held(tmp_path / "two") == held(whole)


def test_what_was_validated_in_another_way_is_told(
    inputs: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A graph that the compiled shapes do not judge goes to pySHACL: the run says so, and a later one that copies it does too."""
    from kzgraph.graph import validate
    from kzgraph.graph.literals import UndecidedError
    from kzgraph.graph.report import Report

    def undecided(shapes: object, rows: object) -> Report:
        raise UndecidedError("an odd month")

    monkeypatch.setattr(validate, "execute", undecided)
    for _ in range(2):
        assert main(["build", *inputs, "--out-dir", str(tmp_path / "out"), "-q"]) == 3
        said = capfd.readouterr().err
        assert said.count("note: pySHACL validated a graph with an odd month, which the compiled shapes do not judge") == 1
    assert main(["build", *inputs, "--out-dir", str(tmp_path / "asked"), "-q", "--validator", "pyshacl"]) == 3
    assert "note:" not in capfd.readouterr().err


@pytest.mark.parametrize("digits", [0, 1])
def test_shards_hold_the_same_however_many(whole: Path, inputs: list[str], tmp_path: Path, digits: int) -> None:
    build(inputs, tmp_path / "other", digits=digits)
    assert lines(tmp_path / "other") == lines(whole)
    assert len([name for name in held(tmp_path / "other") if name.startswith("works")]) <= 16**digits


def test_compressed_shards_are_gzip_files(whole: Path, inputs: list[str], tmp_path: Path) -> None:
    build(inputs, tmp_path / "small", compressed=True)
    unpacked = {
        name.removesuffix(".gz"): gzip.decompress(data) for name, data in held(tmp_path / "small").items() if name.endswith(".gz")
    }
    assert unpacked == {name: data for name, data in held(whole).items() if name.startswith("works")}


# ---------------------------------------------------------------- the next run


def test_a_run_without_changes_reads_and_writes_nothing(copy: Path, whole: Path, inputs: list[str]) -> None:
    times = {path: path.stat().st_mtime_ns for path in copy.glob("works*")}
    outcome = build(inputs, copy)
    assert (outcome.read, outcome.written) == (0, 0)
    assert held(copy) == held(whole)
    assert times == {path: path.stat().st_mtime_ns for path in copy.glob("works*")}


def test_only_what_changed_is_built(copy: Path, inputs: list[str], tmp_path: Path) -> None:
    """A day in one text of one work is another: that work alone is written, and all is as if built anew."""
    folder = Path(shutil.copytree(Path(inputs[0]).parent, tmp_path / "texts"))
    before = build(sorted(map(str, folder.iterdir())), tmp_path / "here")
    assert (before.read, before.written) == (6, 3)
    third = folder / "third.lt.txt"
    text = third.read_text("utf-8")
    assert "2031" in text
    third.write_text(text + "\n", "utf-8")
    outcome = build(sorted(map(str, folder.iterdir())), tmp_path / "here")
    assert (outcome.read, outcome.written) == (1, 1)
    build(sorted(map(str, folder.iterdir())), tmp_path / "anew")
    assert held(tmp_path / "here") == held(tmp_path / "anew")


def test_a_text_that_went_takes_its_work_with_it(copy: Path, inputs: list[str], tmp_path: Path) -> None:
    left = [name for name in inputs if "twin" not in name]
    outcome = build(left, copy)
    assert (outcome.read, outcome.written) == (0, 0)
    build(left, tmp_path / "anew")
    assert held(copy) == held(tmp_path / "anew")


def test_another_language_of_a_work_writes_that_work_alone(copy: Path, inputs: list[str], tmp_path: Path) -> None:
    extra = tmp_path / "2031-2901.hr.txt"
    shutil.copy(SPECIMEN / extra.name, extra)
    outcome = build([*inputs, str(extra)], copy)
    build([*inputs, str(extra)], tmp_path / "anew")
    assert held(copy) == held(tmp_path / "anew")
    assert outcome.read == 1
    assert outcome.written >= 1


def test_other_settings_build_all_anew(copy: Path, inputs: list[str], tmp_path: Path) -> None:
    outcome = build(inputs, copy, base="https://data.example.eu/r/")
    assert (outcome.read, outcome.written) == (6, 3)
    build(inputs, tmp_path / "anew", base="https://data.example.eu/r/")
    assert held(copy) == held(tmp_path / "anew")


# ---------------------------------------------------------------- damage and death


def test_a_damaged_shard_is_written_anew(copy: Path, whole: Path, inputs: list[str]) -> None:
    shard = next(copy.glob("works*"))
    data = bytearray(shard.read_bytes())
    data[len(data) // 2] ^= 1
    shard.write_bytes(bytes(data))
    outcome = build(inputs, copy)
    assert outcome.read == 0
    assert outcome.written >= 1
    assert held(copy) == held(whole)


def test_a_damaged_manifest_is_refused_and_nothing_touched(copy: Path, inputs: list[str]) -> None:
    (copy / "manifest.json").write_bytes((copy / "manifest.json").read_bytes()[:-200])
    before = held(copy)
    with pytest.raises(GraphError, match=r"it is no manifest.*Remove it"):
        build(inputs, copy)
    assert held(copy) == before


#: A run that stands still as soon as it has written so many files below a place, and says so; the writer is the program's own.
STANDS_STILL = """
import sys, time
from kzgraph.bulk import folders
from kzgraph.cli import main
below, least = sys.argv[1], int(sys.argv[2])
write, written = folders._Local.write, []
def counted(self, name, pieces):
    write(self, name, pieces)
    written.extend([name] if below in f"{self._path}/{name}" else [])
    if len(written) == least:
        print("still", flush=True)
        time.sleep(3600)
folders._Local.write = counted
sys.exit(main(sys.argv[3:]))
"""


@pytest.mark.parametrize(("step", "least"), [("inputs", 2), ("blocks", 1)])
def test_a_killed_run_is_taken_up(step: str, least: int, whole: Path, inputs: list[str], tmp_path: Path) -> None:
    """SIGKILL in the middle of reading and of writing; the rest is done, and what was done is not."""
    output = tmp_path / "killed"
    run = ["build", *inputs, "--out-dir", str(output), "--jobs", "1", "-q"]
    command = [sys.executable, "-c", STANDS_STILL, f"/unfinished/{step}/", str(least), *run]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == b"still\n"
        finally:
            process.send_signal(signal.SIGKILL)
    assert not (output / "manifest.json").exists()
    outcome = build(inputs, output, resume=True)
    assert outcome.read == (6 - least if step == "inputs" else 0)
    assert outcome.written == 3 - (least if step == "blocks" else 0)
    assert held(output) == held(whole)


def test_without_resume_what_a_killed_run_left_is_done_again(whole: Path, inputs: list[str], tmp_path: Path) -> None:
    output = tmp_path / "again"
    settings = Settings(str(output))
    (output / "unfinished" / "inputs" / "ab").mkdir(parents=True)
    (output / "unfinished" / "settings").write_text(settings.digest(), "utf-8")
    (output / "unfinished" / "inputs" / "ab" / "ab").write_text("{", "utf-8")
    outcome = build(inputs, output)
    assert (outcome.read, outcome.written) == (6, 3)
    assert held(output) == held(whole)


def test_a_damaged_piece_of_a_killed_run_is_done_again(whole: Path, inputs: list[str], tmp_path: Path) -> None:
    output = tmp_path / "torn"
    settings = Settings(str(output))
    for name in ("inputs", "names"):
        (output / "unfinished" / name / "ab").mkdir(parents=True)
        (output / "unfinished" / name / "ab" / "ab").write_text('{"name": ', "utf-8")
    (output / "unfinished" / "settings").write_text(settings.digest(), "utf-8")
    block = output / "unfinished" / stages.waiting_block("2031-2901")
    block.parent.mkdir(parents=True)
    block.write_bytes(b'{"work": 1}\nhalf a line')
    assert build(inputs, output, resume=True).written == 3
    assert held(output) == held(whole)


# ---------------------------------------------------------------- processes that die


def die(_settings: Settings, item: int) -> int:
    """A step that takes its process down for one item, as a fault in a library would."""
    if item == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return item * 2


def test_an_item_that_kills_its_process_costs_only_itself() -> None:
    workers = Processes(2)
    try:
        found = dict(workers.map(die, Settings("nowhere"), range(8)))
    finally:
        workers.close()
    assert isinstance(found.pop(3), LostError)
    assert found == {item: item * 2 for item in (0, 1, 2, 4, 5, 6, 7)}


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found in /proc")
def test_no_worker_outlives_a_run_that_is_killed(inputs: list[str], tmp_path: Path) -> None:
    """SIGKILL to the process that was started alone: its workers end by themselves."""
    output = tmp_path / "killed"
    run = ["build", *inputs, "--out-dir", str(output), "--jobs", "2", "-q"]
    command = [sys.executable, "-c", STANDS_STILL, "/unfinished/inputs/", "1", *run]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == b"still\n"
            assert len(members(process.pid)) > 2
        finally:
            process.send_signal(signal.SIGKILL)
            process.stdout.close()
    end = time.monotonic() + 60
    while members(process.pid) and time.monotonic() < end:
        time.sleep(0.05)
    left = members(process.pid)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert left == []


def members(session: int) -> list[int]:
    """The processes of a session that run or wait."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, own, *_ = (place / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue  # it has ended since it was listed
        if int(own) == session and state != "Z":
            found.append(int(place.name))
    return found


def fail(_settings: Settings, item: int) -> int:
    raise ValueError(item)


def test_a_fault_of_our_own_is_not_swallowed() -> None:
    workers = Processes(1)
    try:
        with pytest.raises(ValueError, match="5"):
            list(workers.map(fail, Settings("nowhere"), [5]))
    finally:
        workers.close()


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (["-o", "g.ttl", "--jobs", "2"], "--jobs: one file is built by one process"),
        (["--out-dir", "d", "--format", "ttl"], "shards cannot be 'ttl'"),
        (["--out-dir", "d", "--jobs", "-1"], "-1 processes can do nothing"),
        (["--out-dir", "d", "--shard-digits", "9"], "9 is not from 0 to 3"),
        (["--out-dir", "d", "--cluster", "tcp://127.0.0.1:1"], "there is no Dask scheduler"),
    ],
)
def test_what_cannot_be_is_refused(
    more: list[str],
    reason: str,
    inputs: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("kzgraph.bulk.engines._PATIENCE", 2)
    assert main(["build", *inputs, *more]) == 4
    assert reason in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_metadata_beside_texts_is_in_the_graph_and_read_once(inputs: list[str], tmp_path: Path) -> None:
    """A record says a title that no text prints; the archive has it as a single build has, and a change of it is one of its work."""
    record = tmp_path / "P.json"
    record.write_bytes(as_file(procedure()))
    assert main(["build", *inputs, str(record), "-o", str(tmp_path / "g.nq"), "-q"]) == 3
    outcome = build([*inputs, str(record)], tmp_path / "here")
    assert outcome.loose == ()
    assert lines(tmp_path / "here") == sorted((tmp_path / "g.nq").read_bytes().splitlines())
    assert any(b"MetadataRecord" in line for line in lines(tmp_path / "here"))
    again = build([*inputs, str(record)], tmp_path / "here")
    assert (again.read, again.written) == (0, 0)
    record.write_bytes(as_file(procedure()) + b"\n")
    other = build([*inputs, str(record)], tmp_path / "here")
    assert (other.read, other.written) == (1, 1)
    build([*inputs, str(record)], tmp_path / "anew")
    assert held(tmp_path / "here") == held(tmp_path / "anew")
