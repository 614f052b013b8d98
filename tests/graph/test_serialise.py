"""Writing to a file: complete or not at all."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kzgraph.errors import OutputError
from kzgraph.graph import serialise
from kzgraph.graph.build import WorkGraph
from kzgraph.graph.serialise import FORMATS, format_of, write_bytes
from kzgraph.resolve.iri import Minter

BASE = Minter().base


@pytest.fixture
def greek(exports: dict[str, list[WorkGraph]]) -> list[WorkGraph]:
    """The Greek specimen's graph."""
    return exports["Greek"]


# ---------------------------------------------------------------- formats


@pytest.mark.parametrize(
    ("path", "form"),
    [("a.ttl", "ttl"), ("a.b.NT", "nt"), ("/x.y/a.trig", "trig"), ("γράφος.nq", "nq"), ("a.JsonLD", "jsonld")],
)
def test_the_ending_names_the_format(path: str, form: str) -> None:
    assert format_of(path) == form


@pytest.mark.parametrize("path", ["a", "a.rdf", "ttl", ".ttl", "a.ttl.gz", "a.ttl/b", ""])
def test_another_ending_is_refused_with_the_endings_there_are(path: str) -> None:
    with pytest.raises(OutputError) as fault:
        format_of(path)
    assert fault.value.place == path
    assert all(f".{name}" in fault.value.remedy for name in FORMATS)
    assert "--format" in fault.value.remedy


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_a_file_holds_what_the_writer_yields(
    greek: list[WorkGraph], write: Callable[..., str], tmp_path: Path, form: str
) -> None:
    path = tmp_path / f"graph.{form}"
    size = serialise.write(greek, str(path), BASE, form)
    assert path.read_bytes() == write(greek, form).encode()
    assert size == path.stat().st_size > 10_000
    assert list(tmp_path.iterdir()) == [path]


def test_a_dash_is_standard_output(
    greek: list[WorkGraph], write: Callable[..., str], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    size = serialise.write(greek, "-", BASE, "nt")
    sys.stdout.flush()
    printed = capfdbinary.readouterr().out
    assert printed == write(greek, "nt").encode()
    assert size == len(printed)


# ---------------------------------------------------------------- whole or not at all


class BreakOffError(Exception):
    """What goes wrong in the middle of writing."""


def breaking_off() -> Iterator[bytes]:
    """Pieces of which the second never comes."""
    yield b"half of "
    raise BreakOffError


@pytest.mark.parametrize("before", [b"the old graph\n", None])
def test_a_fault_leaves_what_stood_there(tmp_path: Path, before: bytes | None) -> None:
    path = tmp_path / "graph.ttl"
    if before is not None:
        path.write_bytes(before)
    with pytest.raises(BreakOffError):
        write_bytes(breaking_off(), path)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == ({"graph.ttl": before} if before else {})


def test_the_new_file_takes_the_name_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_bytes(b"the old graph\n")
    seen: list[bytes] = []
    beside: list[int] = []

    def pieces() -> Iterator[bytes]:
        for piece in (b"the ", b"new ", b"graph\n"):
            seen.append(path.read_bytes())
            beside.append(len([*tmp_path.iterdir()]))
            yield piece

    assert write_bytes(pieces(), path) == 14
    assert set(seen) == {b"the old graph\n"}
    assert set(beside) in ({1}, {2}), "without a name where the system can, else with one beside the old file"
    assert [file.name for file in tmp_path.iterdir()] == ["graph.ttl"]
    assert path.read_bytes() == b"the new graph\n"
    assert [*tmp_path.iterdir()] == [path]


def test_a_killed_run_leaves_the_old_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_bytes(b"the old graph\n")
    program = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from kzgraph.graph.serialise import write_bytes\n"
        "def pieces():\n"
        "    yield b'x' * 1_000_000\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "    yield b'never'\n"
        "write_bytes(pieces(), Path(sys.argv[1]))\n"
    )
    ended = subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert path.read_bytes() == b"the old graph\n"


# ---------------------------------------------------------------- permissions


@pytest.fixture
def umask() -> Iterator[Callable[[int], None]]:
    """Sets the umask for one test."""
    before = os.umask(0o022)

    def become(mask: int) -> None:
        os.umask(mask)

    yield become
    os.umask(before)


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o027, 0o640), (0o077, 0o600), (0o002, 0o664)])
def test_a_graph_is_as_readable_as_any_file(tmp_path: Path, umask: Callable[[int], None], mask: int, mode: int) -> None:
    umask(mask)
    path = tmp_path / "graph.ttl"
    write_bytes([b"x"], path)
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert os.umask(mask) == mask, "the umask is as it was"


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_an_existing_file_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "graph.ttl"
    path.write_bytes(b"old")
    path.chmod(mode)
    write_bytes([b"new"], path)
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", mode)


# ---------------------------------------------------------------- what is no plain file


@pytest.mark.parametrize("before", [b"old", None])
def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path: Path, before: bytes | None) -> None:
    (tmp_path / "store").mkdir()
    target, link = tmp_path / "store" / "2031.ttl", tmp_path / "newest.ttl"
    if before is not None:
        target.write_bytes(before)
    link.symlink_to("store/2031.ttl")
    write_bytes([b"new"], link)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert [*(tmp_path / "store").iterdir()] == [target]


def test_links_in_a_circle_are_refused(tmp_path: Path) -> None:
    one, other = tmp_path / "one.ttl", tmp_path / "other.ttl"
    one.symlink_to(other)
    other.symlink_to(one)
    with pytest.raises(OutputError, match="cannot be written"):
        write_bytes([b"x"], one)
    assert one.is_symlink()


def test_a_device_stays_a_device() -> None:
    assert write_bytes([b"a", b"bc"], Path("/dev/null")) == 3
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_pipe_gets_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "pipe.ttl"
    os.mkfifo(path)
    reader = subprocess.Popen(["cat", path], stdout=subprocess.PIPE)
    assert write_bytes([b"a", b"bc"], path) == 3
    assert reader.communicate(timeout=300)[0] == b"abc"
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_a_descriptor_is_written_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "out.ttl"
    with path.open("wb") as file:
        before = path.stat().st_ino
        write_bytes([b"abc"], Path(f"/dev/fd/{file.fileno()}"))
    assert (path.read_bytes(), path.stat().st_ino) == (b"abc", before)


# ---------------------------------------------------------------- where nothing can be written


def test_a_folder_that_is_a_file(greek: list[WorkGraph], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    path = tmp_path / "file" / "graph.ttl"
    with pytest.raises(OutputError) as fault:
        serialise.write(greek, str(path), BASE, "ttl")
    assert fault.value.place == str(path)
    assert "cannot be written" in fault.value.reason
    assert fault.value.remedy
    assert (tmp_path / "file").read_text() == "no folder"


def test_a_folder_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        write_bytes([b"x"], tmp_path / "nowhere" / "graph.ttl")


def test_a_name_that_is_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        write_bytes([b"x"], path)
    assert [*tmp_path.iterdir()] == [path], "no temporary file stays"


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "graph.ttl"
    path.write_bytes(b"the old graph\n")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left on device"):
        write_bytes([b"x"], path)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"graph.ttl": b"the old graph\n"}
