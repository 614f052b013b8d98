"""Who issued a dated text, and to whom bodies of a list belong."""

from __future__ import annotations

import pytest

from kzgraph.model import UnitKind
from tests.resolve.named import addressees, keys, version

CITATION = UnitKind.CITATION


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "having regard to its resolution of 3 June 2031 on the draft Council decision on fishing"),
        ("fr", "vu sa résolution du 3 juin 2031 sur le projet de décision du Conseil relative à la pêche"),
    ],
)
def test_the_subject_of_parliaments_resolution_is_not_its_issuer(language: str, text: str) -> None:
    assert keys(version(language, text, kind=CITATION), "ParliamentResolution") == [
        ("resolution-european-parliament-2031-06-03",)
    ]


def test_experts_issue_statements_too() -> None:
    text = "having regard to the statement by UN experts of 27 January 2031 and the work of the UN Human Rights Committee"
    assert keys(version("en", text, kind=CITATION), "OfficialStatement") == [("statement-un-experts-2031-01-27",)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Calls on Norway's government and parliament to act"),
        ("en", "Calls on the government and parliament of Norway to act"),
        ("da", "opfordrer Norges regering og parlament til at handle"),
    ],
)
def test_bodies_of_a_list_belong_to_one_state(language: str, text: str) -> None:
    of = version(language, text, title="Resolution on Uganda")
    assert addressees(of) == [[("government-of-norway", "parliament-of-norway")]]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Instructs its President to forward this resolution to the Council and the President of Norway"),
        ("fr", "charge son Président de transmettre la présente résolution au Conseil et au président de la Norvège"),
        ("de", "beauftragt seinen Präsidenten, diese Entschließung dem Rat und dem Präsidenten Norwegens zu übermitteln"),
        ("es", "Encarga a su presidente que transmita la presente Resolución al Consejo y al presidente de Noruega"),
        ("pt", "Encarrega o seu Presidente de transmitir a presente resolução ao Conselho e ao Presidente da Noruega"),
    ],
)
def test_parliament_instructs_its_own_president(language: str, text: str) -> None:
    of = version(language, text)
    (act,) = of.units[0].acts
    assert act.addressees == ("actor/president-of-the-european-parliament",)
    assert act.recipients == ("actor/council-of-the-european-union", "actor/president-of-norway")


def test_a_prime_minister_named_by_post_alone_is_that_of_the_state() -> None:
    of = version("fr", "demande au Premier ministre de la Norvège d'agir", "invite le Premier ministre, Mirel Tosk, à agir")
    assert keys(of, "Office") == [("prime-minister-of-norway",), ("prime-minister-of-norway",)]
