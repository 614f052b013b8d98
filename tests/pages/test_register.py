"""What Parliament's own records say stands on the page of the resolution, each thing with the record that says it."""

from __future__ import annotations

import re

from kzgraph.pages.nodes import KZ, TYPE, facts, subjects
from tests.pages import specimen
from tests.pages.test_site import anchors, pages, trees
from tests.records import adopted, decision, digest, joint, procedure


def words_at(path: str, name: str) -> str:
    [found] = [node for node in trees()[path].iter() if node.get("id") == name]
    return " ".join(" ".join(found.itertext()).split())


def test_what_records_say_is_told_with_the_record_that_says_it() -> None:
    page = f"resolution/{specimen.WORK}/index.html"
    motion = words_at(page, "tabled-RC-11-2031-0065")
    assert motion.startswith("RC-B11-0065/2031, adopted as this resolution")
    assert words_at(page, "tabled-B-11-2031-0079").startswith("B11-0079/2031, replaced by RC-B11-0065/2031")
    difference = words_at(page, "divergence-date-1")
    assert "Record P11_TA(2031)0144 2031-06-13" in difference
    assert "Text in български" in difference
    assert difference.endswith("2031-06-12")
    [vote] = [name for name in anchors(page) if name.startswith("vote-")]
    assert words_at(page, vote).startswith("2031-06-12 512 31 47")
    records = [words_at(page, name) for name in anchors(page) if name.startswith("record-")]
    assert len(records) == 4
    assert all(digest(adopted(document_date="2031-06-13"), joint(), decision(), procedure()) in one for one in records)
    assert any("https" not in one and "data.europarl.europa.eu/api/v2/adopted-texts/TA-11-2031-0144" in one for one in records)


def test_a_resolution_without_records_has_no_word_of_them() -> None:
    others = [path for path in pages() if re.fullmatch(r"resolution/[^/]+/index\.html", path) and specimen.WORK not in path]
    assert others
    assert not [path for path in others if "register" in anchors(path)]


def test_every_node_of_the_records_has_a_place_on_the_page() -> None:
    kinds = ("MetadataRecord", "TabledText", "Vote", "RecordDivergence")
    store = specimen.dataset().store
    found = {kind: subjects(store, TYPE, f"{KZ}{kind}") for kind in kinds}
    assert all(found.values())
    files = [facts(store, record).one("http://www.w3.org/ns/prov#wasDerivedFrom") for record in found["MetadataRecord"]]
    for node in (*files, *(node for nodes in found.values() for node in nodes)):
        path, _, name = (specimen.site().page_of(node) or "").partition("#")
        assert name in anchors(path), node
