"""Who and what a version names: known names, bodies of states, dated texts, provisions, persons, pronouns.

Nothing is guessed: what is no name of a known thing and shows no rule stays unresolved, and is reported.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter

from kzgraph.language.pack import pack
from kzgraph.language.phrases import any_of
from kzgraph.language.tokens import Token, tokenise
from kzgraph.language.words import Pack
from kzgraph.model import Act, Entity, FigureMention, Mention, Reason, Span, Unit, UnitKind, Unresolved, Version
from kzgraph.resolve.addressees import link_acts, with_own_president
from kzgraph.resolve.cutnames import without_cut_names
from kzgraph.resolve.deadlines import deadlines
from kzgraph.resolve.editions import edition
from kzgraph.resolve.gazetteer import Gazetteer, Hit, gazetteer
from kzgraph.resolve.instruments import dated_texts
from kzgraph.resolve.laws import laws
from kzgraph.resolve.names import abbreviation_key, base_forms, key_of, nominative, nominatives
from kzgraph.resolve.namewords import FoundName, name_words
from kzgraph.resolve.numbered import numbered_texts
from kzgraph.resolve.persons import BARE_SURNAME, find_names, one_class, single_capitals
from kzgraph.resolve.provisions import find_pinpoints, owner, part_thereof, provision
from kzgraph.resolve.shortforms import instruments_by_class, introduced_forms, short_texts, with_short_forms
from kzgraph.resolve.states import Composer, Named, entity_of, focus
from kzgraph.resolve.unresolved import Capitals, Leftovers, Reading
from kzgraph.resolve.vocabulary import vocabulary

_PINNED = ("Treaty", "Convention", "Agreement", "UnionAct", "NationalLaw", "ProceduralRules")
#: Statements have articles where they are declarations that a vocabulary knows: the Universal Declaration of Human Rights.
_DECLARATION = "OfficialStatement"
_POSTS = ("Office",)  # bodies of a state whose name announces a person's: "President Tokayev"
_LEAST_SOUNDS = 2  # so many sounds of its key tell a surname that stands alone


@dataclass(slots=True)
class _Draft:
    """A unit while its names are found.

    Args:
        unit: The unit.
        tokens: Its words.
        hits: The known names in it.
        taken: Indexes of words that are known names or parts of dates.
        named: What is named in it.
        unresolved: What leads to no entity.
    """

    unit: Unit
    tokens: tuple[Token, ...]
    hits: list[Hit]
    taken: frozenset[int]
    named: list[Named] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)

    def leave(self, span: Span, reason: Reason, candidates: tuple[str, ...] = ()) -> None:
        """Count what leads to no entity."""
        self.unresolved.append(Unresolved(self.unit.key, span, reason, candidates))


def _counted(draft: _Draft) -> tuple[FigureMention, ...]:
    """The figures of a unit that belong to no name: the 23 of the March 23 Movement counts nothing."""
    names = [(hit.start, hit.end) for hit in draft.hits if hit.kind in ("actor", "instrument")]
    names += ((name.start, name.end) for name in draft.named if name.entity.cls == "Organisation")
    return tuple(
        figure
        for figure in draft.unit.figures
        if not any(start <= figure.span.start and figure.span.end <= end for start, end in names)
    )


def _subjects(unit: Unit, own: Pack) -> list[Span]:
    """Where a paragraph says that Parliament acts: the speaker, nobody who is spoken of.

    It stands first ("Parlamentet uppmanar") or, behind an adverb, inside the verb ("Vidare uppmanar parlamentet").
    """
    if unit.kind is not UnitKind.PARAGRAPH or not own.subject:
        return []
    first = re.compile(rf"(?:^|(?<=[.;])\s+)(?:{any_of(own.subject)})(?!\w)", re.IGNORECASE)
    inside = re.compile(any_of(own.subject), re.IGNORECASE)
    found = list(first.finditer(unit.text.text))
    for act in unit.raw_acts:
        found += inside.finditer(unit.text.text, act.verb.start, act.verb.end)
    return [Span(*speaker.span()) for speaker in found]


def link(version: Version) -> Version:
    """Return a version with its mentions, acts and entities.

    Args:
        version: As it was read.
    """
    own = pack(version.language)
    names = gazetteer(own.code)
    drafts = []
    for unit in version.units:
        tokens = tokenise(unit.text.text, own.code)
        subjects = _subjects(unit, own)
        hits = [
            hit for hit in names.find(unit.text.text, tokens) if not any(one.start <= hit.start < one.end for one in subjects)
        ]
        if not own.persons.determiners:
            hits = without_cut_names(unit.text.text, tokens, hits)
        drafts.append(_Draft(unit, tokens, hits, _taken(unit, tokens, hits)))
    about = focus((draft.hits for draft in drafts), _title_hits(version, names, own))
    seen: dict[str, Entity] = {}
    for draft in drafts:
        draft.named = _known(draft, own, about)
        draft.named = _with_texts(draft, seen, own)
    printed = {token.text for draft in drafts for token in draft.tokens}
    lower = frozenset(word for word in printed if word.islower())
    _add_names(drafts, lower, base_forms(printed, own.code), own)
    forms = introduced_forms(((draft.unit.text.text, draft.named) for draft in drafts), own.code)
    texts = instruments_by_class(draft.named for draft in drafts)
    for draft in drafts:
        draft.named = with_short_forms(draft.tokens, draft.named, draft.taken, forms)
        draft.named += short_texts(draft.unit.text.text, draft.hits, draft.named, texts, own)
        draft.named += _provisions(draft, own)
    units = []
    entities: dict[str, Entity] = {}
    previous: tuple[Act, ...] = ()
    capitals = Capitals.of(lower, ((draft.unit.text.text, draft.tokens, draft.taken) for draft in drafts))
    leftovers = Leftovers(own, capitals, about)
    unresolved: list[Unresolved] = []
    for draft in drafts:
        draft.named = with_own_president(draft.unit, draft.named, own)
        acts, extra = link_acts(draft.unit, draft.named, previous, own)
        acts = tuple(replace(act, deadlines=deadlines(draft.unit, act, version.head.date, own)) for act in acts)
        previous = acts or previous
        named = sorted({*draft.named, *extra}, key=lambda name: (name.start, name.end, name.entity.key))
        by_key = {name.entity.key: name.entity for name in reversed(draft.named)}
        for name in named:
            entities.setdefault(name.entity.key, name.entity)
            base = by_key.get(name.entity.base or "")
            if base is not None:
                entities.setdefault(base.key, base)
        mentions = tuple(dict.fromkeys(Mention(Span(name.start, name.end), name.entity.key, name.rule) for name in named))
        units.append(replace(draft.unit, mentions=mentions, acts=acts, figures=_counted(draft)))
        unresolved += leftovers.of(Reading(units[-1], draft.tokens, draft.hits, named, acts, draft.unresolved))
    return replace(
        version,
        units=tuple(units),
        entities=tuple(entities[key] for key in sorted(entities)),
        unresolved=tuple(unresolved),
    )


def _with_texts(draft: _Draft, seen: dict[str, Entity], own: Pack) -> list[Named]:
    """The names of a unit with the texts that a kind of text tells with a number or a date."""
    numbered, used = numbered_texts(draft.unit.text.text, draft.hits, draft.named, own.code, draft.unit.dates)
    known = [name for name in draft.named if not _in_number(name, numbered, draft.unit.text.text)]
    hits = [hit for hit in draft.hits if hit.start not in used]
    return [*known, *numbered, *dated_texts(draft.unit, hits, known, seen, own.code)]


def _in_number(name: Named, numbered: Sequence[Named], text: str) -> bool:
    """True for "(EU)" before a number, "/EU" behind one, and for a word that the number has told to be another."""
    bracketed = re.fullmatch(r"\(\)|/.?", text[max(0, name.start - 1) : name.start] + text[name.end : name.end + 1]) is not None
    other = name.entity.cls == "ProceduralRules"
    return (bracketed or other) and any(
        (bracketed and one.start < name.start and name.end < one.end) or (other and one.first == name.first) for one in numbered
    )


def _title_hits(version: Version, names: Gazetteer, own: Pack) -> Sequence[Hit]:
    return names.find(version.head.title or "", tokenise(version.head.title or "", own.code))


def _known(draft: _Draft, own: Pack, about: str | None) -> list[Named]:
    """Known things: bodies with their states, and all else the vocabularies name."""
    composed, used = Composer(draft.unit.text.text, draft.tokens, draft.hits, own.code, about).compose()
    named = list(composed)
    begun = {name.start for name in composed}
    # "EU-Kina-dialogen": the state stands before the word that the composed name took up.
    taken_up = {name.last: name.start for name in sorted(composed, key=lambda name: -name.start)}
    begun |= {hit.start for hit in draft.hits if taken_up.get(hit.last, hit.start) < hit.start}
    for index, hit in enumerate(draft.hits):
        if index in used or hit.kind not in ("actor", "instrument") or hit.start in begun:
            continue
        name = Named(hit.first, hit.last, hit.start, hit.end, entity_of(vocabulary()[hit.key]), "known-name")
        named.append(edition(name, draft.unit.text.text))
    return [*named, *laws(draft.unit.text.text, draft.hits, about, own.code)]


def _has_articles(name: Named) -> bool:
    return name.entity.cls in _PINNED or (name.entity.cls == _DECLARATION and name.rule == "known-name")


def _provisions(draft: _Draft, own: Pack) -> list[Named]:
    instruments = [(Span(name.start, name.end), name.entity) for name in draft.named if _has_articles(name)]
    instruments.sort(key=lambda row: row[0])
    found: list[Named] = []
    last: tuple[int, Entity] | None = None
    text = draft.unit.text.text
    for run, span in (part for row in find_pinpoints(text, own) for part in part_thereof(*row, text, own)):
        printed = Span(span.start, run[-1].span.end)
        instrument = owner(span, instruments, text, own) or owner(printed, instruments, text, own)
        if instrument is None and last is not None and not re.search(r"[;·\u0387]", text[last[0] : span.start]):
            instrument = last[1]  # "the Convention, in particular Article 10 on … and Article 11 on …"
        if instrument is not None:
            last = (span.end, instrument)
        if instrument is None:
            draft.leave(printed, Reason.PROVISION)
            continue
        for pinpoint in run:
            found.append(Named(0, 0, pinpoint.span.start, pinpoint.span.end, provision(instrument, pinpoint), "pinpoint"))
    return found


# ---------------------------------------------------------------- persons and unknown organisations


def _add_names(drafts: Sequence[_Draft], lower: frozenset[str], base: frozenset[str], own: Pack) -> None:
    by_last: dict[str, set[str]] = defaultdict(set)
    people, groups = dict[str, Entity](), dict[tuple[str, ...], Entity]()
    found = one_class([(draft.tokens, _found(draft, lower, own)) for draft in drafts])
    forms = {
        tuple(token.stem for token in draft.tokens[name.first : name.last])
        for draft, names in zip(drafts, found, strict=True)
        for name in names
        if name.cls == "Organisation"
    }
    longest = max((len(form) for form in forms), default=0)
    for draft, names in zip(drafts, found, strict=True):
        named: list[Named] = []
        covers: list[tuple[int, int]] = []
        for printed in names:
            name = _whole(draft, printed, forms, longest)
            entity = _entity(draft, name, own, base)
            if entity is None or name.rule == BARE_SURNAME:
                continue
            people.setdefault(entity.key, entity)
            if name.cls == "Person":
                by_last[entity.key.rpartition("-")[2]].add(entity.key)
            else:
                # Another case form of a group that was found before is the same group.
                stems = tuple(token.stem for token in draft.tokens[name.first : name.last])
                entity = groups.setdefault(stems, entity)
            named.append(_named(draft, name.start, name.last, people[entity.key], name.rule))
            if name.cls == "Organisation":
                covers.append((name.start, name.last))
        draft.named = [*_uncovered(draft, covers), *named]
    for draft, names in zip(drafts, found, strict=True):
        for name in names:
            entity = _entity(draft, name, own, base) if name.rule == BARE_SURNAME else None
            # Whoever is named in full somewhere is known by the surname; of the others it is all that is printed.
            if entity is not None and by_last.get(entity.key.rpartition("-")[2], {entity.key}) == {entity.key}:
                by_last[entity.key.rpartition("-")[2]].add(people.setdefault(entity.key, entity).key)
                draft.named.append(_named(draft, name.first, name.last, people[entity.key], name.rule))
    several = {last: tuple(sorted(keys)) for last, keys in by_last.items() if len(keys) > 1}
    for draft in drafts:
        _add_repeats(draft, by_last, several, people, groups, base, own)


def _uncovered(draft: _Draft, covers: Sequence[tuple[int, int]]) -> list[Named]:
    """What stands inside no name of an organisation: "the Fund for the people of X" names no people."""
    inside = {index: number for number, (first, last) in enumerate(covers) for index in range(first, last)}

    def covered(name: Named) -> bool:
        return name.first < name.last and inside.get(name.first, -1) == inside.get(name.last - 1, -2)

    return [name for name in draft.named if not covered(name)]


def _found(draft: _Draft, lower: frozenset[str], own: Pack) -> list[FoundName]:
    led, posts = _posts(draft)
    return find_names(draft.unit.text.text, draft.tokens, draft.taken, led, posts, lower, _texts(draft), own.code)


def _whole(draft: _Draft, name: FoundName, forms: set[tuple[str, ...]], longest: int) -> FoundName:
    """A group's name with the small words at its end, where another place of the document shows that they belong to it."""
    if name.cls != "Organisation":
        return name
    for last in range(min(len(draft.tokens), name.first + longest), name.last, -1):
        words = draft.tokens[name.first : last]
        if tuple(token.stem for token in words) in forms and all(token.joined for token in words[1:]):
            return replace(name, last=last)
    return name


def _taken(unit: Unit, tokens: Sequence[Token], hits: Sequence[Hit]) -> frozenset[int]:
    """Words that are known names or parts of dates."""
    taken = {index for hit in hits for index in range(hit.first, hit.last)}
    for mention in (*unit.dates, *unit.yearless):
        first = bisect_right(tokens, mention.span.start, key=attrgetter("end"))
        taken.update(range(first, bisect_left(tokens, mention.span.end, lo=first, key=attrgetter("start"))))
    return frozenset(taken)


def _posts(draft: _Draft) -> tuple[frozenset[int], frozenset[int]]:
    """Words with which the posts of a state or body end, behind which a person's name comes, and with which they begin."""
    posts = [name for name in draft.named if name.entity.cls in _POSTS]
    return frozenset(name.last - 1 for name in posts), frozenset(name.first for name in posts)


def _texts(draft: _Draft) -> frozenset[int]:
    """Words for kinds of texts."""
    return frozenset(index for hit in draft.hits if hit.kind == "instrument-kind" for index in range(hit.first, hit.last))


def _entity(draft: _Draft, name: FoundName, own: Pack, base: frozenset[str]) -> Entity | None:
    words = [token.text for token in draft.tokens[name.first : name.last]]
    printed = draft.unit.text.text[draft.tokens[name.start].start : draft.tokens[name.last - 1].end]
    bare = draft.unit.text.text[draft.tokens[name.first].start : draft.tokens[name.last - 1].end]
    plain = nominatives(words, own.code, base) if name.cls == "Person" else tuple(words)
    short = abbreviation_key(words[0], own.code) if len(words) == 1 and name.cls == "Organisation" else ""
    key = _numbered_key(words, own) or short or key_of(plain, own.code)
    if not key:
        return None
    label = " ".join(plain) if name.cls == "Person" and " ".join(words) == printed else bare
    prefix = "person" if name.cls == "Person" else "organisation"
    labels = [("prefLabel", own.code, label)]
    if label != printed:
        labels.append(("altLabel", own.code, printed))
    return Entity(f"actor/{prefix}-{key}", name.cls, tuple(labels), names=(printed,))


def _numbered_key(words: Sequence[str], own: Pack) -> str | None:
    """The key of a group called after an article: "Article 14" is one group in every language."""
    article = re.compile(any_of((*own.pinpoint["article"], "article")), re.IGNORECASE)
    return f"article-{words[1]}" if len(words) == 2 and words[1].isdigit() and article.fullmatch(words[0]) else None


def _named(draft: _Draft, first: int, last: int, entity: Entity, rule: str) -> Named:
    return Named(first, last, draft.tokens[first].start, draft.tokens[last - 1].end, entity, rule)


def _add_repeats(
    draft: _Draft,
    by_last: dict[str, set[str]],
    several: dict[str, tuple[str, ...]],
    people: dict[str, Entity],
    groups: dict[tuple[str, ...], Entity],
    base: frozenset[str],
    own: Pack,
) -> None:
    """Later mentions: a surname alone, a group's name without its word for groups."""
    taken = set(draft.taken) | {index for name in draft.named for index in range(name.first, name.last)}
    by_first: dict[str, list[tuple[tuple[str, ...], Entity]]] = defaultdict(list)
    for stems, entity in groups.items():
        if not all(stem.isdigit() for stem in stems):  # "405" named a group once; elsewhere it may be an article
            by_first[stems[0]].append((stems, entity))
    for index, token in enumerate(draft.tokens):
        for stems, entity in by_first[token.stem] if token.capital and token.stem in by_first else ():
            span = range(index, index + len(stems))
            alike = tuple(one.stem for one in draft.tokens[index : index + len(stems)]) == stems
            if alike and taken.isdisjoint(span):
                draft.named.append(_named(draft, index, index + len(stems), entity, "repeated-name"))
                taken |= set(span)
    for index in single_capitals(draft.tokens, frozenset(taken)):
        word = draft.tokens[index].text
        # "MLT" sounds like Malet, and is nobody's surname.
        key = "" if abbreviation_key(word, own.code) else key_of((nominative(word, own.code, base),), own.code)
        persons = [people[one] for one in sorted(by_last.get(key, ()))]
        starts = [(first, person) for person in persons if (first := _first_of(draft, index, person, taken, own)) is not None]
        full = [(first, person) for first, person in starts if first < index]
        if len(full) == 1:
            draft.named.append(_named(draft, full[0][0], index + 1, full[0][1], "repeated-name"))
        elif len(key) < _LEAST_SOUNDS:
            continue  # any short word sounds so
        elif key in several:
            draft.leave(Span(draft.tokens[index].start, draft.tokens[index].end), Reason.AMBIGUOUS_SURNAME, several[key])
        elif starts:
            draft.named.append(_named(draft, index, index + 1, starts[0][1], "surname"))


def _first_of(draft: _Draft, last: int, person: Entity, taken: set[int], own: Pack) -> int | None:
    """Where the name of a person begins whose surname stands at a place; None where another first name stands before it."""
    first = last
    for part in reversed(person.key.rpartition("/")[2].split("-")[1:-1]):
        word = draft.tokens[first - 1]
        alone = not word.capital or name_words(own.code).roles.fullmatch(word.text)  # "Dr", "Minister"
        if not first or first - 1 in taken or not draft.tokens[first].joined or alone:
            break
        if key_of((nominative(word.text, own.code),), own.code) != part:
            # Where nouns have capitals, the word before may be any noun.
            return first if first < last or own.persons.determiners else None
        first -= 1
    return first
