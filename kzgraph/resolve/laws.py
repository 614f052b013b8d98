"""Laws of a state by number or title: "Law No 123/2020", the Law on Transparency of Foreign Influence, a law called "…".

What a title is shows only where it stands in quotation marks or, in a language in which nouns are small, in its capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kzgraph.language.pack import pack
from kzgraph.language.phrases import any_of
from kzgraph.model import Entity
from kzgraph.resolve.gazetteer import Hit
from kzgraph.resolve.names import key_of
from kzgraph.resolve.states import Named, is_state, state_of
from kzgraph.resolve.vocabulary import LABEL_LANGUAGE, vocabulary

_LAWS = ("instrument-kind/law", "instrument-kind/decree")
#: The adjective of a state stands so many words from the word for a law at most.
_STATE_REACH = 2
#: A title in capitals has so many words at least, one of them small: "Transparency of Foreign Influence".
_SHORTEST_TITLE = 2
_QUOTED = r"[„“”\"«'‘](?P<title>[^„”“\"«»’]{4,120})[”“\"»’]"
#: Between the word for a law and a title in quotation marks stand so many small words at most.
_SMALL = r"(?:[^\W\d_]{1,12}\s){0,3}"
_BEHIND = re.compile(rf"\s{_SMALL}{_QUOTED}")
_BEFORE = re.compile(rf"{_QUOTED}\s(?:[^\W\d_]+,?\s){{0,3}}$")
#: A title in capitals: "on Transparency of Foreign Influence".
_CAPITALS = re.compile(r"\s(?P<small>(?:[^\W\d_]{2,3}\s){1,2})(?P<title>[^\W\d_]+(?:\s[^\W\d_]+){0,9})")
_LONGEST_SMALL_WORD = 4
#: A title before the word for a law stands so near.
_REACH = 160


@cache
def _number(code: str) -> re.Pattern[str]:
    """A number behind the word for a law: "No 123/2020", "12.345", and without a mark "Decree 349"."""
    mark = rf"(?:{any_of(pack(code).number.references)}|№|[^\W\d_]{{1,3}}\.)"
    plain = r"(?P<plain>(?!(?:19|20)\d\d(?!\d))\d{3,5})"
    return re.compile(rf"\s(?:{mark}\s?(?P<marked>\d[\d./-]*\d|\d)|(?P<stroke>\d{{1,5}}[/-]\d{{2,4}})|{plain})(?![\w/])")


def laws(text: str, hits: Sequence[Hit], about: str | None, code: str) -> Iterator[Named]:
    """Yield the laws that are named by number or title.

    Args:
        text: The clean text of a unit.
        hits: All known names in it.
        about: Key of the state that the resolution is about, or None.
        code: The language.
    """
    for hit in hits:
        if hit.key not in _LAWS:
            continue
        number = _number(code).match(text, hit.end)
        if number is not None and number["plain"] and not text[hit.start].isupper():
            number = None  # "the law 120 days later"
        title = None if number else _title(text, hit, hits, code)
        state = _state(hit, hits) or about
        if state is None or (number is None and title is None):
            continue
        if number is not None:
            start, end = hit.start, number.end()
            name = re.sub(r"\W+", "-", number["marked"] or number["stroke"] or number["plain"])
        else:
            start, end, name = title or (0, 0, "")
            name = key_of(tuple(re.findall(r"[^\W\d_]+", name)), code)
        if name:
            yield Named(hit.first, hit.last, start, end, _entity(hit, name, state, (code, text[start:end])), "titled-law")


def _title(text: str, hit: Hit, hits: Sequence[Hit], code: str) -> tuple[int, int, str] | None:
    """Where a law with its title begins and ends, and the title."""
    behind = _BEHIND.match(text, hit.end)
    if behind is not None:
        return hit.start, behind.end(), behind["title"]
    before = _BEFORE.search(text[max(0, hit.start - _REACH) : hit.start])
    if before is not None:
        return hit.start - len(before.group()), hit.end, before["title"]
    # "the Law on Transparency in Mongolia": the state is where it is in force.
    end = next((other.start for other in hits if other.start >= hit.end and is_state(other)), len(text))
    small = pack(code).persons.determiners or not text[hit.start].isupper()
    named = None if small else _title_before(text, hit, hits)
    if named is not None:
        return named
    capitals = None if small else _CAPITALS.match(text, hit.end, end)
    if capitals is None or not capitals["small"].islower() or capitals["small"].split()[0] in pack(code).conjunctions:
        return None  # "the Law and Justice party"
    words, kept = capitals["title"].split(" "), 0
    for at, word in enumerate(words, 1):
        if word[0].isupper():
            kept = at
        elif len(word) > _LONGEST_SMALL_WORD:
            break
    title = " ".join(words[:kept])
    return (hit.start, capitals.start("title") + len(title), title) if kept >= _SHORTEST_TITLE else None


def _title_before(text: str, hit: Hit, hits: Sequence[Hit]) -> tuple[int, int, str] | None:
    """A title in capitals right before the word for a law: "the Anti-Homosexuality Act"; a known name is none."""
    start = hit.start
    for word in reversed(list(re.finditer(r"\S+", text[max(0, hit.start - _REACH) : hit.start]))):
        at = max(0, hit.start - _REACH) + word.start()
        known = any(other.start <= at < other.end for other in hits)
        if not at or not word.group()[0].isupper() or not word.group()[-1].isalnum() or known:
            break
        start = at
    return (start, hit.end, text[start : hit.start].strip()) if start < hit.start else None


def _state(hit: Hit, hits: Sequence[Hit]) -> str | None:
    """The state whose noun or adjective stands beside the word for a law: "Turkish Law No 5651"."""
    for other in hits:
        near = other.last <= hit.first <= other.last + _STATE_REACH or hit.last <= other.first <= hit.last + 1
        if other.kind == "adjective" and near:
            return state_of(other)
    return None


def _entity(hit: Hit, name: str, state: str, printed: tuple[str, str]) -> Entity:
    entry = vocabulary()[hit.key]
    of_state = vocabulary()[state].label()
    label = f"{entry.label().capitalize()} {name} of {of_state}"
    if not name[0].isdigit():
        label = f"{entry.label().capitalize()} of {of_state}: {printed[1]}"
    kind, of = hit.key.rpartition("/")[2], state.rpartition("/")[2]
    return Entity(
        f"instrument/{kind}-{name}-of-{of}", "NationalLaw", (("prefLabel", LABEL_LANGUAGE, label), ("altLabel", *printed))
    )
