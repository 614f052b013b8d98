"""Which store answers at an address, asked with one request that changes nothing and fetches nothing large."""

from __future__ import annotations

from kzgraph.errors import StoreError
from kzgraph.publish.dialects import DIALECTS, Dialect
from kzgraph.publish.line import Line

#: Any answer tells something, but for those that say "later".
_ANY = frozenset(range(200, 600)) - {408, 425, 429, 502, 503, 504}


def detect(line: Line, endpoint: str) -> Dialect:
    """Return the dialect of a store.

    Args:
        line: The way to it; nobody's account is needed.
        endpoint: As the user gives it.

    Raises:
        StoreError: Nothing tells which store it is.
    """
    # HEAD, not GET: some stores answer a GET of a data set with all that is in it.
    headers = line.ask("HEAD", endpoint, headers={"Accept": "*/*"}, accepted=_ANY).headers
    for dialect in DIALECTS.values():
        if any(name in headers and headers[name].startswith(start) for name, start in dialect.signs):
            return dialect
    for dialect in DIALECTS.values():
        if any(path in f"{endpoint.rstrip('/')}/" for path in dialect.paths):
            return dialect
    for dialect in DIALECTS.values():
        if dialect.probe:
            question, sign = dialect.probe
            found = line.ask("GET", f"{endpoint}?{question}", headers={"Accept": "application/json"}, accepted=_ANY)
            if sign in found.data.decode("utf-8", "replace"):
                return dialect
    names = ", ".join(DIALECTS)
    raise StoreError(endpoint, "nothing tells which store answers there", f"Name it with --store: {names}.")
