"""What a lookup finds is what the regular expression of the same phrases finds, letter by letter."""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path

import pytest

from kzgraph.language.lookup import Lookup
from kzgraph.language.pack import languages, pack
from kzgraph.language.phrases import any_of, longest_first, source_of

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"


def printed(code: str) -> str:
    """A text of the language, and its own phrases between marks, in small and large letters and glued to others."""
    own = pack(code)
    text = "".join(path.read_text("utf-8") for path in EXAMPLES.glob(f"*.{code}.*"))
    words = [phrase.replace("*", "xy").replace("… ", "") for phrase in (*own.persons.roles, *own.persons.organisation_roles)]
    words += own.pinpoint["article"]
    rows = [f"{word}, {word.upper()} _{word} {word}_ x{word} {word}x {word.title()}.\n{word}\u00ad" for word in words]
    return text + "\n".join(rows)


def spans(found: object) -> list[tuple[int, int]]:
    return [one.span() for one in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize("code", languages())
def test_whole_words(code: str) -> None:
    text = printed(code)
    own = pack(code)
    articles = (*own.pinpoint["article"], *own.pinpoint["rule"], *own.pinpoint["paragraph"])
    for phrases in (own.persons.roles, own.persons.including, (*own.recital.openers, *own.recital.continuations), articles):
        pattern = re.compile(any_of(phrases), re.IGNORECASE)
        found = spans(Lookup(phrases).finditer(text))
        assert found == spans(pattern.finditer(text))
    assert spans(Lookup(own.persons.roles).finditer(text))


@pytest.mark.parametrize("code", languages())
def test_ends_of_words(code: str) -> None:
    """Ends may stand anywhere in a word, behind so many letters."""
    phrases = [phrase for phrase in pack(code).persons.organisation_roles if len(phrase) > 4]
    ends = [source_of(end.rstrip("*")) + (r"\w{0,3}" if end.endswith("*") else "") for end in longest_first(phrases)]
    text = printed(code)
    pattern = re.compile(rf"(?:{'|'.join(ends)})(?!\w)", re.IGNORECASE)
    assert spans(Lookup((), phrases, behind=3).finditer(text)) == spans(pattern.finditer(text)) != []
    longer = re.compile(rf"\w{{3,}}(?:{'|'.join(ends)})(?!\w)", re.IGNORECASE)
    known = Lookup((), phrases, before=3, behind=3)
    for row in (*text.split("\n"), *re.findall(r"\w+", text)):
        assert bool(known.search(row)) == bool(longer.search(row)), row
        assert known.fullmatch(row) == bool(longer.fullmatch(row)), row


@pytest.mark.parametrize("code", ["de", "fr", "el", "ga"])
def test_one_place(code: str) -> None:
    own = pack(code)
    phrases = own.persons.roles
    pattern, known = re.compile(any_of(phrases), re.IGNORECASE), Lookup(phrases)
    text = printed(code)
    for at in range(0, len(text) - 20, 3):
        one, other = pattern.match(text, at, at + 20), known.match(text, at, at + 20)
        assert (one and one.span()) == (other and other.span()), text[at : at + 20]
        assert known.fullmatch(text[at : at + 9]) == bool(pattern.fullmatch(text[at : at + 9]))


def test_every_letter_that_is_taken_for_another() -> None:
    """Regular expressions blind to case know pairs that lower case does not: the long s, the Kelvin sign, the dotless i."""
    letters = [chr(code) for code in range(sys.maxunicode) if unicodedata.category(chr(code)) in ("Lu", "Ll", "Lt", "Lo")]
    # Nobody prints the others in one word, but what is tried costs a minute: only letters with a second form.
    cased = {letter for letter in letters if letter.lower() != letter.upper()}
    for letter in sorted(cased):
        alike = {letter.lower(), letter.upper(), letter.casefold(), *("ıiſsKkµμςσ" if letter in "iıIİsſSKkKμµΜσςΣ" else "")}
        for other in sorted(one for one in alike if len(one) == 1):
            if re.fullmatch(letter, other, re.IGNORECASE):
                assert Lookup((f"a{letter}b",)).search(f"x a{other}b y"), (letter, other)


def test_marks_may_begin_a_phrase() -> None:
    known = Lookup(("§§", "§", "art.", "-wing"))
    assert [found.group() for found in known.finditer("§ 3, §§ 4-5, art. 6 of the left-wing, Left\u2011Wing")] == [
        "§", "§§", "art.", "-wing", "\u2011Wing"
    ]  # fmt: skip
    assert known.match("x§", 1)
    assert known.fullmatch("§§")
    assert not known.search("wing %")
