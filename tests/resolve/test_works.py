"""Which versions are one work: by their numbers, else by their facts, and never by the order in which they came."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzgraph.model import Stage, Version, Work
from kzgraph.resolve.fingerprint import LEAST_FACTS, LEAST_SHARE, Fact, digest, fingerprint, share
from kzgraph.resolve.works import (
    KnownWork,
    adopted_text_key,
    card_of,
    group_versions,
    identifiers,
    procedure_key,
    version_keys,
)

Make = Callable[..., Version]
LAKES = "2031/2901(RSP)"
BELLS = "2031/2955(RSP)"


def shape(works: Sequence[Work]) -> dict[str, dict[str, str]]:
    """Works as the names of the sources by version key, by work key."""
    return {work.key: {key: version.source.name.removesuffix(".txt") for key, version in work.versions} for work in works}


def known_as(work: Work, *versions: str) -> KnownWork:
    """A work as an earlier graph knows it."""
    names = frozenset(name for _, version in work.versions for name in identifiers(version))
    facts = frozenset(fact for _, version in work.versions for fact in fingerprint(version))
    sources = {} if versions else {version.source.sha256: key for key, version in work.versions}
    return KnownWork(work.key, names, facts, versions or tuple(key for key, _ in work.versions), sources)


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("procedure", "key"),
    [
        ("2031/2901(RSP)", "2031-2901"),
        ("2031/0144(COD)", "2031-0144"),
        ("2031/2015A(INI)", "2031-2015a"),
        ("2031/2901", "2031-2901"),
    ],
)
def test_key_of_a_procedure(procedure: str, key: str) -> None:
    assert procedure_key(procedure) == key


@pytest.mark.parametrize(
    ("number", "key"),
    [
        ("P9_TA(2031)0012", "ta-9-2031-0012"),
        ("P11_TA(2031)0144", "ta-11-2031-0144"),
        ("P11_TA-PROV(2031)0144", "ta-11-2031-0144"),
    ],
)
def test_key_of_an_adopted_text_is_that_of_the_provisional_one(number: str, key: str) -> None:
    assert adopted_text_key(number) == key


def test_all_numbers_of_a_head_identify(make: Make) -> None:
    head = {"procedure": LAKES, "adopted_text_numbers": ("P11_TA(2031)0144", "P11_TA(2031)0145"), "celex": "52031IP0144"}
    assert identifiers(make("a", **head)) == {"2031-2901", "ta-11-2031-0144", "ta-11-2031-0145", "celex-52031ip0144"}
    assert identifiers(make("a")) == frozenset()


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ({"procedure": LAKES, "adopted_text_numbers": ("P11_TA(2031)0144",), "celex": "52031IP0144"}, "2031-2901"),
        ({"adopted_text_numbers": ("P11_TA(2031)0145", "P11_TA(2031)0144"), "celex": "52031IP0144"}, "ta-11-2031-0144"),
        ({"adopted_text_numbers": ("P11_TA-PROV(2031)0144",)}, "ta-11-2031-0144"),
        ({"celex": "52031IP0144"}, "celex-52031ip0144"),
    ],
)
def test_procedure_goes_before_text_number_before_celex(make: Make, head: dict[str, object], key: str) -> None:
    assert shape(group_versions([make("a", **head)])) == {key: {"mt": "a"}}


def test_final_and_provisional_text_are_one_work(make: Make) -> None:
    final = make("a", "mt", adopted_text_numbers=("P11_TA(2031)0144",), stage=Stage.ADOPTED_TEXT)
    provisional = make("b", "el", 1, adopted_text_numbers=("P11_TA-PROV(2031)0144",), stage=Stage.ADOPTED_TEXT)
    assert shape(group_versions([provisional, final])) == {"ta-11-2031-0144": {"el": "b", "mt": "a"}}


@pytest.mark.parametrize("order", ["".join(order) for order in itertools.permutations("abc")])
def test_numbers_are_shared_through_a_third_version(make: Make, order: str) -> None:
    versions = {
        "a": make("a", "bg", 1, procedure=LAKES),
        "b": make("b", "el", 2, adopted_text_numbers=("P11_TA(2031)0144",)),
        "c": make("c", "mt", 3, procedure=LAKES, adopted_text_numbers=("P11_TA-PROV(2031)0144",)),
    }
    assert shape(group_versions([versions[name] for name in order])) == {"2031-2901": {"bg": "a", "el": "b", "mt": "c"}}


def test_same_facts_with_other_numbers_are_other_works(make: Make) -> None:
    assert shape(group_versions([make("a", procedure=LAKES), make("b", "el", procedure=BELLS)])) == {
        "2031-2901": {"mt": "a"},
        "2031-2955": {"el": "b"},
    }


heads = st.fixed_dictionaries(
    {
        "procedure": st.sampled_from([None, *(f"2031/29{n:02}(RSP)" for n in range(4))]),
        "adopted_text_numbers": st.lists(
            st.sampled_from([f"P11_TA{form}(2031)01{n:02}" for form in ("", "-PROV") for n in range(4)]), max_size=2, unique=True
        ).map(tuple),
        "celex": st.sampled_from([None, "52031IP0144", "52031IP0145"]),
    }
).filter(lambda head: any(head.values()))


@given(st.lists(heads, min_size=1, max_size=9), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_works_are_what_hangs_together_by_numbers(make: Make, drawn: list[dict[str, object]], random: Random) -> None:
    versions = [make(f"{n}", ("bg", "el", "mt", "fi")[n % 4], n, **head) for n, head in enumerate(drawn)]
    links = nx.Graph()
    for version in versions:
        links.add_edges_from((version.source.name, name) for name in identifiers(version))
    sources = {version.source.name for version in versions}
    expected = {}
    for component in nx.connected_components(links):
        names = sorted(component - sources)
        # A year begins with a digit: so procedures come first, and "ta-" must be put before "celex-".
        key = min(names, key=lambda name: (not name[0].isdigit(), not name.startswith("ta-"), name))
        expected[key] = component & sources
    random.shuffle(versions)
    works = group_versions(versions)
    assert {work.key: {version.source.name for _, version in work.versions} for work in works} == expected
    assert [work.key for work in works] == sorted(expected)


# ---------------------------------------------------------------- order and doubles


@st.composite
def mixtures(draw: st.DrawFn) -> list[tuple[str, str, int, bool]]:
    """Name, language, content and whether it prints its number, for some versions of up to four works."""
    rows = draw(
        st.lists(
            st.tuples(st.sampled_from(["bg", "el", "mt"]), st.integers(1, 4), st.booleans(), st.integers(0, 2)),
            min_size=1,
            max_size=9,
        )
    )
    return [(f"{n}-{lost}", language, content, named) for n, (language, content, named, lost) in enumerate(rows)]


@given(mixtures(), st.data())
@settings(max_examples=150, deadline=None)
def test_order_and_doubles_do_not_show(make: Make, rows: list[tuple[str, str, int, bool]], data: st.DataObject) -> None:
    versions = [
        make(name, language, content, 12 - int(name[-1]), procedure=f"2031/290{content}(RSP)" if named else None)
        for name, language, content, named in rows
    ]
    works = group_versions(versions)
    doubled = versions + data.draw(st.lists(st.sampled_from(versions), max_size=3))
    assert group_versions(data.draw(st.permutations(doubled))) == works
    # Each version stands once; what says the same is one work; a work has the key of its number where one is printed.
    assert sorted(version.source.sha256 for work in works for _, version in work.versions) == sorted(
        version.source.sha256 for version in versions
    )
    contents: dict[int, set[str]] = {}
    for work in works:
        [content] = {int(version.units[0].dates[0].value[:4]) - 1900 for _, version in work.versions}
        contents.setdefault(content, set()).add(work.key)
        keys = [key for key, _ in work.versions]
        assert keys == sorted(set(keys))
    for content, keys_of_content in contents.items():
        [key] = keys_of_content
        named = any(row[2] == content and row[3] for row in rows)
        assert key == f"2031-290{content}" if named else re.fullmatch(r"x-[0-9a-f]{16}", key)


def test_a_text_given_twice_counts_once(make: Make) -> None:
    version = make("a", procedure=LAKES)
    again = replace(version, source=replace(version.source, name="copy.txt"))
    [work] = group_versions([version, again])
    assert [key for key, _ in work.versions] == ["mt"]


def test_of_nothing_comes_nothing() -> None:
    assert group_versions([]) == ()
    assert group_versions([], [KnownWork("2031-2901", frozenset({"2031-2901"}), frozenset(), ("mt",))]) == ()


# ---------------------------------------------------------------- versions without numbers


def test_a_nameless_version_is_tied_by_its_facts(make: Make) -> None:
    works = group_versions([make("a", "mt", 1, procedure=LAKES), make("b", "el", 1), make("c", "bg", 2, procedure=BELLS)])
    assert shape(works) == {"2031-2901": {"el": "b", "mt": "a"}, "2031-2955": {"bg": "c"}}
    assert works[0].tied == (("el", 1.0),)
    assert works[1].tied == ()


def test_a_tie_tells_the_share_of_facts(make: Make) -> None:
    torn = make("b", "el", 1)
    odd = replace(torn.units[0], figures=(replace(torn.units[0].figures[0], value=77),))
    [work] = group_versions([make("a", "mt", 1, procedure=LAKES), replace(torn, units=(odd, *torn.units[1:]))])
    [(key, tied)] = work.tied
    assert key == "el"
    assert LEAST_SHARE < tied == pytest.approx(1 - 1 / len(fingerprint(torn)))


def test_nameless_versions_of_one_work_are_together(make: Make) -> None:
    works = group_versions([make("a", "mt", 1), make("b", "el", 1), make("c", "bg", 2)])
    assert sorted(list(of_work.values()) for of_work in shape(works).values()) == [["b", "a"], ["c"]]
    assert {work.tied for work in works} == {()}


def test_a_nameless_work_is_keyed_by_its_content(make: Make) -> None:
    version = make("a", "mt", 1)
    [work] = group_versions([version])
    assert work.key == f"x-{digest(fingerprint(version))}"
    # From another language, with other words and bytes, the same content gives the same key.
    assert [other.key for other in group_versions([make("b", "fi", 1)])] == [work.key]
    assert [other.key for other in group_versions([make("a", "mt", 2)])] != [work.key]


def test_of_several_readings_the_first_digest_is_the_key(make: Make) -> None:
    versions = [make("a", "mt", 1), make("b", "el", 1, units=11), make("c", "bg", 1, units=10)]
    [work] = group_versions(versions)
    assert work.key == f"x-{min(digest(fingerprint(version)) for version in versions)}"


def test_too_little_in_common_is_no_tie(make: Make) -> None:
    works = group_versions([make("a", "mt", 1, procedure=LAKES), make("b", "el", 2)])
    assert len(works) == 2
    assert {work.tied for work in works} == {()}


def test_two_works_that_fit_are_not_guessed_between(make: Make) -> None:
    versions = [make("a", "mt", 1, procedure=LAKES), make("b", "bg", 1, procedure=BELLS), make("c", "el", 1)]
    works = group_versions(versions)
    assert shape(works) == {
        "2031-2901": {"mt": "a"},
        "2031-2955": {"bg": "b"},
        f"x-{digest(fingerprint(versions[2]))}": {"el": "c"},
    }
    assert {work.tied for work in works} == {()}


def test_versions_that_cannot_be_tied_do_not_share_a_key(make: Make) -> None:
    named = [make("a", "mt", 1, procedure=LAKES), make("b", "bg", 1, procedure=BELLS)]
    works = group_versions([*named, make("c", "el", 1), make("d", "fi", 1)])
    keys = [work.key for work in works]
    assert len(set(keys)) == len(keys)


def test_short_texts_without_numbers_do_not_share_a_key(make: Make) -> None:
    works = group_versions([make("a", "mt", 1, units=0), make("b", "mt", 2, units=0)])
    keys = [work.key for work in works]
    assert len(set(keys)) == len(keys)


def test_texts_that_only_have_as_many_recitals_are_not_tied(make: Make) -> None:
    def with_recitals(version: Version, count: int) -> Version:
        *citations, recital, paragraph = version.units
        recitals = [replace(recital, rank=rank, label=chr(64 + rank)) for rank in range(1, count + 1)]
        return replace(version, units=(*citations, *recitals, paragraph))

    named = with_recitals(make("a", "mt", 1, units=4, procedure=LAKES), 24)
    other = with_recitals(make("b", "el", 2, units=5), 24)
    assert len(group_versions([named, other])) == 2


# ---------------------------------------------------------------- known works


def test_a_known_work_is_found_by_a_number(make: Make) -> None:
    [known] = group_versions([make("a", "mt", 1, procedure=LAKES, adopted_text_numbers=("P11_TA(2031)0144",))])
    later = make("b", "el", 2, adopted_text_numbers=("P11_TA-PROV(2031)0144",))
    assert shape(group_versions([later], [known_as(known)])) == {"2031-2901": {"el": "b"}}


def test_a_known_work_is_found_by_its_facts(make: Make) -> None:
    [known] = group_versions([make("a", "mt", 1, procedure=LAKES)])
    works = group_versions([make("b", "el", 1), make("c", "bg", 2)], [known_as(known)])
    assert shape(works)["2031-2901"] == {"el": "b"}
    assert works[0].tied == (("el", 1.0),)
    assert len(works) == 2


def test_a_known_work_without_number_keeps_its_key(make: Make) -> None:
    [known] = group_versions([make("a", "mt", 1)])
    torn = make("b", "bg", 1, units=11)
    assert digest(fingerprint(torn)) != known.key.removeprefix("x-")
    [work] = group_versions([torn], [known_as(known)])
    assert work.key == known.key


def test_a_known_work_keeps_its_key_when_a_better_number_comes(make: Make) -> None:
    [known] = group_versions([make("a", "mt", 1, adopted_text_numbers=("P11_TA(2031)0144",))])
    later = make("b", "el", 1, procedure=LAKES, adopted_text_numbers=("P11_TA(2031)0144",))
    assert shape(group_versions([later], [known_as(known)])) == {"ta-11-2031-0144": {"el": "b"}}


def test_between_two_known_works_nothing_is_guessed(make: Make) -> None:
    known = group_versions([make("a", "mt", 1, procedure=LAKES), make("b", "mt", 1, procedure=BELLS)])
    [work] = group_versions([make("c", "el", 1)], [known_as(work) for work in known])
    assert work.key.startswith("x-")


def test_a_new_text_in_a_known_language_has_a_key_of_its_own(make: Make) -> None:
    [known] = group_versions([make("a", "mt", 1, procedure=LAKES, stage=Stage.ADOPTED_TEXT)])
    motion = make("b", "mt", 1, procedure=LAKES, stage=Stage.MOTION)
    assert shape(group_versions([motion], [known_as(known)])) == {"2031-2901": {"mt-motion": "b"}}
    [key] = shape(group_versions([motion], [known_as(known, "mt-motion")]))["2031-2901"]
    assert key == f"mt-motion-{motion.source.sha256[:8]}"


def test_a_text_that_the_known_graph_holds_keeps_its_key(make: Make) -> None:
    version = make("a", "mt", 1, procedure=LAKES, stage=Stage.ADOPTED_TEXT)
    [known] = group_versions([version])
    assert shape(group_versions([version], [known_as(known)])) == {"2031-2901": {"mt": "a"}}


# ---------------------------------------------------------------- version keys


def keys_of(make: Make, rows: Sequence[tuple[str, str, Stage]], taken: Sequence[str] = ()) -> list[str]:
    """Version keys of versions given as name, language and stage."""
    return version_keys([card_of(make(name, language, stage=stage)) for name, language, stage in rows], taken)


def test_a_language_alone_is_the_key(make: Make) -> None:
    rows = [("a", "nl", Stage.MOTION), ("b", "mt", Stage.ADOPTED_TEXT)]
    assert keys_of(make, rows) == ["nl", "mt"]


def test_two_stages_of_a_language_are_told_apart(make: Make) -> None:
    rows = [
        ("a", "nl", Stage.ADOPTED_TEXT),
        ("b", "nl", Stage.MOTION),
        ("c", "nl", Stage.JOINT_MOTION),
        ("d", "nl", Stage.UNKNOWN),
    ]
    expected = ["nl-adopted", "nl-motion", "nl-joint-motion", "nl-unknown"]
    assert keys_of(make, [*rows, ("e", "mt", Stage.MOTION)]) == [*expected, "mt"]


def test_two_texts_of_one_stage_are_told_apart_by_their_bytes(make: Make) -> None:
    rows = [("a", "nl", Stage.MOTION), ("b", "nl", Stage.MOTION), ("c", "nl", Stage.ADOPTED_TEXT)]
    digests = [make(name).source.sha256[:8] for name in "ab"]
    assert keys_of(make, rows) == [f"nl-motion-{digests[0]}", f"nl-motion-{digests[1]}", "nl-adopted"]


@pytest.mark.parametrize(
    ("taken", "key"),
    [
        ((), "nl"),
        (("mt", "mt-motion"), "nl"),
        (("nl",), "nl-adopted"),
        (("nl-motion",), "nl-adopted"),
        (("nl-adopted",), "nl-adopted-{digest}"),
        (("nl-adopted-0a1b2c3d",), "nl-adopted"),
    ],
)
def test_keys_of_a_known_graph_are_left_alone(make: Make, taken: tuple[str, ...], key: str) -> None:
    digest_of = make("a").source.sha256[:8]
    assert keys_of(make, [("a", "nl", Stage.ADOPTED_TEXT)], taken) == [key.format(digest=digest_of)]


rows_of_versions = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.sampled_from(["mt", "nl"]), st.sampled_from(Stage)),
    max_size=8,
    unique_by=lambda row: row[0],
)


@given(rows_of_versions, st.data())
def test_version_keys_differ_whatever_their_order(make: Make, rows: list[tuple[str, str, Stage]], data: st.DataObject) -> None:
    keys = keys_of(make, rows)
    assert len(set(keys)) == len(keys)
    assert [key[:2] for key in keys] == [language for _, language, _ in rows]
    shuffled = data.draw(st.permutations(rows))
    assert dict(zip(shuffled, keys_of(make, shuffled), strict=True)) == dict(zip(rows, keys, strict=True))


# ---------------------------------------------------------------- facts

facts = st.frozensets(
    st.tuples(st.sampled_from(["date", "figure"]), st.sampled_from("ab"), st.sampled_from("123456789")), max_size=20
)


@given(facts, facts)
def test_shares_are_shares(one: frozenset[Fact], other: frozenset[Fact]) -> None:
    assert 0 <= share(one, other) == share(other, one) <= 1
    assert share(one, one) == (1 if len(one) >= LEAST_FACTS else 0)
    if len(one) >= LEAST_FACTS:
        assert share(one, one | other) == 1, "a work of many readings does not look foreign to one of them"


@given(facts, facts)
def test_digests_differ_as_the_facts_do(one: frozenset[Fact], other: frozenset[Fact]) -> None:
    assert (digest(one) == digest(other)) == (one == other)
    assert re.fullmatch(r"[0-9a-f]{16}", digest(one))


def test_facts_do_not_run_into_each_other() -> None:
    assert digest(frozenset({("a", "b", "c")})) != digest(frozenset({("a", "bc", "")}))
    assert digest(frozenset({("a", "b", "c"), ("d", "e", "f")})) != digest(frozenset({("a", "b", "cd"), ("", "e", "f")}))


def test_facts_hold_no_words(make: Make) -> None:
    version = make("a", "mt", 3, units=2)
    assert fingerprint(version) == {
        ("units", "citation", "2"),
        ("units", "recital", "1"),
        ("units", "paragraph", "1"),
        ("date", "citation/1", "1903-02-02"),
        ("date", "citation/2", "1903-03-03"),
        ("figure", "citation/1", "3001"),
        ("figure", "citation/2", "3002"),
    }
    assert fingerprint(make("b", "el", 3, units=2, procedure=LAKES)) == fingerprint(version)
