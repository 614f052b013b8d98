"""Page furniture goes, and nothing else: what stands between the words of a sentence, in the languages that print it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzgraph.language.pack import pack
from kzgraph.model import Part, Version
from kzgraph.pipeline import read_text
from kzgraph.reading.furniture import mark_furniture
from kzgraph.reading.lines import split
from kzgraph.reading.source import decode

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
SPECIMENS = {path.name.split(".")[1]: path for path in sorted(EXAMPLES.glob("2031-2901.*"))}
#: Two halves of a line of a paragraph in some languages; what stands between them is put there by a page.
HALVES = {
    "bg": ("призовава Съвета", "да действа незабавно"),
    "el": ("καλεί το Συμβούλιο", "να δράσει αμέσως"),
    "en": ("calls on the Council", "to act at once"),
    "hu": ("felszólítja a Tanácsot,", "hogy haladéktalanul lépjen fel"),
    "sv": ("uppmanar rådet", "att agera omedelbart"),
}
WORDS = ("αβ", "вг", "de", "fg", "hi")
#: What pages put there, without the words of any language.
PAGES = {
    "foot of a joint motion": "RC\\1290417{code}.docx 7/12 PE801.101v01-00 }}\nPE801.103v01-00 }} RC1",
    "foot of a motion": "RE\\1290417{code}.docx 3/7 PE801.101v01-00",
    "page numbers": "10/11",
    "number of the document": "PE801.104v01-00",
    "old number of the document": "PE 801.104 }}",
    "number of the motion": "B11-0144/2031 }}\nB11-0145/2031 }} RC1",
    "number of the text": "P11_TA(2031)0144",
    "provisional number, escaped": "P11\\_TA-PROV(2031)0144",
    "pseudo-tag": "<TitreSuite>",
    "rule": "---",
    "stars": "* * *",
    "degree": "°",
    "degrees": "°\n\n° °",
    "page number between dashes": "- 12 -\n\nRC\\1290417{code}.docx 7/12 PE801.101v01-00 }}",
    "language code": "PE801.103v01-00 }} RC1\n\n{code}",
    "form feed": "10/11\n\f\n{code}",
    "number of the document and of the page": "PE801.104v01-00 | 7",
    "page number between dashes alone": "- 12 -",
    "head of the Official Journal": "17.11.2031\n\n{code}\n\n{gazette}\n\nC 465/147",
    "head of the Official Journal on a line": "C 465 E/148 {code} {gazette} 17.11.2031",
    "head of the Official Journal in a table": "| 17.11.2031 | {code} | {gazette} | C 465/147 |",
    "head and foot of a single act": "{code}\n{journal} C, 17.11.2031\n2/7 ELI: http://data.europa.eu/eli/C/2031/482/oj",
    "name of the Official Journal and a date": "{gazette} 17.11.2031",
}


def page_of(page: str, language: str) -> str:
    head = pack(language).head
    return PAGES[page].format(code=language.upper(), gazette=head.gazette[0], journal=head.journal[0])


def left(lines: str, language: str) -> list[str]:
    """The lines that are printed text, page furniture gone."""
    return [line.text for line in mark_furniture(split(lines), 0, pack(language)) if line.part is None and not line.blank]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", HALVES)
def test_furniture_between_two_halves_goes(language: str, page: str) -> None:
    one, other = HALVES[language]
    between = page_of(page, language)
    assert left(f"{one}\n\n{between}\n\n{other}", language) == [one, other]
    assert left(f"{one}\n{between}\n{other}", language) == [one, other]


@pytest.mark.parametrize("language", SPECIMENS)
def test_motto_and_head_of_the_language_go(language: str) -> None:
    head = pack(language).head
    for words in (*head.motto, *head.adopted):
        for line in (
            words,
            words.upper(),
            f"  {words}  ",
            f"{language.upper()} {words} {language.upper()}",
            f"## {words}",
            f"*{words}*",
        ):
            assert left(f"a\n\n{line}\n\nb", language) == ["a", "b"], line


@pytest.mark.parametrize("language", HALVES)
def test_a_line_that_comes_back_is_a_page_head(language: str) -> None:
    one, other = HALVES[language]
    page = "\n\n{n} | Λίμνη Ορμ, езеро Орм, Lake Orm\n\n"
    text = "".join(f"{one} {word}{page.format(n=n)}{other} {word};\n\n" for n, word in enumerate(["αβ", "вг", "de", "fg"], 11))
    assert left(text, language) == [row for word in ["αβ", "вг", "de", "fg"] for row in (f"{one} {word}", f"{other} {word};")]


@pytest.mark.parametrize("language", ["bg", "el", "et", "mt"])
def test_page_marks_of_the_specimen_are_furniture_and_belong_to_no_unit(language: str) -> None:
    version = read_text(decode(SPECIMENS[language].read_bytes(), "x"))
    furniture = [version.source.text[row.span.start : row.span.end] for row in version.removed if row.part is Part.FURNITURE]
    assert furniture
    assert not [line for line in furniture if len(line) > 60]
    assert not [unit.key for unit in version.units if "PE801" in unit.text.text or "RC1" in unit.text.text]


# ---------------------------------------------------------------- what only looks like furniture


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        # A number of a document within a sentence that a line happens to begin with.
        ("en", "having regard to the study\nPE 801.104 of 3 June 2031 on lakes,"),
        ("el", "έχοντας υπόψη τη μελέτη\nPE 801.104 της 3ης Ιουνίου 2031 για τις λίμνες,"),
        ("bg", "като взе предвид доклада\nB11-0144/2031 относно езерата,"),
        # Short words in capitals, alone on their line, without a page about.
        ("en", "partners of the\nEU\nand of others"),
        ("fr", "accord entre l'\nUE\net la Veldoria"),
        ("ro", "un acord cu\nUE\nşi cu alţii"),
        # Years and figures alone on their line.
        ("hr", "do kraja\n2031.\ngodine"),
        ("lt", "iki\n2031\nmetų"),
        # Labels alone on their line.
        ("sl", "svet;\n\n2.\n\npoziva Komisijo, naj ukrepa;"),
        ("hu", "tanács;\n\n2\n\nfelszólítja a Bizottságot;"),
        ("el", "νερό·\n\nΒ.\n\nλαμβάνοντας υπόψη ότι"),
        # Words of the page head within a sentence.
        ("en", "recalls the texts adopted in 2031"),
        ("bg", "припомня приетите текстове от 2031 г."),
        ("nl", "verenigd in verscheidenheid blijft het motto;"),
        # Formulas and fractions.
        ("de", "bei 10/11 der Fälle"),
        # The end of a sentence, which a page ends too.
        ("en", "and Article\n25,"),
        ("mt", "Jannar\n2030,"),
        # The Official Journal, a date and a state alone on their lines, without a page about.
        ("en", "published in the\nOfficial Journal of the European Union\non that day"),
        ("fi", "unionin\nvirallinen lehti\non ilmestynyt"),
        ("lv", "kopš\n1.2.2031.\nspēkā"),
        ("it", "accordo con l'\nIT\ne altri"),
        ("fi", "hinta < 5 euroa"),
        ("cs", "a * b"),
    ],
)
def test_text_stays(language: str, lines: str) -> None:
    assert left(lines, language) == [line for line in lines.split("\n") if line]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "– having regard to its resolution of"),
        ("el", "– έχοντας υπόψη το ψήφισμά του της"),
        ("bg", "– като взе предвид своята резолюция от"),
        ("hr", "A. budući da je"),
        ("en", "{n}. Calls on the Commission to"),
        ("el", "{n}. καλεί την Επιτροπή να"),
        ("mt", "({n}) jistieden lill-Kummissjoni"),
    ],
)
def test_openings_of_units_come_back_and_are_no_page_heads(language: str, line: str) -> None:
    rows = [row for n in range(1, 6) for row in (line.format(n=n), f"3 x 2031 {'abcde'[n - 1]};")]
    assert left("\n".join(rows), language) == rows


def test_before_the_first_line_nothing_is_furniture() -> None:
    lines = split("P11_TA(2031)0144\n\n---\n\nEl Parlamento Europeo,\n---\nvisto")
    marked = mark_furniture(lines, 5, pack("es"))
    assert [line.text for line in marked if line.part is Part.FURNITURE] == ["---"]
    assert marked[0].part is None


# ---------------------------------------------------------------- page numbers


@pytest.mark.parametrize("language", HALVES)
@pytest.mark.parametrize("number", ["7", "12", "- 7 -", "– 104"])
def test_a_page_number_within_a_sentence_goes(language: str, number: str) -> None:
    one, other = HALVES[language]
    assert left(f"{one.rstrip(',')}\n\n{number}\n\n{other}", language) == [one.rstrip(","), other]


@pytest.mark.parametrize("language", HALVES)
@pytest.mark.parametrize("blank", ["\n", "\n\n"], ids=["tight", "apart"])
def test_page_numbers_count_up(language: str, blank: str) -> None:
    one, other = HALVES[language]
    rows = [row for n in (1, 2, 4) for row in (f"{one} {WORDS[n]}", str(n), f"{other} {WORDS[n]};")]
    assert left(blank.join(rows), language) == [row for row in rows if not row.isdigit()]
    # Where labels have dots, a number without one is none, whatever stands above and below it.
    rows = [row for n in (1, 2) for row in (f"{n}. {one} {WORDS[n]};", str(n), f"{other} {WORDS[n]};")]
    assert left(blank.join(rows), language) == [row for row in rows if not row.isdigit()]


@pytest.mark.parametrize("language", HALVES)
def test_labels_and_numbers_of_notes_count_up_too(language: str) -> None:
    one, _ = HALVES[language]
    rows = [row for n in (1, 2, 3) for row in (str(n), f"{one} {WORDS[n]};")]
    assert left("\n".join(["x;", *rows]), language) == ["x;", *rows]
    journal = pack(language).head.journal[0]
    notes = [row for n in (1, 2, 3) for row in (f"{one} {WORDS[n]}", str(n), f"{journal} C 301, 9.2.2028, p. {n}.")]
    assert left("\n".join(["1. x;", *notes]), language) == ["1. x;", *notes]


@pytest.mark.parametrize("language", HALVES)
@pytest.mark.parametrize("foot", ["17.11.2031", "{code}"])
def test_a_date_or_code_that_comes_back_alone_is_a_foot(language: str, foot: str) -> None:
    one, other = HALVES[language]
    line = foot.format(code=language.upper())
    rows = [row for word in WORDS[:3] for row in (f"{one} {word}", line, f"{other} {word}")]
    assert left("\n".join(rows), language) == [row for row in rows if row != line]


def read(text: str, language: str) -> Version:
    return read_text(decode(text.encode(), "x"), language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "The European Parliament,\n\n– having regard to Article 2,\n\n1. Notes that{page}the lake is low;\n\n2. Calls on all to act.",
        ),
        (
            "el",
            "Το Ευρωπαϊκό Κοινοβούλιο,\n\n– έχοντας υπόψη το άρθρο 2,\n\n1. σημειώνει ότι{page}η λίμνη ρηχαίνει·\n\n2. καλεί όλους να δράσουν.",
        ),
        (
            "bg",
            "Европейският парламент,\n\n– като взе предвид член 2,\n\n1. отбелязва, че{page}езерото е плитко;\n\n2. призовава всички да действат.",
        ),
    ],
)
@pytest.mark.parametrize("number", ["1", "2", "3", "17"])
def test_a_page_number_is_no_label_even_if_it_continues_the_count(language: str, text: str, number: str) -> None:
    version = read(text.format(page=f"\n\n{number}\n\n"), language)
    assert version.units == read(text.format(page=" " * (len(number) + 4)), language).units
