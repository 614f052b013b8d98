"""Known names in a text: one pass over its words, the longest name wins.

Names are compared by the stems and bases of their words, so that every case form is recognised, and with their capitals, so
that "Council" is no council. Abbreviations are compared as printed. Of two names that end alike the one closest to the print
wins: hu "Európai Tanács" is the European Council, "Európa Tanács" the Council of Europe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kzgraph.language.tokens import Token, attached, stemmer
from kzgraph.resolve.nametable import UNLIKE, Name, Names, Start, name_table
from kzgraph.resolve.vocabulary import vocabulary

#: An ending glued behind an abbreviation by a hyphen or colon is part of the printed name: OESS-a, EU:n.
_GLUE = frozenset("-‐‑:’'")
_LONGEST_ENDING = 4
#: An ending so short need not be in the language's list.
_SHORT_ENDING = 2
#: The second word of a name stands so many words behind the first at most: articles and an abbreviation may come between.
_SECOND_REACH = 4
_PLUS = re.compile(r" ?\+")
#: A comma, a closing and an opening quotation mark with their blank may stand between two words of a name.
_LONGEST_MARK = 4
#: A bracket with its blank.
_BRACKET = 2
#: The parties that stand inside a name ("dialogue between the EU and X on human rights") have so many words at most.
_LONGEST_GAP = 7


@dataclass(frozen=True, slots=True)
class Hit:
    """A known name in a text.

    Args:
        first: Index of its first word.
        last: Index behind its last word.
        start: Its first position in the text.
        end: Position behind it, with a glued case ending.
        key: Of the entry; for adjectives of a state "adjective/…".
        rivals: Keys of other entries with the same stems: one delegation in one case looks like many in another.
    """

    first: int
    last: int
    start: int
    end: int
    key: str
    rivals: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """Which vocabulary the entry belongs to."""
        return self.key.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All known names of a language.

    Args:
        code: The language.
        names: With the adjectives of states.
    """

    code: str
    names: Names

    def find(self, text: str, tokens: Sequence[Token]) -> list[Hit]:
        """Return the names in a text, in order, none inside another unless the outer one belongs to it.

        Args:
            text: The clean text of a unit.
            tokens: Its words.
        """
        hits: list[Hit] = []
        at = 0
        while at < len(tokens):
            start = self.names.starting(tokens[at])
            hit = self._longest(text, tokens, at, start) if start is not None else None
            if hit is None:
                at += 1
                continue
            if hit.key != UNLIKE:
                hits.append(hit)
                hits += self._inside(text, tokens, hit)
            at = hit.last
        return hits

    def _beginning(self, tokens: Sequence[Token], at: int, start: Start) -> Iterator[tuple[Name, int]]:
        """The names that begin at a word, each with the index behind its last word."""
        for name in self.names.before(start, tokens[at + 1 : at + 1 + _SECOND_REACH]):
            last = self._match(name, tokens, at)
            if last:
                yield name, last

    def _longest(self, text: str, tokens: Sequence[Token], at: int, start: Start) -> Hit | None:
        found = [
            (last, name.plus, name)
            for name, last in self._beginning(tokens, at, start)
            if not name.plus or _PLUS.match(text, tokens[last - 1].end)
        ]
        last, plus = max(((last, plus) for last, plus, _ in found), default=(0, False))
        adjective = self._adjective(text, tokens, at, start) if start.adjectives else None
        if adjective is not None and adjective[0] > last:
            last, plus, key, rivals = adjective[0], False, adjective[1], set[str]()
        elif not found:
            return None
        else:
            key = self._closest([name for *rank, name in found if rank == [last, plus]], tokens[at:last]).key
            rivals = {name.key for length, _, name in found if length == last} - {key, UNLIKE}
        end = _with_ending(text, tokens, last)
        return Hit(at, last, tokens[at].start, text.index("+", end) + 1 if plus else end, key, tuple(sorted(rivals)))

    def _closest(self, names: Sequence[Name], tokens: Sequence[Token]) -> Name:
        """The name that is closest to its print, of several the first."""
        one = len({name.key for name in names}) == 1
        return names[0] if one else min(names, key=lambda name: self._distance(name, tokens))

    def _distance(self, name: Name, tokens: Sequence[Token]) -> int:
        """By how many letters the words of a text differ from a name."""
        make = stemmer(self.code)
        words = zip(name.words, tokens, strict=False)
        return sum(_apart(self.names.wholes[word], make.whole(token.text)) for word, token in words)

    def _match(self, name: Name, tokens: Sequence[Token], at: int) -> int:
        """The index behind the words that are a name whose first one stands at a place, 0 if they are not.

        Articles may stand between them.
        """
        skipped = passed = 0
        index = at + 1
        for position in range(1, len(name.words)):
            while True:
                if index >= len(tokens):
                    return 0
                token = tokens[index]
                if not token.joined:
                    if position not in name.marked and _in_brackets(tokens, index):
                        index += 1  # "the Service (EEAS) spokesperson"
                        token = tokens[index]
                    elif not (position in name.marked and _close(tokens[index - 1], token)):
                        return 0
                alike = name.words[position] in self.names.alike(token)
                if alike and (not name.capitals[position] or token.capital):
                    index += 1
                    break
                if name.gap and position == name.gap and passed < _LONGEST_GAP:
                    passed += 1
                    index += 1
                    continue
                if skipped == 2 or token.text.casefold() not in attached(self.code):
                    return 0
                skipped += 1
                index += 1
        return index

    def _adjective(self, text: str, tokens: Sequence[Token], at: int, start: Start) -> tuple[int, str] | None:
        """The index behind the adjective of a state that begins at a word, and the state.

        It is its stem and a case ending, with a capital where and only where it has one; it may have several words or a
        hyphen: "North Korean", "sud-africaines".
        """
        token = tokens[at]
        for stem, capital, key in start.adjectives:
            end = token.start + len(stem)
            if text[token.start : end].casefold() != stem or (token.capital != capital and token.start):
                continue
            last = at + 1
            while tokens[last - 1].end < end:
                last += 1
            ending = text[end : tokens[last - 1].end].casefold()
            if len(ending) <= _SHORT_ENDING or ending in stemmer(self.code).endings:
                return last, key
        return None

    def _inside(self, text: str, tokens: Sequence[Token], outer: Hit) -> list[Hit]:
        """The body that an office or text belongs to counts too where its name stands inside."""
        entry = vocabulary().get(outer.key)
        owner = entry.facts.get("belongsTo") if entry else None
        hits: list[Hit] = []
        while owner:
            for at in range(outer.first, outer.last):
                start = self.names.starting(tokens[at])
                for name, last in self._beginning(tokens, at, start) if start is not None else ():
                    if name.key == owner and last <= outer.last and (at, last) != (outer.first, outer.last):
                        hits.append(Hit(at, last, tokens[at].start, _with_ending(text, tokens, last), owner))
                        break
                else:
                    continue
                break
            parent = vocabulary().get(owner)
            owner = parent.facts.get("belongsTo") if parent else None
        return hits


def _apart(one: str, other: str) -> int:
    """By how many letters two words differ behind what they have in common."""
    common = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        common += 1
    return len(one) + len(other) - 2 * common


def _in_brackets(tokens: Sequence[Token], index: int) -> bool:
    """True for an abbreviation in brackets, with something behind it."""
    if index + 1 >= len(tokens) or tokens[index].joined or not tokens[index].text.isupper():
        return False
    before, token, after = tokens[index - 1 : index + 2]
    return token.start - before.end == _BRACKET and after.start - token.end == _BRACKET and not after.joined


def _close(before: Token, after: Token) -> bool:
    return after.start - before.end <= _LONGEST_MARK


def _with_ending(text: str, tokens: Sequence[Token], last: int) -> int:
    """The end of a name with the case ending that is glued to it."""
    end = tokens[last - 1].end
    if last < len(tokens):
        after = tokens[last]
        glued = after.start == end + 1 and text[end] in _GLUE
        if glued and after.text.islower() and len(after.text) <= _LONGEST_ENDING:
            return after.end
    return end


@cache
def gazetteer(code: str) -> Gazetteer:
    """Return the names of a language, made once per process."""
    return Gazetteer(code, name_table(code))
