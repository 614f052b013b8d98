"""Packs are data, so they are tested as data: each example must give exactly what it says, and no pack may contradict itself."""

from __future__ import annotations

import tomllib
from collections import Counter
from typing import Any

import pytest

from kzgraph.extract.acts import find_acts
from kzgraph.extract.openers import ends, opens
from kzgraph.extract.read import read_unit
from kzgraph.language.formulas import collect, formulas
from kzgraph.language.pack import FORCES, languages, pack
from kzgraph.language.phrases import source_of
from kzgraph.language.words import Pack
from kzgraph.model import UnitKind
from kzgraph.reading.recognise import weigh
from kzgraph.resources import packs_folder

OFFICIAL = [
    "bg",
    "cs",
    "da",
    "de",
    "el",
    "en",
    "es",
    "et",
    "fi",
    "fr",
    "ga",
    "hr",
    "hu",
    "it",
    "lt",
    "lv",
    "mt",
    "nl",
    "pl",
    "pt",
    "ro",
    "sk",
    "sl",
    "sv",
]
LEAST_EXAMPLES = 7


def examples(code: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((packs_folder() / f"{code}.examples.toml").read_text("utf-8"))["example"]
    return rows


def rows() -> list[Any]:
    found = []
    for code in languages():
        if (packs_folder() / f"{code}.examples.toml").is_file():
            found += [pytest.param(code, row, id=f"{code}-{n}") for n, row in enumerate(examples(code), 1)]
    return found


def test_every_official_language_has_a_pack() -> None:
    assert list(languages()) == OFFICIAL


@pytest.mark.parametrize(("code", "row"), rows())
def test_example_gives_exactly_what_it_says(code: str, row: dict[str, Any]) -> None:
    own = pack(code)
    assert set(row) <= {"text", "opens", "findings", "dates", "figures"}
    kind = opens(row["text"], own)
    assert (kind.value if kind else "") == row["opens"]
    unit = read_unit(row["text"], own, UnitKind.RECITAL)
    assert [mention.value for mention in unit.dates] == row.get("dates", [])
    assert [mention.value for mention in unit.figures] == row.get("figures", [])
    if "findings" in row:
        assert len(unit.clauses) == row["findings"]


def acts_rows() -> list[Any]:
    found = []
    for code in languages():
        data = tomllib.loads((packs_folder() / f"{code}.examples.toml").read_text("utf-8"))
        found += [pytest.param(code, row, id=f"{code}-{n}") for n, row in enumerate(data.get("acts", []), 1)]
    return found


@pytest.mark.parametrize(("code", "row"), acts_rows())
def test_example_holds_exactly_these_acts(code: str, row: dict[str, Any]) -> None:
    assert set(row) <= {"text", "forces", "verbs"}
    acts = find_acts(row["text"], pack(code))
    assert [act.force for act in acts] == row["forces"]
    if "verbs" in row:
        assert [act.concept for act in acts] == row["verbs"]
    for act in acts:
        assert act.span.start <= act.verb.start < act.verb.end <= act.span.end


def heading_rows() -> list[Any]:
    found = []
    for code in languages():
        data = tomllib.loads((packs_folder() / f"{code}.examples.toml").read_text("utf-8"))
        found += [pytest.param(code, row, id=f"{code}-{n}") for n, row in enumerate(data.get("heading", []), 1)]
    return found


@pytest.mark.parametrize(("code", "row"), heading_rows())
def test_example_is_a_heading_behind_the_text_or_none(code: str, row: dict[str, Any]) -> None:
    assert set(row) == {"text", "ends"}
    assert ends(row["text"], pack(code)) == row["ends"]


@pytest.mark.parametrize("code", OFFICIAL)
def test_pack_has_examples_of_headings_behind_the_text_and_of_none(code: str) -> None:
    found = Counter(param.values[1]["ends"] for param in heading_rows() if param.values[0] == code)
    assert found[True] >= 3
    assert found[False] >= 2


@pytest.mark.parametrize("code", OFFICIAL)
def test_pack_has_examples_of_acts_and_of_none(code: str) -> None:
    rows_of_pack = [param.values[1] for param in acts_rows() if param.values[0] == code]
    assert len(rows_of_pack) >= LEAST_EXAMPLES
    assert any(len(row["forces"]) > 1 for row in rows_of_pack)
    assert len({force for row in rows_of_pack for force in row["forces"]}) >= 4


def test_the_collected_formulas_are_those_of_the_packs() -> None:
    """Recognition reads one small file instead of 24 packs; `python -m kzgraph.language.formulas` writes it anew."""
    assert formulas() == collect()


@pytest.mark.parametrize("code", OFFICIAL)
def test_pack_has_examples_of_everything_and_counter_examples(code: str) -> None:
    of_pack = examples(code)
    assert len(of_pack) >= LEAST_EXAMPLES
    kinds = {"citation", "recital", "paragraph", ""} if pack(code).recital.openers else {"citation", "paragraph", ""}
    assert {row["opens"] for row in of_pack} >= kinds
    assert any(row.get("findings", 0) > 1 for row in of_pack)
    assert any(row.get("dates") for row in of_pack)
    assert any(row.get("figures") for row in of_pack)
    assert any(
        not row.get("dates") and not row.get("figures") and any(letter.isdigit() for letter in row["text"]) for row in of_pack
    )


@pytest.fixture(params=OFFICIAL)
def own(request: pytest.FixtureRequest) -> Pack:
    found: Pack = pack(request.param)
    return found


def test_months_belong_to_one_month_each(own: Pack) -> None:
    forms = [form.casefold() for names in own.date.months for form in names]
    assert len(forms) == len(set(forms))
    assert not any("*" in form for form in forms)


def test_templates_hold_their_fields(own: Pack) -> None:
    assert own.date.full
    for template in own.date.full:
        assert all(field in template for field in ("{day}", "{month}", "{year}"))
    for template in own.date.month_year:
        assert "{day}" not in template
        assert "{month}" in template
        assert "{year}" in template
    for template in own.date.partial:
        assert "{year}" not in template


def test_every_force_has_a_verb(own: Pack) -> None:
    assert all(own.verbs_of(force) for force in FORCES)


def test_a_verb_has_one_force(own: Pack) -> None:
    phrases = [verb.phrase for verb in own.verbs]
    assert len(phrases) == len(set(phrases))


def test_number_words_exceed_one(own: Pack) -> None:
    assert all(value >= 2 for value in own.number.words.values())
    assert {2, 3, 4, 5, 6, 7, 8, 9, 10} <= set(own.number.words.values())


def test_labels_of_all_ranks_differ(own: Pack) -> None:
    usual = [forms[0] for forms in own.recital.labels]
    assert len(usual) == len(set(usual))
    assert len(usual) >= 52


def test_opening_line_alone_names_the_language(own: Pack) -> None:
    points = weigh("\n".join(f"{phrase}," for phrase in own.head.opening))
    assert points[0][0] == own.code
    assert len(points) == 1 or points[0][1] > points[1][1]


def test_phrases_are_written_in_one_notation(own: Pack) -> None:
    for phrase in (*own.citation_openers, *own.recital.openers, *(verb.phrase for verb in own.verbs)):
        assert not phrase.startswith(("…", "*"))
        assert "..." not in phrase
        assert source_of(phrase)
