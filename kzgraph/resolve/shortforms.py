"""Abbreviations that a text introduces in brackets behind a name, and uses from then on: "the Lake Council (LC)"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kzgraph.language.tokens import Token
from kzgraph.language.words import Pack
from kzgraph.model import Entity
from kzgraph.resolve.gazetteer import Hit
from kzgraph.resolve.names import abbreviation_key, key_of
from kzgraph.resolve.provisions import find_pinpoints
from kzgraph.resolve.states import Named
from kzgraph.resolve.vocabulary import vocabulary

#: An abbreviation of its own in brackets: several capitals, perhaps with other letters between.
_BRACKET = re.compile(r"[“”\"»’']?\s*\(\s*[„“”\"«]?([^\W\d_a-z][^\W_]*[^\W\d_a-z][^\W_]*)[“”\"»]?\s*\)")
_LEAST_CAPITALS = 2
#: Classes of what a document gives an abbreviation of its own.
_GIVEN = ("Institution", "Organisation", "Collective", "Treaty", "Convention", "Agreement")
#: Classes of texts that have articles and are called by their kind alone.
_CLASSES = ("Treaty", "Convention", "Agreement")
#: Between articles and the short name of their text stand so many characters, all of them of small words.
_SHORT_REACH = 12
_SMALL = re.compile(r"\s(?:[^\W\d_]{1,4}[\s’'-])*")
_BY_RULE = "actor/organisation-"


def introduced_forms(units: Iterable[tuple[str, Sequence[Named]]], code: str) -> Mapping[str, tuple[str, Entity]]:
    """Return the abbreviations of a document, the key of the entity found before and the entity for which they stand.

    One that stands for two is left out. An unknown organisation takes its key from its abbreviation, which fewer languages
    translate than its name.

    Args:
        units: The clean text of each unit and the names found in it.
        code: The language.
    """
    meanings: dict[str, dict[str, Entity]] = {}
    for text, named in units:
        for name in named:
            found = _BRACKET.match(text, name.end)
            if found and sum(letter.isupper() for letter in found.group(1)) >= _LEAST_CAPITALS and name.entity.cls != "Provision":
                meanings.setdefault(found.group(1), {})[name.entity.key] = name.entity
    return {
        form: (key, _keyed_by(form, entity, code))
        for form, entities in meanings.items()
        if len(entities) == 1
        for key, entity in entities.items()
    }


def _keyed_by(form: str, entity: Entity, code: str) -> Entity:
    key = (abbreviation_key(form, code) or key_of((form,), code)) if entity.key.startswith(_BY_RULE) else ""
    return replace(entity, key=_BY_RULE + key, names=(*entity.names, form)) if key else entity


def with_short_forms(
    tokens: Sequence[Token], named: Sequence[Named], taken: frozenset[int], forms: Mapping[str, tuple[str, Entity]]
) -> list[Named]:
    """Return the names of a unit with the abbreviations of its document.

    Args:
        tokens: The words of the unit.
        named: The names found in it; an abbreviation may have been taken for a group of its own.
        taken: Indexes of words that are known otherwise.
        forms: What :func:`introduced_forms` returns.
    """
    if not forms:
        return list(named)
    entities = dict(forms.values())
    places = {index for index, token in enumerate(tokens) if token.text in forms and index not in taken}
    kept = [
        replace(name, entity=_meant(name, tokens, forms) or entities.get(name.entity.key, name.entity))
        for name in named
        if name.entity.cls != "Organisation" or name.last != name.first + 1 or name.first not in places
    ]
    inside = {index for name in kept for index in range(name.first, name.last)}
    return kept + [
        Named(index, index + 1, tokens[index].start, tokens[index].end, forms[tokens[index].text][1], "short-form")
        for index in sorted(places - inside)
    ]


def _meant(name: Named, tokens: Sequence[Token], forms: Mapping[str, tuple[str, Entity]]) -> Entity | None:
    """What a known abbreviation stands for in a document that gives it to another: "Reed Sea Fund (RSF)" is no press body."""
    _, entity = forms.get(tokens[name.first].text, ("", None)) if name.last == name.first + 1 else ("", None)
    if entity is None or entity.key == name.entity.key or entity.cls not in _GIVEN:
        return None
    letters = tokens[name.first].text.casefold()
    spelt = ("".join(word[0] for word in re.findall(r"\w+", label)).casefold() for _, _, label in entity.labels)
    return entity if any(one.endswith(letters) for one in spelt) else None


def instruments_by_class(units: Iterable[Sequence[Named]]) -> Mapping[str, Mapping[str, Entity]]:
    """Return the instruments with articles of a document, by class and key.

    Args:
        units: The names found in each unit.
    """
    texts: dict[str, dict[str, Entity]] = {}
    for named in units:
        for name in named:
            if name.entity.cls in _CLASSES:
                texts.setdefault(name.entity.cls, {})[name.entity.key] = name.entity
    return texts


def short_texts(
    text: str, hits: Sequence[Hit], named: Sequence[Named], texts: Mapping[str, Mapping[str, Entity]], own: Pack
) -> list[Named]:
    """Return what "the agreement" is behind its articles: the one agreement that the document names.

    Args:
        text: The clean text of a unit.
        hits: The known names in it.
        named: The names found in it.
        texts: What :func:`instruments_by_class` returns.
        own: The language.
    """
    found: list[Named] = []
    taken = {index for name in named for index in range(name.first, name.last)}
    kinds = [hit for hit in hits if hit.kind == "instrument-kind" and hit.first not in taken]
    for _, span in find_pinpoints(text, own) if kinds else ():
        for hit in kinds:
            near = 0 < hit.start - span.end <= _SHORT_REACH and _SMALL.fullmatch(text, span.end, hit.start)
            candidates = texts.get(vocabulary()[hit.key].facts.get("instrumentClass", ""), {})
            if near and len(candidates) == 1:
                found += [Named(hit.first, hit.last, hit.start, hit.end, entity, "short-form") for entity in candidates.values()]
    return found
