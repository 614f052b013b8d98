"""The benchmark of hostile texts makes what it names, in any language, and tells the dear from the usual."""

from __future__ import annotations

import hostile
import pytest
from scaling.page import render
from scaling.runs import Results, machine

from tests.scaling.test_scaling import growing


@pytest.mark.parametrize("code", ["en", "bg", "fi"])
def test_texts_are_as_long_as_asked_for(code: str) -> None:
    for kind in hostile.kinds(code):
        size = len(hostile.hostile(code, kind, 3000).decode())
        assert 2300 < size < 4600, kind


def test_time_is_told_relative_to_the_usual_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """With times of ours in place of measured ones: a byte of months costs four times a usual one."""
    usual = hostile.usual("en")
    monkeypatch.setattr(hostile, "cost", lambda data, _code: (len(data) * (1.0 if data == usual else 4.0), len(data) * 2.0))
    monkeypatch.setattr(hostile, "kinds", lambda _code: {"months": lambda size: "May " * (size // 4)})
    found = {}
    hostile.measure(["en"], 1000, lambda kind, ratios: found.update({kind: ratios}))
    assert found == {"months": {"en": (4.0, 1.0)}}


def test_what_is_refused_is_timed_too() -> None:
    read, whole = hostile.cost(b"Two lines\nabout nothing.\n", "en")
    assert 0 < read == whole


def test_the_page_says_what_is_beyond() -> None:
    results = Results(None)
    for row in growing(10.0):
        results.add(row)
    results.data["machine"] = machine()
    results.data["hostile"] = {"months": {"en": [0.5, 0.4], "bg": [4.0, 3.4]}, "a paragraph of 5 MB": {"en": [1.0, 1.1]}}
    page, _ = render(results)
    assert "| months | 0.4 (0.5) | **3.4** (4.0) |" in page
    assert "| a paragraph of 5 MB | 1.1 (1.0) |  |" in page
    assert "2 of 3 are within 3 times" in page
