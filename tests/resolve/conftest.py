"""What the tests of the works share: versions made to measure, without a text to be read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from kzgraph.model import (
    Clause,
    DateMention,
    FigureMention,
    Head,
    MappedText,
    Recognition,
    Source,
    Span,
    Unit,
    UnitKind,
    Version,
)

Make = Callable[..., Version]


def made(name: str, language: str = "mt", content: int = 0, units: int = 12, **head: object) -> Version:
    """A version of a resolution.

    Args:
        name: Its bytes and so its digest.
        language: Its code.
        content: Two versions with the same number here say the same, others have little in common.
        units: So many citations, each with a date and a figure, stand before one recital and one paragraph.
        head: The fields of its head.
    """
    source = Source(f"{name}.txt", name, hashlib.sha256(name.encode()).hexdigest(), "text/plain", "utf-8")
    words = MappedText.of("il-qniepen ta' Orm", 0)
    place = Span(0, 3)
    citations = [
        Unit(
            UnitKind.CITATION, rank, str(rank), None, words, "opener",
            dates=(DateMention(place, f"{1900 + content:04}-{rank % 12 + 1:02}-{rank % 28 + 1:02}", "full-date"),),
            figures=(FigureMention(place, 1000 * content + rank, "digits"),),
        )
        for rank in range(1, units + 1)
    ]  # fmt: skip
    recital = Unit(UnitKind.RECITAL, 1, "A", "A.", words, "label", clauses=(Clause(place, "opener"),))
    paragraph = replace(recital, kind=UnitKind.PARAGRAPH, label="1", printed_label="1.", clauses=())
    return Version(source, Recognition(language, (), ()), Head(**head), (*citations, recital, paragraph))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def make() -> Make:
    """Makes versions to measure."""
    return made
