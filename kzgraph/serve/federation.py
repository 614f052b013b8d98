r"""No query of a client may make this server ask another one.

Oxigraph follows SERVICE, and reads a query by its grammar, not word by word: "1SERVICE" holds the keyword, and what looks like
an IRI may hold it too. So nobody can safely tell by looking where the keyword stands. But an escape tells for us: in texts and
IRIs "\\u0065" is a letter, a keyword has no escapes. The word is written with one wherever it stands; what was a keyword is none.
"""

from __future__ import annotations

import re

# Behind these marks begins the name of a variable or of a prefixed thing, never a keyword.
_WORD = re.compile(r"(?<![?$:])(s)(e)(rvice)", re.IGNORECASE)
_PLACE = re.compile(r"error at (\d+):(\d+)")
# A reader of keywords stops at most so far behind the place where one begins.
_REACH = 16


def disarmed(query: str) -> str:
    r"""Return a query that says the same, or nothing at all where it would ask another server.

    Args:
        query: Of a client.

    >>> disarmed('SELECT ?service { SERVICE <urn:x> { ?service :service "service" } }')
    'SELECT ?service { S\\u0045RVICE <urn:x> { ?service :service "s\\u0065rvice" } }'
    """
    return _WORD.sub(lambda found: f"{found[1]}\\u{ord(found[2]):04X}{found[3]}", query)


def stopped(query: str, message: str) -> bool:
    """Tell whether a query is no query any more because it would have asked another server.

    Args:
        query: What :func:`disarmed` returned.
        message: The fault that it was refused with.
    """
    place = _PLACE.search(message)
    if place is None:
        return False
    line, column = int(place[1]), int(place[2])
    lines = query.splitlines()
    if line > len(lines):
        return False
    starts = [found.start() + 1 for found in re.finditer(r"s\\u00[46]5rvice", lines[line - 1], re.IGNORECASE)]
    return any(start <= column <= start + _REACH for start in starts)
