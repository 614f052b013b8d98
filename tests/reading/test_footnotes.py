"""Footnotes and their marks go; numbers that belong to the text stay."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from kzgraph.language.pack import pack
from kzgraph.model import MappedText, Part, Version
from kzgraph.pipeline import read_text
from kzgraph.reading.footnotes import Notes, mark_footnotes, unmark
from kzgraph.reading.lines import split
from kzgraph.reading.source import decode

#: How notes cite, and words before and behind a mark, in languages of three alphabets.
CITES = {
    "bg": ("ОВ C 301, 9.2.2032 г., стр. 12.", "Приети текстове, P11_TA(2029)0144."),
    "cs": ("Úř. věst. C 301, 9.2.2032, s. 12.", "Přijaté texty, P11_TA(2029)0144."),
    "el": ("ΕΕ C 301 της 9.2.2032, σ. 12.", "Κείμενα που εγκρίθηκαν, P11_TA(2029)0144."),
    "en": ("OJ C 301, 9.2.2032, p. 12.", "Texts adopted, P11_TA(2029)0144."),
    "fi": ("EUVL C 301, 9.2.2032, s. 12.", "Hyväksytyt tekstit, P11_TA(2029)0144."),
    "pt": ("JO C 301 de 9.2.2032, p. 12.", "Textos Aprovados, P11_TA(2029)0144."),
}
NUMBERS = {"bare": "{n} ", "brackets": "({n}) ", "square": "[{n}] ", "raised": "<sup>{n}</sup> "}
MARKS = {"bare": "{n}", "brackets": "({n})", "square": "[{n}]", "raised": "<sup>{n}</sup>"}
ALL = Notes(frozenset(range(1, 10)))
#: Notes that are printed with a bare number, so that their marks are glued numbers.
BARE = Notes(frozenset({1, 2, 3}), frozenset({"sup", "raised", "word", "year", "quote", "abbreviation"}))


def notes_in(text: str, language: str) -> list[str]:
    lines, _ = mark_footnotes(split(text), 0, text, pack(language))
    return [line.text for line in lines if line.part is Part.FOOTNOTE]


def unmarked(text: str, language: str, notes: Notes = ALL) -> str:
    return unmark([MappedText.of(text, 0)], notes, pack(language))[0].text


@pytest.mark.parametrize("language", CITES)
def test_notes_behind_raised_digits(language: str) -> None:
    one, other = CITES[language]
    text = f"Veldoria¹ Orm²\n¹ {one}\n² {other}\nabc def,"
    assert notes_in(text, language) == [f"¹ {one}", f"² {other}"]


def test_a_bracket_glued_to_a_word_for_articles_is_the_mark_of_a_known_note() -> None:
    assert unmarked("a szerződés 28. cikkére(1), és", "hu") == "a szerződés 28. cikkére, és"
    assert unmarked("a szerződés 28. cikkére (1), és", "hu") == "a szerződés 28. cikkére (1), és"
    assert unmarked("a szerződés 28. cikkére(1), és", "hu", Notes()) == "a szerződés 28. cikkére(1), és"


# ---------------------------------------------------------------- exponents


@pytest.mark.parametrize(
    ("text", "language", "clean"),
    [
        ("on 2 700 km² of salt", "en", "on 2 700 km² of salt"),
        ("12 m³, as agreed²,", "en", "12 m³, as agreed,"),
        ("2 700 km<sup>2</sup> of salt", "en", "2 700 km2 of salt"),
        ("2 700 km2 of salt", "en", "2 700 km2 of salt"),
        ("ludzi/km².", "pl", "ludzi/km²."),
        ("2 700 км² сол", "bg", "2 700 км² сол"),
        ("2 700 χλμ.² αλάτι", "el", "2 700 χλμ.² αλάτι"),
        ("the sum² and the team³", "en", "the sum and the team"),
        ("km¹", "en", "km"),
    ],
)
def test_an_exponent_is_no_mark(text: str, language: str, clean: str) -> None:
    assert unmarked(text, language) == clean


# ---------------------------------------------------------------- notes


@pytest.mark.parametrize("style", NUMBERS)
@pytest.mark.parametrize("language", CITES)
def test_a_block_of_notes_is_found(language: str, style: str) -> None:
    first, second = CITES[language]
    rows = [NUMBERS[style].format(n=1) + first, NUMBERS[style].format(n=2) + second]
    text = f"a\n\n{rows[0]}\n{rows[1]}\nb c"
    assert notes_in(text, language) == rows
    lines, notes = mark_footnotes(split(text), 0, text, pack(language))
    assert notes.numbers == {1, 2}
    assert [line.text for line in lines if line.part is None] == ["a", "", "b c"]


@pytest.mark.parametrize("language", CITES)
def test_notes_count_up_through_the_pages(language: str) -> None:
    first, second = CITES[language]
    text = f"x\n\n1 {first}\ny\n\n2 {second}\n3 {first}\nz\n\n4 {second}\n"
    assert len(notes_in(text, language)) == 4
    # What does not continue the count is none.
    assert len(notes_in(text.replace("4 ", "9 "), language)) == 3


@pytest.mark.parametrize("language", CITES)
def test_a_note_goes_on_to_the_end_of_its_sentence(language: str) -> None:
    journal = CITES[language][0]
    head, tail = journal[: len(journal) // 2].rpartition(" ")[::2]
    tail += journal[len(journal) // 2 :]
    assert notes_in(f"x\n\n1 {head}\n{tail}\nthe text goes on", language) == [f"1 {head}", tail]


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "https://example.org/lakes/2031."),
        ("el", "https://example.org/limnes."),
        ("bg", "COM(2031)0123."),
        ("hu", "A/HRC/44/19."),
        ("sv", "JOIN(2031)0004."),
    ],
)
def test_notes_that_cite_other_things(language: str, note: str) -> None:
    assert notes_in(f"x\n\n1 {note}\ny", language) == [f"1 {note}"]


@pytest.mark.parametrize(
    ("language", "word", "note"), [("en", "lakes", "As defined by the Council."), ("el", "λίμνες", "Όπως ορίζει το Συμβούλιο.")]
)
def test_a_note_in_plain_words_needs_its_mark(language: str, word: str, note: str) -> None:
    assert notes_in(f"the {word}1 are low\n\n1 {note}\n", language) == [f"1 {note}"]
    assert notes_in(f"the {word} are low\n\n1 {note}\n", language) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "1. Calls on the Council to act;\n\n2. Welcomes the visit;"),
        ("bg", "1. призовава Съвета да действа;\n\n2. приветства посещението;"),
        ("el", "(1) να δράσει·\n\n(2) να σταματήσει·\n\n3. αναθέτει στον Πρόεδρό του"),
        ("hu", "1 250 embert vettek őrizetbe\n2 000 ember maradt otthon"),
        ("fr", "1 Juin et juillet"),
        ("de", "am\n1 Juni 2031 war es kalt"),
        ("lt", "1\n\nragina Tarybą veikti;"),
    ],
)
def test_labels_and_numbers_are_no_notes(language: str, text: str) -> None:
    assert notes_in(text, language) == []


# ---------------------------------------------------------------- marks


@pytest.mark.parametrize(
    ("language", "marked", "clean"),
    [
        # On a word, with what follows it.
        ("en", "resolution on Veldoria1 and", "resolution on Veldoria and"),
        ("el", "ψήφισμα για τη Βελντόρια1, και", "ψήφισμα για τη Βελντόρια, και"),
        ("bg", "резолюция относно Велдория1;", "резолюция относно Велдория;"),
        ("hu", "a Veldoriáról szóló1", "a Veldoriáról szóló"),
        # On a year, with and without the dot of the year.
        ("pl", "z dnia 7 października 20271 i", "z dnia 7 października 2027 i"),
        ("hr", "7. listopada 2027.1 i", "7. listopada 2027. i"),
        ("bg", "на 7 октомври 20271,", "на 7 октомври 2027,"),
        ("el", "της 7ης Οκτωβρίου 20271·", "της 7ης Οκτωβρίου 2027·"),
        # Behind a closing quote or bracket.
        ("sl", "»vodna listina«1 in", "»vodna listina« in"),
        ("bg", "„харта за водата“1 и", "„харта за водата“ и"),
        ("el", "«χάρτα του νερού»1,", "«χάρτα του νερού»,"),
        ("sv", "vattenstadgan (VS)1 och", "vattenstadgan (VS) och"),
        # Raised, in square and in round brackets.
        ("it", "sul lago¹ e", "sul lago e"),
        ("el", "για τη λίμνη¹,", "για τη λίμνη,"),
        ("da", "om søen[1] og", "om søen og"),
        ("bg", "за езерото[1],", "за езерото,"),
        ("pt", "sobre o lago(1) e", "sobre o lago e"),
        ("pt", "sobre o lago (1), e", "sobre o lago, e"),
        ("el", "για τη λίμνη(1)·", "για τη λίμνη·"),
        ("bg", "относно езерото (1),", "относно езерото,"),
        ("lv", "par ezeru<sup>1</sup> un", "par ezeru un"),
        ("sl", "za jezero <sup> 1 </sup> in", "za jezero in"),
        ("es", "de 2027(1), ", "de 2027,"),
        # At the end of the text.
        ("mt", "dwar il-lag1", "dwar il-lag"),
        ("ga", "maidir leis an loch(1)", "maidir leis an loch"),
    ],
)
def test_marks_go(language: str, marked: str, clean: str) -> None:
    assert unmarked(marked, language) == clean


@pytest.mark.parametrize(
    ("language", "text"),
    [
        # Pinpoints.
        ("en", "Article 3(5) of the Treaty"),
        ("en", "Rule 144(5) and Rule 132(4)"),
        ("es", "artículo 3 (1) del Tratado"),
        ("sk", "článok 3(1) zmluvy"),
        ("cs", "čl. 2(1)(b) smlouvy"),
        ("el", "άρθρο 3(1) της Συνθήκης"),
        ("bg", "член 3(1) от Договора"),
        # Names with digits.
        ("en", "the G7 and the G20"),
        ("el", "η G7 και η COVID-19"),
        ("bg", "държавите от Г7 и COVID-19"),
        ("fr", "émissions de CO2 et, avec le CO2, de PM10 et de SO2, SO2 surtout"),
        ("sv", "utsläpp av CO2, och CO2 igen"),
        ("el", "εκπομπές CO2, και πάλι CO2"),
        ("en", "the A1 motorway, and the M2"),
        # Years, decades, resolutions.
        ("en", "in the 1990s and in 2031"),
        ("en", "UNSC resolution 1325 (2000),"),
        ("es", "programa 2027-2033 y 2028"),
        ("nl", "op 20 mei 2025,"),
        # Sub-points.
        ("en", "calls for: (1) water; (2) bread;"),
        ("el", "ζητεί: (1) νερό· (2) ψωμί·"),
        ("bg", "призовава за: (1) вода; (2) хляб;"),
        # Numbers.
        ("en", "1 250 people and 2.4 million"),
        ("de", "am 3. Juni 2031"),
        ("hr", "3,1 milijuna"),
    ],
)
@pytest.mark.parametrize("known", [True, False], ids=["notes there", "notes dropped"])
def test_other_numbers_stay(language: str, text: str, known: bool) -> None:
    assert unmarked(text, language, BARE if known else Notes()) == text


def test_marks_count_up_through_the_units() -> None:
    texts = ["sobre Veldoria1 y", "el G2 y los lagos2,", "de 20283 y", "vuelve a ríos2 y"]
    cleaned = unmark([MappedText.of(text, 100 * n) for n, text in enumerate(texts)], BARE, pack("es"))
    assert [text.text for text in cleaned] == ["sobre Veldoria y", "el G2 y los lagos,", "de 2028 y", "vuelve a ríos2 y"]


def test_a_mark_lost_in_print_does_not_stop_the_others() -> None:
    texts = ["за Велдория1", "за езерата", "за реките3"]
    cleaned = unmark([MappedText.of(text, 0) for text in texts], BARE, pack("bg"))
    assert [text.text for text in cleaned] == ["за Велдория", "за езерата", "за реките"]


@pytest.mark.parametrize(
    ("language", "marked"),
    [("bg", "на езерото1 и реката"), ("el", "της λίμνης(1) και"), ("mt", "tal-lag¹ u"), ("hu", "járások<sup>1</sup>, és")],
)
def test_offsets_hold_where_a_mark_was(language: str, marked: str) -> None:
    text = unmark([MappedText.of(marked, 7)], ALL, pack(language))[0]
    for shown, at in zip(text.text, text.origins, strict=True):
        assert marked[at - 7] == shown


# ---------------------------------------------------------------- the whole

BODIES = {
    "en": (
        "The European Parliament,\n\n– having regard to its resolutions on Veldoria{1} and of 7 October 2027{2},\n\n{notes}"
        "– having regard to Article 3(5) and Rule 144(5),\n\nA. whereas the G7 met on COVID-19;\n\n1. Calls on the Council to:\n\n(1) act;\n\n(2) report;\n\n2. Instructs its President to forward this resolution.\n"
    ),
    "el": (
        "Το Ευρωπαϊκό Κοινοβούλιο,\n\n– έχοντας υπόψη τα ψηφίσματά του για τη Βελντόρια{1} και της 7ης Οκτωβρίου 2027{2},\n\n{notes}"
        "– έχοντας υπόψη το άρθρο 3(5),\n\nΑ. λαμβάνοντας υπόψη ότι η G7 συζήτησε για τη COVID-19·\n\n1. καλεί το Συμβούλιο:\n\n(1) να δράσει·\n\n(2) να αναφέρει·\n\n2. αναθέτει στον Πρόεδρό του να διαβιβάσει το παρόν.\n"
    ),
    "bg": (
        "Европейският парламент,\n\n– като взе предвид своите резолюции относно Велдория{1} и от 7 октомври 2027{2} г.,\n\n{notes}"
        "– като взе предвид член 3(5),\n\nА. като има предвид, че Г7 обсъди COVID-19;\n\n1. призовава Съвета:\n\n(1) да действа;\n\n(2) да докладва;\n\n2. възлага на своя председател да предаде резолюцията.\n"
    ),
}


def texts(version: Version) -> list[str]:
    return [unit.text.text for unit in version.units]


def read(body: str, language: str, marks: Iterable[str] = ("", ""), notes: str = "") -> Version:
    text = body.replace("{notes}", notes)
    for number, mark in enumerate(marks, 1):
        text = text.replace(f"{{{number}}}", mark)
    return read_text(decode(text.encode(), "x"), language)


@pytest.mark.parametrize("style", MARKS)
@pytest.mark.parametrize("language", BODIES)
def test_a_text_with_notes_says_what_it_says_without(language: str, style: str) -> None:
    first, second = CITES[language]
    notes = f"{NUMBERS[style].format(n=1)}{second}\n{NUMBERS[style].format(n=2)}{first}\n\n"
    with_notes = read(BODIES[language], language, [MARKS[style].format(n=n) for n in (1, 2)], notes)
    assert texts(with_notes) == texts(read(BODIES[language], language))
    assert not with_notes.gaps
    assert [row.part for row in with_notes.removed].count(Part.FOOTNOTE) == 2


@pytest.mark.parametrize("style", MARKS)
@pytest.mark.parametrize("language", BODIES)
def test_marks_go_where_the_notes_were_dropped(language: str, style: str) -> None:
    version = read(BODIES[language], language, [MARKS[style].format(n=n) for n in (1, 2)])
    assert texts(version) == texts(read(BODIES[language], language))
