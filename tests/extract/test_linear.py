"""No text takes long: whatever a file holds, reading costs about as much per character as reading a resolution does."""

from __future__ import annotations

import gc
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache

import pytest

from kzgraph.errors import InputError
from kzgraph.extract.clauses import find_clauses
from kzgraph.language.pack import pack
from kzgraph.pipeline import read_text
from kzgraph.reading.source import decode
from tests.extract.frames import FRAMES, body, last, paragraph, recital

SIZE = 1_500
#: So many times the text grows between two measurements, and so much more than its growth the cost may grow.
GROWTH, SLACK = 4, 2.2
#: So much dearer than an ordinary character a character may be: dense labels cost 25 times as much; what is not linear, hundreds.
MOST_PER_CHARACTER = 75
#: Seconds of the processor; an exponential pattern would never come back.
LIMIT = 60

Kind = Callable[[int], str]


def rows(row: str) -> Kind:
    """A text of one row again and again; ``#`` in it counts up."""
    return lambda size: "".join(row.replace("#", str(number % 97 + 1)) for number in range(size // len(row)))


def names(row: str) -> Kind:
    """As :func:`rows`, and ``@`` becomes another name each time."""

    def make(size: int) -> str:
        made: list[str] = []
        while sum(map(len, made)) < size:
            name = "".join(chr(97 + (len(made) // 26**place) % 26) for place in range(3))
            made.append(row.replace("@", f"{name.capitalize()}ov").replace("#", str(len(made) % 27 + 1)))
        return "".join(made)

    return make


#: What stands in a paragraph.
PARAGRAPH: dict[str, Kind] = {
    "labels in a line": rows(" 1."),
    "labels on lines": rows("\n1."),
    "labels apart": rows(";\n\n1. x"),
    "labels that count": rows(";\n\n#. x"),
    "letters apart": rows(";\n\nA. x"),
    "opening brackets": rows("("),
    "opening brackets apart": rows(" ("),
    "brackets with numbers": rows(" (1)"),
    "square brackets": rows("[1]"),
    "one long number": rows("7"),
    "groups of digits": rows(" 123"),
    "groups with points": rows(".000"),
    "thousands": rows(" 100 000"),
    "a list of numbers": rows(" #,"),
    "numbers and dashes": rows("5–"),
    "numbers and slashes": rows(" 1/2"),
    "years": rows(" 2019"),
    "dates": rows(" 12.6.2031,"),
    "ranges": rows(" 5–6 xyz"),
    "footnote marks": rows(" abc1"),
    "raised marks": rows(" w<sup>1</sup>"),
    "open tags": rows("<sup>"),
    "one long word": rows("abcde"),
    "one long word on lines": rows("abcde\n"),
    "long words with numbers": lambda size: " 5 ".join(["abcde" * (size // 40)] * 8),
    "commas": rows(","),
    "full stops": rows("."),
    "ends of sentences": rows(" X."),
    "dashes": rows("- "),
    "dashes on lines": rows(",\n\n– x"),
    "hyphens": rows("a-"),
    "quotes": rows("“"),
    "apostrophes": rows("'a"),
    "blanks": rows(" "),
    "blank lines": rows("\n"),
    "blanks and lines": rows(" \n"),
    "blanks behind a rule": lambda size: "\n---" + " " * size + "x",
    "stars behind stars": lambda size: "\n" + "* " * (size // 2) + "x",
    "form feeds": rows("\f"),
    "accents": lambda size: " e" + "\u0301\u0323" * (size // 2),
    "soft hyphens": rows("\u00ad"),
    "backslashes": rows("\\"),
    "headings": rows(";\n\nXyz"),
    "marked headings": rows("\n# x"),
    "page numbers": rows("\n\n12\n"),
    "language codes": rows("\n\nEN\n"),
    "page feet": rows("\nPE801.101v01-00 }"),
    "short lines": rows("\nab"),
    "lines that look like notes": rows("1 Xa\n\n"),
    "notes": lambda size: ";\n\n" + "".join(f"{n} https://x\n" for n in range(1, size // 14)),
    "notes without marks": lambda size: ";\n\n" + "".join(f"{n} Xyz abc.\n" for n in range(1, size // 13)),
}
#: Names, acts and what they refer to; ``@`` is a name that was not there before.
NAMED: dict[str, Kind] = {
    kind: names(row)
    for kind, row in {
        "persons": " Anna @,",
        "persons with roles": " the journalist Anna @ and",
        "surnames later": " Anna @, @,",
        "organisations": " the movement @ Xyz,",
        "organisations in quotes": " the movement “@ Xyz”,",
        "words for organisations": " movement and",
        "states": " Hungary, Norway,",
        "bodies of states": " the Hungarian authorities and",
        "abbreviations": " the Commission (@),",
        "articles": " Article # TEU,",
        "articles of a charter": " Article # of the Charter of Fundamental Rights of the European Union,",
        "articles of a law": " Article # of the Hungarian Criminal Code,",
        "resolutions": " its resolution of # May 2031 on abc,",
        "statements": " the statement of # May 2031 of the Commission,",
        "acts": "; calls on the Commission to do #",
        "acts on pronouns": "; urges them to act",
        "acts joined": "; condemns and deplores #",
        "sub-points": "\n\n(a) to do so;",
        "instructions": "; instructs its President",
        "numbered texts": " UN Security Council resolutions #,",
        "abbreviated groups": " the movement @ Kx (KP) and",
        "agreements": " the EU-Hungary Association Agreement,",
        "unknown names": " @ said that",
        "unknown names in a row": " @",
        "bodies of unknown states": " the @ian authorities of @ and",
        "demands on unknown bodies": "; urges the @ian authorities to act",
        "short forms of many texts": " the agreement of # May 2031, and so this agreement,",
        "days of texts": " his statement of # May,",
        "pronouns for nobody": "; urges them to act",
    }.items()
}
#: What stands in a recital.
RECITAL: dict[str, Kind] = {
    "semicolons": rows("; a"),
    "closing quotes": lambda size: ";" + "”" * size,
    "separators and quotes": rows(";”"),
    "letters": rows(";\n\nB."),
    "words before an opener": rows("; a b, c"),
}
#: A large text of each of these is tried too: what copies a text for each of its lines shows only then.
LARGE = ["labels that count", "short lines", "notes", "a list of numbers", "dates"]
LARGE_SIZE = 40_000


@contextmanager
def limited(kind: str) -> Iterator[None]:
    """Give up behind so many seconds of processor time; the regular expressions of Python let signals in."""

    def give_up(*_: object) -> None:
        pytest.fail(f"{kind}: more than {LIMIT} s")

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def cost(text: str, language: str) -> float:
    """Seconds of the processor that reading takes; a refusal may be the right end of it."""
    data = text.encode()
    # A collection of the whole heap of a test process would be charged to the text that happens to be read.
    gc.disable()
    try:
        began = time.process_time()
        with suppress(InputError):
            read_text(decode(data, "x"), language)
        return time.process_time() - began
    finally:
        gc.enable()


@cache
def ordinary(language: str) -> float:
    """Seconds per character of a resolution of usual sentences."""
    sentence = "abc de fgh ijklm no 3 pqrs tuv 12 wxyz ab cde, fghij (kl) mno pq rstuvw 2031 xyz abc defg hi jklmn"
    regard, whereas = FRAMES[language][1:3]
    citations = [f"– {regard} {sentence}," for _ in range(30)]
    recitals = [recital(language, rank, f"{sentence}; {whereas} {sentence}") for rank in range(1, 27)]
    paragraphs = [paragraph(language, number, sentence) for number in range(1, 60)]
    text = body(language, recitals, [*paragraphs, last(language, 60)], citations)
    cost(text, language)
    return min(cost(text, language) for _ in range(3)) / len(text)


def assert_linear(kind: str, language: str, make: Callable[[int], str]) -> None:
    with limited(kind):
        small, large = make(SIZE), make(GROWTH * SIZE)
        first = min(cost(small, language) for _ in range(2))
        second = cost(large, language)
        per_character = second / len(large) / ordinary(language)
        assert per_character < MOST_PER_CHARACTER, f"{kind}: {per_character:.1f} times an ordinary character"
        # Below some milliseconds the growth is noise, and a busy machine may slow one run down: further tries decide.
        for _ in range(4):
            if second > max(0.03, GROWTH * SLACK * first):
                second = min(second, cost(large, language))
    assert second < max(0.03, GROWTH * SLACK * first), f"{kind}: {second / first:.1f} times the cost for {GROWTH} times the text"


def in_paragraph(language: str, words: str) -> str:
    return body(language, [recital(language, 1)], [paragraph(language, 1, f"abc{words}"), last(language, 2)])


@pytest.mark.parametrize("kind", PARAGRAPH)
def test_any_paragraph(kind: str) -> None:
    assert_linear(kind, "en", lambda size: in_paragraph("en", PARAGRAPH[kind](size)))


@pytest.mark.parametrize("kind", NAMED)
def test_any_names(kind: str) -> None:
    assert_linear(kind, "en", lambda size: in_paragraph("en", NAMED[kind](size)))


@pytest.mark.parametrize("kind", RECITAL)
def test_any_recital(kind: str) -> None:
    def make(size: int) -> str:
        return body("en", [recital("en", 1, f"abc{RECITAL[kind](size)}")], [paragraph("en", 1), last("en", 2)])

    assert_linear(kind, "en", make)


@pytest.mark.parametrize("kind", LARGE)
def test_large_texts(kind: str) -> None:
    text = in_paragraph("en", PARAGRAPH[kind](LARGE_SIZE))
    with limited(kind):
        per_character = cost(text, "en") / len(text) / ordinary("en")
    assert per_character < MOST_PER_CHARACTER, f"{kind}: {per_character:.1f} times an ordinary character"


@pytest.mark.parametrize("language", ["bg", "el", "fi", "lt"])
@pytest.mark.parametrize("kind", ["a list of numbers", "labels in a line", "groups of digits"])
def test_numbers_in_other_languages(kind: str, language: str) -> None:
    assert_linear(f"{kind}, {language}", language, lambda size: in_paragraph(language, PARAGRAPH[kind](size)))


@pytest.mark.parametrize("language", ["bg", "el", "fi", "hu"])
def test_conjunctions_between_numbers(language: str) -> None:
    joins = pack(language).date.day_joins
    for word in dict.fromkeys((joins[0], joins[-1])):
        make = rows(f" 12 {word}")
        assert_linear(f"12 {word} 12", language, lambda size, make=make: in_paragraph(language, make(size)))  # type: ignore[misc]


@pytest.mark.parametrize("language", ["bg", "el", "fi", "hu"])
def test_words_of_the_language_again_and_again(language: str) -> None:
    own = pack(language)
    regard, whereas, verb = FRAMES[language][1:4]
    month = own.date.months[4][0]
    number = next(iter(own.number.words))
    pinpoint = own.pinpoint["article"][0].rstrip("*")
    for words in (regard, verb, number, f"5 {month}", f"5 {pinpoint}", f"{pinpoint} 5,", f"{month} 2031", f"; {whereas}"):
        make = rows(f" {words}")
        assert_linear(words, language, lambda size, make=make: in_paragraph(language, make(size)))  # type: ignore[misc]


@pytest.mark.parametrize("language", ["bg", "el", "en"])
def test_openers_on_lines(language: str) -> None:
    opening, regard, whereas, verb, instruction = FRAMES[language]
    for row in (
        f"{regard} x,\n",
        f"– {regard} x,\n\n",
        f"{whereas} x;\n\n",
        f"{verb} x;\n\n",
        f"{instruction}\n",
        f"{opening}\n",
    ):
        make = rows(row)
        assert_linear(row, language, lambda size, make=make: in_paragraph(language, f";\n\n{make(size)}"))  # type: ignore[misc]


@pytest.mark.parametrize("language", ["bg", "el", "en"])
def test_long_heads(language: str) -> None:
    title = pack(language).head.title[0]
    opening = FRAMES[language][0]
    behind = in_paragraph(language, "")
    heads: dict[str, Kind] = {
        "words": rows("x y z "),
        "lines": rows("x y z\n"),
        "title in a line": rows(f"{title} "),
        "titles": rows(f"{title} abc\n\n"),
        "openings": rows(f"{opening}\n"),
        "blanks behind the opening": lambda size: f"{opening.rstrip(',')}{' ' * size}x\n",
        "stars behind the opening": lambda size: f"{opening.rstrip(',')}{'*' * size}x\n",
        "numbers": rows("2031/2901(RSP) "),
    }
    for kind, make in heads.items():
        assert_linear(kind, language, lambda size, make=make: f"{make(size)}\n\n{behind}")  # type: ignore[misc]


@pytest.mark.parametrize("row", ["Sjön är grund. ", "A. ", "X! ", "bl.a. X. ", ".” "])
def test_swedish_sentences(row: str) -> None:
    def seconds(text: str) -> float:
        began = time.process_time()
        find_clauses(text, pack("sv"))
        return time.process_time() - began

    with limited(row):
        first = min(seconds(rows(row)(4 * SIZE)) for _ in range(3))
        second = min(seconds(rows(row)(4 * GROWTH * SIZE)) for _ in range(3))
    assert second < max(0.03, GROWTH * SLACK * first)
