"""The forms of an answer, and which of them a client wants."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

#: Media types of a form, the first is what it is sent as.
Types = tuple[str, ...]

#: Graphs: answers to CONSTRUCT and DESCRIBE, named graphs, descriptions. The first is what who asks for nothing gets.
GRAPHS: Mapping[str, Types] = {
    "ttl": ("text/turtle", "application/x-turtle"),
    "nt": ("application/n-triples",),
    "jsonld": ("application/ld+json", "application/json"),
    "rdf": ("application/rdf+xml", "application/xml", "text/xml"),
}
#: Answers to SELECT and ASK.
RESULTS: Mapping[str, Types] = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}
#: Descriptions: for people first.
PAGES: Mapping[str, Types] = {"html": ("text/html", "application/xhtml+xml"), **GRAPHS}

#: What the files of the site are sent as, by their ending.
_FILES = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "json": "application/json",
    "svg": "image/svg+xml",
    "csv": "text/csv",
    "png": "image/png",
}
_RANGE = re.compile(r"\s*([\w!#$&^.+*-]+/[\w!#$&^.+*-]+)\s*((?:;[^,]*)?)\s*")
_WEIGHT = re.compile(r";\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*(?:;|$)", re.IGNORECASE)


def content_type(media_type: str) -> str:
    """Return the header for a media type: texts are UTF-8.

    >>> content_type("text/csv")
    'text/csv; charset=utf-8'
    """
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def type_of(path: str) -> str:
    """Return the header for a file of the site, by its ending.

    >>> type_of("assets/mark.svg")
    'image/svg+xml'
    """
    return content_type(_FILES.get(path.rpartition(".")[2], "application/octet-stream"))


def choose(accept: str, offered: Mapping[str, Sequence[str]]) -> str | None:
    """Return the form that a client likes best, by the rules of HTTP; None where it takes none.

    Of what it likes alike the first offered wins.

    Args:
        accept: The header, empty where there is none: anything will do.
        offered: Forms with their media types.

    >>> choose("text/html;q=0.8, text/turtle", PAGES)
    'ttl'
    >>> choose("*/*", RESULTS), choose("", RESULTS), choose("image/png", RESULTS)
    ('json', 'json', None)
    """
    if not accept.strip():
        return next(iter(offered))
    ranges = list(_ranges(accept))
    best, most = None, 0.0
    for form, types in offered.items():
        weight = max(_weight(media_type, ranges) for media_type in types)
        if weight > most:
            best, most = form, weight
    return best


def _ranges(accept: str) -> list[tuple[str, float]]:
    found = []
    for piece in accept.split(","):
        matched = _RANGE.fullmatch(piece)
        if matched:
            weight = _WEIGHT.search(matched[2])
            found.append((matched[1].lower(), min(1.0, float(weight[1])) if weight else 1.0))
    return found


def _weight(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """How much a client likes a media type: the most exact of its ranges that fit it counts."""
    kind = media_type.partition("/")[0]
    for name in (media_type, f"{kind}/*", "*/*"):
        weights = [weight for of, weight in ranges if of == name]
        if weights:
            return max(weights)
    return 0.0
