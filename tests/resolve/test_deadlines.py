"""By when something is asked for."""

from __future__ import annotations

import pytest

from kzgraph.extract.read import read_unit
from kzgraph.language.pack import pack
from kzgraph.model import Act, Span, UnitKind
from kzgraph.resolve.deadlines import deadlines

ADOPTED = "2031-06-12"


def found(code: str, text: str, adopted: str | None = ADOPTED, force: str = "Demand") -> tuple[str, ...]:
    """The deadlines of one act that fills its paragraph."""
    own = pack(code)
    unit = read_unit(text, own, UnitKind.PARAGRAPH)
    return deadlines(unit, Act(Span(0, len(text)), force, "calls-on"), adopted, own)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Calls on the EEAS to report before 1 October 2031"),
        ("de", "fordert den EAD auf, vor dem 1. Oktober 2031 Bericht zu erstatten"),
        ("fi", "kehottaa EUH:ta raportoimaan ennen 1. lokakuuta 2031"),
        ("hr", "poziva ESVD da izvijesti prije 1. listopada 2031."),
        ("el", "καλεί την ΕΥΕΔ να υποβάλει έκθεση πριν από την 1η Οκτωβρίου 2031"),
    ],
)
def test_a_date_ahead_behind_such_a_word_is_a_deadline(code: str, text: str) -> None:
    assert found(code, text) == ("2031-10-01",)


def test_a_month_may_be_one() -> None:
    assert found("en", "Calls on the EEAS to report by October 2031") == ("2031-10",)


@pytest.mark.parametrize(
    "text",
    [
        "Calls on the EEAS to look into the arrests made before 1 May 2031",
        "Calls on the EEAS to attend the meeting of 1 October 2031",
        "Calls on the EEAS to report without delay",
    ],
)
def test_past_and_mere_dates_are_none(text: str) -> None:
    assert found("en", text) == ()


def test_without_the_date_of_the_resolution_or_a_demand_nothing_is_said() -> None:
    text = "Welcomes the plan to report before 1 October 2031"
    assert found("en", text, adopted=None) == ()
    assert found("en", text, force="Commendation") == ()
    assert found("en", text) == ("2031-10-01",)
