"""Who is addressed: across asides, behind pronouns that hang on the verb, and never the speaker."""

from __future__ import annotations

import pytest

from tests.resolve.named import version


def addressed(code: str, text: str) -> list[tuple[str, ...]]:
    """The addressees of each act of a paragraph."""
    return [act.addressees for act in version(code, text).units[0].acts]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("it", "invita, in tale contesto, la Commissione ad agire"),
        ("pt", "Convida, neste contexto, a Comissão a agir"),
        ("ro", "invită, în acest context, Comisia să acționeze"),
        ("el", "καλεί, στο πλαίσιο αυτό, την Επιτροπή να δράσει"),
    ],
)
def test_an_aside_hides_nobody(code: str, text: str) -> None:
    assert addressed(code, text) == [("actor/european-commission",)]


def test_what_commas_enclose_may_be_more_than_an_aside() -> None:
    assert addressed("it", "invita, dopo il rifiuto della barca, la Commissione ad agire") == [()]


def test_a_pronoun_may_hang_on_the_verb() -> None:
    both = ("actor/european-commission", "actor/council-of-the-european-union")
    assert addressed("pt", "Insta a Comissão e o Conselho a agirem; exorta-os a serem breves") == [both, both]


def test_the_speaker_is_not_addressed() -> None:
    assert addressed("sv", "Vidare uppmanar parlamentet kommissionen att agera.") == [("actor/european-commission",)]
