"""Labels and bullets as converters, fonts and scanners leave them; and what only looks like one of them."""

from __future__ import annotations

import pytest

from kzgraph.model import Part, UnitKind, Version
from tests.extract.frames import FRAMES, STOPS, body, last, letter, paragraph, paragraphs_of, read, recital

SOME = pytest.mark.parametrize("language", ["bg", "el", "en", "hu"])
#: The units of :func:`text_with`.
KEYS = [
    *("citation/1", "citation/2"),
    *("recital/A", "recital/B", "recital/C"),
    *("paragraph/1", "paragraph/2", "paragraph/3", "paragraph/4"),
]


def keys(version: Version) -> list[str]:
    return [unit.key for unit in version.units]


def text_with(language: str, of_letters: str = "{}. ", of_numbers: str = "{}. ", dash: str = "– ", between: str = "\n\n") -> str:
    regard = FRAMES[language][1]
    return body(
        language,
        [recital(language, rank, label=of_letters.format(letter(language, rank))) for rank in (1, 2, 3)],
        [*(paragraph(language, n, label=of_numbers.format(n)) for n in (1, 2, 3)), of_numbers.format(4) + FRAMES[language][4]],
        [f"{dash}{regard} {words}," for words in ("abc", "def")],
        between,
    )


def texts(version: Version) -> list[str]:
    return [unit.text.text for unit in version.units]


# ---------------------------------------------------------------- labels


@SOME
@pytest.mark.parametrize("form", ["[{}] ", "{} ", "{}: ", "{}, ", "{} – ", "{}\n", "{}\n\n"])
def test_labels_of_another_form_in_the_whole_text(language: str, form: str) -> None:
    version = read(text_with(language, form, form), language)
    assert keys(version) == KEYS
    assert texts(version) == texts(read(text_with(language), language))
    assert all(unit.rule == "label" for unit in version.units[2:])


@SOME
def test_small_letters(language: str) -> None:
    small = read(text_with(language).replace(". ", ".\t"), language)
    rows = [recital(language, rank, label=f"{letter(language, rank).lower()}. ") for rank in (1, 2, 3)]
    version = read(body(language, rows, [paragraph(language, 1), last(language, 2)]), language)
    assert keys(version)[1:4] == ["recital/A", "recital/B", "recital/C"]
    assert texts(version)[1:4] == texts(small)[2:5]


@SOME
@pytest.mark.parametrize(("one", "ten"), [("l", "l0"), ("I", "IO"), ("|", "1O")])
def test_misread_digits(language: str, one: str, ten: str) -> None:
    labels = [one, *map(str, range(2, 10)), ten, one + one]
    rows = [paragraph(language, n, label=f"{label}. ") for n, label in enumerate(labels, 1)]
    version = paragraphs_of(language, [*rows, last(language, 12)])
    assert [unit.label for unit in version.units if unit.kind is UnitKind.PARAGRAPH] == [str(n) for n in range(1, 13)]
    assert not version.gaps


@SOME
def test_a_point_in_brackets_is_none_where_labels_have_dots(language: str) -> None:
    stop = STOPS.get(language, ";")
    points = "\n\n".join(f"({n}) {FRAMES[language][3]} abc{stop}" for n in (1, 2, 3))
    version = paragraphs_of(language, [f"1. {FRAMES[language][3]}:\n\n{points}", paragraph(language, 2), last(language, 3)])
    assert [unit.label for unit in version.units if unit.kind is UnitKind.PARAGRAPH] == ["1", "2", "3"]
    assert "(3)" in version.units[2].text.text


@pytest.mark.parametrize("line", ["a whereas that stands alone", "I regret to say"])
def test_words_of_one_letter_are_no_labels(line: str) -> None:
    rows = [f"A. whereas the lake is low,\n{line};", recital("en", 2)]
    version = read(body("en", rows, [paragraph("en", 1), last("en", 2)]), "en")
    assert keys(version) == ["citation/1", "recital/A", "recital/B", "paragraph/1", "paragraph/2"]
    assert line in version.units[1].text.text


# ---------------------------------------------------------------- bullets


@SOME
@pytest.mark.parametrize("dash", ["‒", "―", "‑", "·", "▪", "■", "‣", "○", "◦", "●", "~", "?", "\ufffd", "\uf0a8", "o"])
def test_whatever_a_font_made_of_a_bullet(language: str, dash: str) -> None:
    version = read(text_with(language, dash=f"{dash} "), language)
    assert keys(version) == KEYS
    assert texts(version) == texts(read(text_with(language), language))


@SOME
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_dash_on_a_line_of_its_own(language: str, between: str) -> None:
    version = read(text_with(language, dash=f"–{between}"), language)
    assert keys(version) == KEYS
    assert texts(version) == texts(read(text_with(language), language))


@SOME
def test_a_citation_that_lost_its_comma_ends_at_the_next_dash(language: str) -> None:
    regard = FRAMES[language][1]
    text = text_with(language, between="\n").replace(f"{regard} abc,", f"{regard} abc")
    version = read(text, language)
    assert keys(version) == KEYS
    assert texts(version)[0] == f"{regard} abc"


@SOME
def test_a_list_in_a_citation_is_part_of_it(language: str) -> None:
    regard = FRAMES[language][1]
    rows = [f"– {regard} abc:\n\n– def,\n\n– ghi,", f"– {regard} jkl,"]
    version = read(body(language, [recital(language, 1)], [paragraph(language, 1), last(language, 2)], rows), language)
    assert keys(version)[:3] == ["citation/1", "citation/2", "recital/A"]
    assert "ghi," in texts(version)[0]


@SOME
def test_items_behind_an_opener_alone_are_citations(language: str) -> None:
    rows = [f"{FRAMES[language][1]}:", "– abc,", "– def,"]
    version = read(body(language, [recital(language, 1)], [paragraph(language, 1), last(language, 2)], rows), language)
    assert texts(version)[1:3] == ["abc,", "def,"]


@SOME
@pytest.mark.parametrize("line", ["§ 5", "“def", "(def", "% def", "€ 5"])
def test_a_sign_that_begins_a_line_of_text_stays(language: str, line: str) -> None:
    rows = [f"– {FRAMES[language][1]} abc\n{line} ghi,", f"– {FRAMES[language][1]} jkl,"]
    version = read(body(language, [recital(language, 1)], [paragraph(language, 1), last(language, 2)], rows), language)
    assert keys(version)[:3] == ["citation/1", "citation/2", "recital/A"]
    assert f"abc {line} ghi" in texts(version)[0]


# ---------------------------------------------------------------- what stands between


@SOME
@pytest.mark.parametrize("rule", ["º º º", "◦ ◦ ◦", "⁎ ⁎ ⁎", "∗∗∗", "○ ○ ○", "•"])
def test_signs_between_the_parts_are_no_text(language: str, rule: str) -> None:
    text = text_with(language)
    at = text.index(f"{letter(language, 1)}. ")
    version = read(f"{text[:at]}{rule}\n\n{text[at:]}", language)
    assert keys(version) == KEYS
    assert texts(version) == texts(read(text, language))


@SOME
def test_a_heading_with_a_colon(language: str) -> None:
    heading = FRAMES[language][0].split()[0] + " xyz:"
    rows = [paragraph(language, 1), heading, paragraph(language, 2), last(language, 3)]
    version = paragraphs_of(language, rows)
    assert keys(version)[2:] == ["paragraph/1", "paragraph/2", "paragraph/3"]
    headings = [version.source.text[row.span.start : row.span.end] for row in version.removed if row.part is Part.HEADING]
    assert headings == [heading]
