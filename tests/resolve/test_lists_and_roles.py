"""Roles of several words, lists of names, numbers inside names, and who is addressed behind a clause or a pronoun."""

from __future__ import annotations

import pytest

from kzgraph.model import UnitKind
from tests.resolve.named import addressees, keys, printed, version


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("es", "Considerando que la defensora de los derechos humanos Dana Velin está detenida"),
        ("bg", "като има предвид, че защитничката на правата на човека Dana Velin е задържана"),
        ("fr", "considérant que la militante des droits de l'homme Dana Velin est détenue"),
        ("cs", "vzhledem k tomu, že obránkyně lidských práv Dana Velin byla zadržena"),
        ("sk", "keďže obhajkyňa ľudských práv Dana Velin bola zadržaná"),
    ],
)
def test_a_role_may_have_many_words(code: str, text: str) -> None:
    assert printed(version(code, text, kind=UnitKind.RECITAL), "Person") == [("Dana Velin",)]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "demande la fin des poursuites contre des groupes de défense des droits de l'homme tels que Lampara Kz et Oyan"),
        ("sk", "vyzýva, aby sa skončilo stíhanie skupín za ľudské práva, ako sú Lampara Kz a Oyan"),
        ("lv", "aicina izbeigt vajāšanu pret cilvēktiesību grupām, piemēram, Lampara Kz un Oyan"),
        ("hu", "felhívja, hogy ne üldözzék az olyan emberi jogi csoportokat, mint a Lampara Kz és az Oyan"),
        ("cs", "odsuzuje zákaz hnutí Lampara Kz a Oyan, včetně politických vězňů"),
    ],
)
def test_a_list_of_groups(code: str, text: str) -> None:
    assert printed(version(code, text), "Organisation") == [("Lampara Kz", "Oyan")]


def test_a_number_inside_a_name_counts_nothing() -> None:
    unit = version("de", "fordert ein Ende der Verfolgung von Gruppen wie Lampara, Oyan und Article 14 durch 12 Beamte").units[0]
    assert [figure.value for figure in unit.figures] == [12]


def test_an_article_opens_no_clause() -> None:
    text = "fordert den Rat, die Kommission und alle Mitgliedstaaten auf, zu handeln"
    assert addressees(version("de", text)) == [[("council-of-the-european-union", "european-commission", "member-states")]]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("hu", "felhívja a Tanácsot, hogy a Bizottság képviselőinek adjon hozzáférést"),
        ("sl", "poziva Svet, naj Komisijo opomni"),
    ],
)
def test_a_clause_ends_the_addressees(code: str, text: str) -> None:
    assert addressees(version(code, text)) == [[("council-of-the-european-union",)]]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("cs", "vyzývá Komisi, aby jednala; dále ji naléhavě vyzývá, aby spěchala"),
        ("sk", "vyzýva Komisiu, aby konala; okrem toho ju naliehavo vyzýva, aby sa ponáhľala"),
    ],
)
def test_a_pronoun_before_the_verb_is_its_object(code: str, text: str) -> None:
    assert addressees(version(code, text)) == [[("european-commission",), ("european-commission",)]]


def test_a_pronoun_behind_that_is_not() -> None:
    assert addressees(version("cs", "vítá postoj Komise; naléhavě vyzývá, aby ji všichni podpořili"))[0][1] == ()


def test_a_pronoun_in_an_aside_stands_for_nobody() -> None:
    text = "Europaparlamentet uppmanar kommissionen att agera. Parlamentet begär i detta avseende en reform."
    assert addressees(version("sv", text)) == [[("european-commission",), ()]]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("de", "begrüßt das Angebot, „Hilfe zu leisten“, bedauert jedoch das Fehlen eines Plans"),
        ("cs", "vítá nabídku, lituje však nedostatku plánů"),
    ],
)
def test_but_may_stand_behind_its_verb(code: str, text: str) -> None:
    assert [act.force for act in version(code, text).units[0].acts] == ["Commendation", "Condemnation"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("lt", "kadangi 2031 m. pasaulio spaudos laisvės indekse šalis yra paskutinė"),
        ("lv", "tā kā 2031. gada Pasaules preses brīvības indeksā valsts ir pēdējā"),
        ("hu", "mivel a 2031. évi sajtószabadság-világindexén az ország utolsó"),
    ],
)
def test_the_edition_of_an_index_may_stand_before_it(code: str, text: str) -> None:
    assert keys(version(code, text, kind=UnitKind.RECITAL), "Index", "Report") == [("world-press-freedom-index-2031",)]


def test_a_year_that_ends_a_sentence_is_no_edition() -> None:
    text = "whereas it began in 2031. World Press Freedom Index data show no change"
    assert keys(version("en", text, kind=UnitKind.RECITAL), "Index", "Report") == [("world-press-freedom-index",)]


def test_a_word_for_organisations_may_lead_to_the_addressee() -> None:
    assert addressees(version("en", "Calls on the organisation Blue Lampara to publish its report")) == [
        [("organisation-bl-lmpr",)]
    ]


def test_an_appeal_is_no_report() -> None:
    text = "having regard to the reports of 4 May 2031 by the UN Secretary-General and to the appeal by UN experts of 10 October 2032"
    assert printed(version("en", text, kind=UnitKind.CITATION), "Report") == [("reports of 4 May 2031",)]


@pytest.mark.parametrize(
    ("code", "text", "ranks"),
    [
        ("en", "whereas it ranks Mongolia 155th out of 180 countries", [155, 180]),
        ("en", "whereas this happened on the 12th of 20 days", []),
    ],
)
def test_a_rank_is_one_of_a_number(code: str, text: str, ranks: list[int]) -> None:
    assert [figure.value for figure in version(code, text, kind=UnitKind.RECITAL).units[0].figures] == ranks


def test_long_names_are_known_in_small_letters() -> None:
    text = "Vista la Declaración de las Naciones Unidas sobre los defensores de los derechos humanos"
    assert keys(version("es", text, kind=UnitKind.CITATION), "OfficialStatement") == [
        ("un-declaration-on-human-rights-defenders",)
    ]


@pytest.mark.parametrize(
    ("code", "text", "name"),
    [
        ("et", "võtab teadmiseks uue „Lampara rahva fondi“", "Lampara rahva fondi"),
        ("fi", "panee merkille ”Lamparan kansan rahaston” perustamisen", "Lamparan kansan rahaston"),
    ],
)
def test_a_quoted_name_may_end_in_its_word_for_organisations(code: str, text: str, name: str) -> None:
    assert printed(version(code, text), "Organisation") == [(name,)]


def test_a_name_ends_before_a_month() -> None:
    text = "Notes that the movement Lampara of the Lakes before June 2031 had no access"
    assert printed(version("en", text), "Organisation") == [("Lampara of the Lakes",)]


def test_a_given_name_is_no_state() -> None:
    of = version("it", "considerando che Darin George Velin è detenuto", kind=UnitKind.RECITAL)
    assert (printed(of, "Person"), printed(of, "State")) == ([("Darin George Velin",)], [()])


def test_plain_sentences_have_subjects() -> None:
    text = "Advokaten dömdes. Darin Velin, som fick priset 2031, är fängslad."
    assert printed(version("sv", text, kind=UnitKind.RECITAL), "Person") == [("Darin Velin",)]


def test_an_adjective_is_no_word_for_organisations() -> None:
    text = "De fredliga medborgarna Darin Velin och Ana Kers sköts till döds."
    assert printed(version("sv", text, kind=UnitKind.RECITAL), "Person") == [("Darin Velin", "Ana Kers")]


def test_a_possessive_stands_inside_a_name() -> None:
    text = "Calls on the Government of Mongolia and the Lampara People's Liberation Front to respect the ceasefire"
    of = version("en", text)
    assert printed(of, "Organisation") == [("Lampara People's Liberation Front",)]
    assert addressees(of) == [[("government-of-mongolia", "organisation-lmpr-pl-s-lbrtn-frnt")]]
