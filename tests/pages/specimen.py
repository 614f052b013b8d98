"""The dataset that the pages are tested on: the specimen in four scripts and languages, one of them with another figure, and
two resolutions more; and what Parliament's records say of it, with another date."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

from kzgraph.dataset.load import Dataset, open_dataset
from kzgraph.graph.build import WorkGraph, build_graph
from kzgraph.graph.serialise import write
from kzgraph.model import Version, Work
from kzgraph.pages.site import Site
from kzgraph.pipeline import read_text
from kzgraph.reading.source import read
from kzgraph.resolve.iri import BASE, Minter
from kzgraph.resolve.records import attach
from kzgraph.resolve.works import group_versions
from tests.records import adopted, decision, joint, procedure, records_of

REPOSITORY = Path(__file__).resolve().parents[2]
#: Latin, Cyrillic and Greek letters, and Latin ones with strokes.
LANGUAGES = ("bg", "el", "en", "mt")
WORK = "2031-2901"
#: Where a version is made to differ: another figure, and a month without its year, which is no date.
CHANGED = {"el": {"180": "190"}, "mt": {"Marzu 2031": "Marzu"}}


@cache
def works() -> tuple[tuple[Work, WorkGraph], ...]:
    sources = []
    for code in LANGUAGES:
        source = read(REPOSITORY / f"docs/examples/{WORK}.{code}.txt")
        for old, new in CHANGED.get(code, {}).items():
            assert old in source.text
            source = replace(source, text=source.text.replace(old, new))
        sources.append(source)
    sources.append(read(REPOSITORY / "tests/cases/el/traps/text.txt"))
    sources.append(read(REPOSITORY / "tests/cases/en/traps/text.txt"))
    records = records_of(adopted(document_date="2031-06-13"), joint(), decision(), procedure())
    found, _ = attach(group_versions([read_text(source) for source in sources], ()), records)
    return tuple((work, build_graph(work, Minter())) for work in found)


@cache
def dataset() -> Dataset:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "g.trig"
        write((graph for _, graph in works()), str(path), BASE, "trig")
        return open_dataset([path])


@cache
def site() -> Site:
    return Site(dataset())


@cache
def files() -> dict[str, bytes]:
    """All files of the site by path."""
    return {**site().assets(), **{path: site().page(path) for path in site().paths()}}


def version(work: str, key: str) -> Version:
    """A version as it was read, before it became a graph."""
    return next(found for one, _ in works() if one.key == work for name, found in one.versions if name == key)
