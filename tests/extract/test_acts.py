"""Speech acts: which verbs are acts of Parliament, where each ends, and which pronouns stand for those addressed."""

from __future__ import annotations

import pytest

from kzgraph.extract.acts import find_acts
from kzgraph.language.pack import pack


def acts(code: str, text: str) -> list[tuple[str, str]]:
    """Force and content of each act in a paragraph."""
    return [(act.force, text[act.span.start : act.span.end]) for act in find_acts(text, pack(code))]


@pytest.mark.parametrize(
    ("code", "text", "contents"),
    [
        (
            "en",
            "Condemns the raids, deplores the loss of life and expresses its condolences to the families",
            ["Condemns the raids", "deplores the loss of life", "expresses its condolences to the families"],
        ),
        (
            "de",
            "verurteilt die Razzien, bedauert den Verlust von Leben und fordert die Regierung auf, zu handeln",
            ["verurteilt die Razzien", "bedauert den Verlust von Leben", "fordert die Regierung auf, zu handeln"],
        ),
        (
            "fr",
            "condamne les rafles, déplore les pertes et exprime ses condoléances aux familles",
            ["condamne les rafles", "déplore les pertes", "exprime ses condoléances aux familles"],
        ),
        (
            "pl",
            "potępia obławy, ubolewa nad stratami i składa kondolencje rodzinom",
            ["potępia obławy", "ubolewa nad stratami", "składa kondolencje rodzinom"],
        ),
        (
            "es",
            "condena las redadas, lamenta las pérdidas y expresa sus condolencias",
            ["condena las redadas", "lamenta las pérdidas", "expresa sus condolencias"],
        ),
    ],
)
def test_verbs_in_a_list_are_acts_of_their_own(code: str, text: str, contents: list[str]) -> None:
    assert [content for _, content in acts(code, text)] == contents


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Calls on Chad to ratify the statute, condemn torture and support the court"),
        ("en", "Stresses that the Commission calls on nobody to act"),
        ("de", "fordert den Rat auf, die Lage zu prüfen, Sanktionen zu verhängen und zu berichten"),
        ("it", "invita il Consiglio a esaminare la situazione, imporre sanzioni e riferire"),
        ("hr", "poziva Vijeće da razmotri stanje, uvede sankcije i izvijesti"),
    ],
)
def test_verbs_of_others_are_no_acts(code: str, text: str) -> None:
    assert [content for _, content in acts(code, text)] == [text]


@pytest.mark.parametrize(
    ("code", "text", "contents"),
    [
        (
            "sl",
            "ugotavlja, da je zakon v nasprotju z načeli in dobro prakso odborov, seznanjen pa je tudi z novo pobudo",
            ["ugotavlja, da je zakon v nasprotju z načeli in dobro prakso odborov", "seznanjen pa je tudi z novo pobudo"],
        ),
        (
            "hr",
            "osuđuje racije i, u tom kontekstu, poziva vladu da djeluje",
            ["osuđuje racije", "u tom kontekstu, poziva vladu da djeluje"],
        ),
        (
            "fr",
            "condamne les rafles et, dans ce contexte, invite le gouvernement à agir",
            ["condamne les rafles", "dans ce contexte, invite le gouvernement à agir"],
        ),
        (
            "it",
            "invita il governo a rilasciarli e, se necessario, a risarcirli",
            ["invita il governo a rilasciarli e, se necessario, a risarcirli"],
        ),
    ],
)
def test_commas_part_acts(code: str, text: str, contents: list[str]) -> None:
    assert [content for _, content in acts(code, text)] == contents


@pytest.mark.parametrize(
    ("code", "text", "pronoun"),
    [
        ("fr", "exige la libération de tous", ""),
        ("fr", "les invite à agir", "them"),
        ("es", "la insta a que actúe", "him"),
        ("es", "insta la liberación de todos", ""),
        ("sv", "Parlamentet uppmanar den att agera", "him"),
        ("en", "urges them to act", "them"),
        ("hr", "nadalje, potiče ih da djeluju", "them"),
        ("de", "fordert sie auf, zu handeln", "them"),
    ],
)
def test_an_article_is_no_pronoun(code: str, text: str, pronoun: str) -> None:
    assert [act.pronoun for act in find_acts(text, pack(code))] == [pronoun]
