"""Persons and unknown organisations, by rule: invented names in the words of several languages."""

from __future__ import annotations

import pytest

from kzgraph.model import UnitKind
from tests.resolve.named import keys, printed, version

RECITAL = UnitKind.RECITAL


@pytest.mark.parametrize(
    ("language", "text", "persons"),
    [
        (
            "en",
            "Urges the authorities to release the journalist Mirel Tosk and the lawyer Ana Velin",
            ("Mirel Tosk", "Ana Velin"),
        ),
        ("fr", "demande la libération de Mirel Tosk et du rédacteur Pavo Lind", ("Mirel Tosk", "Pavo Lind")),
        ("de", "fordert die Regierung auf, den Journalisten Mirel Tosk freizulassen", ("Mirel Tosk",)),
        ("de", "verurteilt die Verhaftung der Menschenrechtsverteidigerin Ana Velin", ("Ana Velin",)),
        ("de", "bedauert, dass die Mitglieder seines Präsidiums Ana Velin und Pavo Lind fehlen", ("Ana Velin", "Pavo Lind")),
        ("de", "nimmt die Worte des Sprechers Mirel Tosk zur Kenntnis", ("Mirel Tosk",)),
        ("sv", "uppmanar regeringen att frige redaktören Mirel Tosk", ("Mirel Tosk",)),
        ("it", "chiede al governo di liberare il giornalista Mirel Tosk", ("Mirel Tosk",)),
        ("es", "exige que se ponga en libertad a Ana Velin", ("Ana Velin",)),
        ("pt", "lamenta a morte de Pavo da Lind", ("Pavo da Lind",)),
        ("da", "fordømmer drabet på Mirel Tosk", ("Mirel Tosk",)),
    ],
)
def test_a_person_is_named_without_what_leads_to_the_name(language: str, text: str, persons: tuple[str, ...]) -> None:
    assert printed(version(language, text), "Person", "Organisation") == [persons]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "whereas Mirel Tosk was arrested"),
        ("en", "whereas on 3 June 2031, Mirel Tosk was arrested"),
        ("fr", "considérant que Mirel Tosk a été arrêté"),
        ("de", "in der Erwägung, dass Mirel Tosk verhaftet wurde"),
        ("es", "Considerando que Mirel Tosk fue detenido"),
        ("da", "der henviser til, at Mirel Tosk blev anholdt"),
    ],
)
def test_a_full_name_that_opens_a_clause_is_its_subject(language: str, text: str) -> None:
    assert printed(version(language, text, kind=RECITAL), "Person") == [("Mirel Tosk",)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Regrets that Barbara Itungo was the only one"),  # "ngo" ends a name
        ("fr", "demande de libérer immédiatement et sans condition Mirel Tosk, Ana Velin et Pavo Lind"),  # "média" begins a word
        ("en", "Notes that the Green Week was dull"),
        ("es", "lamenta la Regulación de Agentes Ocultos"),
    ],
)
def test_parts_of_words_lead_to_no_organisation(language: str, text: str) -> None:
    assert printed(version(language, text), "Organisation") == [()]


def test_four_words_are_two_names_only_in_a_list_of_short_ones() -> None:
    rows = ["Urges to release Ana Velin, Mirel Tosk Pavo Lind and Oda Brun", "Deplores the death of Luis Carlos Ormala Lind"]
    assert printed(version("en", *rows), "Person") == [
        ("Ana Velin", "Mirel Tosk", "Pavo Lind", "Oda Brun"),
        ("Luis Carlos Ormala Lind",),
    ]


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("en", "Condemns the ban of the Blue Lake Foundation", ("Blue Lake Foundation",)),
        ("en", "Regrets that the newspaper Lampara was closed; notes this", ("Lampara",)),
        (
            "en",
            "Names organisations, including the Ormalian Lake Facility and the Ormala Watch",
            ("Ormalian Lake Facility", "Ormala Watch"),
        ),
        ("es", "lamenta que la Fundación Lago Azul esté cerrada", ("Fundación Lago Azul",)),
        ("es", "pide al Consejo Supremo Electoral que cuente", ("Consejo Supremo Electoral",)),
        ("fr", "soutient la Ligue des pêcheurs du lac (LPL) et la presse", ("Ligue des pêcheurs du lac", "LPL")),
        ("en", "Supports the Ormala movement and its members", ("Ormala",)),
        ("en", "Supports the movement's call under Article 405 of the Criminal Code", ()),
        (
            "en",
            "Supports NGOs such as Amnesty International, Lampara and Article 14",
            ("Amnesty International", "Lampara", "Article 14"),
        ),
        ("en", "Regrets that the European Union, Mirel Tosk and the press were absent", ()),
        ("sv", "konstaterar att tidningen Setit grundades av Mirel Tosk", ("Setit",)),
        (
            "de",
            "bedauert die Strafen der Organisationen Ormala, Internationales Büro für Seen (IBS) und Lampara mit Geldbußen",
            ("Ormala", "Internationales Büro für Seen", "IBS", "Lampara"),
        ),
        ("de", "begrüßt, dass die Partei Nova Ormala 76 Sitze erhielt", ("Nova Ormala",)),
        ("fr", "soutient le mouvement d'opposition «Lac Libre» (LAL) et LAL", ("Lac Libre", "LAL", "LAL")),
        ("da", "bemærker, at mediemogulen Mirel Tosk er fri", ()),
        ("nl", "steunt de mensenrechtengroeperingen Lampara en Ormala", ("Lampara", "Ormala")),
        (
            "de",
            "bedauert, dass die Nachrichtenagentur Lampara und der Fernsehsender Ormala abgeschaltet wurden",
            ("Lampara", "Ormala"),
        ),
    ],
)
def test_a_word_for_organisations_leads_to_their_names(language: str, text: str, names: tuple[str, ...]) -> None:
    assert printed(version(language, text), "Organisation") == [names]


def test_small_words_at_the_end_of_a_group_belong_to_it_where_one_place_shows_them() -> None:
    rows = ("Supports the movements Koro partiya and Alga", "Regrets the ban of the movement Koro partiya in 2030")
    assert printed(version("en", *rows), "Organisation") == [("Koro partiya", "Alga"), ("Koro partiya",)]


def test_one_group_has_one_key_with_and_without_its_word_for_groups() -> None:
    rows = ("lamenta que la Fundación Lampara Azul cierre", "apoya a la fundación Lampara Azul")
    of = version("es", *rows)
    first, second = keys(of, "Organisation")
    assert first == second


def test_a_name_is_found_again_without_its_role_and_another_first_name_is_another_person() -> None:
    rows = ("Supports the lawyer Mirel Tosk", "Notes the words that Mirel Tosk wrote, which Tosk denied and Oda Tosk did not")
    assert printed(version("en", *rows), "Person") == [("Mirel Tosk",), ("Mirel Tosk", "Tosk")]


@pytest.mark.parametrize(
    ("language", "text"), [("es", "pide al Consejo Supremo que cuente"), ("pt", "solicita ao Conselho Nacional que conte")]
)
def test_a_council_with_a_further_capital_is_another_council(language: str, text: str) -> None:
    assert "council-of-the-european-union" not in keys(version(language, text), "Institution")[0]


def test_a_name_is_of_one_class_in_the_whole_document() -> None:
    of = version(
        "ro",
        "întrucât au fost condamnați activiști asociați cu Velin Orlan și mișcarea Alternativa Lacurilor",
        "invită autoritățile să anuleze hotărârile privind mișcările Velin Orlan și Alternativa Lacurilor",
    )
    assert printed(of, "Person") == [(), ()]
    assert [names[0] for names in printed(of, "Organisation")] == ["Velin Orlan", "Velin Orlan"]


@pytest.mark.parametrize(
    ("language", "text", "person"),
    [
        ("en", "condemns the words of President Tosk", "Tosk"),
        ("en", "condemns the words of Mr Tosk", "Tosk"),
        ("fr", "condamne les propos de M. Tosk", "Tosk"),
        ("de", "verurteilt die Rede des Präsidenten Tosk", "Tosk"),
        ("es", "pide al presidente Tosk que libere a los presos", "Tosk"),
        ("pl", "potępia słowa prezydenta Toska", "Toska"),
        ("bg", "осъжда думите на г-н Тоск", "Тоск"),
    ],
)
def test_a_surname_behind_a_post_or_title_is_a_person_where_no_full_name_is_printed(
    language: str, text: str, person: str
) -> None:
    title = {"es": "Ucrania", "pl": "Ukrainy", "fr": "Ukraine", "bg": "Украйна"}.get(language, "Ukraine")
    assert printed(version(language, text, title=title), "Person") == [(person,)]


def test_a_surname_behind_a_post_is_the_person_who_is_named_in_full_elsewhere() -> None:
    of = version("en", "deplores the arrest of Mirel Tosk", "asks President Tosk to explain it", title="on Ukraine")
    assert keys(of, "Person") == [("person-mrl-tsk",)] * 2


@pytest.mark.parametrize("text", ["condemns the words of Mr MLT", "condemns the President Movement", "condemns the Movement Mr"])
def test_neither_an_abbreviation_nor_a_word_for_organisations_is_such_a_surname(text: str) -> None:
    assert printed(version("en", text, title="on Ukraine"), "Person") == [()]


def test_an_abbreviation_is_nobodys_surname() -> None:
    of = version("en", "deplores the arrest of the journalist Mirel Malet", "notes that the MLT was closed")
    assert printed(of, "Person") == [("Mirel Malet",), ()]


def test_a_short_name_printed_in_full_again_is_the_same_person() -> None:
    of = version("es", "lamenta la detención de Ho Lia", "señala que el premio fue, junto con Ho Lia, para otros")
    assert printed(of, "Person") == [("Ho Lia",)] * 2


@pytest.mark.parametrize(
    "text", ["asks UN Secretary-General Dan Tol-min to act", "asks the lawyer Dan Tol-min, among others, to act"]
)
def test_the_small_second_part_of_a_given_name_belongs_to_it(text: str) -> None:
    assert printed(version("en", text), "Person") == [("Dan Tol-min",)]


def test_a_case_ending_behind_a_hyphen_is_no_part_of_a_name() -> None:
    assert printed(version("hu", "kéri Mirel Rosseau-nak, az ügyvédnek a szabadon bocsátását"), "Person") == [("Mirel Rosseau",)]


@pytest.mark.parametrize(
    ("language", "text", "person"),
    [
        ("pl", "wzywa do natychmiastowego uwolnienia Darina Tolmina", "Darina Tolmina"),
        ("cs", "vyzývá k propuštění Darina Tolmina", "Darina Tolmina"),
        ("el", "ζητεί την απελευθέρωση του Ντάριν Τόλμιν", "Ντάριν Τόλμιν"),
        ("bg", "осъжда ареста на Дарин Толмин", "Дарин Толмин"),
        ("ro", "solicită eliberarea lui Darin Tolmin", "Darin Tolmin"),
        ("it", "condanna l'arresto di Darin Tolmin", "Darin Tolmin"),
        ("nl", "dringt aan op de vrijlating van Darin Tolmin", "Darin Tolmin"),
        ("fi", "vaatii Darin Tolminin vapauttamista", "Darin Tolminin"),
        ("et", "nõuab Darin Tolmini vabastamist", "Darin Tolmini"),
        ("lt", "reikalauja Darino Tolmino paleidimo", "Darino Tolmino"),
        ("lv", "prasa Darina Tolmina atbrīvošanu", "Darina Tolmina"),
        ("hr", "poziva na puštanje Darina Tolmina", "Darina Tolmina"),
        ("sk", "vyzýva na prepustenie Darina Tolmina", "Darina Tolmina"),
        ("sl", "zahteva izpustitev Darina Tolmina", "Darina Tolmina"),
    ],
)
def test_what_befell_somebody_tells_a_name(language: str, text: str, person: str) -> None:
    assert printed(version(language, text), "Person") == [(person,)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("condemns the ruling party, Noru-PF, and its leaders", ("Noru-PF",)),
        ("condemns the ruling party, Mirel Tosk, and others", ()),
        ("notes that the group Movement for Civic Change for the European Commission wrote", ("Movement for Civic Change",)),
    ],
)
def test_an_apposed_abbreviation_and_the_end_of_a_long_name(text: str, names: tuple[str, ...]) -> None:
    assert printed(version("en", text), "Organisation") == [names]


@pytest.mark.parametrize(
    ("language", "text", "persons"),
    [
        ("en", "whereas Crown Prince Mirel Tosk called for dialogue", ("Mirel Tosk",)),
        ("es", "considerando que Ana Velin, Secretaria General de un partido, fue detenida", ("Ana Velin",)),
    ],
)
def test_a_post_of_several_words_is_no_part_of_a_name(language: str, text: str, persons: tuple[str, ...]) -> None:
    assert printed(version(language, text, kind=RECITAL), "Person") == [persons]


def test_a_title_before_a_surname_is_no_other_first_name() -> None:
    of = version("en", "deplores the arrest of Mirel Tosk", "notes that Dr Tosk is ill and that Ana Tosk is not")
    assert printed(of, "Person") == [("Mirel Tosk",), ("Tosk",)]


def test_an_article_and_a_word_for_organisations_are_no_name() -> None:
    assert printed(version("es", "felicita a La Liga por su victoria"), "Organisation") == [()]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pl", "wzywa do uwolnienia laureata Nagrody Nobla"),
        ("es", "recuerda que la líder de un partido, Premio Nobel de la Paz y Premio Sájarov, fue detenida"),
        ("cs", "vyzývá k propuštění laureáta Sacharovovy ceny"),
    ],
)
def test_a_prize_is_nobody(language: str, text: str) -> None:
    assert printed(version(language, text), "Person", "Organisation") == [()]


def test_behind_a_long_post_a_place_may_stand() -> None:
    of = version("hr", "pozdravlja posjet posebnog izvjestitelja UN-a o mučenju Karanu 11. lipnja")
    assert printed(of, "Person") == [()]
