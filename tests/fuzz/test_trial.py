"""The trial sees what it is there to see: each kind of fault, planted, comes out by its name."""

from __future__ import annotations

import itertools
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kzgraph.errors import InputError
from kzgraph.model import MappedText, Part, Removed, Span, Version
from kzgraph.pipeline import read_text
from kzgraph.reading.source import decode
from tests.extract.frames import body, last, paragraph, recital
from tests.fuzz import trial
from tests.fuzz.promises import hold_mapped, hold_text, hold_version
from tests.fuzz.readers import Reader
from tests.fuzz.smallest import smallest
from tests.fuzz.trial import BrokenPromiseError, attempt


def fault_of(read: Callable[[bytes], Any]) -> str:
    """What is said of a reader."""
    outcome = attempt(Reader(read, lambda: (), lambda data, _chance, _blind: data), b"abc", thorough=True)
    return outcome.fault.what if outcome.fault else ""


def _refuse(reason: str, remedy: str = "Do something else.") -> Any:
    raise InputError("x", reason, remedy)


def _spin(_data: bytes) -> None:
    while True:
        pass


def _swallow(_data: bytes) -> None:
    try:
        socket.getaddrinfo("localhost", 1)
    except Exception:  # what a library that hides all faults does
        return


def test_a_reader_that_does_as_it_should_has_no_fault() -> None:
    assert fault_of(len) == ""
    assert fault_of(lambda _: _refuse("it is empty")) == ""


def test_faults_have_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "MOST_MEMORY", 2**20)
    counter = itertools.count()
    assert fault_of(lambda data: data[3]) == "IndexError at tests/fuzz/test_trial.py:<lambda>"
    with monkeypatch.context() as short:
        short.setattr(trial, "MOST_SECONDS", 0.2)
        assert fault_of(_spin) == "Endless at tests/fuzz/test_trial.py:_spin"
    assert fault_of(lambda _: next(counter)) == "what is read twice is the same"
    assert fault_of(lambda _: len(bytearray(b"x" * 2**29))) == "reading takes much memory"
    assert fault_of(_swallow).startswith("WentOutside")
    assert fault_of(lambda _: subprocess.run([sys.executable, "-V"], check=True)).startswith("WentOutside")
    assert fault_of(lambda _: _refuse("it is empty", "")) == "a refusal has a reason and a remedy"


@pytest.fixture
def version() -> Version:
    text = body("en", [recital("en", 1, "5 of 12 judges met on 3 May 2031")], [paragraph("en", 1), last("en", 2)])
    return read_text(decode(text.encode(), "x"))


def promise_of(version: Version) -> str:
    """The promise that a version breaks."""
    try:
        hold_version(version)
    except BrokenPromiseError as broken:
        return broken.promise
    return ""


def test_broken_promises_have_names(version: Version) -> None:
    first, *others = version.units
    assert promise_of(version) == ""
    assert promise_of(replace(version, units=(first, first))) == "ranks of units rise"
    taken = Removed(Span(first.text.origins[0], first.text.origins[0] + 1), Part.FOOTNOTE)
    assert promise_of(replace(version, removed=(taken,))) == "what is removed stands in no unit"
    assert promise_of(replace(version, removed=(taken, taken))) == "no character is removed twice"
    assert promise_of(replace(version, removed=(Removed(Span(0, 10**6), Part.HEAD),))) == "what is removed lies in the source"
    moved = replace(first, text=MappedText(first.text.text, first.text.origins[1:] + first.text.origins[-1:]))
    assert promise_of(replace(version, units=(moved, *others))) == "the source prints what was found in it"
    assert promise_of(replace(version, entities=())) in ("", "what is named is known")
    beyond = replace(others[0], dates=(replace(others[0].dates[0], span=Span(0, 10**6)),))
    assert promise_of(replace(version, units=(first, beyond, *others[1:]))) == "dates lie in their unit"


def test_texts_are_held_to_their_files() -> None:
    with pytest.raises(BrokenPromiseError, match="UTF-8"):
        hold_text("\ud800", 9)
    with pytest.raises(BrokenPromiseError, match="longer"):
        hold_text("x" * 9000, 9)
    with pytest.raises(BrokenPromiseError, match="in order"):
        hold_mapped("ab", MappedText.join([MappedText.of("b", 1), MappedText.of("a", 0)]))


def test_what_shows_a_fault_is_cut_to_what_shows_it() -> None:
    assert smallest(bytes(range(256)) * 9, lambda data: b"\x07" in data and b"\x63" in data, 5) == b"\x07\x63"
