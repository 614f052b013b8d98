"""What is kept on disk saves time and nothing else: it is made again where it is missing, damaged or of another state."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kzgraph.kept import digest_of, kept
from kzgraph.language.tokens import tokenise
from kzgraph.resolve import vocabulary
from kzgraph.resolve.nametable import name_table

TABLE = {"ħ": [1, "two", None], "empty": {}}


class Maker:
    """Makes a table and counts how often."""

    def __init__(self, table: object = TABLE) -> None:
        self.table = table
        self.count = 0

    def __call__(self) -> object:
        self.count += 1
        return self.table


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KZGRAPH_CACHE", str(tmp_path))
    return tmp_path / "tables"


def test_a_table_is_made_once(folder: Path) -> None:
    make = Maker()
    assert kept("t", "a" * 64, make) == kept("t", "a" * 64, make) == TABLE
    assert make.count == 1
    assert len(list(folder.iterdir())) == 1


def test_another_digest_is_another_table() -> None:
    make = Maker()
    kept("t", "a" * 64, make)
    kept("t", "b" * 64, make)
    kept("u", "a" * 64, make)
    assert make.count == 3


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1],
        lambda _: b"",
        lambda data: data.replace(b"two", b"TWO"),
        lambda data: b"\xff" + data,
        lambda data: data.partition(b"\n")[2],
        lambda data: data + b" ",
    ],
    ids=["cut", "empty", "altered", "no text", "no digest", "longer"],
)
def test_a_damaged_file_is_made_again(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    make = Maker()
    kept("t", "a" * 64, make)
    [path] = folder.iterdir()
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    assert kept("t", "a" * 64, make) == TABLE
    assert make.count == 2
    assert path.read_bytes() == whole


def test_what_is_deleted_is_made_again(folder: Path) -> None:
    make = Maker()
    kept("t", "a" * 64, make)
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    assert kept("t", "a" * 64, make) == TABLE
    assert make.count == 2


def test_where_nothing_can_be_kept_it_is_made_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("KZGRAPH_CACHE", str(tmp_path / "file"))
    make = Maker()
    assert kept("t", "a" * 64, make) == kept("t", "a" * 64, make) == TABLE
    assert make.count == 2


def test_where_there_is_no_home_it_is_made_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for name in ("KZGRAPH_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", nobody)
    make = Maker()
    assert kept("t", "a" * 64, make) == kept("t", "a" * 64, make) == TABLE
    assert make.count == 2


def test_nothing_half_written_is_left(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", refuse)
    assert kept("t", "a" * 64, Maker()) == TABLE
    assert list(folder.iterdir()) == []


def test_old_states_do_not_pile_up(folder: Path) -> None:
    for number in range(20):
        kept("t", f"{number:064}"[::-1], Maker(number))
        path = max(folder.glob("t-*"), key=lambda path: path.stat().st_ctime_ns)
        os.utime(path, (number, number))
    kept("other", "a" * 64, Maker())
    left = [int(path.read_bytes().partition(b"\n")[2]) for path in folder.glob("t-*.json")]
    assert sorted(left) == list(range(12, 20))
    assert len(list(folder.glob("other-*"))) == 1


def test_a_digest_tells_files_apart(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("ab")
    other.write_text("c")
    before = digest_of([one, other])
    assert before == digest_of([one, other]) != digest_of([other, one])
    one.write_text("a")
    other.write_text("bc")
    assert digest_of([one, other]) != before


def test_vocabularies_are_the_same_from_disk_as_made(folder: Path) -> None:
    made, again = vocabulary.vocabulary.__wrapped__(), vocabulary.vocabulary.__wrapped__()
    assert made == again
    assert list(made) == sorted(made)
    assert list(folder.glob("vocabulary-*.json"))


@pytest.mark.parametrize("code", ["ga", "el"])
def test_names_are_the_same_from_disk_as_made(folder: Path, code: str) -> None:
    made, again = name_table(code), name_table(code)
    first = [tokenise(form, code)[0] for entry in vocabulary.entries_of("actor") for form in entry.printed(code)]
    assert len(first) > 100
    for token in first:
        assert made.starting(token) == again.starting(token) is not None
    assert list(folder.glob(f"names-{code}-*.json"))
