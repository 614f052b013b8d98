"""Curators' decisions: their form, their contradictions, and what they make of invented persons."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzgraph.errors import DecisionError
from kzgraph.resolve.decisions import Decisions, load_decisions
from kzgraph.resources import ontology_folder

SIGNED = '\nby = "A. Curator"\non = 2031-07-01\nwhy = "Both footnotes cite one judgment."\n'


def same(keep: str, *also: str) -> str:
    """A decision that two or more are one."""
    return f"[[same]]\nkeep = {keep!r}\nalso = {list(also)!r}{SIGNED}"


def different(one: str, other: str, *works: str) -> str:
    """A decision that two are two."""
    return f"[[different]]\none = {one!r}\nother = {other!r}{f'{chr(10)}works = {list(works)!r}' if works else ''}{SIGNED}"


def name(of: str, language: str, called: str) -> str:
    """A decision on a name."""
    return f"[[name]]\nof = {of!r}\nlanguage = {language!r}\nname = {called!r}{SIGNED}"


A, B, C, D = (f"actor/person-{letter}" for letter in "abcd")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mine.toml"


def test_decisions_are_read(path: Path) -> None:
    whole = f"https://w3id.org/kzgraph/id/{C}"
    path.write_text(same(A, B) + same(B, whole) + different(A, D, "2031-2955") + name(C, "mt", "Żeża Għarb"), "utf-8")
    decided = load_decisions(path)
    assert decided == Decisions(
        kept={B: A, C: A},
        apart=frozenset({(A, D)}),
        moved={("2031-2955", A): D},
        names={(A, "mt"): "Żeża Għarb"},
    )
    assert [decided.key(key) for key in (A, B, C, D)] == [A, A, A, D]
    assert [decided.key(key, "2031-2955") for key in (A, B, D)] == [D, D, D]
    assert decided.favoured() == {A, D}


def test_what_belongs_to_an_instrument_goes_with_it() -> None:
    decided = Decisions(kept={"instrument/statute-of-orm": "instrument/orm-statute"})
    assert decided.key("instrument/statute-of-orm/art/3") == "instrument/orm-statute/art/3"
    assert decided.key("instrument/statute-of-orme/art/3") == "instrument/statute-of-orme/art/3"


def test_saying_a_thing_twice_is_no_contradiction(path: Path) -> None:
    path.write_text((same(A, B) + different(A, C, "2031-2955") + name(A, "mt", "Żeża")) * 2, "utf-8")
    assert load_decisions(path).kept == {B: A}


def test_the_decisions_of_the_project_hold() -> None:
    """Whatever stands there is well-formed, free of contradictions, and explained at its head."""
    assert load_decisions() == load_decisions(None)
    head = (ontology_folder() / "curation.toml").read_text("utf-8")
    assert all(f"[[{kind}]]" in head for kind in ("same", "different", "name"))


CONTRADICTIONS = {
    "the same and not": (same(A, B) + different(B, A), "line 7, [[different]] 1", "line 1, [[same]] 1", "the same elsewhere"),
    "the same through a third, and not": (
        same(A, B) + same(B, C) + different(A, C), "line 13, [[different]] 1", "line 7, [[same]] 2", "the same elsewhere"
    ),
    "kept twice": (same(A, C) + same(B, C), "line 7, [[same]] 2", "line 1, [[same]] 1", f"{C} is already kept as {A}"),
    "in a circle": (same(A, B) + same(B, A), "line 7, [[same]] 2", "line 1, [[same]] 1", "kept and given up at once"),
    "two names": (
        name(A, "mt", "Żeża") + name(A, "mt", "Ġeġa"), "line 8, [[name]] 2", "line 1, [[name]] 1", "is called 'Żeża' in mt elsewhere"
    ),
    "two names of one": (
        same(A, B) + name(A, "mt", "Żeża") + name(B, "mt", "Ġeġa"), "line 14, [[name]] 2", "line 7, [[name]] 1", "elsewhere"
    ),
    "two in one work": (
        different(A, B, "2031-2955") + different(A, C, "2031-2955"),
        "line 8, [[different]] 2", "line 1, [[different]] 1", f"in 2031-2955, {A} is said to be {B} elsewhere",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CONTRADICTIONS)
def test_contradictions_name_both_places(path: Path, case: str) -> None:
    text, place, other, reason = CONTRADICTIONS[case]
    path.write_text(text, "utf-8")
    with pytest.raises(DecisionError) as fault:
        load_decisions(path)
    assert fault.value.place == f"{path}, {place}"
    assert reason in fault.value.reason
    assert f"{path}, {other}" in fault.value.remedy


FAULTS = {
    "no IRI": (same("person-a", B), "'person-a' is no IRI of an actor or instrument", "actor/…"),
    "foreign IRI": (
        same(A, "http://www.wikidata.org/entity/Q1"),
        "is no IRI of an actor or instrument",
        "as the graph prints it",
    ),
    "spaces": (name("actor/person a", "mt", "x"), "is no IRI", "hyphens"),
    "an article": (same("instrument/a/art/3", "instrument/b"), "is no IRI", "actor/…"),
    "no date": (same(A, B).replace("2031-07-01", '"July"'), "'on' is no date: July", "2031-07-01"),
    "nobody": (same(A, B).replace('by = "A. Curator"\n', ""), "'by' is missing", "curation.toml"),
    "no reason": (same(A, B).replace("Both footnotes cite one judgment.", ""), "'why' is missing", "curation.toml"),
    "a number": (same(A, B).replace('"A. Curator"', "7"), "'by' is no text: 7", "quotation marks"),
    "nothing to join": (same(A), "'also' is missing", "curation.toml"),
    "no list": (same(A, B).replace("['actor/person-b']", "'actor/person-b'"), "'also' is no list", "also = "),
    "unknown field": (same(A, B) + "note = 'x'\n", "'note' is no field", "keep, also, by, on, why"),
    "two kinds": (same(A, "actor/organisation-b"), "are of two kinds", "two persons"),
    "actor and text": (same("instrument/a", "actor/b"), "are of two kinds", "two persons"),
    "itself": (different(A, A), "differs from itself", "IRI of its own"),
    "no resolution": (different(A, B, "2031/2955(RSP)"), "is no key of a resolution", "2031-2955"),
    "no language": (name(A, "xx", "Żeża"), "there is no pack for 'xx'", "mt"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_faults_name_file_line_reason_and_remedy(path: Path, case: str) -> None:
    text, reason, remedy = FAULTS[case]
    path.write_text("# mine\n" + text, "utf-8")
    with pytest.raises(DecisionError) as fault:
        load_decisions(path)
    assert fault.value.place.startswith(f"{path}, line 2, [[")
    assert reason in fault.value.reason
    assert remedy in fault.value.remedy


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"[[same]\n", "it is no TOML"),
        (b"\xff\xfe", "it is no TOML"),
        (b"[[alike]]\nkeep = 1\n", "'alike' is no kind of decision"),
        (b"[same]\nkeep = 1\n", "'same' is no kind of decision"),
        (b"same = [1]\n", "it is no table"),
        (b"a=" + b"[" * 5000, "it is no TOML"),
        (b"a=" + b"9" * 5000, "it is no TOML"),
        (b"a." * 50 + b"b=1", "it is no TOML"),
    ],
)
def test_files_of_another_form_are_refused(path: Path, data: bytes, reason: str) -> None:
    path.write_bytes(data)
    with pytest.raises(DecisionError, match=reason) as fault:
        load_decisions(path)
    assert fault.value.place.startswith(str(path))
    assert fault.value.remedy


def test_a_missing_file_is_refused(path: Path) -> None:
    with pytest.raises(DecisionError, match="it cannot be read"):
        load_decisions(path)


def test_entries_in_another_form_are_told_by_their_number(path: Path) -> None:
    path.write_text("same = [{keep = 'x'}]\n", "utf-8")
    with pytest.raises(DecisionError) as fault:
        load_decisions(path)
    assert fault.value.place == f"{path}, [[same]] 1"
