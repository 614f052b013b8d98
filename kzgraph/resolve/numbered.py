"""Numbered texts: from "resolution", a number and an issuer comes that resolution; an act of the Union needs its number only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kzgraph.language.pack import pack
from kzgraph.language.phrases import any_of
from kzgraph.model import DateMention, Entity
from kzgraph.resolve.gazetteer import Hit
from kzgraph.resolve.states import Named, entity_of
from kzgraph.resolve.vocabulary import LABEL_LANGUAGE, Entry, vocabulary

#: Kinds of texts that are told by their number.
_KINDS = ("resolution", "decision", "regulation", "directive", "common-position")
_REGULATION = "instrument-kind/regulation"
_ISSUERS = ("Office", "Institution")
#: Between a number and its issuer stand so many characters at most, all of small words.
_ISSUER_REACH = 16
_LONGEST_SMALL_WORD = 4
#: So far before the word for its kind the number of a text may begin.
_NUMBER_REACH = 100
#: A number without a stroke tells a text where it has so many digits; fewer may be a day.
_LEAST_DIGITS = 3


@cache
def _number(code: str) -> re.Pattern[str]:
    """A number behind its kind of text: "2118 (2013)", "(EU) 2019/1716", "No 46/21"."""
    mark = rf"(?P<mark>{any_of(pack(code).number.references)}|[^\W\d_]{{1,4}}\.)"
    field = r"\([^()\d]{2,8}\)"
    return re.compile(
        rf"\s+(?:{field}\s*)?(?:{mark}\s*)?(?:{field}\s*)?"
        r"(?P<number>(?:[A-Z]+/)*(?P<digits>\d{1,4})(?P<stroke>/\d{1,4})?(?:/[^\W\d_]{2,6})?)(?P<year>\s?\(\d{4}\))?(?![\w/]|\.\w)",
        re.IGNORECASE,
    )


@cache
def _before(code: str) -> re.Pattern[str]:
    """A number before its kind of text: hu "a 2031/135/KKBP közös álláspont", fi "asetus" behind "2031/98/EU"."""
    mark = rf"(?:{any_of(pack(code).number.references)}|[^\W\d_]{{1,6}}\.)"
    return re.compile(
        r"(?<![\w/.])(?P<number>\d{1,4}/\d{1,4}(?:/[^\W\d_]{2,6})?)(?:\s?\(\d{1,2}\))?"
        rf"(?:\s{mark})?(?:\s[^\W\d_]+){{0,4}}\s$",
        re.IGNORECASE,
    )


@cache
def _next(code: str) -> re.Pattern[str]:
    """What parts two numbers of a list."""
    return re.compile(rf"\s*(?:,|,?\s*{any_of(pack(code).conjunctions)})(?=\s+(?:[A-Z]+/)*\d)", re.IGNORECASE)


def numbered_texts(
    text: str, hits: Sequence[Hit], known: Sequence[Named], code: str, dates: Sequence[DateMention] = ()
) -> tuple[list[Named], set[int]]:
    """Return the numbered texts of a unit and the places of the words for their kinds, which are used up.

    Args:
        text: The clean text of the unit.
        hits: All known names in it.
        known: The entities found so far, for the issuers.
        code: The language.
        dates: In the unit; one may stand between an issuer and its text ("Peaassamblee 24. oktoobri 2031. aasta resolutsioon").
    """
    found: list[Named] = []
    used: set[int] = set()
    for hit in hits:
        entry = _kind(hit)
        within = _issuer_behind(text, hit.end, known) if entry else None
        numbers = list(_numbers(text, hit.end, code)) if entry else []
        if entry and within and not numbers:
            numbers = list(_numbers(text, within.end, code))  # "rezolúcia Bezpečnostnej rady č. 1325"
        else:
            within = None
        led = _before(code).search(text, max(0, hit.start - _NUMBER_REACH), hit.start) if pack(code).text_before else None
        if entry and _is_act(entry) and led is not None and not numbers:
            used.add(hit.start)
            label = (code, text[led.start() : hit.end])
            found.append(
                Named(hit.first, hit.last, led.start(), hit.end, _entity(entry, None, led["number"], label), "numbered-text")
            )
            continue
        # An act of the Union has a year and a number; "144" behind the word is a rule.
        if not entry or not numbers or (_is_act(entry) and numbers[0]["stroke"] is None):
            continue
        before, behind = (
            issuer_before(text, hit, known) or _before_date(text, hit, known, dates),
            within or _issuer_behind(text, numbers[-1].end(), known),
        )
        issuer = before or behind
        used.add(hit.start)
        for number in numbers:
            alone = len(numbers) == 1
            start = (before.start if before else hit.start) if number is numbers[0] else number.start("number")
            end = max(behind.end, number.end()) if alone and behind and before is None else number.end()
            entity = _entity(entry, issuer.entity if issuer else None, number["number"], (code, text[start:end]))
            found.append(Named(hit.first, hit.last, start, end, entity, "numbered-text"))
    return found, used


def _kind(hit: Hit) -> Entry | None:
    """The kind of text that a hit names; where a language has one word for rules and regulations, a number tells them apart."""
    entry = vocabulary().get(hit.key)
    if entry is not None and entry.cls == "ProceduralRules" and hit.last - hit.first == 1:
        return vocabulary()[_REGULATION]
    return entry if hit.kind == "instrument-kind" and hit.key.rpartition("/")[2] in _KINDS else None


def _is_act(entry: Entry) -> bool:
    return entry.facts.get("instrumentClass") == "UnionAct"


def issuer_before(text: str, hit: Hit, known: Sequence[Named]) -> Named | None:
    """Return the issuer that is printed right before the word for a kind of text: "UN Security Council resolution".

    Args:
        text: The clean text of the unit.
        hit: The word for a kind of text.
        known: The entities found in the unit.
    """
    at = hit.start
    while at and text[at - 1].isspace():
        at -= 1
    names = [name for name in known if name.end == at < hit.start and name.entity.cls in _ISSUERS]
    return min(names, key=lambda name: name.start, default=None)


def _before_date(text: str, hit: Hit, known: Sequence[Named], dates: Sequence[DateMention]) -> Named | None:
    """The issuer before the date that leads to a text."""
    for mention in dates:
        led = re.fullmatch(r"[\s.]*(?:\w{1,10}[.\s]*)?", text[mention.span.end : hit.start])
        if mention.span.end <= hit.start and led:
            names = [name for name in known if name.entity.cls in _ISSUERS and text[name.end : mention.span.start].isspace()]
            return min(names, key=lambda name: name.start, default=None)
    return None


def _issuer_behind(text: str, end: int, known: Sequence[Named]) -> Named | None:
    names = [name for name in known if name.entity.cls in _ISSUERS and end < name.start <= end + _ISSUER_REACH]
    first = min(names, key=lambda name: (name.start, -name.end), default=None)
    if first is None or any(len(word) > _LONGEST_SMALL_WORD for word in re.findall(r"\w+", text[end : first.start])):
        return None
    return first if not re.search(r"[;:.·]", text[end : first.start]) else None


def _numbers(text: str, at: int, code: str) -> Iterator[re.Match[str]]:
    while found := _number(code).match(text, at):
        if found["stroke"] is None and len(found["digits"]) < _LEAST_DIGITS:
            return
        yield found
        join = _next(code).match(text, found.end())
        if join is None:
            return
        at = join.end()


def _entity(entry: Entry, issuer: Entity | None, printed: str, label: tuple[str, str]) -> Entity:
    kind = entry.key.rpartition("/")[2]
    number = re.sub(r"^(?:[A-Z]+/)+|/[^\W\d_]+$", "", printed, flags=re.IGNORECASE)
    slug = number.replace("/", "-")
    cls = entry.facts.get("instrumentClass", "Instrument")
    if _is_act(entry):
        known = [key for key in vocabulary() if key.startswith("instrument/") and kind in key and key.endswith(f"-{slug}")]
        if known:
            return entity_of(vocabulary()[known[0]])
        issuer = None  # the number is one for all who issue such acts
    name = ""
    if issuer is not None:
        name = next(text for kind_, language, text in issuer.labels if kind_ == "prefLabel" and language == LABEL_LANGUAGE)
        slug = f"{issuer.key.rpartition('/')[2]}-{slug}"
    words = f"{name} {entry.label()} {number}".strip()
    return Entity(
        f"instrument/{kind}-{slug}", cls, (("prefLabel", LABEL_LANGUAGE, words[0].upper() + words[1:]), ("altLabel", *label))
    )
