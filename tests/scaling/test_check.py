"""The check of every commit fails where a build got slower or its cost outgrows the archive, and not where a machine is busy."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import check
import pytest
from check import Figures
from generator import corpus

EXPECTED = {"work": 0.2, "start": 1.0}
#: What a run finds that agrees with what is expected: seconds by works, and those of the script.
BUILDS, SCRIPT = {1: 1.2, 10: 3.0, 100: 21.0}, 1.0


def figures(slower: float = 1.0, outgrown: float = 1.0, start: float = 1.0) -> Figures:
    """Figures where each work, the largest archive, or the start is so many times as dear as expected."""
    found = Figures(script=SCRIPT)
    for works in BUILDS:
        found.add(works, start + 0.2 * slower * works * (outgrown if works == 100 else 1))
    return found


def test_what_agrees_passes() -> None:
    assert figures().ratios() == pytest.approx(EXPECTED)
    assert figures().faults(EXPECTED) == []


@pytest.mark.parametrize("slower", [0.2, 1.0, 1.4])
def test_what_is_quicker_or_a_little_slower_passes(slower: float) -> None:
    assert figures(slower=slower, start=slower).faults(EXPECTED) == []


def test_a_slower_work_fails() -> None:
    (fault,) = figures(slower=1.6).faults(EXPECTED)
    assert fault.startswith("work: 0.320 of the script's time for a work, 1.60 times")


def test_a_slower_start_fails() -> None:
    (fault,) = figures(start=1.6).faults(EXPECTED)
    assert fault.startswith("start: ")


def test_a_slower_machine_is_no_fault() -> None:
    slow = Figures({works: 3 * seconds for works, seconds in BUILDS.items()}, 3 * SCRIPT)
    assert slow.faults(EXPECTED) == []


def test_what_outgrows_the_archive_fails() -> None:
    (fault,) = figures(outgrown=1.25, slower=0.9).faults(EXPECTED)
    assert fault == "100 works cost 12.5 times what 10 cost, start-up taken off; 12 are allowed"


def test_a_growth_of_a_power_a_little_above_one_fails() -> None:
    found = Figures({works: 1.0 + 0.1 * works**1.15 for works in BUILDS}, SCRIPT)
    assert any("100 works cost" in fault for fault in found.faults(EXPECTED))


def programme(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, rounds: list[dict[int, float]]) -> int:
    """Run the program with the figures of some rounds in place of measured ones."""
    monkeypatch.setattr(check, "EXPECTED", tmp_path / "expected.json")
    (tmp_path / "expected.json").write_text(json.dumps(EXPECTED), "utf-8")
    left = iter(rounds)

    def once(_folder: Path, found: Figures) -> None:
        found.script = SCRIPT
        for works, seconds in next(left).items():
            found.add(works, seconds)

    monkeypatch.setattr(check, "once", once)
    monkeypatch.setattr(corpus, "write", lambda *_args, **_more: 0)
    monkeypatch.setattr(sys, "argv", ["check.py"])
    return check.main()


def test_the_program_ends_with_a_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    slow = {1: 1.4, 10: 5.0, 100: 41.0}
    assert programme(monkeypatch, tmp_path, [slow] * check.ROUNDS) == 1
    assert "2.00 times the 0.200 that expected.json has" in capsys.readouterr().out


def test_what_disturbed_one_round_raises_no_alarm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert programme(monkeypatch, tmp_path, [{1: 1.2, 10: 3.0, 100: 41.0}, BUILDS]) == 0


def test_what_is_recorded_can_be_compared() -> None:
    assert set(json.loads(check.EXPECTED.read_text("utf-8"))) == set(figures().ratios())
