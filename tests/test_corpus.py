"""Five real texts, kept outside the repository: what is known about them, counted and checked, but not a sentence of them."""

from __future__ import annotations

import os
import re
from functools import cache, partial
from pathlib import Path

import pytest

from kzgraph.model import UnitKind, Version
from kzgraph.pipeline import Build, build
from kzgraph.reading.media import open_file
from kzgraph.resolve.iri import Minter
from kzgraph.summary import coverage

CORPUS = Path(os.environ.get("KZGRAPH_CORPUS") or Path(__file__).resolve().parents[2] / "shared" / "corpus")
TEXTS = ("2021-2544.sl.txt", "2022-2505.hr.txt", "2022-2505.it.txt", "2022-2505.nl.md", "2022-2505.ro.txt")
THERE = all((CORPUS / name).is_file() for name in TEXTS)

# In CI a missing corpus is a failure: reading fails there.
pytestmark = pytest.mark.skipif(not THERE and not os.environ.get("CI"), reason=f"the corpus is not in {CORPUS}")

#: Citations, recitals, findings and paragraphs of each text.
COUNTS = {
    "2021-2544.sl.txt": (11, 23, 61, 26),
    "2022-2505.hr.txt": (10, 18, 48, 27),
    "2022-2505.it.txt": (10, 18, 48, 27),
    "2022-2505.nl.md": (10, 18, 48, 27),
    "2022-2505.ro.txt": (10, 18, 48, 27),
}
#: What stands in page heads and feet, footnotes and marks, in no sentence of a resolution.
TRACES = re.compile(
    r"PE\d{3}\.\d{3}|RC\d|\.docx|[{}]|</?sup|P\d_TA|\bhttps?:|\b(?:OJ|UL|SL|PB|JO|GU) [CL] \d|[^\W\d_]{3}\d{1,2}\b|(?<!\d)(?:19|20)\d\d\.?\d"
)


@cache
def built() -> Build:
    result = build([partial(open_file, CORPUS / name) for name in TEXTS], minter=Minter())
    assert not result.refused
    return result


def version_of(name: str) -> Version:
    found: Version = next(
        version for work in built().works for _, version in work.work.versions if Path(version.source.name).name == name
    )
    return found


ALL = pytest.mark.parametrize("name", TEXTS)


def test_five_texts_are_two_resolutions() -> None:
    found = {work.work.key: [key for key, _ in work.work.versions] for work in built().works}
    assert {key: len(versions) for key, versions in found.items()} == {"2021-2544": 1, "2022-2505": 4}
    languages = {
        key: sorted(version.language for _, version in work.work.versions) for work in built().works for key in (work.work.key,)
    }
    assert languages == {"2021-2544": ["sl"], "2022-2505": ["hr", "it", "nl", "ro"]}


def test_the_text_without_a_head_is_tied_by_its_facts() -> None:
    version = version_of("2022-2505.hr.txt")
    assert (version.head.title, version.head.procedure) == (None, None)
    work = next(work.work for work in built().works if work.work.key == "2022-2505")
    tied = dict(work.tied)
    key = next(key for key, row in work.versions if row is version)
    assert tied.keys() == {key}
    assert tied[key] > 0.8


def test_every_resolution_conforms() -> None:
    for work in built().works:
        assert [result for result in work.report.results if result.severity == "Violation"] == []


@ALL
def test_units_and_findings(name: str) -> None:
    version = version_of(name)
    kinds = [unit.kind for unit in version.units]
    findings = sum(len(unit.clauses) for unit in version.units)
    counts = (kinds.count(UnitKind.CITATION), kinds.count(UnitKind.RECITAL), findings, kinds.count(UnitKind.PARAGRAPH))
    assert counts == COUNTS[name]
    assert version.gaps == ()
    labels = [unit.label for unit in version.units if unit.kind is UnitKind.RECITAL]
    assert (labels[0], labels[-1]) == ("A", "W" if name.startswith("2021") else "R")


@ALL
def test_nothing_of_the_page_is_left_in_a_text(name: str) -> None:
    left = {unit.key: TRACES.findall(unit.text.text) for unit in version_of(name).units}
    # A decade or an abbreviation with a digit is no trace of a page.
    known = re.compile(r"(?:COVID|H1N|UN)\d?|CO2|PM2")
    assert {key: rows for key, rows in left.items() if [row for row in rows if not known.fullmatch(row)]} == {}


@ALL
def test_nothing_is_left_unexplained(name: str) -> None:
    shares = coverage(version_of(name))
    assert shares["unexplained"] == 0
    assert shares["units"] > 0.9


@ALL
def test_every_offset_slices(name: str) -> None:
    version = version_of(name)
    source = version.source.text
    for unit in version.units:
        whole = unit.text.span(0, len(unit.text))
        assert source[whole.start] == unit.text.text[0]
        assert source[whole.end - 1] == unit.text.text[-1]
        for mention in [*(row.span for row in unit.dates), *(row.span for row in unit.figures)]:
            shown = unit.text.text[mention.start : mention.end]
            span = unit.text.span(mention.start, mention.end)
            printed = re.sub(r"<[^>]*>|[\\*_\s\u00ad]", "", source[span.start : span.end])
            assert printed == "".join(shown.split())
        for clause in unit.clauses:
            span = unit.text.span(clause.span.start, clause.span.end)
            assert source[span.start] == unit.text.text[clause.span.start]
