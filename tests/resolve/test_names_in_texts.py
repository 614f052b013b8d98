"""Names in sentences that are invented: where a name begins and ends, and which words name nobody."""

from __future__ import annotations

import pytest

from kzgraph.language.pack import pack
from kzgraph.model import Version
from kzgraph.pipeline import read_text
from kzgraph.reading.source import decode
from kzgraph.resolve.provisions import find_pinpoints
from tests.extract.frames import FRAMES, body, last, paragraph, paragraphs_of, read, recital, recitals_of


def named(version: Version, unit: str) -> dict[str, str]:
    """Printed form and entity of each mention of a unit."""
    found = next(row for row in version.units if row.key == unit)
    return {found.text.text[mention.span.start : mention.span.end]: mention.entity for mention in found.mentions}


def in_recital(language: str, words: str) -> dict[str, str]:
    return named(recitals_of(language, [recital(language, 1, words)]), "recital/A")


def of_class(found: dict[str, str], prefix: str) -> list[str]:
    return [printed for printed, entity in found.items() if entity.startswith(f"actor/{prefix}-")]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sl", "Mongolija krši 12. in 14. člen mongolskega kazenskega zakonika"),
        ("sl", "Mongolija krši člena 12 in 14 mongolskega kazenskega zakonika"),
        ("hr", "Mongolija krši 12. i 14. članak mongolskog kaznenog zakona"),
    ],
)
def test_numbers_stand_before_or_behind_their_article(language: str, words: str) -> None:
    found = in_recital(language, words).values()
    assert {f"instrument/criminal-code-of-mongolia/art/{number}" for number in (12, 14)} <= set(found)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sl", "v Mongoliji nihče ni stopil pred sodišče"),
        ("hr", "u Mongoliji nitko nije izveden pred sud"),
        ("en", "in Mongolia nobody was brought before a court"),
        ("de", "in der Mongolei niemand vor Gericht gestellt wurde"),
        ("et", "Mongoolias ei antud kedagi kohtu alla"),
    ],
)
def test_a_court_in_an_idiom_is_nobody(language: str, words: str) -> None:
    found = in_recital(language, words)
    assert set(found.values()) == {"actor/mongolia"}


def test_a_court_that_acts_is_somebody() -> None:
    found = in_recital("sl", "je sodišče v Mongoliji prepovedalo shode")
    assert found["sodišče v Mongoliji"] == "actor/courts-of-mongolia"


def test_a_vowel_that_is_lost_parts_no_forms_of_a_name() -> None:
    found = in_recital("sl", "je izjava uradnega govorca Evropske službe za zunanje delovanje jasna")
    assert found["uradnega govorca Evropske službe za zunanje delovanje"].endswith(
        "spokesperson-of-the-european-external-action-service"
    )


def test_a_fixed_name_names_no_other_body() -> None:
    found = in_recital("sl", "je Urad OVSE za demokratične institucije in človekove pravice poročal")
    assert set(found.values()) == {"actor/office-for-democratic-institutions-and-human-rights"}


def test_a_description_in_small_letters_is_a_name_to_its_end() -> None:
    words = "so organizaciji Stepski mednarodni urad za pravo in red in Jutranja pravna pobuda dobili kazen"
    found = of_class(in_recital("sl", words), "organisation")
    assert found == ["Stepski mednarodni urad za pravo in red", "Jutranja pravna pobuda"]


@pytest.mark.parametrize(
    ("language", "words", "expected"),
    [
        ("sl", "sindikat delavcev na področju lova ABRIS ne deluje", ["ABRIS"]),
        ("en", "the union of workers in hunting ABRIS was closed", ["ABRIS"]),
        ("sl", "organizacije za pravice oseb LGBTI ne delujejo", []),
        ("en", "the groups of people with HIV were closed", []),
    ],
)
def test_an_abbreviation_closes_what_an_organisation_is(language: str, words: str, expected: list[str]) -> None:
    assert of_class(in_recital(language, words), "organisation") == expected


def test_where_a_name_ends_shows_elsewhere_in_the_text() -> None:
    first = recital("sl", 1, "sta gibanji Bele stepe in Zora mirni")
    second = recital("sl", 2, "je bilo gibanje Bele stepe v skladu z zakonom prepovedano")
    version = recitals_of("sl", [first, second])
    assert of_class(named(version, "recital/A"), "organisation") == ["Bele stepe", "Zora"]
    assert of_class(named(version, "recital/B"), "organisation") == ["Bele stepe"]


def test_a_post_in_an_organisation_parts_two_names() -> None:
    found = in_recital("sl", "so zapori glavnemu uredniku časopisa Stepska Zora Ivanu Borkovu grozili")
    assert of_class(found, "organisation") == ["Stepska Zora"]
    assert of_class(found, "person") == ["Ivanu Borkovu"]


def test_the_president_in_the_closing_formula_is_parliaments() -> None:
    version = paragraphs_of("sl", [paragraph("sl", 1, "Mongolijo, naj ravna"), last("sl", 2)])
    assert "actor/president-of-mongolia" not in named(version, "paragraph/2").values()


def test_what_stands_before_a_comma_and_belongs_to_the_act_before() -> None:
    words = "Komisijo, naj ukrepa proti stranki Zora in gibanju Stepa, ter mongolske oblasti poziva, naj odgovorijo"
    version = paragraphs_of("sl", [paragraph("sl", 1, words), last("sl", 2)])
    acts = next(row for row in version.units if row.key == "paragraph/1").acts
    assert [act.addressees for act in acts] == [("actor/european-commission",), ("actor/authorities-of-mongolia",)]


def test_a_date_in_a_relative_clause_is_no_date_of_a_text() -> None:
    citations = [
        "– ob upoštevanju sklepov o volitvah v Mongoliji, ki so potekale 10. januarja 2031,",
        "– ob upoštevanju sklepov Sveta o volitvah v Mongoliji, ki jih je sprejel 11. januarja 2031,",
    ]
    version = read(body("sl", [recital("sl", 1)], [paragraph("sl", 1), last("sl", 2)], citations), "sl")
    assert not [entity for entity in named(version, "citation/1").values() if entity.startswith("instrument/")]
    assert "instrument/conclusions-council-of-the-european-union-2031-01-11" in named(version, "citation/2").values()


def test_a_known_name_may_stand_between_a_role_and_a_name() -> None:
    found = in_recital("sl", "so oblasti pridržale novinarko mongolskega programa RFE/RL Sajo Borkovo in jo zaprle")
    assert of_class(found, "person") == ["Sajo Borkovo"]


def in_citation(language: str, words: str) -> dict[str, str]:
    opening = FRAMES[language][1]
    text = body(language, [recital(language, 1)], [paragraph(language, 1), last(language, 2)], [f"– {opening} {words},"])
    return named(read(text, language), "citation/1")


@pytest.mark.parametrize(
    ("language", "words", "expected"),
    [
        # The number stands behind the issuer.
        ("cs", "rezoluci Rady bezpečnosti OSN č. 1999/31", "instrument/resolution-un-security-council-1999-31"),
        ("en", "UN Security Council resolution 1999/31", "instrument/resolution-un-security-council-1999-31"),
        # Each word of a name may have its own case ending.
        ("cs", "vládu Mongolska a vládu Čínské lidové republiky", "actor/government-of-china"),
        ("cs", "Evropskou sociální chartu", "instrument/european-social-charter"),
        # An issue is no parliamentary question.
        ("cs", "otázku Hongkongu ze dne 3. června 2031", None),
        ("cs", "parlamentní otázku ze dne 3. června 2031", "instrument/question-2031-06-03"),
    ],
)
def test_texts_and_bodies_of_citations(language: str, words: str, expected: str | None) -> None:
    found = [entity for entity in in_citation(language, words).values() if entity != "actor/hong-kong"]
    assert (expected in found) if expected else found == []


def test_what_is_asked_for_is_no_addressee() -> None:
    version = paragraphs_of("de", [paragraph("de", 1, "die Kommission auf, die Mitgliedstaaten zu hören"), last("de", 2)])
    unit = next(row for row in version.units if row.key == "paragraph/1")
    assert [act.addressees for act in unit.acts] == [("actor/european-commission",)]
    assert "actor/member-states" in named(version, "paragraph/1").values()


def test_a_date_before_a_comma_and_another_text_is_not_its_date() -> None:
    found = in_citation("lt", "Romos statutą, kuris įsigaliojo 2031 m. liepos 1 d., ir į savo rezoliucijas")
    assert [entity for entity in found.values() if entity.startswith("instrument/resolution")] == []
    found = in_citation("lt", "savo 2031 m. liepos 1 d. rezoliuciją")
    assert list(found.values()) == ["instrument/resolution-european-parliament-2031-07-01"]


def test_a_regime_without_its_state_is_nobody() -> None:
    assert set(in_recital("sl", "v Mongoliji velja nov režim za vize").values()) == {"actor/mongolia"}
    assert "actor/regime-of-mongolia" in in_recital("sl", "je mongolski režim zaprl časnike").values()


def test_ordinals_tell_articles_from_paragraphs() -> None:
    text = "os artigos 2.º, 3.º, n.º 5, 18.º e 21.º do Tratado da União Europeia são claros"
    (run, _), *others = find_pinpoints(text, pack("pt"))
    assert [pin.label(rule=False) for pin in run] == ["art. 2", "art. 3(5)", "art. 18", "art. 21"]
    assert others == []


def test_a_convention_goes_on_owning_articles() -> None:
    words = (
        "den europæiske menneskerettighedskonvention, særlig artikel 10 om retten til ytringsfrihed og artikel 11 om forsamlinger"
    )
    text = f"""Europa-Parlamentet,

– der henviser til {words},

A. der henviser til, at det er sådan;

1. pålægger sin formand at sende dette.
"""
    version = read_text(decode(text.encode(), "x"), "da")
    found = named(version, "citation/1").values()
    assert {entity.partition("/art/")[2] for entity in found if "/art/" in entity} == {"10", "11"}


def test_a_post_in_an_organisation_is_no_states() -> None:
    found = in_citation("cs", "dopis předsedy Amnesty International v Mongolsku")
    assert "actor/president-of-mongolia" not in found.values()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("et", "ÜRO Peaassamblee 24. oktoobri 2031. aasta resolutsiooni 3314"),
        ("lt", "JT Generalinės Asamblėjos 2031 m. spalio 24 d. rezoliuciją 3314"),
    ],
)
def test_a_date_may_stand_between_an_issuer_and_its_number(language: str, words: str) -> None:
    assert "instrument/resolution-un-general-assembly-3314" in in_citation(language, words).values()


def test_the_mark_of_a_footnote_is_no_figure() -> None:
    version = recitals_of("en", [recital("en", 1, "12 people(13) were arrested (14 of them twice)")])
    assert [mention.value for mention in version.units[1].figures] == [12, 14]
