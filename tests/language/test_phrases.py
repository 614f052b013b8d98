"""Looking phrases up by their letters finds what their patterns match, no more and no less."""

from __future__ import annotations

import re

import pytest

from kzgraph.language.pack import languages, pack
from kzgraph.language.phrases import PhraseIndex, matcher

#: One of so many phrases is printed; every phrase is looked for.
_STEP = 9


def matched(phrases: tuple[str, ...], text: str) -> set[int]:
    """The phrases whose patterns match at the begin of a text."""
    return {rank for rank, phrase in enumerate(phrases) if matcher(phrase).match(text)}


@pytest.mark.parametrize("code", languages())
def test_an_index_finds_what_the_patterns_match(code: str) -> None:
    phrases = tuple(dict.fromkeys(verb.phrase for verb in pack(code).verbs))
    index = PhraseIndex(phrases)
    for phrase in phrases[::_STEP]:
        printed = phrase.replace("*", "u").replace(" …", ", Ir'q xy") + "; z"
        for text in (printed, printed.upper(), printed.translate(str.maketrans("șț'-", "şţ’‑"))):
            found = {rank for rank, _ in index.at(text, 0)}
            assert found == matched(phrases, text)
            assert found or text != printed


@pytest.mark.parametrize("text", ["kehottaa İtä-x", "KEHOTTAA ITÄ‑X", "kehottaa ıtä-x"])
def test_letters_that_patterns_take_for_one_are_one(text: str) -> None:
    assert [rank for rank, _ in PhraseIndex(["kehottaa itä-x", "kehottaa etä-x"]).at(text, 0)] == [0]


def test_a_phrase_whose_words_are_not_printed_is_not_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []

    def noted(phrase: str) -> re.Pattern[str]:
        compiled.append(phrase)
        return re.compile(phrase)

    monkeypatch.setattr("kzgraph.language.phrases.matcher", noted)
    assert not list(PhraseIndex(["apre … porta", "apre … finestra"]).at("apre la casa", 0))
    assert not compiled
