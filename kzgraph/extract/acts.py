"""Speech acts: the finite verbs of Parliament in a paragraph, and the stretch of text that each governs.

A verb counts where Parliament can be its subject: at the start of the paragraph, behind a semicolon, or behind "and" or
"but". What follows it up to the next verb is its content. Who is addressed is found later, among the names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kzgraph.language.pack import pack
from kzgraph.language.phrases import PhraseIndex, any_of, count_words, longest_first, source_of
from kzgraph.language.words import Pack, Verb
from kzgraph.model import RawAct, Span

_WORD = re.compile(r"\w+(?:['’][^\W\d_]+)?")
_COMMA = re.compile(r",\s+")
_GLUED = re.compile(r"[-‐‑][^\W\d_]{1,4}(?!\w)")
#: How many words may stand before the verb: adverbs and pronouns; more where an addressee may come first.
_LEAD_AT_START = 5
_LEAD_BEHIND_AND = 2
_LEAD_WITH_OBJECT = 6
#: Words of an aside between "and," and its verb.
_ASIDE = 8
#: A pronoun may stand so many words behind the verb.
_PRONOUN_REACH = 2


@dataclass(frozen=True, slots=True)
class _Forms:
    """The compiled verbs and their surroundings in a language."""

    verbs: tuple[Verb, ...]
    phrases: PhraseIndex
    breaks: re.Pattern[str]
    new_clause: re.Pattern[str]
    other: re.Pattern[str]
    subject: re.Pattern[str]
    him: frozenset[str]
    them: frozenset[str]
    articles: frozenset[str]
    attached_him: re.Pattern[str]
    attached_them: re.Pattern[str]
    asides: re.Pattern[str]


@cache
def _forms(code: str) -> _Forms:
    own = pack(code)
    verbs = tuple(sorted(own.verbs, key=lambda verb: (-len(verb.phrase), verb.phrase)))
    joins = "|".join(source_of(word) for word in longest_first(own.acts.conjunctions)) or "(?!)"
    # Where an act can begin: the paragraph, a semicolon or full stop with the label of a sub-point, a joining word.
    # And a comma, where the joining word stands behind the verb: "begrüßt …, bedauert jedoch …".
    late = rf",\s+(?=(?P<late>[^\W\d_]+)\s+(?:{joins})(?!\w))"
    breaks = rf"^|[;·\u0387][\"”“»’')\]]*\s*(?:\(?\w{{1,3}}\)\s*)?|[.!?][\"”“»’')\]]*\s+|,?\s+(?P<join>{joins})(?!\w),?\s+"
    return _Forms(
        verbs,
        PhraseIndex(verb.phrase for verb in verbs),
        re.compile(f"{breaks}|{late}", re.IGNORECASE),
        re.compile(rf",\s+(?:{joins})(?!\w)", re.IGNORECASE),
        re.compile(any_of(own.acts.subject_other), re.IGNORECASE),
        re.compile(any_of(own.subject) + r"\s+", re.IGNORECASE),
        frozenset(word.casefold() for word in own.acts.him),
        frozenset(word.casefold() for word in own.acts.them),
        frozenset(part for word in own.acts.fillers for part in word.casefold().split())
        if own.acts.pronoun_first
        else frozenset(),
        re.compile(any_of(own.acts.attached_him), re.IGNORECASE),
        re.compile(any_of(own.acts.attached_them), re.IGNORECASE),
        re.compile(any_of(tuple(phrase for phrase in own.acts.fillers if " " in phrase)), re.IGNORECASE),
    )


def find_acts(text: str, own: Pack) -> tuple[RawAct, ...]:
    """Find the acts of Parliament in a paragraph, in order.

    Args:
        text: The clean text of the paragraph.
        own: The language.

    >>> acts = find_acts("žali zbog gubitka i poziva Vijeće da djeluje; nadalje potiče ga da žuri", pack("hr"))
    >>> [act.force for act in acts]
    ['Condemnation', 'Demand', 'Demand']
    """
    forms = _forms(own.code)
    starts: list[tuple[int, int, Verb, int, str]] = []  # start of the act, start and end of the verb, pronoun
    for found in forms.breaks.finditer(text):
        at = found.end()
        if starts and at <= starts[-1][3]:
            continue
        joined = found["join"] is not None
        subject = None if joined else forms.subject.match(text, at)
        if found["late"] is not None:
            hit = _verb_at(text, at, forms, first=False) if starts else None
        else:
            hit = _verb_behind(text, subject.end() if subject else at, forms, own, joined=joined)
        if hit is None and _opens_aside(found):
            hit = _verb_behind_aside(text, at, forms)
        if hit is not None and not (starts and hit[0] < starts[-1][3]):
            verb_start, verb_end, verb = hit
            if joined and not _opens_aside(found):
                # Slovene "in dobro prakso, seznanjen pa je": what "in" joins ends at the comma; but "and, therefore, calls".
                at = max((comma.end() for comma in _COMMA.finditer(text, at, verb_start)), default=at)
            if joined and starts:
                starts += _listed(text, starts[-1][3], found.start(), forms)
            starts.append((at, verb_start, verb, verb_end, _pronoun(text, at, verb_start, verb_end, forms)))
    acts = []
    for index, (start, verb_start, verb, verb_end, pronoun) in enumerate(starts):
        end = starts[index + 1][0] if index + 1 < len(starts) else len(text)
        content = text[start:end].rstrip()
        content = re.sub(r"[\s,;·\u0387]+$", "", _without_join(content, own) if index + 1 < len(starts) else content)
        acts.append(RawAct(Span(start, start + len(content)), Span(verb_start, verb_end), verb.force, verb.concept, pronoun))
    return tuple(acts)


def _opens_aside(join: re.Match[str]) -> bool:
    """True where a comma stands right behind a joining word: "and, in this context, calls on"."""
    return join["join"] is not None and join.group().rstrip().endswith(",")


def _verb_behind_aside(text: str, at: int, forms: _Forms) -> tuple[int, int, Verb] | None:
    """The verb right behind the comma that ends a short aside."""
    comma = _COMMA.search(text, at)
    if (
        comma is None
        or sum(1 for _ in _WORD.finditer(text, at, comma.start())) > _ASIDE
        or _parted(text, at, comma.start(), ";:·\u0387")
    ):
        return None
    return _verb_at(text, comma.end(), forms, first=False)


def _listed(text: str, start: int, end: int, forms: _Forms) -> Iterator[tuple[int, int, Verb, int, str]]:
    """The verbs behind bare commas in a list that "and" ends: "condemns …, deplores … and expresses …"."""
    for comma in _COMMA.finditer(text, start, end):
        hit = _verb_at(text, comma.end(), forms, first=False)
        if hit is not None and hit[1] <= end:
            yield comma.end(), hit[0], hit[2], hit[1], _pronoun(text, comma.end(), hit[0], hit[1], forms)


def _without_join(text: str, own: Pack) -> str:
    """Take the word that joins the next act off the end of this one."""
    joins = "|".join(source_of(word) for word in longest_first(own.acts.conjunctions)) or "(?!)"
    return re.sub(rf",?\s+(?:{joins}),?$", "", text, flags=re.IGNORECASE)


def _verb_behind(text: str, at: int, forms: _Forms, own: Pack, *, joined: bool) -> tuple[int, int, Verb] | None:
    """The first verb that stands at a place or few words behind it, Parliament being its subject."""
    reach = _LEAD_BEHIND_AND if joined else _LEAD_AT_START
    if own.acts.object_first:
        reach = max(reach, _LEAD_WITH_OBJECT)
    for passed, word in enumerate(_words(text, at)):
        if passed > reach or _parted(text, at, word, ";·\u0387"):
            return None
        if passed and forms.new_clause.search(text, at, word):
            return None  # ", and the Council it calls on": what stands before the comma belongs to the act before
        best = _verb_at(text, word, forms, first=not (joined or passed))
        if best is not None:
            return best
        if forms.other.match(text, word) or _parted(text, at, word, ":"):
            return None
    return None


def _verb_at(text: str, at: int, forms: _Forms, *, first: bool) -> tuple[int, int, Verb] | None:
    """The verb that stands right at a place: its start, its end and what it is."""
    best: tuple[int, int, Verb] | None = None
    for number, found in forms.phrases.at(text, at):
        verb = forms.verbs[number]
        if not verb.start_only or first:
            # The phrase with most fixed words tells most; of two alike, the one that passes over less.
            rank = (count_words(verb.phrase), -found.end())
            if best is None or rank > (count_words(best[2].phrase), -best[1]):
                best = at, found.end(), verb
    return best


def _words(text: str, at: int) -> Iterator[int]:
    for found in _WORD.finditer(text, at):
        yield found.start()


def _parted(text: str, at: int, word: int, marks: str) -> bool:
    """True where a mark stands before the word: what follows is another clause."""
    return any(mark in text[at:word] for mark in marks)


def _pronoun(text: str, at: int, verb_start: int, verb_end: int, forms: _Forms) -> str:
    """Which pronoun stands for the addressee: "him", "them" or none."""
    # A pronoun may hang on the verb: pt "exorta-os".
    glued = _GLUED.match(text, verb_end)
    verb = text[verb_start : glued.end() if glued else verb_end]
    if forms.attached_him.search(verb):
        return "him"
    if forms.attached_them.search(verb):
        return "them"
    words = [found.group().casefold() for found in _WORD.finditer(text, at, verb_end)]
    first = sum(found.end() <= verb_start for found in _WORD.finditer(text, at, verb_end)) + 1
    before, inside = words[:first], words[first:]
    # "i detta avseende": a pronoun in an aside stands for nobody.
    aside = re.compile(r"\s*").match(text, verb_end)
    aside = forms.asides.match(text, aside.end() if aside else verb_end)
    rest = _WORD.finditer(text, aside.end() if aside else verb_end)
    behind = [found.group().casefold() for _, found in zip(range(_PRONOUN_REACH), rest, strict=False)]
    # What is an article too is a pronoun before the verb only: "les invite", but "invite les autorités".
    behind = [word for word in (*inside, *behind) if word not in forms.articles]
    for word in (*before, *behind):
        parts = {word, *re.split(r"['’]", word)}
        if parts & forms.them:
            return "them"
        if parts & forms.him:
            return "him"
    return ""
