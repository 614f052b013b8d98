"""Units by label, sequence and opener: what is lost, doubled, misprinted or only looks like a label."""

from __future__ import annotations

from string import ascii_uppercase

import pytest

from kzgraph.errors import InputError
from kzgraph.model import Part, UnitKind, Version
from kzgraph.summary import coverage
from tests.extract.frames import FRAMES, STOPS, body, last, letter, paragraph, paragraphs_of, read, recital, recitals_of


def keys(version: Version, kind: UnitKind) -> list[str]:
    return [unit.label for unit in version.units if unit.kind is kind]


ALL = pytest.mark.parametrize("language", FRAMES)
SOME = pytest.mark.parametrize("language", ["bg", "el", "en", "fi", "lt"])

# ---------------------------------------------------------------- the plain case


@ALL
def test_the_smallest_resolution(language: str) -> None:
    version = read(
        body(language, [recital(language, 1), recital(language, 2)], [paragraph(language, 1), last(language, 2)]), language
    )
    assert [unit.key for unit in version.units] == ["citation/1", "recital/A", "recital/B", "paragraph/1", "paragraph/2"]
    assert [unit.printed_label for unit in version.units] == [
        None,
        f"{letter(language, 1)}.",
        f"{letter(language, 2)}.",
        "1.",
        "2.",
    ]
    assert {unit.rule for unit in version.units if unit.kind is not UnitKind.CITATION} == {"label"}
    assert not version.gaps
    assert coverage(version)["unexplained"] == 0


@ALL
def test_lines_without_blank_lines_between(language: str) -> None:
    rows = [recital(language, 1), recital(language, 2)], [paragraph(language, 1), paragraph(language, 2), last(language, 3)]
    closed = read(body(language, *rows, between="\n"), language)
    assert [unit.key for unit in closed.units] == [unit.key for unit in read(body(language, *rows), language).units]


# ---------------------------------------------------------------- labels lost, gaps


@ALL
def test_a_lost_letter_is_found_by_the_opener(language: str) -> None:
    version = recitals_of(language, [recital(language, 1), recital(language, 2, label=""), recital(language, 3)])
    assert keys(version, UnitKind.RECITAL) == ["A", "B", "C"]
    assert [(unit.rule, unit.printed_label) for unit in version.units if unit.kind is UnitKind.RECITAL][1] == ("opener", None)
    assert not version.gaps


@ALL
def test_a_lost_number_is_found_by_the_verb(language: str) -> None:
    version = paragraphs_of(
        language, [paragraph(language, 1), paragraph(language, 2, "def", label=""), paragraph(language, 3), last(language, 4)]
    )
    assert keys(version, UnitKind.PARAGRAPH) == ["1", "2", "3", "4"]
    lost = version.units[3]
    assert (lost.rule, lost.printed_label) == ("opener", None)
    assert lost.text.text == f"{FRAMES[language][3]} def{STOPS.get(language, ';')}"


@SOME
def test_two_lost_letters_in_a_row(language: str) -> None:
    rows = [recital(language, rank, f"{'abcde'[rank]}bc", label=None if rank in (1, 4) else "") for rank in range(1, 5)]
    version = recitals_of(language, rows)
    assert keys(version, UnitKind.RECITAL) == ["A", "B", "C", "D"]
    assert [unit.text.text.rstrip(";·")[-3:] for unit in version.units if unit.kind is UnitKind.RECITAL] == [
        "bbc",
        "cbc",
        "dbc",
        "ebc",
    ]


@ALL
def test_a_recital_that_is_missing_is_reported(language: str) -> None:
    version = recitals_of(language, [recital(language, 1), recital(language, 3)])
    assert keys(version, UnitKind.RECITAL) == ["A", "C"]
    assert version.gaps == ("recital/B",)


@ALL
def test_paragraphs_that_are_missing_are_reported(language: str) -> None:
    version = paragraphs_of(language, [paragraph(language, 1), paragraph(language, 4), last(language, 5)])
    assert keys(version, UnitKind.PARAGRAPH) == ["1", "4", "5"]
    assert version.gaps == ("paragraph/2", "paragraph/3")


@SOME
def test_a_number_out_of_all_order_is_no_label(language: str) -> None:
    version = paragraphs_of(language, [paragraph(language, 1), paragraph(language, 77), last(language, 2)])
    assert keys(version, UnitKind.PARAGRAPH) == ["1", "2"]
    assert not version.gaps


# ---------------------------------------------------------------- series


@ALL
def test_letters_go_on_behind_the_alphabet(language: str) -> None:
    count = 60
    version = recitals_of(language, [recital(language, rank) for rank in range(1, count + 1)])
    labels = keys(version, UnitKind.RECITAL)
    assert labels[:26] == list(ascii_uppercase)
    assert labels[26:29] == ["AA", "AB", "AC"]
    assert labels[51:54] == ["AZ", "BA", "BB"]
    assert len(labels) == count
    assert {unit.rule for unit in version.units if unit.kind is UnitKind.RECITAL} == {"label"}


@pytest.mark.parametrize("language", ["en", "hr", "hu"])
def test_doubled_letters_behind_z(language: str) -> None:
    rows = [recital(language, rank) for rank in range(1, 27)]
    rows += [recital(language, 27 + index, label=f"{double}. ") for index, double in enumerate(("AA", "BB", "CC"))]
    assert keys(recitals_of(language, rows), UnitKind.RECITAL)[26:] == ["AA", "AB", "AC"]


def test_greek_letters_are_numerals() -> None:
    # Six is ΣΤ, eleven ΙΑ.
    numerals = [
        "Α",
        "Β",
        "Γ",
        "Δ",
        "Ε",
        "ΣΤ",
        "Ζ",
        "Η",
        "Θ",
        "Ι",
        "ΙΑ",
        "ΙΒ",
        "ΙΓ",
        "ΙΔ",
        "ΙΕ",
        "ΙΣΤ",
        "ΙΖ",
        "ΙΗ",
        "ΙΘ",
        "Κ",
        "ΚΑ",
    ]
    version = recitals_of("el", [recital("el", rank, label=f"{numeral}. ") for rank, numeral in enumerate(numerals, 1)])
    assert keys(version, UnitKind.RECITAL) == list(ascii_uppercase[:21])
    assert not version.gaps


def test_cyrillic_letters() -> None:
    alphabet = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЮЯ"
    version = recitals_of("bg", [recital("bg", rank, label=f"{sign}. ") for rank, sign in enumerate(alphabet, 1)])
    assert [unit.rank for unit in version.units if unit.kind is UnitKind.RECITAL] == list(range(1, 29))
    assert not version.gaps


@pytest.mark.parametrize(
    ("language", "letters"),
    [
        ("bg", "AБBГДEЖЗИЙKЛMHOПPCTУФX"),  # A, B, E, K, M, H, O, P, C, T, X are Latin here
        ("bg", "ABCDEFG"),  # all Latin, in Latin order
        ("el", ["A", "B", "Γ", "Δ", "E", "ΣΤ", "Z", "H", "Θ", "I"]),  # A, B, E, Z, H, I are Latin here
        ("el", "ABCDEFG"),
    ],
)
def test_look_alikes_of_other_alphabets(language: str, letters: str | list[str]) -> None:
    version = recitals_of(language, [recital(language, rank, label=f"{sign}. ") for rank, sign in enumerate(letters, 1)])
    assert [unit.rank for unit in version.units if unit.kind is UnitKind.RECITAL] == list(range(1, len(letters) + 1))
    assert not version.gaps


@pytest.mark.parametrize("form", ["{0}.", "{0}.\t", "{0} .", "{0})", "**{0}.** ", "*{0}.* ", "{0}\\. ", "- {0}. ", "  {0}.   "])
@SOME
def test_forms_of_labels(language: str, form: str) -> None:
    rows = [recital(language, rank, label=form.format(letter(language, rank))) for rank in (1, 2, 3)]
    numbers = [paragraph(language, number, label=form.format(number)) for number in (1, 2, 3)]
    version = read(body(language, rows, [*numbers, last(language, 4)]), language)
    assert keys(version, UnitKind.RECITAL) == ["A", "B", "C"]
    assert keys(version, UnitKind.PARAGRAPH) == ["1", "2", "3", "4"]
    assert version.units[2].text.text == recital(language, 2, label="")


@ALL
def test_a_label_on_a_line_of_its_own(language: str) -> None:
    rows = [recital(language, rank, label=f"{letter(language, rank)}.\n\n") for rank in (1, 2)]
    numbers = [paragraph(language, number, label=f"{number}.\n") for number in (1, 2)]
    version = read(body(language, rows, [*numbers, last(language, 3)]), language)
    assert [unit.key for unit in version.units] == [
        "citation/1",
        "recital/A",
        "recital/B",
        "paragraph/1",
        "paragraph/2",
        "paragraph/3",
    ]
    assert version.units[1].text.text == recital(language, 1, label="")


# ---------------------------------------------------------------- what is no label


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("et", "2. juuni 2031. aasta"),
        ("fi", "2. kesäkuuta 2031 annetun"),
        ("hr", "2. lipnja 2031. o jezeru"),
        ("cs", "2. června 2031 o jezeru"),
        ("de", "2. Juni 2031 zum See"),
        ("sl", "2. junija 2031 o jezeru"),
        ("lt", "2 d. susitikimo"),
        ("bg", "2 юни 2031 г. относно езерото"),
        ("el", "2 Ιουνίου 2031 για τη λίμνη"),
        ("en", "2 June 2031 on the lake"),
    ],
)
@pytest.mark.parametrize("blank", ["\n", "\n\n"], ids=["wrapped", "torn"])
def test_a_date_at_the_start_of_a_line_is_no_label(language: str, line: str, blank: str) -> None:
    version = paragraphs_of(
        language, [f"1. {FRAMES[language][3]} abc{blank}{line} def{STOPS.get(language, ';')}", last(language, 2)]
    )
    assert keys(version, UnitKind.PARAGRAPH) == ["1", "2"]
    assert line.split()[1] in version.units[2].text.text


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("et", "2. kohtumisel kinnitatud"),
        ("fi", "2. kokouksen päätelmät"),
        ("hr", "2. sastanka vijeća"),
        ("cs", "2. zasedání rady"),
        ("de", "2. Tagung des Rates"),
        ("hu", "2. ülésén elfogadott"),
        ("sl", "2. zasedanju sveta"),
    ],
)
def test_an_ordinal_at_the_start_of_a_line_is_no_label(language: str, line: str) -> None:
    version = paragraphs_of(language, [f"1. {FRAMES[language][3]} abc\n{line} def;", last(language, 2)])
    assert keys(version, UnitKind.PARAGRAPH) == ["1", "2"]
    assert line in version.units[2].text.text


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "B. Smith and C. Jones were held"),
        ("bg", "Б. Петров беше задържан"),
        ("el", "Β. Παππάς κρατείται"),
        ("hr", "B. Horvat i drugi u pritvoru"),
    ],
)
def test_initials_of_a_name_are_no_label(language: str, line: str) -> None:
    stop = STOPS.get(language, ";")
    version = recitals_of(language, [f"{letter(language, 1)}. {FRAMES[language][2]} abc\n{line}{stop}", recital(language, 2)])
    assert keys(version, UnitKind.RECITAL) == ["A", "B"]
    assert line in version.units[1].text.text


@SOME
def test_sub_points_belong_to_their_paragraph(language: str) -> None:
    stop = STOPS.get(language, ";")
    points = (
        "\n\n".join(f"({sign}) abc{stop}" for sign in "abc")
        + "\n\n"
        + "\n\n".join(f"{sign}) def{stop}" for sign in ("i", "ii", "iii"))
    )
    dashes = f"– ghi{stop}\n\n– jkl{stop}"
    version = paragraphs_of(
        language, [f"1. {FRAMES[language][3]}:\n\n{points}\n\n{dashes}", paragraph(language, 2), last(language, 3)]
    )
    assert keys(version, UnitKind.PARAGRAPH) == ["1", "2", "3"]
    assert all(sign in version.units[2].text.text for sign in ("(a)", "(c)", "iii)", "– ghi", "– jkl"))


@SOME
def test_a_numbered_list_in_a_paragraph_does_not_run_into_the_series(language: str) -> None:
    stop = STOPS.get(language, ";")
    version = paragraphs_of(
        language, [f"1. {FRAMES[language][3]}:\n(1) abc{stop}\n(2) def{stop}\n(3) ghi{stop}", last(language, 2)]
    )
    assert keys(version, UnitKind.PARAGRAPH) == ["1", "2"]
    assert "(3) ghi" in version.units[2].text.text


# ---------------------------------------------------------------- citations


@ALL
@pytest.mark.parametrize("dash", ["–", "—", "-", "•", "−", "*", "\uf02d", "–\u00a0", "- ", "–\t", ""])
def test_every_kind_of_dash_and_none(language: str, dash: str) -> None:
    regard = FRAMES[language][1]
    mark = dash if dash[-1:].isspace() or not dash else f"{dash} "
    rows = [f"{mark}{regard} {words}," for words in ("abc", "def", "ghi")]
    version = read(body(language, [recital(language, 1)], [paragraph(language, 1), last(language, 2)], rows), language)
    assert [unit.text.text for unit in version.units[:3]] == [f"{regard} {words}," for words in ("abc", "def", "ghi")]
    assert keys(version, UnitKind.CITATION) == ["1", "2", "3"]


@SOME
def test_a_dash_within_a_citation_begins_none(language: str) -> None:
    regard = FRAMES[language][1]
    rows = [f"– {regard} abc\n– def – ghi,", f"– {regard} jkl,"]
    version = read(body(language, [recital(language, 1)], [paragraph(language, 1), last(language, 2)], rows), language)
    assert keys(version, UnitKind.CITATION) == ["1", "2"]


@ALL
def test_unlettered_recitals_under_bullets(language: str) -> None:
    rows = [recital(language, rank, words, label="– ") for rank, words in enumerate(("abc", "def", "ghi"), 1)]
    version = recitals_of(language, rows)
    assert keys(version, UnitKind.RECITAL) == ["A", "B", "C"]
    assert {(unit.rule, unit.printed_label) for unit in version.units if unit.kind is UnitKind.RECITAL} == {("opener", None)}
    assert version.units[2].text.text == recital(language, 2, "def", label="")


@ALL
def test_numbered_recitals(language: str) -> None:
    rows = [recital(language, rank, words, label=f"{rank}. ") for rank, words in enumerate(("abc", "def", "ghi"), 1)]
    version = recitals_of(language, rows)
    assert keys(version, UnitKind.RECITAL) == ["A", "B", "C"]
    assert keys(version, UnitKind.PARAGRAPH) == ["1", "2"]
    assert not version.gaps


@ALL
@pytest.mark.parametrize("lettered", [True, False])
def test_unnumbered_paragraphs(language: str, lettered: bool) -> None:
    rows = [paragraph(language, n, words, label="") for n, words in enumerate(("abc", "def"), 1)]
    recitals = [recital(language, rank, label=None if lettered else "") for rank in (1, 2)]
    version = read(body(language, recitals, [*rows, FRAMES[language][4]]), language)
    assert [unit.key for unit in version.units[1:]] == ["recital/A", "recital/B", "paragraph/1", "paragraph/2", "paragraph/3"]
    assert {(unit.rule, unit.printed_label) for unit in version.units if unit.kind is UnitKind.PARAGRAPH} == {("opener", None)}


@ALL
def test_the_first_labels_are_lost(language: str) -> None:
    recitals = [recital(language, rank, label="" if rank == 1 else None) for rank in (1, 2)]
    rows = [paragraph(language, 1, label=""), paragraph(language, 2), last(language, 3)]
    version = read(body(language, recitals, rows), language)
    assert [unit.key for unit in version.units[1:]] == ["recital/A", "recital/B", "paragraph/1", "paragraph/2", "paragraph/3"]
    assert [unit.rule for unit in version.units[1:]] == ["opener", "label", "opener", "label", "label"]


@ALL
def test_the_last_number_is_lost(language: str) -> None:
    version = paragraphs_of(language, [paragraph(language, 1), paragraph(language, 2), FRAMES[language][4]])
    assert keys(version, UnitKind.PARAGRAPH) == ["1", "2", "3"]
    assert (version.units[-1].rule, version.units[-1].text.text) == ("opener", FRAMES[language][4])


# ---------------------------------------------------------------- headings and page joins


@SOME
@pytest.mark.parametrize("mark", ["", "### ", "**", "*"])
def test_headings_between_units_belong_to_none(language: str, mark: str) -> None:
    heading = {
        "bg": "Правото на вода",
        "el": "Το δικαίωμα στο νερό",
        "en": "The right to water",
        "fi": "Oikeus veteen",
        "lt": "Teisė į vandenį",
    }
    stop = mark if mark.startswith("*") else ""
    rows = [paragraph(language, 1, label=None), f"{mark}{heading[language]}{stop}", paragraph(language, 2), last(language, 3)]
    version = paragraphs_of(language, rows)
    assert keys(version, UnitKind.PARAGRAPH) == ["1", "2", "3"]
    assert heading[language] not in "".join(unit.text.text for unit in version.units)
    assert [version.source.text[row.span.start : row.span.end] for row in version.removed if row.part is Part.HEADING] == [
        rows[1]
    ]


@SOME
def test_a_page_join_drawn_as_a_bullet_begins_no_unit(language: str) -> None:
    stop = STOPS.get(language, ";")
    rows = [
        f"- {letter(language, 1)}. {FRAMES[language][2]} abc",
        f"- def{stop}",
        f"- {letter(language, 2)}. {FRAMES[language][2]} ghi{stop}",
    ]
    version = recitals_of(language, rows)
    assert keys(version, UnitKind.RECITAL) == ["A", "B"]
    assert version.units[1].text.text == f"{FRAMES[language][2]} abc def{stop}"


@SOME
def test_a_page_join_that_opens_like_a_recital_stays_in_its_recital(language: str) -> None:
    # The second finding of a recital stands behind a page: it has no label, and none is missing.
    rows = [recital(language, 1), f"- {recital(language, 2, 'def', label='')}", recital(language, 2)]
    version = recitals_of(language, rows)
    assert keys(version, UnitKind.RECITAL) == ["A", "B"]
    assert [len(unit.clauses) for unit in version.units if unit.kind is UnitKind.RECITAL] == [2, 1]


# ---------------------------------------------------------------- the end


@ALL
@pytest.mark.parametrize(
    "tail", ["Signed in Ormhaven on that day", "___\n\nAnnex with a table of figures 12 34 56", "[email protected]"]
)
def test_what_follows_the_last_paragraph_is_unexplained(language: str, tail: str) -> None:
    text = body(language, [recital(language, 1)], [paragraph(language, 1), last(language, 2)])
    version = read(f"{text}\n{tail}\n", language)
    assert version.units == read(text, language).units
    assert coverage(version)["unexplained"] > 0
    unexplained = "".join(
        version.source.text[row.span.start : row.span.end] for row in version.removed if row.part is Part.UNEXPLAINED
    )
    assert tail.split()[-1] in unexplained


@ALL
def test_the_last_paragraph_may_run_over_lines(language: str) -> None:
    text = body(language, [recital(language, 1)], [paragraph(language, 1), last(language, 2).replace(" ", "\n")])
    version = read(text, language)
    assert version.units[-1].text.text == FRAMES[language][4]
    assert coverage(version)["unexplained"] == 0


@ALL
def test_a_second_resolution_behind_the_first_is_no_part_of_it(language: str) -> None:
    text = body(language, [recital(language, 1)], [paragraph(language, 1), last(language, 2)])
    version = read(text + "\n" + text, language)
    assert version.units == read(text, language).units
    assert coverage(version)["unexplained"] > 0.3


# ---------------------------------------------------------------- fragments


@ALL
def test_a_text_that_stops_among_the_recitals_is_refused(language: str) -> None:
    text = body(language, [recital(language, 1), f"{letter(language, 2)}. {FRAMES[language][2]} abc"], [])
    with pytest.raises(InputError, match=r"it ends in recital/B .*abc.*before the first paragraph"):
        read(text, language)


@ALL
def test_a_text_that_stops_within_a_paragraph_is_refused(language: str) -> None:
    text = body(language, [recital(language, 1)], [paragraph(language, 1), f"2. {FRAMES[language][3]} abc"])
    with pytest.raises(InputError, match=r"it breaks off in paragraph/2 .*abc"):
        read(text, language)


@ALL
def test_a_label_without_words_is_refused(language: str) -> None:
    text = body(
        language,
        [recital(language, 1), f"{letter(language, 2)}.", recital(language, 3)],
        [paragraph(language, 1), last(language, 2)],
    )
    with pytest.raises(InputError, match="recital/B has a label but no words"):
        read(text, language)


@SOME
def test_a_text_without_units_is_refused(language: str) -> None:
    with pytest.raises(InputError, match="no citation, recital or paragraph"):
        read(FRAMES[language][0] + "\n\nabc\n", language)
