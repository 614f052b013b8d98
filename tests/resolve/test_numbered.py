"""Texts that are told by their number, and abbreviations that a text introduces."""

from __future__ import annotations

import pytest

from kzgraph.model import UnitKind
from tests.resolve.named import keys, printed, version

CITATION = UnitKind.CITATION
SECURITY = "resolution-un-security-council-"
RIGHTS = "resolution-un-human-rights-council-"


@pytest.mark.parametrize(
    ("language", "text", "texts"),
    [
        ("en", "having regard to UN Security Council resolutions 2142, 2218 and 2434 (2036)", ("2142", "2218", "2434")),
        ("sv", "med beaktande av FN:s säkerhetsråds resolution 2142", ("2142",)),
        ("da", "der henviser til FN's Sikkerhedsråds resolution 2142 (2036)", ("2142",)),
        ("de", "unter Hinweis auf die Resolution 2142 (2036) des Sicherheitsrates der Vereinten Nationen", ("2142",)),
        ("fr", "vu les résolutions 2142 (2036) et 2218 du Conseil de sécurité des Nations unies", ("2142", "2218")),
        (
            "pt",
            "Tendo em conta a Resolução 2142 (2036) do Conselho de Segurança das Nações Unidas, de 1 de julho de 2036",
            ("2142",),
        ),
    ],
)
def test_a_resolution_of_the_security_council_is_told_by_its_number(language: str, text: str, texts: tuple[str, ...]) -> None:
    assert keys(version(language, text, kind=CITATION), "ParliamentResolution") == [tuple(SECURITY + number for number in texts)]


def test_a_resolution_with_number_and_date_is_one_text() -> None:
    text = "having regard to UN Human Rights Council resolution 76/21 of 24 March 2036 on the lakes"
    assert keys(version("en", text, kind=CITATION), "ParliamentResolution") == [(RIGHTS + "76-21",)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "having regard to Council Regulation (EU) 2036/1716"),
        ("fr", "vu le règlement (UE) 2036/1716 du Conseil"),
        ("es", "Visto el Reglamento (UE) 2036/1716 del Consejo"),
        ("de", "gestützt auf die Verordnung (EU) 2036/1716 des Rates"),
    ],
)
def test_an_act_of_the_union_is_told_by_its_number_and_the_union_in_brackets_is_part_of_it(language: str, text: str) -> None:
    of = version(language, text, kind=CITATION)
    assert keys(of, "UnionAct", "ProceduralRules") == [("regulation-2036-1716",)]
    assert keys(of, "Institution") == [("council-of-the-european-union",)]


@pytest.mark.parametrize(
    "text", ["having regard to its resolution of 14 March 2036", "having regard to the decision of 12 judges"]
)
def test_a_day_or_a_count_is_no_number_of_a_text(text: str) -> None:
    assert all(
        not key.endswith(("parliament-14", "-12")) for key in keys(version("en", text, kind=CITATION), "ParliamentResolution")[0]
    )
    assert keys(version("en", text, kind=CITATION), "UnionAct") == [()]


def test_the_issuer_may_stand_right_before_the_word_for_the_text() -> None:
    text = "having regard to the Foreign Affairs Council conclusions of 22 February 2036"
    assert keys(version("en", text, kind=CITATION), "PolicyDocument") == [("conclusions-foreign-affairs-council-2036-02-22",)]


def test_a_short_name_in_brackets_tells_which_known_text_is_meant() -> None:
    text = "having regard to the agreement between the partners, signed in Cotonou on 23 June 2000 (the Cotonou Agreement)"
    assert keys(version("en", text, kind=CITATION), "Agreement") == [("cotonou-agreement",)]


def test_an_abbreviation_in_brackets_stands_for_the_name_before_it() -> None:
    rows = ("soutient la Ligue des pêcheurs du lac (LPL)", "demande à la LPL de témoigner", "note que LPX existe")
    of = version("fr", *rows)
    assert keys(of, "Organisation") == [("organisation-lpl",), ("organisation-lpl",), ()]
    assert printed(of, "Organisation")[1] == ("LPL",)


def test_an_abbreviation_of_a_known_text_is_that_text() -> None:
    rows = (
        "erinnert an den Internationalen Pakt über bürgerliche und politische Rechte (IPXYR)",
        "bedauert den Verstoß gegen Artikel 19 IPXYR",
    )
    of = version("de", *rows)
    assert keys(of, "Convention")[1] == ("international-covenant-on-civil-and-political-rights",)
    assert keys(of, "Provision") == [(), ("international-covenant-on-civil-and-political-rights/art/19",)]


def test_an_abbreviation_for_two_stands_for_none() -> None:
    rows = ("soutient la Ligue des pêcheurs du lac (LPL) et le Lien des pontonniers libres (LPL)", "note que LPL existe")
    assert keys(version("fr", *rows), "Organisation")[1] == ()


@pytest.mark.parametrize(
    ("language", "rows"),
    [
        ("en", ("Recalls the Cotonou Agreement", "Stresses Articles 8 and 96 of the Agreement")),
        ("de", ("erinnert an das Cotonou-Abkommen", "betont die Artikel 8 und 96 des Abkommens")),
        ("fr", ("rappelle l'accord de Cotonou", "souligne les articles 8 et 96 de l'accord")),
    ],
)
def test_the_agreement_behind_articles_is_the_one_that_the_document_names(language: str, rows: tuple[str, str]) -> None:
    of = version(language, *rows)
    assert keys(of, "Provision")[1] == ("cotonou-agreement/art/8", "cotonou-agreement/art/96")
    assert keys(of, "Agreement")[1] == ("cotonou-agreement",)


def test_of_two_agreements_none_is_the_agreement() -> None:
    of = version("en", "Recalls the Cotonou Agreement and the Paris Agreement", "Stresses Articles 8 and 96 of the Agreement")
    assert keys(of, "Provision", "Agreement")[1] == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "having regard to Council Common Position 2031/135/CFSP of 18 February 2031"),
        ("cs", "s ohledem na společný postoj Rady 2031/135/SZBP ze dne 18. února 2031"),
        ("hu", "tekintettel a Tanács 2031. február 18-i, 2031/135/KKBP közös álláspontjára"),
        ("bg", "като взе предвид Обща позиция на Съвета 2031/135/ОВППС от 18 февруари 2031 г."),
    ],
)
def test_a_common_position_is_told_by_its_number(language: str, text: str) -> None:
    assert keys(version(language, text, kind=CITATION), "UnionAct") == [("common-position-2031-135",)]


def test_what_a_number_ends_in_names_nobody() -> None:
    text = "tekintettel a 2031/98/EU európai rendeletre"
    of = version("hu", text, kind=CITATION)
    assert keys(of, "UnionAct", "Institution") == [("regulation-2031-98",)]


def test_a_document_may_give_a_known_abbreviation_to_another() -> None:
    of = version("en", "whereas the Reed Sea Fund (RSF) met in spring", "whereas the RSF met again", kind=UnitKind.RECITAL)
    assert keys(of, "Organisation") == [("organisation-rsf",)] * 2


def test_a_known_abbreviation_keeps_its_meaning_where_the_name_before_it_has_other_letters() -> None:
    of = version("en", "whereas the Blue Lake Fund (RSF) met in spring", "whereas RSF met again", kind=UnitKind.RECITAL)
    assert keys(of, "Organisation")[1] == ("reporters-without-borders",)


def test_the_union_adopts_no_resolution_of_parliament() -> None:
    text = "having regard to its resolution on the EU-China Summit, adopted on 13 December 2031"
    assert keys(version("en", text, kind=CITATION), "ParliamentResolution") == [("resolution-european-parliament-2031-12-13",)]
