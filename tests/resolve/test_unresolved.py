"""What leads to no entity is counted with its place and reason, and nothing else is; all names are invented."""

from __future__ import annotations

import pytest

from kzgraph.language.pack import languages, pack
from kzgraph.model import Reason, Version
from kzgraph.pipeline import read_text
from kzgraph.reading.source import decode
from kzgraph.resolve.vocabulary import entries_of


def read(title: str, recitals: list[str], paragraphs: list[str]) -> Version:
    """An invented resolution in English."""
    lettered = "\n\n".join(f"{letter}. whereas {words};" for letter, words in zip("ABCDEFGH", recitals, strict=False))
    numbered = "\n\n".join(f"{number}. {words};" for number, words in enumerate(paragraphs, 1))
    text = (
        f"European Parliament resolution of 3 July 2032 on {title} (2032/2555(RSP))\n\nThe European Parliament,\n\n"
        f"– having regard to Article 2 of the Treaty on European Union,\n\n{lettered[:-1]}.\n\n{numbered}\n\n"
        f"{len(paragraphs) + 1}. Instructs its President to forward this resolution to the Council.\n"
    )
    return read_text(decode(text.encode(), "a.txt"))


def told(version: Version) -> list[tuple[str, str, str]]:
    """Unit, reason and printed characters of what stays unresolved."""
    units = {unit.key: unit for unit in version.units}
    rows = []
    for one in version.unresolved:
        text = units[one.unit].text
        place = text.span(one.span.start, one.span.end)
        printed = text.text[one.span.start : one.span.end]
        assert version.source.text[place.start : place.end].split() == printed.split()
        rows.append((one.unit, one.reason.name, printed))
    return rows


RELEASE = "Calls on the Council to act"


def test_an_addressee_that_no_vocabulary_knows() -> None:
    version = read("salt", ["salt is mined"], ["Calls on the Ormalian authorities to release all miners"])
    assert told(version) == [("paragraph/1", "UNKNOWN_ADDRESSEE", "Ormalian authorities")]
    [act] = version.units[-2].acts
    assert act.addressees == (), "nothing is guessed"


def test_a_body_of_an_unknown_state() -> None:
    version = read("salt", ["the Government of Sarnovia closed the mines", "the government reopened them"], [RELEASE])
    assert told(version) == [
        ("recital/A", "BARE_BODY", "Government of Sarnovia"),
        ("recital/B", "BARE_BODY", "government"),
    ]


def test_authorities_of_an_unknown_state_are_not_those_of_another() -> None:
    version = read("Kazakhstan", ["the Ormalian authorities closed the mines", "the authorities reopened them"], [RELEASE])
    assert told(version) == [("recital/A", "BARE_BODY", "Ormalian authorities")]
    by_unit = {unit.key: [mention.entity for mention in unit.mentions] for unit in version.units}
    assert by_unit["recital/A"] == []
    assert by_unit["recital/B"] == ["actor/authorities-of-kazakhstan"]


def test_names_that_no_rule_classifies() -> None:
    version = read(
        "salt",
        ["Ormhaven lies on the lake of Orm, where Sanja Veltin lives", "miners of SALTWERK left"],
        [RELEASE],
    )
    assert told(version) == [
        ("recital/A", "UNKNOWN_NAME", "Ormhaven"),
        ("recital/A", "UNKNOWN_NAME", "Orm"),
        ("recital/A", "UNKNOWN_NAME", "Sanja Veltin"),
        ("recital/B", "UNKNOWN_NAME", "SALTWERK"),
    ]


def test_a_capital_at_the_beginning_of_a_sentence_is_no_name() -> None:
    version = read("salt", ["the mines closed. Yesterday they opened: “Nobody came” (Miners slept)"], [RELEASE])
    assert told(version) == []


@pytest.mark.parametrize(
    "words", ["it closed in March", "Article 2 of the Treaty on European Union applies", "Annex II lists Mr Presidents"]
)
def test_words_of_the_language_are_no_names(words: str) -> None:
    assert [row for row in told(read("salt", [words], [RELEASE])) if row[1] == "UNKNOWN_NAME"] == []


def test_a_surname_that_fits_two_persons() -> None:
    version = read(
        "salt",
        ["the journalist Igor Chuprina and the lawyer Marta Chuprina were held", "the release of Chuprina was refused"],
        [RELEASE],
    )
    assert told(version) == [("recital/B", "AMBIGUOUS_SURNAME", "Chuprina")]
    assert version.unresolved[0].candidates == ("actor/person-gr-chprn", "actor/person-mrt-chprn")
    [recital] = [unit for unit in version.units if unit.key == "recital/B"]
    assert recital.mentions == ()


def test_a_place_is_told_once() -> None:
    version = read(
        "salt",
        ["the journalist Igor Chuprina and the lawyer Marta Chuprina were held", "the house of Olsko Chuprina burnt"],
        [RELEASE],
    )
    assert [row for row in told(version) if "Chuprina" in row[2]] == [("recital/B", "AMBIGUOUS_SURNAME", "Chuprina")]


def test_a_surname_that_fits_one_person_is_resolved() -> None:
    version = read("salt", ["the journalist Igor Chuprina was held", "the release of Chuprina was refused"], [RELEASE])
    assert told(version) == []


TWO = ["the agreement of 3 May 2031 was signed", "the agreement of 4 June 2031 was signed"]


def test_a_short_form_that_fits_two_texts() -> None:
    version = read("salt", [*TWO, "this agreement protects miners", "the agreement binds all"], [RELEASE])
    assert told(version) == [
        ("recital/C", "AMBIGUOUS_SHORT_FORM", "agreement"),
        ("recital/D", "AMBIGUOUS_SHORT_FORM", "agreement"),
    ]
    assert version.unresolved[0].candidates == ("instrument/agreement-2031-05-03", "instrument/agreement-2031-06-04")


@pytest.mark.parametrize(
    "words", ["an agreement protects miners", "agreements bind all", "the agreements bind all", "no agreement binds"]
)
def test_what_points_to_no_one_text_is_no_short_form(words: str) -> None:
    assert told(read("salt", [*TWO, words], [RELEASE])) == []
    assert told(read("salt", [TWO[0], "the agreement binds all"], [RELEASE])) == [], "one text is no choice"


def test_a_pronoun_that_stands_for_nobody() -> None:
    version = read("salt", ["salt is mined"], ["Calls on them to act without delay"])
    assert [(unit, reason) for unit, reason, _ in told(version)] == [("paragraph/1", "PRONOUN")]
    resolved = read("salt", ["salt is mined"], [RELEASE, "Calls on them to act without delay"])
    assert told(resolved) == []


def test_a_provision_of_no_text() -> None:
    assert told(read("salt", ["Article 212 was repealed"], [RELEASE])) == [("recital/A", "PROVISION", "Article 212")]


def test_impersonal_demands_address_nobody() -> None:
    assert told(read("salt", ["salt is mined"], ["Calls for the release of all miners", "Insists that salt be mined"])) == []


def test_every_reason_reads_as_a_clause() -> None:
    assert all(reason.value[0].islower() and not reason.value.endswith(".") for reason in Reason)


@pytest.mark.parametrize("code", languages())
def test_every_language_can_point_back(code: str) -> None:
    """A word that points back is none of the words for kinds of text, and stands in one list only."""
    own = pack(code)
    assert own.definite
    assert not set(own.definite) & set(own.definite_any)
    kinds = {form.casefold() for entry in entries_of("instrument-kind") for form in entry.printed(code)}
    assert not kinds & {*own.definite, *own.definite_any}
