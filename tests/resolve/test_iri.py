"""IRIs: a base that can carry names, and a name of its own for everything."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from kzgraph.errors import KzgraphError
from kzgraph.model import Span
from kzgraph.resolve.iri import BASE, Minter

GOOD = [
    BASE,
    "http://data.test/",
    "https://data.test:8443/a/b/",
    "https://ekżempju.test/",
    "https://data.test/donn%C3%A9es/",
    "http://[::1]/",
]
BAD = [
    "", "/", "id/", "data.test/", "//data.test/", "urn:kzgraph:", "ftp://data.test/", "file:///tmp/", "https://", "https:///",
    "https://data.test", "https://data.test/id", " https://data.test/", "https://data.test/ ", "https://data.test/\n",
    "https://data.test/a b/", "https://data.test/a\tb/", "https://data.test/a\x01b/", "https://data.test/a\u00a0b/",
    "https://data.test/<a>/", 'https://data.test/"a"/', "https://data.test/{a}/", "https://data.test/a|b/",
    "https://data.test/a\\b/", "https://data.test/a^b/", "https://data.test/`a`/",
    # Relative IRIs, which the writers print, would be resolved to something else.
    "https://data.test/id#", "https://data.test/a#b/", "https://data.test/?a=/", "https://data.test/a/../", "https://data.test/./",
]  # fmt: skip

KINDS = {"citation": ("1", "2", "11"), "recital": ("A", "B", "AA"), "paragraph": ("1", "2", "11")}
# Few values of each kind, so that two IRIs often have parts in common.
numbers = st.sampled_from([1, 2, 11, 12, 21, 112])
works = st.sampled_from(
    ["2031-2901", "2031-0290", "ta-11-2031-0144", "ta-1-2031-0144", "celex-52031ip0144", "x-0123456789abcdef"]
)
versions = st.sampled_from(["mt", "nl", "nl-adopted", "nl-motion", "nl-joint-motion", "nl-motion-0a1b2c3d"])
units = st.sampled_from([f"{kind}/{label}" for kind, labels in KINDS.items() for label in labels])
spans = st.builds(lambda start, length: Span(start, start + length), numbers, numbers)
digests = st.sampled_from(["0" * 64, "a1" * 32])
kinds = st.sampled_from(["date", "figure", "mention", "mention-2"])
entities = st.sampled_from(
    ["actor/bell-founders", "actor/bell-founders-of-orm", "instrument/bell-founders", "instrument/bell-founders/article-1"]
)

documents = st.sampled_from(["TA-11-2031-0144", "RC-11-2031-0065", "RC-11-2031-0650", "B-11-2031-0065", "2031-2901"])
decisions = st.sampled_from(["MTG-PL-2031-06-12-DEC-160031", "MTG-PL-2031-06-12-DEC-16003"])
matters = st.sampled_from(["date", "title", "procedure", "number"])

#: The arguments of each method, apart from the base.
PARTS: dict[str, st.SearchStrategy[tuple[object, ...]]] = {
    "resolution": st.tuples(works),
    "graph": st.tuples(works),
    "source": st.tuples(digests),
    "version": st.tuples(works, versions),
    "unit": st.tuples(works, units),
    "unit_text": st.tuples(works, versions, units),
    "finding": st.tuples(works, units, numbers),
    "act": st.tuples(works, units, numbers),
    "divergence": st.tuples(works, units, numbers),
    "entity": st.tuples(entities),
    "passage": st.tuples(works, versions, st.builds("{}/{}/{}".format, units, st.sampled_from(["finding", "act"]), numbers)),
    "mention": st.tuples(works, versions, kinds, spans),
    "record": st.tuples(digests, documents),
    "tabled": st.tuples(works, documents),
    "vote": st.tuples(digests, documents, decisions),
    "record_divergence": st.tuples(works, matters, numbers),
}
calls = st.one_of(*(st.tuples(st.just(name), parts) for name, parts in PARTS.items()))


def mint(call: tuple[str, tuple[object, ...]], base: str = BASE) -> str:
    """The IRI that a method makes of its arguments."""
    made = getattr(Minter(base), call[0])(*call[1])
    assert isinstance(made, str)
    return made


@pytest.mark.parametrize("base", GOOD)
def test_a_base_that_carries_names(base: str) -> None:
    assert Minter(base).resolution("2031-2901") == f"{base}resolution/2031-2901"


@pytest.mark.parametrize("base", BAD)
def test_a_bad_base_is_refused(base: str) -> None:
    with pytest.raises(KzgraphError) as fault:
        Minter(base)
    assert fault.value.place == "--base"
    assert repr(base)[1:-1] in repr(fault.value.reason)
    assert "/" in fault.value.remedy


@pytest.mark.parametrize(
    ("method", "parts", "expected"),
    [
        ("resolution", ("2031-2901",), "resolution/2031-2901"),
        ("graph", ("2031-2901",), "graph/resolution/2031-2901"),
        ("source", ("a1" * 32,), f"source/{'a1' * 32}"),
        ("version", ("2031-2901", "nl-adopted"), "resolution/2031-2901/version/nl-adopted"),
        ("unit", ("2031-2901", "recital/J"), "resolution/2031-2901/recital/J"),
        ("unit_text", ("2031-2901", "nl", "recital/J"), "resolution/2031-2901/version/nl/recital/J"),
        ("finding", ("2031-2901", "recital/J", 2), "resolution/2031-2901/recital/J/finding/2"),
        ("act", ("2031-2901", "paragraph/4", 2), "resolution/2031-2901/paragraph/4/act/2"),
        ("divergence", ("2031-2901", "paragraph/4", 1), "resolution/2031-2901/paragraph/4/divergence/1"),
        ("entity", ("actor/bell-founders",), "actor/bell-founders"),
        ("passage", ("2031-2901", "nl", "recital/J/finding/2"), "resolution/2031-2901/version/nl/passage/recital/J/finding/2"),
        ("mention", ("2031-2901", "nl", "date", Span(7, 19)), "resolution/2031-2901/version/nl/date/7-19"),
        ("mention", ("2031-2901", "nl", "mention-2", Span(7, 19)), "resolution/2031-2901/version/nl/mention/7-19-2"),
        ("record", ("a1" * 32, "TA-11-2031-0144"), f"source/{'a1' * 32}/record/TA-11-2031-0144"),
        ("tabled", ("2031-2901", "RC-11-2031-0065"), "resolution/2031-2901/tabled/RC-11-2031-0065"),
        ("vote", ("a1" * 32, "2031-2901", "DEC-1"), f"source/{'a1' * 32}/record/2031-2901/vote/DEC-1"),
        ("record_divergence", ("2031-2901", "date", 1), "resolution/2031-2901/divergence/date/1"),
    ],
)
def test_forms_of_iris_are_public(method: str, parts: tuple[object, ...], expected: str) -> None:
    assert mint((method, parts)) == BASE + expected


def test_every_method_is_tested() -> None:
    assert {name for name in vars(Minter) if not name.startswith("_")} - {"base"} == set(PARTS)


@given(st.lists(calls, min_size=2, max_size=12, unique=True))
@settings(max_examples=300)
def test_different_things_have_different_iris(drawn: list[tuple[str, tuple[object, ...]]]) -> None:
    assert len({mint(call) for call in drawn}) == len(drawn)


@given(calls, calls)
@settings(max_examples=300)
def test_two_things_have_different_iris(one: tuple[str, tuple[object, ...]], other: tuple[str, tuple[object, ...]]) -> None:
    assert (mint(one) == mint(other)) == (one == other)


@pytest.mark.parametrize("base", GOOD)
@given(calls)
@settings(max_examples=60)
def test_iris_are_plain_and_relative_to_their_base(base: str, call: tuple[str, tuple[object, ...]]) -> None:
    made = mint(call, base)
    assert made.startswith(base)
    relative = made.removeprefix(base)
    assert re.fullmatch(r"[A-Za-z0-9-]+(/[A-Za-z0-9-]+)+", relative)
    assert urljoin(base, relative) == made
    assert pyoxigraph.NamedNode(made).value == made
    assert rdflib.URIRef(made).n3() == f"<{made}>"


@given(works, versions, units)
def test_parts_stand_below_what_they_are_part_of(work: str, version: str, unit: str) -> None:
    minter = Minter()
    assert minter.unit(work, unit).startswith(f"{minter.resolution(work)}/")
    assert minter.unit_text(work, version, unit) == f"{minter.version(work, version)}/{unit}"
    assert minter.finding(work, unit, 3).startswith(f"{minter.unit(work, unit)}/")
    # The same from every language: no version's name stands in them.
    shared = (minter.unit(work, unit), minter.finding(work, unit, 1), minter.act(work, unit, 1), minter.divergence(work, unit, 1))
    assert all(made.startswith(f"{minter.resolution(work)}/{unit}") and "/version/" not in made for made in shared)
