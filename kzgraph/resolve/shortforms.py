"""Abbreviations that a text introduces in brackets behind a name, and uses from then on: "the Lake Council (LC)"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kzgraph.language.tokens import Token
from kzgraph.model import Entity
from kzgraph.resolve.names import abbreviation_key, key_of
from kzgraph.resolve.states import Named

#: An abbreviation of its own in brackets: several capitals, perhaps with other letters between.
_BRACKET = re.compile(r"[“”\"»’']?\s*\(\s*[„“”\"«]?([^\W\d_a-z][^\W_]*[^\W\d_a-z][^\W_]*)[“”\"»]?\s*\)")
_LEAST_CAPITALS = 2
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
    entities = dict(forms.values())
    places = {index for index, token in enumerate(tokens) if token.text in forms and index not in taken}
    kept = [
        replace(name, entity=entities.get(name.entity.key, name.entity))
        for name in named
        if name.entity.cls != "Organisation" or name.last != name.first + 1 or name.first not in places
    ]
    inside = {index for name in kept for index in range(name.first, name.last)}
    return kept + [
        Named(index, index + 1, tokens[index].start, tokens[index].end, forms[tokens[index].text][1], "short-form")
        for index in sorted(places - inside)
    ]
