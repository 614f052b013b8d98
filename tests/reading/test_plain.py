"""What tools leave in a text is undone before units are looked for, and every character of the source stays accounted for."""

from __future__ import annotations

import gc
import time
import unicodedata
from collections.abc import Callable
from html.entities import codepoint2name

import pytest

from kzgraph.reading.plain import plain
from kzgraph.summary import coverage
from tests.extract.frames import FRAMES, STOPS, body, last, letter, paragraph, read, recital

WORDS = {
    "bg": "Езеро Орм, „високо“",
    "cs": "jezero Orm, „příliš“",
    "el": "η λίμνη Ορμ, «ψηλά»",
    "en": "the Lake’s office, “high”",
    "fi": "järvi Orm, ”ylös”",
    "hu": "az Orm-tó, „mély”",
    "lt": "ežeras, „šilta“",
}
UNACCENTED = ("en",)
LANGUAGES = pytest.mark.parametrize("language", WORDS)


def clean_text(language: str, between: str = "\n\n") -> str:
    words = WORDS[language]
    return body(
        language,
        [recital(language, 1, words), recital(language, 2, words)],
        [paragraph(language, 1, words), paragraph(language, 2, words), last(language, 3)],
        [f"– {FRAMES[language][1]} {words}," for _ in range(2)],
        between,
    )


def named(text: str) -> str:
    return "".join(f"&{codepoint2name[ord(sign)]};" if ord(sign) in codepoint2name else sign for sign in text)


#: What tools make of a text.
DAMAGES: dict[str, Callable[[str], str]] = {
    "byte order marks in the middle": lambda text: text.replace("\n\n", "\n\n\ufeff"),
    "zero-width blanks before labels": lambda text: text.replace("\n\n", "\n\n\u200b"),
    "zero-width blanks behind labels": lambda text: text.replace(". ", ".\u200b ").replace("– ", "–\u200b "),
    "direction marks": lambda text: text.replace("\n\n", "\n\n\u200e"),
    "soft hyphens in every word": lambda text: "".join(f"{sign}\u00ad" if sign.isalpha() else sign for sign in text),
    "word joiners in every word": lambda text: "".join(f"{sign}\u2060" if sign.isalpha() else sign for sign in text),
    "accents apart": lambda text: unicodedata.normalize("NFD", text),
    "references by name": named,
    "references by number": lambda text: "".join(f"&#{ord(sign)};" if ord(sign) > 127 else sign for sign in text),
    "references written as references": lambda text: named(text).replace("&", "&amp;"),
    "blanks as references": lambda text: text.replace(". ", ".&nbsp;&#xA0;").replace("– ", "–&nbsp;"),
    "signs of another code page": lambda text: text.replace("–", "\x96").replace("“", "\x93").replace("”", "\x94"),
    "lines that HTML breaks": lambda text: text.replace("\n\n", "<br/>\n<br />\n"),
    "paragraphs of HTML": lambda text: "".join(f"<p class='a'>{part}</p>" for part in text.split("\n\n")),
    "cells of HTML": lambda text: text.replace(". ", ".</td><td><span>").replace("\n\n", "</span></td></tr>\n<tr><td>"),
    "a quotation": lambda text: "\n".join(f"> {line}" if line else ">" for line in text.split("\n")),
    "a quotation of a quotation": lambda text: "\n".join(f">> {line}" for line in text.split("\n")),
    "a table": lambda text: "\n".join(
        f"| {line.replace('. ', '. | ', 1).replace('– ', '– | ', 1)} |" if line[:1] in "–" or line[1:2] == "." else line
        for line in text.split("\n")
    ),
}
MARKDOWN: dict[str, Callable[[str], str]] = {
    "escaped labels": lambda text: text.replace(". ", "\\. "),
    "bold labels": lambda text: "\n".join(
        f"**{line.split(' ', 1)[0]}** {line.split(' ', 1)[1]}" if line[1:2] == "." else line for line in text.split("\n")
    ),
    "bold labels with their blank": lambda text: "\n".join(
        f"**{line.split(' ', 1)[0]} **{line.split(' ', 1)[1]}" if line[1:2] == "." else line for line in text.split("\n")
    ),
    "words in italics": lambda text: "\n".join(
        f"{line.split(' ', 2)[0]} *{line.split(' ', 2)[1]}* {line.split(' ', 2)[2]}" if line[1:2] in "." and line else line
        for line in text.split("\n")
    ),
    "words between underscores": lambda text: "\n".join(
        f"{line.split(' ', 2)[0]} _{line.split(' ', 2)[1]}_ {line.split(' ', 2)[2]}" if line[1:2] in "." and line else line
        for line in text.split("\n")
    ),
}


@LANGUAGES
@pytest.mark.parametrize("damage", [*DAMAGES, *MARKDOWN])
def test_what_a_tool_left_changes_no_unit(language: str, damage: str) -> None:
    text = clean_text(language)
    damaged = (DAMAGES | MARKDOWN)[damage](text)
    assert damaged != text or language in UNACCENTED or damage == "references by name"
    whole, version = read(text, language), read(damaged, language)
    assert [(unit.key, unit.text.text) for unit in version.units] == [(unit.key, unit.text.text) for unit in whole.units]
    shares = coverage(version)
    assert all(share >= 0 for share in shares.values())
    assert shares["unexplained"] == 0
    # The first and the last word of each unit stand where it says.
    for unit in version.units:
        span = unit.text.span(0, len(unit.text))
        shown = plain(version.source.text[span.start : span.end], markdown=True)
        printed = shown.text if shown else version.source.text[span.start : span.end]
        assert printed.split()[0].strip("*_ ")[:1] == unit.text.text[0]
        assert printed.rstrip()[-1] == unit.text.text[-1] or damaged[span.end - 1] in "\u0301&;"


@pytest.mark.parametrize(
    "mark", ["\u00ad", "\u00ad ", "\u00ac", "\u00ac  ", "&shy;", "&#173;", "&#xAD;", "\u0301\u00ad", "e\u0301\u00ad "]
)
@LANGUAGES
def test_a_word_that_a_line_ends_in_is_whole_again(language: str, mark: str) -> None:
    stop = STOPS.get(language, ";")
    first = WORDS[language].split()[1][:2]
    cut = recital(language, 1, f"{first}{mark}\nabc{stop}", f"{letter(language, 1)}. ")
    version = read(body(language, [cut], [paragraph(language, 1), last(language, 2)]), language)
    accent = unicodedata.normalize("NFC", f"{first}{mark.partition(chr(0xAD))[0]}") if "\u0301" in mark else first
    assert f"{accent}abc" in version.units[1].text.text


def hyphenated(cuts: int) -> str:
    whole = [
        "governments of the lakes",
        "fishermen and harbours",
        "communities and dockers",
        "president and minister, ex-minister",
    ]
    cut = ["govern-\nments", "fisher-\nmen", "commu-\nnities"][:cuts]
    others = ["land-\nowners", "lake-\nlakes", "EU-\nVeldoria", "ex-\npresident", "har- \nbours"]
    return " ".join([*whole, *cut, *others])


def test_a_text_that_hyphenates_shows_it() -> None:
    shown = plain(hyphenated(3))
    assert shown is not None
    cut, kept = shown.text.partition("lake-")[::2]
    assert cut.count("\u00ad\n") == 4
    assert f"lake-{kept}" == "lake-\nlakes EU-\nVeldoria ex-\npresident har- \nbours"
    version = read(body("en", [recital("en", 1, hyphenated(3))], [paragraph("en", 1), last("en", 2)]), "en")
    assert version.units[1].text.text.endswith(
        "governments fishermen communities landowners lake-lakes EU-Veldoria ex-president har- bours;"
    )


def test_two_words_prove_no_hyphenation() -> None:
    assert plain(hyphenated(2)) is None


def test_notes_of_markdown_are_notes() -> None:
    text = body(
        "en",
        [recital("en", 1, "the lake[^1] is [low](https://example.org/a_b)")],
        [paragraph("en", 1, "the Council [(2)](#note2)"), last("en", 2)],
    )
    version = read(f"{text}\n[^1]: OJ C 301, 9.2.2028, p. 12.\n\n[^2]: OJ C 88, 4.1.2026, p. 140.\n", "en")
    assert [unit.text.text for unit in version.units[1:3]] == ["whereas the lake is low;", "Calls on the Council (2);"]
    assert [unit.key for unit in version.units] == ["citation/1", "recital/A", "paragraph/1", "paragraph/2"]


def test_letters_that_are_drawn_as_one_or_in_another_form() -> None:
    shown = plain("e\ufb03cient l\u0131\u0301nea \u00b5\u03b5 5 \u00b5m \u1f75 l`eau ta\u00b4 Jannar")
    assert shown is not None
    assert shown.text == "efficient línea \u03bc\u03b5 5 \u00b5m \u03ae l’eau ta’ Jannar"


def test_cedillas_are_commas_where_no_comma_is() -> None:
    shown = plain("auto\u015f \u0163ara")
    assert shown is not None
    assert shown.text == "auto\u0219 \u021bara"
    mixed = "\u021bara Ay\u015fe \u0163"
    shown = plain(mixed)
    assert shown is not None
    assert shown.text == mixed


@pytest.mark.parametrize(
    "text",
    [
        "S&D; AT&T and R&D;",
        "a | b and 3 < 5",
        "first\n> one line of many\nthird\nfourth",
        "l'eau d’or",
        "a 5\u2032 `x`",
        "LGBTI* people and LGBTIQ*",
        "Aylin Ay\u015fe",
        "UE\u00ac and \u00ac",
        "snake_case and P9_TA(2022)0012",
        "| a row that nothing ends",
        "if a <b or <p and <Commission>",
    ],
)
def test_what_only_looks_like_a_mark_stays(text: str) -> None:
    shown = plain(text)
    assert shown is None or shown.text == text


def test_stars_that_open_nothing_stay_in_markdown() -> None:
    shown = plain("* LGBTI* people\n* * *\n***\n* b", markdown=True)
    assert shown is None or shown.text == "* LGBTI* people\n* * *\n***\n* b"


@pytest.mark.parametrize(
    "piece",
    ["a", "a-\n", "&", "&amp;", "*a", "**", "_a", "[", "[a](http:", "|", "\n|a", "e\u0301" * 3, "\u0301", ">", "\n>", "\\"],
)
def test_the_work_grows_with_the_text(piece: str) -> None:
    def seconds(count: int) -> float:
        text = piece * count
        taken = []
        for _ in range(3):
            gc.collect()
            began = time.process_time()
            plain(text, markdown=True)
            taken.append(time.process_time() - began)
        return min(taken)

    count = 10_000
    assert seconds(4 * count) < 12 * max(seconds(count), 0.02)
