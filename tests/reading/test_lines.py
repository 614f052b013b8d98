"""Lines and clean text: every line end is one, and every clean character can be shown in the source."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kzgraph.model import MappedText, Span, Version
from kzgraph.pipeline import read_text
from kzgraph.reading.lines import clean, split
from kzgraph.reading.source import decode

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
SPECIMENS = {path.name.split(".")[1]: path for path in sorted(EXAMPLES.glob("2031-2901.*"))}
ENDS = {
    "crlf": "\r\n",
    "cr": "\r",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "next line": "\x85",
    "vertical tab": "\v",
}
UNPRINTED = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"

# ---------------------------------------------------------------- line ends


def texts(version: Version) -> list[tuple[str, str]]:
    return [(unit.key, unit.text.text) for unit in version.units]


def with_ends(language: str, end: str) -> Version:
    text = SPECIMENS[language].read_text("utf-8")
    return read_text(decode(text.replace("\n", end).encode(), "x"))


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("language", ["bg", "el", "et", "hr", "sv"])
def test_every_line_end_gives_the_same_units(language: str, end: str) -> None:
    assert texts(with_ends(language, ENDS[end])) == texts(with_ends(language, "\n"))


@pytest.mark.parametrize("language", ["cs", "el", "fi", "mt"])
def test_form_feeds_between_pages_change_nothing(language: str) -> None:
    text = SPECIMENS[language].read_text("utf-8")
    paged = text.replace("\nPE801.103", "\n\fPE801.103").replace("\n\n8. ", "\n\n\f8. ")
    assert paged.count("\f") == 2
    assert texts(read_text(decode(paged.encode(), "x"))) == texts(with_ends(language, "\n"))


@pytest.mark.parametrize("language", ["da", "el", "lt"])
def test_ends_may_change_within_a_file(language: str) -> None:
    pieces = SPECIMENS[language].read_text("utf-8").split("\n")
    ends = ["\r\n", "\n", "\r", "\u2028"]
    # CR before LF would be one end, so a piece behind CR must hold something or the next end be no LF.
    text = "".join(piece + ends[index % 4] for index, piece in enumerate(pieces)).replace("\r\n\n", "\r\n\r\n")
    assert texts(read_text(decode(text.encode(), "x"))) == texts(with_ends(language, "\n"))


@pytest.mark.parametrize("end", ["\r\n", "\u2028"])
@pytest.mark.parametrize("language", ["bg", "el", "hu"])
def test_offsets_hold_at_every_line_end(language: str, end: str) -> None:
    version = with_ends(language, end)
    for unit in version.units:
        span = unit.text.span(0, len(unit.text))
        printed = version.source.text[span.start : span.end]
        assert printed[0] == unit.text.text[0]
        assert printed[-1] == unit.text.text[-1]


@settings(deadline=None)
@given(st.text(alphabet="aβж \t\r\n\f\v\u2028\u2029\x85", max_size=60))
@example("")
@example("\r\n\r\n")
@example("a\n\r\nb")
def test_lines_are_the_text_without_its_line_ends(text: str) -> None:
    lines = split(text)
    at = 0
    for line in lines:
        assert text[line.span.start : line.span.end] == line.text
        assert not set(line.text) & set("\r\n\f\v\u2028\u2029\x85")
        assert set(text[at : line.start]) <= set("\r\n\f\v\u2028\u2029\x85")
        at = line.span.end
    assert at == len(text)
    assert len(lines) == len(text.replace("\r\n", "\n").replace("\r", "\n").splitlines() or [""]) + (
        1 if text and text[-1] in "\r\n\f\v\u2028\u2029\x85" else 0
    )


# ---------------------------------------------------------------- clean text

#: Letters of three scripts, with accents apart, unprinted marks, marks of Markdown, hyphens, blanks of many kinds.
ALPHABET = st.sampled_from(
    [*"aéŽжώỏ𝔙1", "e\u0301", "\u0323", *UNPRINTED, *"-‐‑\\*_<>/#[", "<sup>3</sup>", "<b>", "</b>", *" \t\u00a0\u2009\n"]
)
TEXTS = st.lists(ALPHABET, max_size=40).map("".join)


@st.composite
def pieces(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """A text and stretches of it, in order and apart."""
    text = draw(TEXTS)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    if len(cuts) % 2:
        cuts.append(len(text))
    return text, [Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=True)]


def cluster(text: str, at: int) -> str:
    """A letter of the text with the accents that stand behind it, taken apart."""
    end = at + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return unicodedata.normalize("NFD", text[at:end])


@settings(max_examples=300, deadline=None)
@given(pieces(), st.booleans())
@example(("и\u0306\u00ad-\nа", [Span(0, 4), Span(5, 6)]), False)
@example(("\\- e\u0301*", [Span(0, 6)]), True)
def test_every_clean_character_stands_in_the_source(case: tuple[str, list[Span]], markdown: bool) -> None:
    text, spans = case
    cleaned = clean(text, spans, markdown=markdown)
    assert len(cleaned.text) == len(cleaned.origins)
    assert list(cleaned.origins) == sorted(cleaned.origins)
    inside = {at for span in spans for at in range(span.start, span.end)}
    for shown, at in zip(cleaned.text, cleaned.origins, strict=True):
        if shown == " ":
            continue
        assert at in inside
        assert set(unicodedata.normalize("NFD", shown)) <= set(cluster(text, at))


@settings(max_examples=300, deadline=None)
@given(pieces(), st.booleans(), st.data())
def test_a_span_holds_the_characters_it_stands_for(case: tuple[str, list[Span]], markdown: bool, data: st.DataObject) -> None:
    text, spans = case
    cleaned = clean(text, spans, markdown=markdown)
    if not cleaned.text:
        return
    start = data.draw(st.integers(0, len(cleaned) - 1))
    end = data.draw(st.integers(start + 1, len(cleaned)))
    span = cleaned.span(start, end)
    assert 0 <= span.start < span.end <= len(text)
    # What is shown is left of what is printed once blanks and marks are gone.
    shown = Counter(unicodedata.normalize("NFD", "".join(cleaned.text[start:end].split())))
    behind = span.end
    while behind < len(text) and unicodedata.combining(text[behind]):
        behind += 1  # accents of the last letter
    assert shown <= Counter(unicodedata.normalize("NFD", text[span.start : behind]))


@settings(max_examples=200, deadline=None)
@given(pieces())
def test_nothing_printed_is_lost(case: tuple[str, list[Span]]) -> None:
    text, spans = case
    printed = " ".join(text[span.start : span.end] for span in spans)
    # Accents may change places where a mark between them goes.
    assert sorted(cleaned_letters(clean(text, spans).text)) == sorted(cleaned_letters(printed))


def cleaned_letters(text: str) -> list[str]:
    return [letter for letter in unicodedata.normalize("NFD", text) if not letter.isspace() and letter not in UNPRINTED]


@settings(max_examples=200, deadline=None)
@given(pieces(), st.booleans())
def test_clean_text_has_single_blanks_and_composed_letters(case: tuple[str, list[Span]], markdown: bool) -> None:
    cleaned = clean(*case, markdown=markdown).text
    assert "  " not in cleaned
    assert not set(cleaned) & (set(UNPRINTED) | set("\n\t\u00a0"))


@settings(deadline=None)
@given(TEXTS)
def test_pieces_put_together_are_the_whole(text: str) -> None:
    whole = clean(text, [Span(0, len(text))])
    half = len(whole) // 2
    joined = MappedText.join([whole.slice(0, half), whole.slice(half, len(whole))])
    assert joined == whole
    assert whole.without([Span(0, half)]) == whole.slice(half, len(whole))


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        ("odnosi UE-\nKazahstan", "odnosi UE-Kazahstan"),
        ("Κίνα-\nΕΕ", "Κίνα-ΕΕ"),
        ("вице-\nпредседател", "вице-председател"),
        ("hátrá\u00ad\nnyos", "hátrányos"),
        ("Stand‑\nby", "Stand‑by"),
        ("2027 -\n2031", "2027 - 2031"),
        ("lacul –\nsatul", "lacul – satul"),
        ("a\n\n  b", "a b"),
        ("\u00ad\nb", "b"),
        ("e\u0301te\u0301", "été"),
        ("и\u0306од", "йод"),
        ("α\u0301", "ά"),
        ("zero\u200bwidth", "zerowidth"),
    ],
)
def test_joins_of_lines(lines: str, shown: str) -> None:
    assert clean(lines, [line.span for line in split(lines)]).text == shown


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("P11\\_TA(2031)0144", "P11_TA(2031)0144"),
        ("*Europa-Parlamentet,*", "Europa-Parlamentet,"),
        ("**важно** нещо", "важно нещо"),
        ("Βελντόρια<sup>1</sup>", "Βελντόρια<sup>1</sup>"),
        ("CO<sub>2</sub>", "CO2"),
        ("a<br/>b", "ab"),
        ("x < y", "x < y"),
        ("\\*", "*"),
        ("c:\\temp", "c:\\temp"),
    ],
)
def test_marks_of_markdown_go(printed: str, shown: str) -> None:
    assert clean(printed, [Span(0, len(printed))], markdown=True).text == shown
    if "<sup>" not in printed and "<" in shown:
        assert clean(printed, [Span(0, len(printed))]).text == printed


def test_plain_text_keeps_what_markdown_would_take() -> None:
    text = "P11\\_TA *nie* <b>x</b>"
    assert clean(text, [Span(0, len(text))]).text == text


def test_an_empty_stretch_stands_nowhere() -> None:
    cleaned = MappedText.of("Tokaj", 10)
    for start, end in ((2, 2), (3, 2), (-1, 2), (0, 6)):
        with pytest.raises(ValueError, match="no characters"):
            cleaned.span(start, end)


def test_no_pieces_make_no_text() -> None:
    assert clean("abc", []).text == ""
    assert clean("abc", [Span(1, 1)]).text == ""
