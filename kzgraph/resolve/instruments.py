"""Dated texts: from "statement", an issuer and a date comes the statement by that issuer of that date.

The kinds of text and their English label are in ``ontology/vocab/instrument-kinds.ttl``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from kzgraph.language.pack import pack
from kzgraph.language.phrases import any_of
from kzgraph.language.words import Pack
from kzgraph.model import DateMention, Entity, Unit, UnitKind
from kzgraph.resolve.deadlines import is_limit
from kzgraph.resolve.gazetteer import Hit
from kzgraph.resolve.numbered import issuer_before
from kzgraph.resolve.states import Named
from kzgraph.resolve.vocabulary import LABEL_LANGUAGE, Entry, entries_of, vocabulary

#: Outside citations only names and small words may stand between a kind of text and its date.
_LONGEST_SMALL_WORD = 4
_SIGNATURE_REACH = 120
_ISSUERS = ("Office", "Institution", "Organisation", "Collective")
#: Kinds of text that two sides conclude.
_CONCLUDED = ("Agreement", "Convention", "Treaty")
#: In whose name others speak.
_UNION = "actor/european-union"
#: A session of several days comes to one text.
_SESSIONS = ("conclusions",)
_SESSION_DAYS = 2


def english_date(value: str) -> str:
    """Return a date as English prints it.

    >>> english_date("2031-06-03"), english_date("2031-06")
    ('3 June 2031', 'June 2031')
    """
    year, month, *day = value.split("-")
    name = pack(LABEL_LANGUAGE).date.months[int(month) - 1][0]
    return " ".join([*(str(int(part)) for part in day), name, year])


def dated_texts(unit: Unit, hits: Sequence[Hit], known: Sequence[Named], seen: dict[str, Entity], code: str) -> list[Named]:
    """Return the dated texts of a unit.

    Args:
        unit: The unit with its dates.
        hits: All known names in it.
        known: The entities found so far, for the issuers.
        seen: Dated texts of the document so far by key; the new ones are added.
        code: The language.
    """
    own = pack(code)
    kinds = [hit for hit in hits if hit.kind == "instrument-kind" and vocabulary()[hit.key].facts.get("national") != "true"]
    texts: list[Named] = []
    spoken: dict[str, Entity] = {}  # by kind, who issued the text before: "the statements of X, in particular those of D"
    dated: Entry | None = None
    for position, hit in enumerate(kinds):
        entry = vocabulary()[hit.key]
        end = kinds[position + 1].start if position + 1 < len(kinds) else len(unit.text)
        stop = re.search(r"[;·\u0387]|(?<=[^\W\d_]{4})\.\s+(?=[^\W\d_])", unit.text.text[hit.end : end])
        end = hit.end + stop.start() if stop else end
        if own.date.before_text:
            texts += _named_behind(unit, hit, entry, known, kinds[position - 1].end if position else 0, seen, spoken, code)
            if texts and texts[-1].first == hit.first:
                continue
        dates = _full_dates(unit, hit.end, end, entry)
        if own.date.before_text and position + 1 < len(kinds):
            dates = []  # They belong to the text named behind them.
        names = [name for name in known if hit.end <= name.start < end]
        if unit.kind is not UnitKind.CITATION:
            near = (mention for mention in dates[:1] if _near(unit.text.text, hit.end, mention, names))
            dates = [mention for mention in near if not is_limit(unit.text.text, mention, pack(code))]
        elif _related(unit.text.text, hit.end, dates, code) and not any(name.entity.cls in _ISSUERS for name in names):
            dates = []  # "conclusions on the elections which took place on D": no issuer, and a date of something else
        if entry.facts.get("instrumentClass") in _CONCLUDED:
            dates = dates[:1]  # An agreement is known by the day it was signed, not by that of its entry into force.
        goes_on = dated is not None and unit.kind is UnitKind.CITATION and _listed_behind(unit.text.text, hit.end, dates, names)
        if dated is not None and goes_on:
            entry = dated  # "the resolutions of D1 on the Charter, of D2 on elections": no charter of D2
        issuer = _issuer(unit.text.text, hit, entry, known, names, dates) or spoken.get(entry.key)
        spoken.pop(entry.key, None)
        if issuer is not None and not dates:
            spoken[entry.key] = issuer
        dated = entry if dates else dated
        for number, mention in enumerate(dates):
            if number and _of_another(unit.text.text[dates[number - 1].span.end : mention.span.start], mention, names, own):
                break
            # "resolution of D" is one name; in "resolutions of D1, D2 and D3" each date is the name of its own text.
            named = number == 0 and (len(dates) == 1 or not _listed(unit.text.text, mention, dates[1]))
            start = hit.start if named and _near(unit.text.text, hit.end, mention, names) else mention.span.start
            if unit.kind is UnitKind.CITATION and len(dates) == 1 and not goes_on:
                start = hit.start
            end_of_name = _end_with_issuer(unit.text.text, mention.span.end, names) if named else mention.span.end
            printed = unit.text.text[start:end_of_name]
            # A date alone is no name.
            label = ((code, printed),) if start < mention.span.start else ()
            issuer = _own_issuer(unit.text.text, names, dates[number - 1], mention) or issuer if number else issuer
            kind = _kind(entry, issuer, code)
            entity = _cited(kind, issuer, mention.value, seen) or _dated(kind, issuer, mention.value, label)
            seen.setdefault(entity.key, entity)
            if not _named_in_bracket(unit.text.text, end_of_name, known):
                texts.append(Named(hit.first, hit.last, start, end_of_name, entity, "dated-text"))
        if not dates:
            texts += _back_reference(unit, hit, entry, end, seen) or _signed(unit, hit, entry, known, end)
    return texts


def _full_dates(unit: Unit, start: int, end: int, entry: Entry) -> list[DateMention]:
    """The whole dates in a stretch; the second day of a session is no second text."""
    dates: list[DateMention] = []
    for mention in unit.dates:
        if not start <= mention.span.start < end or len(mention.value) != len("2031-06-03"):
            continue
        days = (date.fromisoformat(mention.value) - date.fromisoformat(dates[-1].value)).days if dates else 0
        session = entry.key.rpartition("/")[2] in _SESSIONS and 0 < days <= _SESSION_DAYS
        if not (session and _listed(unit.text.text, dates[-1], mention)):
            dates.append(mention)
    return dates


def _listed_behind(text: str, start: int, dates: Sequence[DateMention], names: Sequence[Named]) -> bool:
    """True where a comma stands between a word for a text and the first date, and nobody who issued it."""
    if not dates or any(name.entity.cls in _ISSUERS and name.end <= dates[0].span.start for name in names):
        return False
    return "," in text[start : dates[0].span.start]


def _of_another(between: str, mention: DateMention, names: Sequence[Named], own: Pack) -> bool:
    """True where "and", a word and an issuer lead to a date: "reports of D1 and the appeal by experts of D2"."""
    joins = list(re.finditer(rf"(?<!\w){any_of(own.conjunctions)}\s", between, re.IGNORECASE))
    if not joins:
        return False
    start = mention.span.start - len(between) + joins[-1].end()
    issuer = next((name for name in names if start <= name.start < mention.span.start and name.entity.cls in _ISSUERS), None)
    if issuer is None:
        return False
    led = re.findall(r"\w+", between[joins[-1].end() : len(between) - (mention.span.start - issuer.start)])
    return any(len(word) >= _LONGEST_SMALL_WORD and word.casefold() not in {*own.acts.fillers, *own.acts.include} for word in led)


def _own_issuer(text: str, names: Sequence[Named], before: DateMention, mention: DateMention) -> Entity | None:
    """Who issued a further text of a list: "the statement by X of D1 and by Y of D2"."""
    issuers = [name for name in names if name.entity.cls in _ISSUERS and name.entity.key != _UNION]
    for name in reversed(issuers):
        if before.span.end <= name.start and name.end <= mention.span.start and _near(text, name.end, mention, names):
            return name.entity
    return None


def _named_behind(
    unit: Unit,
    hit: Hit,
    entry: Entry,
    known: Sequence[Named],
    start: int,
    seen: dict[str, Entity],
    spoken: dict[str, Entity],
    code: str,
) -> list[Named]:
    """The texts whose dates and issuer stand before the word for them: lv "Padomes 2031. gada 12. jūlija secinājumi"."""
    text = unit.text.text
    stops = [found.end() for found in re.finditer(r"[;·\u0387]", text[start : hit.start])]
    start += stops[-1] if stops else 0
    dates = _full_dates(unit, start, hit.start, entry)
    names = [name for name in known if start <= name.start and name.end <= hit.start]
    if dates and re.search(rf",\s+{any_of(pack(code).conjunctions)}\s", text[dates[-1].span.end : hit.start], re.IGNORECASE):
        dates = []  # "the Statute, in force since D, and its resolutions on it"
    if unit.kind is not UnitKind.CITATION:
        leading = (mention for mention in dates[-1:] if _leads_to(text, mention.span.end, hit.start, names))
        dates = [mention for mention in leading if not is_limit(text, mention, pack(code))]
    issuer = _issuer_before(text, entry, names, dates)
    if issuer is None or issuer.key == _UNION:
        issuer = spoken.get(entry.key, issuer)
    if issuer is not None:
        spoken[entry.key] = issuer
    texts = []
    for mention in dates:
        named = mention is dates[-1] and _leads_to(text, mention.span.end, hit.start, names)
        end = hit.end if named else mention.span.end
        label = ((code, text[mention.span.start : end]),) if named else ()
        kind = _kind(entry, issuer, code)
        entity = _cited(kind, issuer, mention.value, seen) or _dated(kind, issuer, mention.value, label)
        seen.setdefault(entity.key, entity)
        texts.append(Named(hit.first, hit.last, mention.span.start, end, entity, "dated-text"))
    return texts


def _leads_to(text: str, start: int, end: int, names: Sequence[Named]) -> bool:
    """True where only names, small words and one participle ("annettu") stand between a date and the word for a text."""
    return len([word for word in _between(text, start, end, names) if len(word) > _LONGEST_SMALL_WORD]) <= 1


def _issuer_before(text: str, entry: Entry, names: Sequence[Named], dates: Sequence[DateMention]) -> Entity | None:
    """Who issued a text that is named behind its issuer: the name behind the date, right before it, or else the first one."""
    if dates:
        issuers = [name for name in names if name.entity.cls in _ISSUERS and name.entity.key != _UNION]
        issuers = [name for name in issuers if not any(_covers(other, name) for other in issuers)]
        behind = [name for name in issuers if name.start >= dates[-1].span.end]
        before = [name for name in issuers if name.end <= dates[0].span.start]
        beside = [
            name for name in before if all(word[0].isupper() for word in re.findall(r"\w+", text[name.end : dates[0].span.start]))
        ]
        chosen = behind[-1:] or beside[-1:] or before[:1]
        if chosen:
            return chosen[0].entity
    union = next((name.entity for name in names if name.entity.key == _UNION), None)
    return union or _default_issuer(entry)


def _covers(outer: Named, inner: Named) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end and (outer.start, outer.end) != (inner.start, inner.end)


def _related(text: str, start: int, dates: Sequence[DateMention], code: str) -> bool:
    """True where a relative clause ("which", "that") opens between a kind of text and its first date."""
    if not dates:
        return False
    between = text[start : dates[0].span.start]
    return re.search(rf",\s+{any_of(pack(code).acts.subject_other)}", between, re.IGNORECASE) is not None


def _named_in_bracket(text: str, end: int, known: Sequence[Named]) -> bool:
    """True where the short name of the text follows in brackets: "agreement signed on 3 June 2031 (the Ormhaven Agreement)"."""
    bracket = re.compile(r"\s*\(\s*(?:[^\W\d_]{1,4}[\s'’])?").match(text, end)
    return bracket is not None and any(
        name.start == bracket.end() and text[name.end : name.end + 1] == ")" and name.entity.key.startswith("instrument/")
        for name in known
    )


def _small(text: str) -> bool:
    """True where a stretch within one clause holds small words only."""
    return not re.search(r"[,;:·]", text) and all(len(word) <= _LONGEST_SMALL_WORD for word in re.findall(r"\w+", text))


def _listed(text: str, one: DateMention, other: DateMention) -> bool:
    """True where nothing but a comma or a small word stands between two dates."""
    between = text[one.span.end : other.span.start]
    return all(len(word) <= _LONGEST_SMALL_WORD for word in re.findall(r"\w+", between))


def _near(text: str, start: int, mention: DateMention, names: Sequence[Named]) -> bool:
    """True where only names and small words stand between a kind of text and a date of its own sentence."""
    if re.compile(r"(?<=[^\W\d_]{3})[.!?]\s").search(text, start, mention.span.start):
        return False
    return all(len(word) <= _LONGEST_SMALL_WORD for word in _between(text, start, mention.span.start, names))


def _between(text: str, start: int, end: int, names: Sequence[Named]) -> list[str]:
    """The words between two places that belong to no name."""
    between = text[start:end]
    for name in sorted(names, key=lambda name: -name.start):
        if start <= name.start and name.end <= end:
            between = between[: name.start - start] + between[name.end - start :]
    return re.findall(r"\w+", between)


@cache
def _namesake(key: str, code: str) -> str | None:
    """The kind of text without a usual issuer that a language calls by the same word: lv "paziņojums" is both."""
    own = set(vocabulary()[key].printed(code))
    others = (entry for entry in entries_of("instrument-kind") if "defaultIssuer" not in entry.facts)
    return next((entry.key for entry in others if own & set(entry.printed(code))), None)


def _kind(entry: Entry, issuer: Entity | None, code: str) -> Entry:
    """Which of two kinds of one name a text is: the one that its issuer usually issues, or the other."""
    usual = entry.facts.get("defaultIssuer")
    if usual is None or issuer is None or issuer.key == usual:
        return entry
    return vocabulary()[_namesake(entry.key, code) or entry.key]


def _issuer(
    text: str, hit: Hit, entry: Entry, known: Sequence[Named], names: Sequence[Named], dates: Sequence[DateMention]
) -> Entity | None:
    """Who issued a text: named right before its word, between it and its date, or behind; else the issuer of all such texts."""
    before = issuer_before(text, hit, known)
    if before is not None:
        return before.entity
    begin = dates[0].span.start if dates else len(text)
    # Parliament's own resolution names others in its subject only; the Union adopts none.
    own = entry.facts.get("instrumentClass") == "ParliamentResolution"
    for name in names:
        may = name.entity.cls in (*_ISSUERS, "Collective") and not (own and name.entity.key == _UNION)
        if name.start < begin and may and _small(text[hit.end : name.start]):
            return name.entity
    limit = max((mention.span.end for mention in dates), default=0) + 120
    for name in () if own else names:
        if name.entity.cls in _ISSUERS and name.start < limit:
            return name.entity
    return _default_issuer(entry)


def _default_issuer(entry: Entry) -> Entity | None:
    default = entry.facts.get("defaultIssuer")
    if default is None or default not in vocabulary():
        return None
    issuer = vocabulary()[default]
    return Entity(issuer.key, issuer.cls, (("prefLabel", LABEL_LANGUAGE, issuer.label()),))


def _cited(entry: Entry, issuer: Entity | None, value: str, seen: dict[str, Entity]) -> Entity | None:
    """The one text of this kind and date that was cited with its issuer, where no issuer is printed now."""
    if issuer is not None:
        return None
    kind = entry.key.rpartition("/")[2]
    matches = [entity for key, entity in seen.items() if key.startswith(f"instrument/{kind}-") and key.endswith(value)]
    return matches[0] if len(matches) == 1 else None


def _dated(entry: Entry, issuer: Entity | None, value: str, printed: tuple[tuple[str, str], ...]) -> Entity:
    kind = entry.key.rpartition("/")[2]
    name = (
        next((text for kind_, language, text in issuer.labels if language == LABEL_LANGUAGE and kind_ == "prefLabel"), "")
        if issuer
        else ""
    )
    plain = f"{entry.label(LABEL_LANGUAGE).capitalize()} by {{issuer}} of {{date}}"
    template = entry.facts.get("labelTemplate", plain)
    if "{date}" not in template or re.search(r"\{(?:number|subject|state|adjective)\}", template):
        template = plain  # What a date and an issuer cannot fill would leave a hole.
    if not issuer:
        template = re.sub(r"\s*(?:by|from|of)?\s*(?:the\s+)?\{issuer\}\s*", " ", template).strip()
    label = template.format(issuer=name, date=english_date(value), year=value[:4]).strip()
    slug = "-".join(part for part in (kind, issuer.key.rpartition("/")[2] if issuer else "", value) if part)
    cls = entry.facts.get("instrumentClass", "Instrument")
    return Entity(f"instrument/{slug}", cls, (("prefLabel", LABEL_LANGUAGE, label), *(("altLabel", *name) for name in printed)))


def _end_with_issuer(text: str, end: int, names: Sequence[Named]) -> int:
    """Where a name ends whose issuer stands behind its date: "declarația din 6 iunie 2031 a Comisarului"."""
    behind = next((name for name in names if name.start >= end), None)
    if behind is None or behind.entity.cls not in _ISSUERS or behind.start - end > _LONGEST_SMALL_WORD + 2:
        return end
    return behind.end if re.fullmatch(r"\s\w{1,4}\s", text[end : behind.start]) else end


def _signed(unit: Unit, hit: Hit, entry: Entry, known: Sequence[Named], end: int) -> list[Named]:
    """A memorandum without a date is told by those who signed it, who are named behind it."""
    kind = entry.key.rpartition("/")[2]
    parties = [name for name in known if hit.end <= name.start < min(end, hit.end + _SIGNATURE_REACH)]
    if not kind.startswith("memorandum") or not parties or unit.kind is UnitKind.CITATION:
        return []
    slug = "-".join(sorted({name.entity.key.rpartition("/")[2] for name in parties}))
    cls = entry.facts.get("instrumentClass", "Instrument")
    label = f"Memorandum of {' and '.join(_english(name.entity) for name in parties)}"
    entity = Entity(f"instrument/memorandum-{slug}", cls, (("prefLabel", LABEL_LANGUAGE, label),))
    return [Named(hit.first, hit.last, hit.start, hit.end, entity, "dated-text")]


def _english(entity: Entity) -> str:
    names = {language: text for kind, language, text in entity.labels if kind == "prefLabel"}
    return names.get(LABEL_LANGUAGE) or next(iter(names.values()), entity.key)


def _back_reference(unit: Unit, hit: Hit, entry: Entry, end: int, seen: dict[str, Entity]) -> list[Named]:
    """The text of that day that was cited before: "his statement of 8 January"."""
    kind = entry.key.rpartition("/")[2]
    for mention in unit.yearless:
        if not (hit.end <= mention.span.start < end) or not _near(unit.text.text, hit.end, mention, ()):
            continue
        day = mention.value.removeprefix("-")
        matches = [entity for key, entity in seen.items() if key.startswith(f"instrument/{kind}-") and key.endswith(day)]
        if len(matches) == 1:
            return [Named(hit.first, hit.last, hit.start, mention.span.end, matches[0], "short-form")]
    return []
