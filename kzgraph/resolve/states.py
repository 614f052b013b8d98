"""States and their own bodies: from "government" and the name or adjective of a state comes the Government of that state.

A bare "the authorities" means those of the state the resolution is about. Nothing here knows any one state.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from kzgraph.language.lookup import Lookup
from kzgraph.language.pack import pack
from kzgraph.language.tokens import Token, attached
from kzgraph.model import Entity
from kzgraph.resolve.gazetteer import Hit
from kzgraph.resolve.vocabulary import LABEL_LANGUAGE, Entry, vocabulary

#: Between a body and the state it belongs to stand at most so many small words: "of the Republic of".
_MOST_BETWEEN = 3
_LONGEST_SMALL_WORD = 4
_INSTRUMENTS = ("Dialogue", "Agreement", "Instrument")
_UNION = "actor/european-union"


@dataclass(frozen=True, slots=True)
class Named:
    """An entity found at some words of a text; the words of the state that it took up are part of it.

    Args:
        first: Index of its first word.
        last: Index behind its last word.
        start: First position.
        end: Position behind.
        entity: What it is.
        rule: Which rule found it.
    """

    first: int
    last: int
    start: int
    end: int
    entity: Entity
    rule: str


@cache
def _organisation_words(code: str) -> Lookup:
    return Lookup(pack(code).persons.organisation_roles)


@cache
def _small_words(code: str) -> tuple[frozenset[str], frozenset[str]]:
    """Words that may stand between a body and its state, and words that join two names."""
    own = pack(code)
    return frozenset(map(str.casefold, own.acts.fillers)) | attached(code), frozenset(map(str.casefold, own.conjunctions))


def state_of(hit: Hit) -> str | None:
    """Return the key of the state that a hit names by noun or adjective."""
    if hit.kind == "adjective":
        return hit.key.partition("/")[2]
    entry = vocabulary().get(hit.key)
    return hit.key if entry is not None and entry.cls == "State" else None


def is_state(hit: Hit) -> bool:
    """Return whether a hit is the noun of a state."""
    return hit.kind != "adjective" and state_of(hit) is not None


def focus(hits_by_unit: Iterable[Sequence[Hit]], title: Sequence[Hit]) -> str | None:
    """Return the state that a resolution is about: the one in its title, else the one it names most.

    Args:
        hits_by_unit: The known names of each unit.
        title: Those of the title.
    """
    counts = Counter(state for hits in hits_by_unit for hit in hits if (state := state_of(hit)))
    in_title = [state for hit in title if (state := state_of(hit))]
    candidates = in_title or list(counts)
    return min(candidates, key=lambda state: (-counts[state], state)) if candidates else None


def _takes_state(hit: Hit) -> bool:
    """True for what is a state's own: its bodies and laws, and what the Union has in it."""
    if hit.kind in ("state-body", "national-instrument"):
        return True
    return hit.kind in ("actor", "instrument") and "{state}" in vocabulary()[hit.key].facts.get("labelTemplate", "")


def entity_of(entry: Entry) -> Entity:
    """Return a vocabulary entry as an entity, with its preferred names; how it is printed stands on its mentions."""
    # Texts name the same things over and over, in all languages at once.
    return _known_entity(entry.key) if vocabulary().get(entry.key) is entry else _entity(entry)


@cache
def _known_entity(key: str) -> Entity:
    return _entity(vocabulary()[key])


def _entity(entry: Entry) -> Entity:
    labels = tuple(
        ("prefLabel", language, text) for language, texts in sorted(entry.labels["prefLabel"].items()) for text in texts
    )
    return Entity(entry.key, entry.cls, labels, tuple(sorted(entry.links)))


def with_state(entry: Entry, state: str) -> Entity:
    """Return the body, text or group of a state that an entry stands for.

    Args:
        entry: Of the vocabulary of state bodies or national instruments.
        state: Key of the state.
    """
    if entry.kind == "instrument" and state.rpartition("/")[2] in entry.key:
        return entity_of(entry)  # the vocabulary has this state's own
    if entry.kind == "bilateral":
        own = f"eu-{state.rpartition('/')[2]}-{entry.key.rpartition('/')[2]}"
        known = vocabulary().get(f"instrument/{own}") or vocabulary().get(f"actor/{own}")
        if known is not None:
            return entity_of(known)
    of_state = vocabulary()[state]
    name = of_state.label()
    adjectives = of_state.labels["adjectiveLabel"].get(LABEL_LANGUAGE) or [name]
    entry = vocabulary().get(entry.facts.get("publishedAs", ""), entry)
    template = entry.facts.get("labelTemplate", f"{entry.label()} of {{state}}")
    label = template.format(state=name, adjective=adjectives[0].rstrip("*"))
    cls = entry.facts.get("bodyClass") or entry.cls or "NationalLaw"
    kind = "instrument" if entry.kind in ("national-instrument", "instrument") or cls in _INSTRUMENTS else "actor"
    slug = entry.key.rpartition("/")[2]
    return Entity(f"{kind}/{slug}-of-{state.rpartition('/')[2]}", cls, (("prefLabel", LABEL_LANGUAGE, label),))


class Composer:
    """Puts bodies and states together in one unit.

    Args:
        text: Its clean text.
        tokens: Its words.
        hits: The known names in it, in order.
        code: Its language.
        about: Key of the state that the resolution is about, or None.
    """

    def __init__(self, text: str, tokens: Sequence[Token], hits: Sequence[Hit], code: str, about: str | None) -> None:
        self._text = text
        self._tokens = tokens
        self._hits = hits
        self._known = {index for hit in hits for index in range(hit.first, hit.last)}
        self._code = code
        self._about = about
        self._small, self._joins = _small_words(code)
        self._hits = [self._of_one_state(index) for index in range(len(hits))]

    def _of_one_state(self, index: int) -> Hit:
        """A hit as the body of a state, where one has the same form and the state stands with it: "delegatury Unii w …"."""
        hit = self._hits[index]
        if hit.rivals and not _takes_state(hit):
            for rival in hit.rivals:
                one = replace(hit, key=rival, rivals=())
                if _takes_state(one) and self._own_state(index) is not None:
                    return one
        return hit

    def compose(self) -> tuple[list[Named], set[int]]:
        """Return the bodies found and the indexes of the hits that are used up in them."""
        found: dict[int, Named] = {}
        used: set[int] = set()
        self._bilateral(found, used)
        for index, hit in enumerate(self._hits):
            if not _takes_state(hit):
                continue
            entry = vocabulary()[hit.key]
            state = self._own_state(index)
            key = (state_of(self._hits[state]) or self._about) if state is not None else None
            if state is None or key is None:
                continue
            if hit.kind == "instrument":
                # The parties of an agreement are named beside it: their states count themselves.
                found[index] = self._named(hit, hit, with_state(entry, key), "state-body")
            else:
                used.add(state)
                found[index] = self._named(hit, self._hits[state], with_state(entry, key), "state-body")
        self._pass_on(found)
        for index, hit in enumerate(self._hits):
            if index in found or not _takes_state(hit):
                continue
            entry = vocabulary()[hit.key]
            bare = entry.facts.get("bare") == "true" or hit.kind != "state-body"
            bare = bare and not self._belongs_elsewhere(index) and not self._is_strangers(hit, entry)
            bare = bare and not self._heads_organisation(index)
            other = entry.facts.get("capitalIsOther") == "true" and self._capital_is_other(hit)
            body = vocabulary().get(entry.facts.get("otherBody", ""))
            if bare and other and body is not None:
                found[index] = self._named(hit, hit, entity_of(body), "known-name")
            elif bare and not other and self._about is not None:
                found[index] = self._named(hit, hit, with_state(entry, self._about), "bare-body")
        return [found[index] for index in sorted(found)], used | set(found)

    def _is_strangers(self, hit: Hit, entry: Entry) -> bool:
        """True where an unknown name stands right before a body: "the Ormish authorities" are not those of another state.

        A post is none: before it the name of its holder may stand.
        """
        index = hit.first - 1
        if (
            hit.kind != "state-body"
            or entry.facts.get("bodyClass") == "Office"
            or index < 1
            or not self._tokens[hit.first].joined
        ):
            return False
        token = self._tokens[index]
        gap = self._text[token.end : self._tokens[hit.first].start] + self._text[self._tokens[index - 1].end : token.start]
        known = index in self._known
        return token.text.istitle() and gap.isspace() and token.text.casefold() not in self._small and not known

    def _bilateral(self, found: dict[int, Named], used: set[int]) -> None:
        """What the Union has with a state, with its parties."""
        for index, hit in enumerate(self._hits):
            if hit.kind != "bilateral":
                continue
            parties = self._parties(index)
            keys = (state_of(self._hits[party]) for party in sorted(parties))
            key = next((key for key in keys if key is not None), self._about)
            if key is None:
                continue
            used |= parties
            words = [hit, *(self._hits[party] for party in parties)]
            start, end = min(word.start for word in words), max(word.end for word in words)
            first, last = min(word.first for word in words), max(word.last for word in words)
            found[index] = Named(first, last, start, end, with_state(vocabulary()[hit.key], key), "state-body")

    def _parties(self, index: int) -> set[int]:
        """The Union and the state, where they are printed with the name of what they have together."""
        hit = self._hits[index]
        parties: set[int] = set()
        for step in (1, -1):
            at, edge = index + step, hit
            while 0 <= at < len(self._hits) and len(parties) < 2 and self._is_party(self._hits[at]):
                first, second = sorted((edge, self._hits[at]), key=lambda one: one.first)
                if second.first - first.last > _MOST_BETWEEN or not self._joined(first.last, second.first + 1):
                    break
                parties.add(at)
                edge = self._hits[at]
                at += step
            if parties:
                # A party alone is none, unless it is the state: "the dialogue with X".
                return parties if any(state_of(self._hits[party]) for party in parties) else set()
        return parties

    @staticmethod
    def _is_party(hit: Hit) -> bool:
        return hit.key == _UNION or is_state(hit)

    def _capital_is_other(self, hit: Hit) -> bool:
        """A capital in the middle of a sentence: "Parliament" is the European one; so is "parlament" where none has one."""
        token = self._tokens[hit.first]
        if pack(self._code).small_institutions:
            return True
        return token.text[0].isupper() and hit.first > 0 and not re.search(r"[.;:·]\s*$", self._text[: token.start])

    def _own_state(self, index: int) -> int | None:
        """The index of the hit that says whose body it is: an adjective beside it, or the state behind or before it."""
        hit = self._hits[index]
        for other in (index - 1, index + 1):
            if 0 <= other < len(self._hits) and self._hits[other].kind == "adjective" and self._beside(self._hits[other], hit):
                return other
        behind = index + 1
        if behind < len(self._hits) and self._is_owner(self._hits[behind]) and self._linked(hit.last, self._hits[behind].first):
            return behind
        before = index - 1
        if before >= 0 and self._is_owner(self._hits[before]):
            gap = self._tokens[self._hits[before].last : hit.first]
            if (not gap or (len(gap) == 1 and gap[0].text in ("s", "S"))) and self._joined(
                self._hits[before].last, hit.first + 1
            ):
                return before
        return None

    def _is_owner(self, hit: Hit) -> bool:
        """True for a state and for "the country", which is the one that the resolution is about."""
        if hit.kind != "state-word":
            return is_state(hit)
        printed = self._text[hit.start : hit.end].casefold()
        return any(printed == form.casefold() for form in vocabulary()[hit.key].printed(self._code))

    def _belongs_elsewhere(self, index: int) -> bool:
        """True where another body follows to which the word belongs: "the forces of the Organisation"."""
        behind = index + 1
        if self._hits[index].kind != "state-body" or behind >= len(self._hits):
            return False
        other = self._hits[behind]
        entry = vocabulary().get(other.key)
        between = self._tokens[self._hits[index].last : other.first]
        institution = other.kind == "actor" and entry is not None and entry.cls in ("Institution", "Organisation")
        # In the genitive the other body follows at once: "prezydent Autonomii Palestyńskiej".
        at_once = self._joined(other.first, other.first + 1) and self._hits[index].end + 1 == other.start
        return institution and (self._linked(self._hits[index].last, other.first) if between else at_once)

    def _heads_organisation(self, index: int) -> bool:
        """True for the president of an organisation that is not a state's: "the president of the independent union"."""
        hit = self._hits[index]
        if vocabulary()[hit.key].facts.get("bodyClass") != "Office":
            return False
        roles = _organisation_words(self._code)
        before = self._tokens[max(0, hit.first - 1) : hit.first]
        if before and self._tokens[hit.first].joined and roles.fullmatch(before[0].text):
            return True
        if self._heads_abbreviation(hit):
            return True
        passed = 0
        for token in self._tokens[hit.last : hit.last + _MOST_BETWEEN + 1]:
            small = len(token.text) <= _LONGEST_SMALL_WORD
            if not token.joined or token.text.casefold() in self._joins or passed > 1 or (passed and small):
                return False
            if roles.fullmatch(token.text):
                return True
            if not small and token.start == self._tokens[hit.last].start:
                return False  # "the president called on organisations"
            passed += not small
        return False

    def _heads_abbreviation(self, hit: Hit) -> bool:
        """True where small words and an unknown abbreviation follow: "président du MDV"."""
        for index in range(hit.last, min(len(self._tokens), hit.last + _MOST_BETWEEN)):
            word = self._tokens[index].text
            if not self._tokens[index].joined:
                return False
            if word.isupper() and len(word) > 1:
                return index > hit.last and not any(other.first <= index < other.last for other in self._hits)
            if word.casefold() not in self._small and not (word.islower() and len(word) <= _LONGEST_SMALL_WORD):
                return False
        return False

    def _beside(self, one: Hit, other: Hit) -> bool:
        first, second = (one, other) if one.first < other.first else (other, one)
        between = self._tokens[first.last : second.first]
        return (
            len(between) <= 1
            and self._joined(first.last, second.first + 1)
            and not any(token.text.casefold() in self._joins for token in between)
        )

    def _linked(self, start: int, end: int) -> bool:
        """True where only small words stand between two hits: "of the", "de la", "din"."""
        between = self._tokens[start:end]
        if len(between) > _MOST_BETWEEN or not self._joined(start, end + 1):
            return False
        return all(
            token.text.casefold() in self._small or (token.text.islower() and len(token.text) <= _LONGEST_SMALL_WORD)
            for token in between
        ) and not any(token.text.casefold() in self._joins for token in between)

    def _joined(self, start: int, end: int) -> bool:
        return all(token.joined for token in self._tokens[start:end])

    def _pass_on(self, found: dict[int, Named]) -> None:
        """The state goes to all of a list: "the President and the Parliament of X", "the X President and Parliament"."""
        bodies = [index for index, hit in enumerate(self._hits) if hit.kind == "state-body"]
        for index, following in reversed(list(pairwise(bodies))):
            if index not in found and following in found and self._listed(index, following):
                self._share(found, index, following)
        led = {index for index in bodies if index in found and found[index].first < self._hits[index].first}
        for before, index in pairwise(bodies):
            if before in led and index not in found and self._listed(before, index):
                self._share(found, index, before)
                led.add(index)

    def _listed(self, index: int, following: int) -> bool:
        """True where only a comma or a word for "and" and small words stand between two bodies."""
        one, other = self._hits[index], self._hits[following]
        between = self._text[one.end : other.start]
        words = [word for word in re.findall(r"\w+", between) if word.casefold() not in self._small]
        joins = "," in between or any(word.casefold() in self._joins for word in words)
        return joins and other.first - one.last <= _MOST_BETWEEN and all(len(word) <= _LONGEST_SMALL_WORD for word in words)

    def _share(self, found: dict[int, Named], index: int, other: int) -> None:
        state = f"actor/{found[other].entity.key.partition('-of-')[2]}"
        if state in vocabulary():
            hit = self._hits[index]
            found[index] = self._named(hit, hit, with_state(vocabulary()[hit.key], state), "state-body")

    def _named(self, body: Hit, state: Hit, entity: Entity, rule: str) -> Named:
        first, last = min(body.first, state.first), max(body.last, state.last)
        return Named(first, last, min(body.start, state.start), max(body.end, state.end), entity, rule)
