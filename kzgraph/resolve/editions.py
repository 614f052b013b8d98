"""Editions: of an index or report that comes out every year, the one whose year is printed with its name."""

from __future__ import annotations

import re

from kzgraph.model import Entity
from kzgraph.resolve.states import Named
from kzgraph.resolve.vocabulary import LABEL_LANGUAGE

#: Kinds of text that come out every year under one name.
_EDITIONS = ("Index", "Report")


def edition(name: Named, text: str) -> Named:
    """Return the edition of an index or report whose year is printed with its name: "the 2031 … Index".

    Args:
        name: The index as found.
        text: The unit.
    """
    if name.entity.cls not in _EDITIONS:
        return name
    behind = re.compile(r"[^\w;.]{1,3}(?:[^\W\d_]{1,4}[-’'\s]\s?){0,2}((?:19|20)\d\d)(?!\d)").match(text, name.end)
    # "2031 Index", "2031 m. indekse", "2031. gada indeksā", but no year that ends a sentence.
    before = re.search(r"(?<!\d)((?:19|20)\d\d)(?:[^\w;.]{1,3}(?:[^\W\d_]{1,5}\.?\s)?|\.\s[^\W\d_]{1,5}\s)$", text[: name.start])
    inside = re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", text[name.start : name.end])
    found = inside or behind or before
    if found is None:
        return name
    year = found.group(1)
    labels = tuple(
        (kind, language, f"{year} {label}") for kind, language, label in name.entity.labels if language == LABEL_LANGUAGE
    )
    entity = Entity(f"{name.entity.key}-{year}", name.entity.cls, labels)
    start, end = name.start, name.end
    if inside is None:
        start, end = (start, behind.end()) if behind else (before.start(1) if before else start, end)
    return Named(name.first, name.last, start, end, entity, name.rule)
