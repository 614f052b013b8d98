"""What is printed and leads to no entity: unknown names, addressees nobody knows, short forms and pronouns that fit nobody.

Only what shows that it names something is counted: a capital inside a sentence, a word for a body or a kind of text, a verb
that addresses somebody. What is counted is not in the graph.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

from kzgraph.language.pack import pack
from kzgraph.language.tokens import Taken, Token, attached, tokenise
from kzgraph.language.words import Pack
from kzgraph.model import Act, RawAct, Reason, Span, Unit, Unresolved
from kzgraph.resolve.addressees import IMPERSONAL
from kzgraph.resolve.gazetteer import Hit
from kzgraph.resolve.states import Named
from kzgraph.resolve.vocabulary import entries_of, vocabulary

#: Behind these marks any word may have a capital.
_BREAK = re.compile(r"[.;:!?·\u0387•|([„“”\"«»]|(?<=\s)['‘]|^['‘]")
_MARK = re.compile(r"[,;:.·\u0387]")
_TOGETHER = re.compile(r"\s|[-‐‑–’']")
_ROMAN = re.compile(r"[IVXLCDM]+")
#: An abbreviation has so many letters at least; two letters are initials, labels, units.
_SHORTEST_ABBREVIATION = 3
#: Where so large a part of the words inside sentences has capitals, every noun has one, and one capital word proves nothing.
_NOUNS_HAVE_CAPITALS = 0.2
#: Between a verb and the word for a body stand so many words at most, the body's adjective among them.
_MOST_BETWEEN = 4
_MOST_SMALL = 3
_SMALL_WORD = 4
#: An addressee stands so many characters from its verb at most.
_REACH = 120
#: The key of a dated text ends in its date, and that in month and day.
_DAY = len("06-03")


@dataclass(frozen=True, slots=True)
class Capitals:
    """How a document uses capitals.

    Args:
        lower: Words that it also prints in small letters: they are no names.
        nouns: True where every noun has a capital.
    """

    lower: frozenset[str]
    nouns: bool

    @classmethod
    def of(cls, lower: frozenset[str], units: Iterable[tuple[str, Sequence[Token], frozenset[int]]]) -> Capitals:
        """Count them in a document.

        Args:
            lower: Words that it prints in small letters.
            units: Its texts, with their words and the indexes of those that belong to known names.
        """
        large = inside = 0
        for text, tokens, known in units:
            for index, token in enumerate(tokens):
                if token.text[0].isalpha() and index not in known and not begins(text, tokens, index):
                    inside += 1
                    large += token.text[0].isupper()
        return cls(lower, large > inside * _NOUNS_HAVE_CAPITALS)


@dataclass(frozen=True, slots=True)
class Reading:
    """A unit with all that was found in it.

    Args:
        unit: The unit.
        tokens: Its words.
        hits: The known names in it.
        named: The entities found.
        acts: Its acts, one for each of its verbs.
        told: What the rules for names and provisions left unresolved.
    """

    unit: Unit
    tokens: Sequence[Token]
    hits: Sequence[Hit]
    named: Sequence[Named]
    acts: Sequence[Act]
    told: Sequence[Unresolved] = ()


def begins(text: str, tokens: Sequence[Token], index: int) -> bool:
    """Return whether a word begins a sentence, a quotation or a bracket, where a capital says nothing.

    Args:
        text: The clean text of a unit.
        tokens: Its words.
        index: Which of them.
    """
    if index == 0:
        return True
    start, end = tokens[index - 1].end, tokens[index].start
    return text[start:end] != " " and _BREAK.search(text, start, end) is not None


@cache
def _grammar(code: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The words of a language that are no names whatever their capitals: whole words, and stems of words."""
    own = pack(code)
    phrases = (
        *(month for months in own.date.months for month in months),
        *(word for words in own.pinpoint.values() for word in words),
        *own.persons.roles, *own.persons.organisation_roles, *own.persons.particles, *own.number.references, *own.number.rank,
        *own.number.measures, *own.number.words, *own.number.scales, *own.conjunctions, *own.acts.fillers, *own.subject,
        *(verb.phrase for verb in own.verbs), *own.citation_openers, *own.recital.openers, *own.head.opening,
    )  # fmt: skip
    words = {word.casefold() for phrase in phrases for word in re.findall(r"[^\W\d_]+\*?", phrase)}
    stems = {word.rstrip("*") for word in words if word.endswith("*")}
    return frozenset(words), tuple(sorted(stem for stem in stems if len(stem) >= _SMALL_WORD))


class Leftovers:
    """Collects what stays unresolved, unit by unit, for a short form may mean what an earlier unit names.

    Args:
        own: The language.
        capitals: Of the document.
        about: Key of the state that the resolution is about.
    """

    def __init__(self, own: Pack, capitals: Capitals, about: str | None) -> None:
        self._own = own
        self._capitals = capitals
        self._about = about
        self._small = attached(own.code) | {word.casefold() for word in own.acts.fillers}
        # The texts named so far, in order, by kind, and by kind and day.
        self._texts: dict[str, dict[str, None]] = defaultdict(dict)
        self._by_day: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)

    def of(self, reading: Reading) -> list[Unresolved]:
        """Return what a unit prints that leads nowhere, in order.

        Args:
            reading: The unit and all that was found in it.
        """
        text = reading.unit.text.text
        known = Taken(text)
        for name in reading.named:
            known.add(name.start, name.end)
        for raw in reading.unit.raw_acts:
            if raw.force == "Instruction":
                # "instructs its President": Parliament's own, who is known without being named.
                post = next((hit for hit in reading.hits[_from(reading.hits, raw.verb.end) :]), None)
                if post is not None and self._is_near(text, raw.verb.end, post.start):
                    known.add(post.start, post.end)
        loose = [hit for hit in reading.hits if hit.kind == "state-body" and not known.touches(hit.start, hit.end)]
        runs = dict(self._runs(reading, known))
        ends = {last: first for first, last in runs.items()}
        bodies = {hit: self._with_owner(reading, hit, runs, ends) for hit in loose}
        names = [(reading.tokens[first].start, reading.tokens[last - 1].end) for first, last in runs.items()]
        owners = Taken(text)
        for stretch in bodies.values():
            owners.add(*stretch)
        strangers = [(start, start, end) for start, end in names if not owners.touches(start, end)]
        places = sorted([*((hit.start, *stretch) for hit, stretch in bodies.items()), *strangers])
        found = list(reading.told)
        reported = Taken(text)
        for one in found:
            reported.add(one.span.start, one.span.end)

        def report(start: int, end: int, reason: Reason, candidates: tuple[str, ...] = ()) -> None:
            if not reported.touches(start, end):
                reported.add(start, end)
                found.append(Unresolved(reading.unit.key, Span(start, end), reason, candidates))

        for raw, act in zip(reading.unit.raw_acts, reading.acts, strict=True):
            if act.force != "Demand" or act.addressees or act.concept in IMPERSONAL:
                continue
            body = self._addressee(reading, raw, places)
            if body is not None:
                report(*body, Reason.UNKNOWN_ADDRESSEE)
            elif raw.pronoun:
                report(raw.verb.start, raw.verb.end, Reason.PRONOUN)
        for hit, stretch in bodies.items():
            bare = vocabulary()[hit.key].facts.get("bare") == "true"
            if bare and (self._about is None or stretch != (hit.start, hit.end)):
                report(*stretch, Reason.BARE_BODY)
        for hit in reading.hits:
            candidates = self._short_form(reading, hit, known)
            if len(candidates) > 1:
                report(hit.start, hit.end, Reason.AMBIGUOUS_SHORT_FORM, candidates)
        for start, end in names:
            report(start, end, Reason.UNKNOWN_NAME)
        self._remember(reading)
        return sorted(found, key=lambda one: one.span)

    # ---------------------------------------------------------------- names

    def _runs(self, reading: Reading, known: Taken) -> Iterator[tuple[int, int]]:
        """Capital words that no vocabulary knows and no rule took: index of the first, and behind the last."""
        text, tokens = reading.unit.text.text, reading.tokens
        taken = Taken(text)
        for hit in reading.hits:
            taken.add(hit.start, hit.end)
        for span in (
            *(mention.span for mention in (*reading.unit.dates, *reading.unit.yearless)),
            *(raw.verb for raw in reading.unit.raw_acts),
        ):
            taken.add(span.start, span.end)
        index = 0
        while index < len(tokens):
            if not self._is_name(text, tokens, index, known, taken):
                index += 1
                continue
            last = index + 1
            while (
                last < len(tokens)
                and _TOGETHER.fullmatch(text, tokens[last - 1].end, tokens[last].start)
                and self._is_name(text, tokens, last, known, taken)
            ):
                last += 1
            short = last - index == 1 and not _is_abbreviation(tokens[index].text)
            if not (short and (self._capitals.nouns or begins(text, tokens, index))):
                yield index, last
            index = last

    def _is_name(self, text: str, tokens: Sequence[Token], index: int, known: Taken, taken: Taken) -> bool:
        token = tokens[index]
        word = token.text
        if not word[0].isupper() or not word.isalpha() or len(word) < 2:
            return False
        if known.touches(token.start, token.end) or taken.touches(token.start, token.end):
            return False
        if word.isupper():
            glued = text[token.end : token.end + 2].strip("-‐‑–/_(")[:1].isdigit() or text[token.start - 1 : token.start] in "_/)"
            return _is_abbreviation(word) and not (glued and token.start)
        folded = word.casefold()
        words, stems = _grammar(self._own.code)
        return folded not in self._capitals.lower and folded not in words and not folded.startswith(stems)

    # ---------------------------------------------------------------- bodies and addressees

    def _with_owner(self, reading: Reading, hit: Hit, runs: Mapping[int, int], ends: Mapping[int, int]) -> tuple[int, int]:
        """The stretch of a body with the unknown name beside it: "the Veldorian authorities", "the Government of Sarnovia"."""
        tokens = reading.tokens
        if tokens[hit.first].joined and hit.first in ends:
            return tokens[ends[hit.first]].start, hit.end
        for index in range(hit.last, min(hit.last + _MOST_SMALL + 1, len(tokens))):
            token = tokens[index]
            if index in runs and token.joined:
                return hit.start, tokens[runs[index] - 1].end
            if not (token.joined and token.text.islower() and (len(token.text) <= _SMALL_WORD or token.text in self._small)):
                break
        return hit.start, hit.end

    def _addressee(self, reading: Reading, raw: RawAct, places: Sequence[tuple[int, int, int]]) -> tuple[int, int] | None:
        """The body or the name that stands where an addressee stands: behind the verb, inside a split one, right before it."""
        text = reading.unit.text.text
        for at, start, end in places[bisect_left(places, (raw.span.start,)) :]:
            if at >= min(raw.span.end, raw.verb.end + _REACH):
                break
            if raw.verb.start < at < raw.verb.end:
                return start, end
            if self._is_near(text, raw.verb.end, at) if at >= raw.verb.end else self._is_near(text, end, raw.verb.start):
                return start, end
        return None

    @staticmethod
    def _is_near(text: str, start: int, end: int) -> bool:
        """True where few words and no mark stand between two places."""
        between = text[start:end] if end - start <= _REACH else ""
        return end <= start or (0 < len(between.split()) <= _MOST_BETWEEN and not _MARK.search(between)) or between.isspace()

    # ---------------------------------------------------------------- short forms

    def _short_form(self, reading: Reading, hit: Hit, known: Taken) -> tuple[str, ...]:
        """The texts named before that "the agreement" or "his statement of 8 January" may mean."""
        if hit.kind != "instrument-kind" or known.touches(hit.start, hit.end):
            return ()
        kind = hit.key.rpartition("/")[2]
        days = reading.unit.yearless
        at = bisect_left(days, hit.end, key=lambda mention: mention.span.start)
        between = reading.unit.text.text[hit.end : min(days[at].span.start, hit.end + _REACH)] if at < len(days) else None
        if between is not None and len(between.split()) < _MOST_SMALL:
            return tuple(self._by_day.get((kind, days[at].value[-_DAY:]), ()))
        before = reading.tokens[hit.first - 1].text.casefold() if hit.first and reading.tokens[hit.first].joined else ""
        lemma = reading.unit.text.text[hit.start : hit.end].casefold() == vocabulary()[hit.key].label(self._own.code).casefold()
        if before in self._own.definite or (lemma and before in self._own.definite_any):
            return tuple(self._texts.get(kind, ()))
        return ()

    def _remember(self, reading: Reading) -> None:
        """Which kind of text each name of a text is: the kind whose word stands in it."""
        stems = _kind_stems(self._own.code)
        for name in reading.named:
            if not name.entity.key.startswith("instrument/") or name.entity.base is not None:
                continue
            index = bisect_left(reading.tokens, name.start, key=attrgetter("start"))
            if index == len(reading.tokens) or reading.tokens[index].start != name.start:
                continue
            while index < len(reading.tokens) and reading.tokens[index].end <= name.end:
                for kind in stems.get(reading.tokens[index].stem, ()):
                    self._texts[kind][name.entity.key] = None
                    self._by_day[kind, name.entity.key[-_DAY:]][name.entity.key] = None
                index += 1


def _from(hits: Sequence[Hit], start: int) -> int:
    return bisect_left(hits, start, key=lambda hit: hit.start)


def _is_abbreviation(word: str) -> bool:
    return word.isupper() and len(word) >= _SHORTEST_ABBREVIATION and not _ROMAN.fullmatch(word)


@cache
def _kind_stems(code: str) -> dict[str, tuple[str, ...]]:
    """The kinds of text that a word alone may stand for, by its stem."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for entry in entries_of("instrument-kind"):
        for form in entry.printed(code):
            words = tokenise(form, code)
            if len(words) == 1:
                found[words[0].stem][entry.key.rpartition("/")[2]] = None
    return {stem: tuple(kinds) for stem, kinds in found.items()}
