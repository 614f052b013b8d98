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
from itertools import chain

from kzgraph.language.tokens import Token, attached, bases, stemmer
from kzgraph.resolve.nametable import KEY_LENGTH, UNLIKE, Adjectives, Name, Names, name_table
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
#: So many words of texts are remembered with the names that they may begin.
_REMEMBERED = 1 << 16
#: Further from its print no name is.
_FAR = 1 << 16
#: What two forms of a word have in common has so many letters at least.
_SHORTEST_BASE = 4
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
        names: All but those of the next row.
        adjectives: Of states, by their first letters: stem, whether a capital is needed, key.
    """

    code: str
    names: Names
    adjectives: Adjectives

    def find(self, text: str, tokens: Sequence[Token]) -> list[Hit]:
        """Return the names in a text, in order, none inside another unless the outer one belongs to it.

        Args:
            text: The clean text of a unit.
            tokens: Its words.
        """
        hits: list[Hit] = []
        at = 0
        while at < len(tokens):
            hit = self._longest(text, tokens, at)
            if hit is None:
                at += 1
                continue
            if hit.key != UNLIKE:
                hits.append(hit)
                hits += self._inside(text, tokens, hit)
            at = hit.last
        return hits

    def _beginning(self, tokens: Sequence[Token], at: int) -> Iterator[Name]:
        """The names that may begin with a word, and whose second word may follow."""
        names = self._beginning_with(tokens[at])
        if not names:
            return
        behind = tokens[at + 1 : at + 1 + _SECOND_REACH]
        stems = {token.stem for token in behind}
        found = {base for token in behind for base in bases(token.text, self.code)}
        for name in names:
            sure = len(name.stems) == 1 or name.gap == 1 or name.stems[1] in stems
            if sure or not found.isdisjoint((name.wholes[1], name.shorts[1], *bases(name.wholes[1], self.code))):
                yield name

    def _beginning_with(self, token: Token) -> tuple[Name, ...]:
        found = self.names.known.get(token.text)
        if found is None:
            every = [self.names.of_stem(token.stem), *map(self.names.of_whole, sorted(bases(token.text, self.code)))]
            if len(self.names.known) >= _REMEMBERED:
                self.names.known.clear()
            found = self.names.known[token.text] = tuple(chain.from_iterable(every))
        return found

    def _longest(self, text: str, tokens: Sequence[Token], at: int) -> Hit | None:
        best, key = (0, False, -_FAR), None
        rivals: list[tuple[int, str]] = []
        for name in self._beginning(tokens, at):
            last = self._match(name, tokens, at)
            if not last or last < best[0] or (name.plus and not _PLUS.match(text, tokens[last - 1].end)):
                continue
            rivals.append((last, name.key))
            rank = last, name.plus, -self._distance(name, tokens[at:last])
            if rank > best:
                best, key = rank, name.key
        adjective = self._adjective(text, tokens, at)
        if adjective is not None and adjective[0] > best[0]:
            best, key = (adjective[0], False, 0), adjective[1]
        if key is None:
            return None
        last = best[0]
        end = _with_ending(text, tokens, last)
        others = tuple(sorted({rival for length, rival in rivals if length == last and rival not in (key, UNLIKE)}))
        return Hit(at, last, tokens[at].start, text.index("+", end) + 1 if best[1] else end, key, others)

    def _distance(self, name: Name, tokens: Sequence[Token]) -> int:
        """By how many letters the words of a text differ from a name."""
        make = stemmer(self.code)
        return sum(_apart(whole, make.whole(token.text)) for whole, token in zip(name.wholes, tokens, strict=False))

    def _match(self, name: Name, tokens: Sequence[Token], at: int) -> int:
        """The index behind the words that are a name, 0 if they are not; articles may stand between them."""
        skipped = 0
        index = at
        passed = 0
        for position, stem in enumerate(name.stems):
            while True:
                if index >= len(tokens):
                    return 0
                if position and position not in name.marked and _in_brackets(tokens, index):
                    index += 1  # "the Service (EEAS) spokesperson"
                elif (
                    position
                    and not tokens[index].joined
                    and not (position in name.marked and _close(tokens[index - 1], tokens[index]))
                ):
                    return 0
                token = tokens[index]
                forms = (name.wholes[position], name.shorts[position])
                alike = token.stem == stem or _one_word(forms, token.text, self.code, first=not position)
                if alike and (not name.capitals[position] or token.capital):
                    index += 1
                    break
                if name.gap and position == name.gap and passed < _LONGEST_GAP:
                    passed += 1
                    index += 1
                    continue
                if not position or skipped == 2 or token.text.casefold() not in attached(self.code):
                    return 0
                skipped += 1
                index += 1
        return index

    def _adjective(self, text: str, tokens: Sequence[Token], at: int) -> tuple[int, str] | None:
        """The index behind the adjective of a state that begins at a word, and the state.

        It is its stem and a case ending, with a capital where and only where it has one; it may have several words or a
        hyphen: "North Korean", "sud-africaines".
        """
        token = tokens[at]
        for stem, capital, key in self.adjectives.get(text[token.start : token.start + KEY_LENGTH].casefold(), ()):
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
                for name in self._beginning(tokens, at):
                    last = self._match(name, tokens, at)
                    if name.key == owner and last and last <= outer.last and (at, last) != (outer.first, outer.last):
                        hits.append(Hit(at, last, tokens[at].start, _with_ending(text, tokens, last), owner))
                        break
                else:
                    continue
                break
            parent = vocabulary().get(owner)
            owner = parent.facts.get("belongsTo") if parent else None
        return hits


def _one_word(forms: tuple[str, str], printed: str, code: str, *, first: bool) -> bool:
    """True where a word may be a case form of a word of a name, or both of a third: cs "lidové" and "lidová"."""
    found = bases(printed, code)
    if not found.isdisjoint(forms):
        return True
    return not first and any(len(base) >= _SHORTEST_BASE for base in found & bases(forms[0], code))


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
    return Gazetteer(code, *name_table(code))
