"""What must be known of every language, and that the report says what the packs and vocabularies hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kzgraph.cli import main
from kzgraph.language.pack import FORCES, languages, pack
from kzgraph.resolve.coverage import Share, as_json, as_markdown, coverage_of, label_of
from kzgraph.resolve.vocabulary import Entry, entries_of, vocabulary

PAGE = Path(__file__).resolve().parents[2] / "docs" / "coverage.md"
LANGUAGES = 24
#: Verbs that a language may lack because another of its verbs stands for them too.
SHARED = {"invites", "requests", "underlines"}
#: Words for parts of a text that a language may lack: rules are its articles, letters its points.
SHARED_PARTS = {"rule", "letter"}
#: Where "the Maltese Government" is said by the genitive of the state's name, few states have an adjective.
BY_CASE = {"lt", "lv"}
#: Bodies that every resolution on human rights may name; they are told by their keys.
OWNERS = ("european", "council-of", "eu-", "un-", "united-nations", "osce", "office-for-democratic", "organization-for-security", "parliamentary-assembly-of")  # fmt: skip

each = pytest.mark.parametrize("code", languages())


def share(code: str, name: str) -> Share:
    return next(row for row in coverage_of(code) if row.name == name)


def test_all_languages_are_there() -> None:
    assert len(languages()) == LANGUAGES
    assert set(as_json()) == set(languages())


@each
def test_what_must_be_complete(code: str) -> None:
    for name in ("openers", "months", "states", "institutions", "offices", "collectives", "state bodies", "kinds of text"):
        assert share(code, name).missing == (), name
    assert set(share(code, "verbs").missing) <= SHARED
    assert set(share(code, "pinpoints").missing) <= SHARED_PARTS


@each
def test_every_known_thing_has_a_name_of_its_own(code: str) -> None:
    nameless = [
        entry.key
        for kind in ("actor", "instrument", "state-body", "national-instrument", "bilateral")
        for entry in entries_of(kind)
        if not entry.labels["prefLabel"].get(code)
    ]
    assert nameless == []


@each
def test_every_verb_of_the_vocabulary_is_labelled_where_it_is_printed(code: str) -> None:
    printed = {verb.concept for verb in pack(code).verbs}
    unlabelled = [key for key in printed if not vocabulary()[f"verb/{key}"].labels["prefLabel"].get(code)]
    assert unlabelled == []
    assert {verb.force for verb in pack(code).verbs} == set(FORCES)


def test_bodies_of_the_union_and_the_world_are_among_the_institutions() -> None:
    keys = [entry.key.partition("/")[2] for entry in entries_of("actor") if entry.cls == "Institution"]
    assert all(any(key.startswith(owner) for key in keys) for owner in OWNERS)


@each
def test_most_states_have_their_adjective(code: str) -> None:
    adjectives = share(code, "adjectives")
    assert adjectives.all == share(code, "states").all
    if code not in BY_CASE:
        assert adjectives.have >= 0.8 * adjectives.all


def test_a_gap_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    stranger = Entry("actor/council-of-the-lakes", {"Institution"})
    stranger.labels["prefLabel"]["fi"].append("Järvineuvosto")
    monkeypatch.setattr("kzgraph.resolve.coverage.entries_of", lambda kind: (*entries_of(kind), stranger))
    coverage_of.cache_clear()
    try:
        assert share("sv", "institutions").missing == ("actor/council-of-the-lakes",)
        assert share("fi", "institutions").missing == ()
        assert share("fi", "institutions").all == share("fi", "institutions").have
    finally:
        coverage_of.cache_clear()


def test_the_page_is_not_stale() -> None:
    assert PAGE.read_text("utf-8") == as_markdown(), "make it anew: kzgraph languages --markdown > docs/coverage.md"


def test_the_command_shows_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["languages"]) == 0
    assert "Maltese" in capsys.readouterr().out
    assert main(["languages", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == as_json()
    assert main(["languages", "--missing", "fi"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == [f"{row.name}: {label_of(key)}" for row in coverage_of("fi") for key in row.missing]
    assert main(["languages", "--missing", "xx"]) == 4
