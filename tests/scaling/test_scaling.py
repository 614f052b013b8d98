"""The benchmark of archives measures what it says, and fails where an archive is not what it must be."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
import scale
from generator import corpus
from generator.joint import numbered
from scaling import runs
from scaling.chart import Line, chart
from scaling.page import CHART, PAGE, render
from scaling.runs import Plan, Results, Row, measure
from scaling.watch import watch

ROW = Row(
    works=10, versions=40, jobs=1, read=100, written=1000, statements=50, seconds=3.0, clock=3.2, steps={"start": 0.2, "read": 3.0},
    main=2**27, worker=0, again=0.5, copying=0.1, digest="ab",
)  # fmt: skip
PLAN = Plan(works=2, languages=("mt",), jobs=(1, 2), seed=1, kill=True, again=False)


def growing(factor: float) -> list[Row]:
    """Rows of 1, 10 and 100 works, the last so many times as dear as the one before, start-up taken off."""
    seconds = (1.2, 3.0, 1.0 + 2.0 * factor)
    return [replace(ROW, works=10**power, read=10**power, seconds=own) for power, own in enumerate(seconds)]


def test_a_killed_run_is_taken_up_and_its_bytes_compared(tmp_path: Path) -> None:
    one, two = measure(PLAN, tmp_path)
    assert one.digest == two.digest
    assert two.resumed is not None
    assert two.killed in (1, 2)
    assert next(iter(one.steps)) == "start"
    assert sum(one.steps.values()) == pytest.approx(one.clock)
    assert one.seconds > 0.3
    assert one.main > 2**25
    assert (one.versions, list(tmp_path.glob("out"))) == (2, [])
    if sys.platform.startswith("linux"):
        assert two.worker > 2**25


def test_other_bytes_end_the_benchmark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digests = iter(["one", "other"])
    monkeypatch.setattr(runs, "digest", lambda _folder: next(digests))
    with pytest.raises(SystemExit, match="--jobs 2 writes other bytes than --jobs 1"):
        list(measure(replace(PLAN, works=1, kill=False), tmp_path))


def test_texts_that_are_there_are_taken(tmp_path: Path) -> None:
    size = corpus.write(tmp_path, 3, ["mt"], processes=1)
    (text,) = (path for path in tmp_path.rglob("*.txt") if path.name.startswith(numbered(2)))
    text.unlink()
    assert corpus.write(tmp_path, 3, ["mt"]) == size
    assert not text.exists()
    with pytest.raises(ValueError, match="holds another archive"):
        corpus.write(tmp_path, 4, ["mt"])


def test_processes_write_the_same_texts(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    assert corpus.write(one, 101, ["mt"], processes=1) == corpus.write(two, 101, ["mt"], processes=2)
    assert runs.digest(one) == runs.digest(two)
    assert len(list(one.rglob("*.txt"))) == 101


def test_numbers_never_recur() -> None:
    assert len({numbered(number) for number in range(50_000)}) == 50_000


def test_each_size_is_kept_once(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    results = Results(file)
    for works, seconds in ((100, 9.0), (10, 3.0), (100, 8.0)):
        results.add(replace(ROW, works=works, seconds=seconds))
    assert [(row.works, row.seconds) for row in Results(file).rows] == [(10, 3.0), (100, 8.0)]


def test_what_grows_faster_than_the_archive_fails() -> None:
    scale.check(growing(11.0))
    with pytest.raises(SystemExit, match=r"more than 1\.2 times"):
        scale.check(growing(13.0))


def test_the_page_has_every_figure_and_its_chart_is_well_formed() -> None:
    results = Results(None)
    for row in [*growing(10.5), replace(ROW, jobs=2, works=100, clock=2.0, worker=2**26, resumed=7.0, killed=55)]:
        results.add(row)
    results.data["machine"] = runs.machine()
    results.data["baseline"] = {"seconds": [4.0, 2.0, 3.0], "works": 3, "memory": 2**28, "import rdflib": 0.2}
    page, svg = render(results)
    assert "| 100 | 40 | 2 | 2.0 s |" in page
    assert "From 10 to 100 works, 10.0 times the text: 10.5 times" in page
    assert "with 55 of them written, taken up with `--resume` in 7.0 s" in page
    assert "took 2.5 s for each of 3 works" in page
    assert ET.fromstring(svg).tag.endswith("svg")
    assert svg.count("<path") == 4


@pytest.mark.parametrize(("digest", "told"), [("ab", "one, and the same bytes"), ("cd", "one, and OTHER BYTES")])
def test_the_page_does_not_claim_what_was_not_seen(digest: str, told: str) -> None:
    results = Results(None)
    for row in [*growing(10.0), replace(ROW, works=100, jobs=2, digest=digest)]:
        results.add(row)
    results.data["machine"] = runs.machine()
    assert told in render(results)[0]


@pytest.mark.parametrize(("load", "told"), [("0.1", False), ("3.0", True)])
def test_a_busy_machine_is_told(load: str, told: bool) -> None:
    results = Results(None)
    for row in growing(10.0):
        results.add(row)
    results.data["machine"] = runs.machine() | {"load": load}
    assert ("did other work" in render(results)[0]) is told


def test_the_page_of_the_guide_is_that_of_the_figures() -> None:
    page, svg = render(Results(scale.HERE / "results.json"))
    assert page == PAGE.read_text("utf-8")
    assert svg == CHART.read_text("utf-8")


def test_a_chart_of_one_point_is_drawn() -> None:
    assert "<circle" in chart("title", [Line("a & b", [(1, 2)])], "works", {1: "1 s"})


def test_the_largest_size_tells_how_long_it_takes() -> None:
    results = Results(None)
    for row in growing(10.0):
        results.add(replace(row, clock=row.seconds))
    plan = Plan(1000, ("mt",), (1,), 1, kill=False, again=False)
    assert plan.expected(results) == pytest.approx(210)


def test_a_run_that_fails_is_told(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "raise SystemExit(4)"]
    with pytest.raises(SystemExit, match="ended with exit code 4"):
        runs.succeeded(watch(command, tmp_path), command)
