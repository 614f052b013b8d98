"""Who is addressed: the names next to each verb of Parliament, and those for whom a pronoun stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from kzgraph.language.pack import pack
from kzgraph.language.tokens import attached
from kzgraph.language.words import Pack
from kzgraph.model import Act, RawAct, Span, Unit
from kzgraph.resolve.namewords import name_words
from kzgraph.resolve.states import Named, entity_of
from kzgraph.resolve.vocabulary import vocabulary

ACTORS = ("Person", "Organisation", "Institution", "Office", "State", "Collective")
#: Verbs that ask for a thing and address nobody.
IMPERSONAL = ("calls-for",)
_UNION = "actor/european-union"
_EP_PRESIDENT = "actor/president-of-the-european-parliament"
#: Between a verb and its addressee, and between two addressees, stand so many words at most, all of them small.
_MOST_BETWEEN = 5
_LONGEST_SMALL_WORD = 3
#: A word for "that" ends so many times fewer verb phrases than the most usual one at most.
_SELDOM = 4


def link_acts(unit: Unit, named: Sequence[Named], previous: Sequence[Act], own: Pack) -> tuple[tuple[Act, ...], list[Named]]:
    """Return the acts of a unit with those they name, and the mentions that pronouns and bare posts make.

    Args:
        unit: A paragraph.
        named: The entities found in it.
        previous: The acts of the paragraph before, for a pronoun at the beginning.
        own: The language.
    """
    actors = sorted((name for name in named if name.entity.cls in ACTORS), key=lambda name: (name.start, -name.end))
    acts: list[Act] = []
    extra: list[Named] = []
    for raw in unit.raw_acts:
        if raw.force == "Instruction":
            acts.append(_instruction(raw, actors, extra))
            continue
        addressed: list[Named] = []
        if raw.force == "Demand":
            addressed = _chain(unit.text.text, raw, actors, own) or _before(raw, actors)
            if raw.concept in IMPERSONAL:
                addressed = [name for name in addressed if _opens_clause(unit.text.text, raw, own) and _may_act(name)]
        keys = tuple(dict.fromkeys(name.entity.key for name in addressed))
        asked = raw.concept not in IMPERSONAL or _pronoun_before(unit.text.text, raw, own)
        if raw.force == "Demand" and raw.pronoun and not keys and asked:
            meant = _meant(raw, actors, acts or list(previous))
            keys = tuple(dict.fromkeys(meant))
            extra += [_at(raw.verb, key, actors, named) for key in keys if _entity(key, actors) is not None]
        concerned = tuple(
            dict.fromkeys(
                name.entity.key
                for name in actors
                if raw.span.start <= name.start < raw.span.end
                and name.entity.cls in ("Person", "Organisation")
                and name.entity.key not in keys
            )
        )
        acts.append(Act(raw.span, raw.force, raw.concept, keys, concerned))
    return tuple(acts), extra


def _chain(text: str, raw: RawAct, actors: Sequence[Named], own: Pack) -> list[Named]:
    """The names that follow a verb, one linked to the next by commas, "and" and small words."""
    # "dringt er bij de Raad op aan": a split verb has its addressee inside.
    chain = [name for name in actors if raw.verb.start < name.start and name.end <= raw.verb.end]
    if chain:
        return chain  # "fordert die Kommission auf, die Mitgliedstaaten zu ermahnen": what follows is asked for
    at = raw.verb.end
    for name in actors:
        if name.start < at:
            continue
        between = text[at : name.start]
        if name.entity.cls == "Organisation":
            between = _without_role(between, own.code)  # "calls on the organisation Blue Lake"
        if name.start >= raw.span.end or not _links(between, own, first=not chain):
            break
        titled = between.isspace() and chain and {chain[-1].entity.cls, name.entity.cls} == {"Office", "Person"}
        if chain and not titled and not _goes_on(between, own):
            break
        chain.append(name)
        at = name.end
        bracket = re.compile(r"\s*\([^)]{1,40}\)").match(text, at)
        if bracket:
            at = bracket.end()
    return chain


def _without_role(between: str, code: str) -> str:
    """What stands before an organisation, without the word for organisations right before its name."""
    words = between.rstrip(" „“”\"«'‘")
    role = next((role for role in name_words(code).organisation_roles.finditer(words) if role.end() == len(words)), None)
    return between if role is None else words[: role.start()]


def _links(between: str, own: Pack, *, first: bool) -> bool:
    """True where a stretch holds only what may stand before an addressee."""
    fillers, small = _small_words(own.code)
    # "invites, in this context, the Council": what commas enclose may be nothing but such an aside.
    aside = re.search(r",([^,]*),", between) if first else None
    if aside and aside.group(1).strip().casefold().replace("’", "'") in fillers:
        between = between[: aside.start()] + between[aside.end() :]
    if re.search(r"[;:.·\u0387]", between) or (first and re.search(r",.*,", between)):
        return False
    words = re.findall(r"[^\W_]+", between)
    return len(words) <= _MOST_BETWEEN and all(
        word.casefold() in small or (word.islower() and len(word) <= _LONGEST_SMALL_WORD) for word in words
    )


@cache
def _small_words(code: str) -> tuple[frozenset[str], frozenset[str]]:
    """What may stand before an addressee: the fillers as phrases, and all small words one by one."""
    own = pack(code)
    phrases = (*own.acts.fillers, *own.conjunctions, *own.acts.include, *own.acts.him, *own.acts.them)
    return (
        frozenset(phrase.casefold() for phrase in own.acts.fillers),
        frozenset(word.casefold() for phrase in phrases for word in _parts(phrase)) | attached(code),
    )


def _pronoun_before(text: str, raw: RawAct, own: Pack) -> bool:
    """True where a pronoun before the verb is its object, whatever "that" opens behind it: cs "je vyzývá, aby"."""
    pronouns = {word.casefold() for word in (*own.acts.him, *own.acts.them)}
    return any(word.casefold() in pronouns for word in _parts(text[raw.span.start : raw.verb.start]))


def _opens_clause(text: str, raw: RawAct, own: Pack) -> bool:
    """True where the verb ends in a "that": "demands that the Government release them" asks the Government."""
    words = _parts(text[raw.verb.start : raw.verb.end])
    return len(words) > 1 and words[-1].casefold() in own.acts.subject_other


def _may_act(name: Named) -> bool:
    """True for a body that is asked to act; of a state or the Union, something may be named behind it."""
    return name.entity.cls in ("Institution", "Office", "Collective") and name.entity.key != _UNION


def _parts(phrase: str) -> list[str]:
    return re.findall(r"[^\W_]+", phrase)


def _goes_on(between: str, own: Pack) -> bool:
    """True where a comma, "and" or "including" adds another addressee."""
    words = {word.casefold() for word in re.findall(r"[^\W_]+", between)}
    joins = {word.casefold() for phrase in (*own.conjunctions, *own.acts.include) for word in _parts(phrase)}
    # "fordert den Rat auf, die Kommission zu hören": a word before the comma closes the list.
    closing = re.findall(r"[^\W_]+", re.sub(r"\([^)]*\)", "", between.partition(",")[0]))
    if "," in between and any(word.islower() and word not in joins for word in closing):
        return False
    # "calls on the Council, that the Ombudsman …": a clause opens behind the comma.
    opened = re.search(r",\s*([^\W_]+)", between)
    if opened is not None and opened.group(1).casefold() in _that(own.code) - joins:
        return False
    return "," in between or "/" in between or bool(words & joins)


@cache
def _that(code: str) -> frozenset[str]:
    """The words for "that", which end many verb phrases; an article ends few: "fordert, dass die"."""
    own = pack(code)
    others = {word.casefold() for word in own.acts.subject_other}
    ends = Counter(parts[-1].casefold() for verb in own.verbs if len(parts := _parts(verb.phrase)) > 1)
    ends = Counter({word: times for word, times in ends.items() if word in others})
    return frozenset(word for word, times in ends.items() if times * _SELDOM >= max(ends.values()))


def _before(raw: RawAct, actors: Sequence[Named]) -> list[Named]:
    """Names between the start of an act and its verb: "kazahstansko vlado poziva, naj"."""
    return [name for name in actors if raw.span.start <= name.start and name.end <= raw.verb.start]


def _meant(raw: RawAct, actors: Sequence[Named], acts: Sequence[Act]) -> list[str]:
    """Those for whom a pronoun stands: one, the person or post named last; several, those addressed last."""
    before = [name for name in actors if name.end <= raw.verb.start]
    if raw.pronoun == "him":
        people = [name for name in before if name.entity.cls in ("Person", "Office")]
        if people:
            last = people[-1]
            return [
                name.entity.key for name in people if (last.start - name.end <= 1 and name.end >= last.start - 1) or name is last
            ]
    for act in reversed(acts):
        if act.force == "Demand" and act.addressees:
            return list(act.addressees)
    groups = [name for name in before if name.entity.cls in ("State", "Collective", "Institution")]
    return [groups[-1].entity.key] if groups else []


def _entity(key: str, actors: Sequence[Named]) -> Named | None:
    return next((name for name in actors if name.entity.key == key), None)


def _at(verb: Span, key: str, actors: Sequence[Named], named: Sequence[Named]) -> Named:
    """The mention that a pronoun makes: at the verb it belongs to."""
    source = _entity(key, actors) or next(name for name in named if name.entity.key == key)
    return Named(0, 0, verb.start, verb.end, source.entity, "pronoun")


def with_own_president(unit: Unit, named: Sequence[Named], own: Pack) -> list[Named]:
    """Return the names of a unit with Parliament's own President where it instructs "its President".

    Args:
        unit: A paragraph.
        named: The entities found in it; a bare "President" was taken for that of the state.
        own: The language.
    """
    verbs = [raw.verb for raw in unit.raw_acts if raw.force == "Instruction"]
    president = entity_of(vocabulary()[_EP_PRESIDENT])

    def is_own(name: Named) -> bool:
        bare = name.rule == "bare-body" and name.entity.cls == "Office"
        behind = [unit.text.text[verb.end : name.start] for verb in verbs if verb.start <= name.start]
        return bare and any(_links(between, own, first=True) for between in behind)

    return [replace(name, entity=president, rule="instructed-president") if is_own(name) else name for name in named]


def _instruction(raw: RawAct, actors: Sequence[Named], extra: list[Named]) -> Act:
    """Parliament instructs its own President; all others named are those the text is sent to."""
    president = entity_of(vocabulary()[_EP_PRESIDENT])
    recipients = [
        name.entity.key for name in actors if raw.verb.end <= name.start < raw.span.end and name.entity.key != _EP_PRESIDENT
    ]
    if not any(name.entity.key == _EP_PRESIDENT for name in actors):
        extra.append(Named(0, 0, raw.verb.start, raw.verb.end, president, "instructed-president"))
    return Act(raw.span, raw.force, raw.concept, (president.key,), (), tuple(dict.fromkeys(recipients)))
