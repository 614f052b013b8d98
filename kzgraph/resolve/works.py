"""Which versions are one work.

Versions that print the same procedure, text number or CELEX number are one work. A version that prints none is tied to the
work with which its language-free facts agree; where there is none, it is a work of its own, keyed by those facts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kzgraph.errors import InputError
from kzgraph.model import Stage, Version, Work
from kzgraph.resolve.fingerprint import LEAST_FACTS, LEAST_SHARE, Fact, digest, fingerprint, numbers, read_numbers, share

_ADOPTED = re.compile(r"P(\d+)_TA(?:-PROV)?\((\d{4})\)(\d{4})")


@dataclass(frozen=True, slots=True)
class KnownWork:
    """A work that a graph given with ``--known`` holds already.

    Args:
        key: Its part of the IRI.
        identifiers: Procedure, text numbers and CELEX number.
        facts: Its language-free facts, of all its versions.
        versions: The keys of its versions.
        sources: SHA-256 of the text of a version and the key of that version.
        names: By version and unit the keys of the persons and organisations found by rule, in printed order.
    """

    key: str
    identifiers: frozenset[str]
    facts: frozenset[Fact]
    versions: tuple[str, ...]
    sources: Mapping[str, str] = field(default_factory=dict, compare=False)
    names: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Card:
    """What tells which work a version belongs to, so small that those of a whole archive fit into memory.

    Args:
        sha256: Of its source.
        name: How the user named the input.
        language: BCP 47 code.
        stage: How far it has come.
        identifiers: See :func:`identifiers`.
        content: Digest of its language-free facts.
        facts: The same facts as numbers, see :func:`kzgraph.resolve.fingerprint.numbers`.
        documents: Numbers of the motion or report that it is.
    """

    sha256: str
    name: str
    language: str
    stage: Stage
    identifiers: frozenset[str]
    content: str
    facts: bytes
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which versions are one work.

    Args:
        key: Of the work.
        versions: Version key and SHA-256 of the source, sorted.
        tied: As in :class:`kzgraph.model.Work`.
    """

    key: str
    versions: tuple[tuple[str, str], ...]
    tied: tuple[tuple[str, float], ...] = ()


@dataclass(slots=True, eq=False)
class _Draft:
    """A work in the making."""

    number: int = 0
    identifiers: set[str] = field(default_factory=set)
    facts: set[int] = field(default_factory=set)
    cards: list[Card] = field(default_factory=list)
    ties: dict[str, float] = field(default_factory=dict)
    known: KnownWork | None = None

    def add(self, card: Card) -> None:
        """Take a version in."""
        self.facts |= set(read_numbers(card.facts))
        self.cards.append(card)


class _Drafts:
    """All works in the making; each is found by what it prints and by what it says, never by looking through all of them."""

    def __init__(self, known: Iterable[KnownWork]) -> None:
        self._made = 0
        self.all: dict[int, _Draft] = {}
        self._by_identifier: dict[str, _Draft] = {}
        self._by_fact: dict[int, list[_Draft]] | None = None
        self._holders: dict[str, _Draft] = {}
        for work in known:
            draft = self._new(_Draft(facts=set(read_numbers(numbers(work.facts))), known=work))
            self._holders |= dict.fromkeys(work.sources, draft)
            self._name(draft, work.identifiers | {work.key})

    def _new(self, draft: _Draft) -> _Draft:
        draft.number = self._made = self._made + 1
        self.all[id(draft)] = draft
        return draft

    def _name(self, draft: _Draft, names: Iterable[str]) -> None:
        for name in names:
            draft.identifiers.add(name)
            # Of several known works under one number the first is meant.
            self._by_identifier.setdefault(name, draft)

    def add_named(self, card: Card) -> None:
        """Take in a version that prints a number."""
        hits = {id(draft): draft for name in card.identifiers if (draft := self._by_identifier.get(name))}
        home, *others = sorted(hits.values(), key=lambda draft: draft.number) if hits else [self._new(_Draft())]
        for other in others:
            # This version prints the numbers of two drafts, so they are one work.
            del self.all[id(other)]
            home.facts |= other.facts
            home.cards += other.cards
            home.known = home.known or other.known
            self._holders.update(dict.fromkeys(other.known.sources if other.known else (), home))
            self._by_identifier.update(dict.fromkeys(other.identifiers, home))
            home.identifiers |= other.identifiers
        self._name(home, card.identifiers)
        home.add(card)

    def add_nameless(self, card: Card) -> None:
        """Take in a version that prints none, after all that do."""
        holder = self._holders.get(card.sha256)
        if holder is not None:
            holder.cards.append(card)
            self._say(holder, read_numbers(card.facts))
            return
        fitting = self._fitting(frozenset(read_numbers(card.facts)))
        if len(fitting) == 1:
            [(home, part)] = fitting
            if home.identifiers:
                home.ties[card.sha256] = part
        else:
            home = self._new(_Draft())
        home.cards.append(card)
        self._say(home, read_numbers(card.facts))

    def _say(self, draft: _Draft, facts: Iterable[int]) -> None:
        for fact in set(facts) - draft.facts:
            self._saying()[fact].append(draft)
            draft.facts.add(fact)

    def _saying(self) -> dict[int, list[_Draft]]:
        """The drafts that each fact is said by; made when the first version without a number comes."""
        if self._by_fact is None:
            self._by_fact = defaultdict(list)
            for draft in self.all.values():
                for fact in draft.facts:
                    self._by_fact[fact].append(draft)
        return self._by_fact

    def _fitting(self, facts: frozenset[int]) -> list[tuple[_Draft, float]]:
        """The drafts whose facts are those of a version."""
        common: Counter[int] = Counter(id(draft) for fact in facts for draft in self._saying().get(fact, ()))
        shares = [(self.all[place], share(facts, self.all[place].facts)) for place in common]
        return [(draft, part) for draft, part in shares if part >= LEAST_SHARE]


def identifiers(version: Version) -> frozenset[str]:
    """Return what names the work of a version, in the form that tells final and provisional texts as one.

    >>> from kzgraph.model import Head, Recognition, Source
    >>> head = Head(procedure="2031/2901(RSP)", adopted_text_numbers=("P11_TA-PROV(2031)0144",))
    >>> version = Version(Source("a", "", "", "text/plain", "utf-8"), Recognition("lt", (), ()), head, ())
    >>> sorted(identifiers(version))
    ['2031-2901', 'ta-11-2031-0144']
    """
    head = version.head
    names = {procedure_key(head.procedure)} if head.procedure else set()
    names |= {adopted_text_key(number) for number in head.adopted_text_numbers}
    if head.celex:
        names.add(f"celex-{head.celex.lower()}")
    return frozenset(names)


def procedure_key(procedure: str) -> str:
    """Return the key of a procedure number.

    >>> procedure_key("2031/2901(RSP)")
    '2031-2901'
    """
    return procedure.split("(")[0].replace("/", "-").lower()


def adopted_text_key(number: str) -> str:
    """Return the key of an adopted text's number, the same for the provisional text.

    Raises:
        InputError: The number has another form.

    >>> adopted_text_key("P11_TA-PROV(2031)0144")
    'ta-11-2031-0144'
    """
    found = _ADOPTED.fullmatch(number)
    if found is None:
        raise InputError(number, "this is no number of an adopted text", "Correct it to the form of P11_TA(2031)0144.")
    return f"ta-{found[1]}-{found[2]}-{found[3]}"


def _choose_key(names: Iterable[str]) -> str:
    """Procedure before text number before CELEX number; of several of one kind the first in order."""
    return min(names, key=lambda name: (name.startswith("celex-"), name.startswith("ta-"), name))


def card_of(version: Version) -> Card:
    """Return what tells which work a version belongs to.

    Args:
        version: As it was read.
    """
    facts = fingerprint(version)
    source = version.source
    head = version.head
    return Card(
        source.sha256,
        source.name,
        version.language,
        head.stage,
        identifiers(version),
        digest(facts),
        numbers(facts),
        head.document_numbers,
    )


def group_cards(cards: Iterable[Card], known: Sequence[KnownWork] = ()) -> tuple[Grouping, ...]:
    """Group versions into works, the same whatever their order; the cost grows with their number, not with its square.

    Args:
        cards: Those of all versions; a text given twice counts once.
        known: Works of an earlier graph.

    Returns:
        The works that have a version here, sorted by key.
    """
    once = {card.sha256: card for card in sorted(cards, key=lambda card: card.name, reverse=True)}
    ordered = sorted(once.values(), key=lambda card: (card.language, card.sha256))
    drafts = _Drafts(known)
    for card in ordered:
        if card.identifiers:
            drafts.add_named(card)
    for card in ordered:
        if not card.identifiers:
            drafts.add_nameless(card)
    held = list(drafts.all.values())
    rows = ((draft, key) for draft, key in zip(held, _keys(held), strict=True) if draft.cards)
    return tuple(sorted((_finish(draft, key) for draft, key in rows), key=lambda grouping: grouping.key))


def group_versions(versions: Iterable[Version], known: Sequence[KnownWork] = ()) -> tuple[Work, ...]:
    """Group versions that are at hand; see :func:`group_cards`.

    Args:
        versions: All versions of a run.
        known: Works of an earlier graph.
    """
    once = {version.source.sha256: version for version in _once(versions)}
    return tuple(
        Work(found.key, tuple((key, once[sha256]) for key, sha256 in found.versions), found.tied)
        for found in group_cards((card_of(version) for version in once.values()), known)
    )


def _once(versions: Iterable[Version]) -> Iterable[Version]:
    """Each text once, under the first of its names; the others are kept beside it."""
    alike: dict[str, list[Version]] = {}
    for version in versions:
        alike.setdefault(version.source.sha256, []).append(version)
    for group in alike.values():
        first, *others = sorted({version.source.name: version for version in group}.items())
        yield replace(first[1], also=tuple(name for name, _ in others)) if others else first[1]


def _keys(drafts: Sequence[_Draft]) -> list[str]:
    """The key of each draft; works without a number that say the same, or too little, are told apart by their bytes."""
    contents = [_content_key(draft) for draft in drafts]
    counts = Counter(contents)
    keys: list[str] = []
    for draft, key in zip(drafts, contents, strict=True):
        told = draft.known is not None or draft.identifiers or (counts[key] == 1 and len(draft.facts) >= LEAST_FACTS)
        keys.append(key if told else f"x-{min(card.sha256 for card in draft.cards)[:16]}")
    return keys


def _content_key(draft: _Draft) -> str:
    if draft.known is not None:
        return draft.known.key
    if draft.identifiers:
        return _choose_key(draft.identifiers)
    return f"x-{min(card.content for card in draft.cards)}"


def _finish(draft: _Draft, key: str) -> Grouping:
    keys = version_keys(draft.cards, *((draft.known.versions, draft.known.sources) if draft.known is not None else ()))
    rows = sorted(zip(keys, draft.cards, strict=True), key=lambda row: row[0])
    ties = tuple((name, draft.ties[card.sha256]) for name, card in rows if card.sha256 in draft.ties)
    return Grouping(key, tuple((name, card.sha256) for name, card in rows), ties)


def version_keys(cards: Sequence[Card], taken: Iterable[str] = (), sources: Mapping[str, str] | None = None) -> list[str]:
    """Return the key of each version: its language, with the stage where a language has several, with a digest where both recur.

    Args:
        cards: Those of the versions of one work.
        taken: Keys that a known graph uses.
        sources: SHA-256 of the texts that the known graph holds, and their keys, which they keep.
    """
    taken = frozenset(taken)
    kept = sources or {}
    held = {name.split("-")[0] for name in taken}
    languages = Counter(card.language for card in cards)
    staged = Counter((card.language, card.stage) for card in cards)
    keys: list[str] = []
    for card in cards:
        if card.sha256 in kept:
            keys.append(kept[card.sha256])
            continue
        key = card.language
        if languages[card.language] > 1 or card.language in held:
            key += f"-{card.stage.value.removesuffix('-text')}"
            if staged[card.language, card.stage] > 1 or key in taken:
                key += f"-{card.sha256[:8]}"
        keys.append(key)
    return keys
