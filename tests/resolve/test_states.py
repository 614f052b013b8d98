"""Bodies of states: which state a word for a body belongs to, and which words alone name a body."""

from __future__ import annotations

import pytest

from kzgraph.language.tokens import tokenise
from kzgraph.resolve.gazetteer import gazetteer
from kzgraph.resolve.states import Composer

NORWAY = "actor/norway"


def bodies(code: str, text: str, about: str | None = NORWAY) -> list[tuple[str, str]]:
    """The bodies in a text: how each was found, and its key."""
    tokens = tokenise(text, code)
    found, _ = Composer(text, tokens, gazetteer(code).find(text, tokens), code, about).compose()
    return [(name.rule, name.entity.key) for name in found]


@pytest.mark.parametrize(
    ("code", "text", "key"),
    [
        ("en", "the Chadian Government met", "actor/government-of-chad"),
        ("en", "the Government of Chad met", "actor/government-of-chad"),
        ("en", "Chad's authorities", "actor/authorities-of-chad"),
        ("de", "die Behörden des Tschad", "actor/authorities-of-chad"),
        ("fr", "les autorités tchadiennes", "actor/authorities-of-chad"),
        ("it", "alle autorità del Ciad", "actor/authorities-of-chad"),
        ("hr", "čadske vlasti", "actor/authorities-of-chad"),
        ("nl", "de Tsjadische autoriteiten", "actor/authorities-of-chad"),
        ("pl", "do władz Czadu", "actor/authorities-of-chad"),
        ("hu", "a csádi hatóságokat", "actor/authorities-of-chad"),
        ("fi", "Tšadin viranomaisia", "actor/authorities-of-chad"),
        ("el", "τις αρχές του Τσαντ", "actor/authorities-of-chad"),
        ("bg", "органите на Чад", "actor/authorities-of-chad"),
    ],
)
def test_a_body_belongs_to_the_state_beside_it(code: str, text: str, key: str) -> None:
    assert bodies(code, text) == [("state-body", key)]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "against the people of the country"),
        ("nl", "tegen de bevolking van het land"),
        ("ro", "populației țării"),
        ("sv", "landets befolkning"),
        ("lt", "šalies gyventojai"),
        ("el", "ο λαός της χώρας"),
    ],
)
def test_the_country_is_the_one_the_resolution_is_about(code: str, text: str) -> None:
    assert bodies(code, text) == [("state-body", "actor/people-of-norway")]
    assert bodies(code, text, about=None) == []


@pytest.mark.parametrize("text", ["people of other countries", "people of the countries that he visited"])
def test_other_countries_are_not_the_country(text: str) -> None:
    assert bodies("en", text) == []


@pytest.mark.parametrize(
    ("code", "one", "many"),
    [
        ("en", "brought before a court", "the courts are not free"),
        ("de", "vor Gericht gestellt", "die Gerichte sind nicht frei"),
        ("it", "dinanzi a un tribunale", "ai tribunali"),
        ("nl", "voor een rechtbank", "de rechtbanken"),
        ("hr", "pred sud", "pozvati sudove"),
        ("pl", "przed sądem", "do sądów"),
        ("fr", "devant un tribunal", "aux tribunaux"),
        ("et", "kohtu ette", "kohtutel"),
    ],
)
def test_one_court_is_nobody_and_the_courts_are_those_of_the_state(code: str, one: str, many: str) -> None:
    assert bodies(code, one) == []
    assert bodies(code, many) == [("bare-body", "actor/courts-of-norway")]


def test_a_court_with_its_state_is_one_of_its_courts() -> None:
    assert bodies("en", "a Chadian court sentenced him") == [("state-body", "actor/courts-of-chad")]


def test_forces_of_an_organisation_are_not_of_the_state() -> None:
    assert bodies("hr", "snage Organizacije Ugovora o zajedničkoj sigurnosti") == []


def test_the_state_goes_to_all_of_a_list() -> None:
    assert bodies("en", "the President, the Government and the Parliament of Chad") == [
        ("state-body", "actor/president-of-chad"),
        ("state-body", "actor/government-of-chad"),
        ("state-body", "actor/parliament-of-chad"),
    ]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "Tosk, président du MLT, fut arrêté"),
        ("en", "Tosk, president of the MLT, was arrested"),
        ("es", "Tosk, presidente del MLT, fue detenido"),
    ],
)
def test_the_president_of_an_abbreviation_is_not_that_of_the_state(code: str, text: str) -> None:
    assert bodies(code, text) == []
