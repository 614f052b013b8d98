"""No place is missed: where a phrase of a pack stands in whatever case, there it is tried."""

from __future__ import annotations

import re

import pytest

from kzgraph.language.pack import languages, pack
from kzgraph.language.phrases import matcher
from kzgraph.language.places import Beginnings, digits_in, matches_at
from tests.records import specimen


def phrases_of(code: str) -> tuple[str, ...]:
    """What is looked for by its first letters."""
    own = pack(code)
    months = (form for forms in own.date.months for form in forms)
    pinpoints = (word for words in own.pinpoint.values() for word in words)
    return tuple(dict.fromkeys((*months, *own.date.day_words, *own.number.words, *own.number.one, *pinpoints)))


@pytest.mark.parametrize("code", languages())
def test_every_phrase_is_found_where_it_stands(code: str) -> None:
    phrases = phrases_of(code)
    plain = " ".join(phrase.replace("*", "x") for phrase in phrases)
    text = f"{plain} {plain.upper()},{plain.title()}-{plain.translate(str.maketrans('șț', 'şţ'))} {specimen(code).read_text('utf-8')}"
    places = set(Beginnings(phrases).places(text))
    found = {match.start() for phrase in phrases for match in matcher(phrase).finditer(text)}
    assert len(found) > len(phrases)
    assert found <= places


def test_few_places_are_tried() -> None:
    text = specimen("hr").read_text("utf-8")
    assert len(Beginnings(["siječnja", "lipnja", "studenoga"]).places(text)) < len(text) / 100


def test_letters_that_are_printed_in_two_ways_begin_a_word() -> None:
    assert Beginnings(["șapte"]).places("şapte, Ș, Şapte") == [0, 10]


def test_what_is_no_letter_begins_anywhere() -> None:
    assert Beginnings(["§§", "§", "čl."]).places("u§ 5, §§ 6, Čl. 7") == [1, 6, 7, 12]


@pytest.mark.parametrize("before", [r"\W", r"[\W\d_]"])
def test_what_may_stand_before_is_told(before: str) -> None:
    assert Beginnings(["May"], before).places("12May Mayhem") == ([6] if before == r"\W" else [2, 6])


@pytest.mark.parametrize("text", ["", "1", "11 1", "a1 1,11 1", "1 1 1 1"])
def test_matches_are_those_of_finditer(text: str) -> None:
    pattern = re.compile(r"(?<![a-z])1+(?: 1)?")
    expected = [match.span() for match in pattern.finditer(text)]
    assert [match.span() for match in matches_at(pattern, text, range(len(text)))] == expected
    assert [match.span() for match in matches_at(pattern, text, digits_in(text))] == expected
