"""Tokens as the reference validator sees them: what rdflib makes of a literal, and what pySHACL makes of that.

What a build writes is plain and judged here; any other literal is handed to rdflib itself, so that a leading zero, a letter in
a number or the 30th of February mean the same to both validators.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kzgraph.graph.jsonld import unescape
from kzgraph.graph.terms import XSD, text

if TYPE_CHECKING:
    import rdflib

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
LANGUAGE_STRING = f"<{_RDF}langString>"
_DATATYPE = f"<{_RDFS}Datatype>"
_LITERAL = f"<{_RDFS}Literal>"
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_URI = re.compile(r"[!-~]+")
_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
_REMEMBERED = 100_000  # literals; those of a work are far fewer


class UndecidedError(Exception):
    """A graph holds something that only the reference validator judges; the message names it."""


def parts(token: str) -> tuple[str, str, str]:
    r"""Return the escaped characters, the language and the datatype of a literal's token, each empty where there is none.

    >>> parts('"3"^^<http://www.w3.org/2001/XMLSchema#integer>')
    ('3', '', '<http://www.w3.org/2001/XMLSchema#integer>')
    >>> parts('"l-\\"għadira\\""@mt')[1:]
    ('mt', '')
    """
    end = token.rindex('"')
    behind = token[end + 1 : end + 2]
    return token[1:end], token[end + 2 :] if behind == "@" else "", token[end + 3 :] if behind == "^" else ""


def printed(token: str) -> str:
    """Return what a report prints of a node: an IRI, the name of a blank node, the characters of a literal.

    >>> printed('"3"^^<http://www.w3.org/2001/XMLSchema#integer>')
    '3'
    """
    if token[0] == "<":
        return token[1:-1]
    return token[2:] if token[0] == "_" else unescape(parts(token)[0])


def language(token: str) -> str:
    """Return the language of a token in lower case, empty for all that is no tagged literal."""
    return parts(token)[1].lower() if token[0] == '"' else ""


def term(token: str) -> rdflib.term.Identifier:
    """Return a token as rdflib's node."""
    import rdflib

    if token[0] == "<":
        return rdflib.URIRef(token[1:-1])
    if token[0] == "_":
        return rdflib.BNode(token[2:])
    characters, tag, datatype = parts(token)
    return rdflib.Literal(unescape(characters), lang=tag or None, datatype=rdflib.URIRef(datatype[1:-1]) if datatype else None)


def token_of(node: Any) -> str:
    """Return the token of rdflib's node."""
    import rdflib

    if isinstance(node, rdflib.Literal):
        return text(str(node), node.language) + (f"^^<{node.datatype}>" if node.datatype else "")
    return f"_:{node}" if isinstance(node, rdflib.BNode) else f"<{node}>"


def _is_date(characters: str) -> bool:
    try:
        return bool(_DATE.fullmatch(characters) and dt.date.fromisoformat(characters))
    except ValueError:
        return False


#: By datatype: which spellings are read here, well-formed and spelt as rdflib would.
_PLAIN: dict[str, Callable[[str], object]] = {
    XSD.integer: _INTEGER.fullmatch,
    XSD.decimal: _DECIMAL.fullmatch,
    XSD.date: _is_date,
    XSD.gYearMonth: _MONTH.fullmatch,
    XSD.boolean: ("true", "false").__contains__,
    XSD.anyURI: _URI.fullmatch,
}


@lru_cache(_REMEMBERED)
def canonical(token: str) -> str:
    """Return a literal as rdflib spells it, which takes two spellings of one number for one value.

    Args:
        token: Of a literal.

    Raises:
        UndecidedError: What rdflib makes of it cannot be spelt.

    >>> canonical('"007"^^<http://www.w3.org/2001/XMLSchema#integer>')
    '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    characters, _, datatype = parts(token)
    plain = _PLAIN.get(datatype)
    if not datatype or (plain and plain(characters)):
        return token
    node: Any = term(token)
    if node.ill_typed and str(node) != unescape(characters):
        # rdflib spells some that it cannot read as if it could: "none" is false, and known to be wrong.
        raise UndecidedError(token)
    return token_of(node)


def has_datatype(token: str, datatype: str) -> bool:
    """Say whether a node is a well-formed literal of a datatype, by the rules of pySHACL.

    Args:
        token: The node.
        datatype: The token of the datatype.
    """
    if token[0] != '"':
        return False
    characters, tag, own = parts(token)
    if own == datatype:
        plain = _PLAIN.get(datatype)
        return bool(plain and plain(characters)) or _is_well_formed(token, datatype)
    if datatype == _LITERAL or (datatype == _DATATYPE and own):
        return True
    return bool(tag) if datatype == LANGUAGE_STRING else datatype == XSD.string and not own and not tag


def _is_well_formed(token: str, datatype: str) -> bool:
    kinds: dict[str, Any] = {
        "string": (str, bytes), "integer": int, "float": float, "decimal": Decimal, "boolean": bool, "date": dt.date,
        "time": dt.time, "dateTime": dt.datetime,
    }  # fmt: skip
    literal: Any = term(token)
    if literal.ill_typed is True:
        return False
    base = XSD.string.removesuffix("string>")
    kind = (str, bytes) if datatype == LANGUAGE_STRING else kinds.get(datatype.removeprefix(base)[:-1])
    return kind is None or isinstance(literal.value, kind)


@lru_cache(_REMEMBERED)
def _number(token: str) -> Decimal | None:
    """The value of a literal that is plainly a number."""
    if token[0] != '"':
        return None
    characters, _, datatype = parts(token)
    plain = datatype in (XSD.integer, XSD.decimal) and _PLAIN[datatype](characters)
    return Decimal(characters) if plain else None


def compared(token: str, bound: str) -> int | None:
    """Compare a value with the bound that a shape sets.

    Args:
        token: The value.
        bound: A literal.

    Returns:
        Less than, equal to or greater than 0 as the value is to the bound; None where the two cannot be compared.

    >>> compared('"2"^^<http://www.w3.org/2001/XMLSchema#integer>', '"1.0"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    1
    """
    if token[0] != '"':
        return None
    one, other = _number(token), _number(bound)
    if one is not None and other is not None:
        return (one > other) - (one < other)
    from pyshacl.rdfutil.compare import compare_literal

    left, right = term(token), term(bound)
    if isinstance(getattr(left, "value", None), str) != isinstance(getattr(right, "value", None), str):
        return None
    try:
        return int(compare_literal(left, right))  # type: ignore[no-untyped-call]
    except (TypeError, NotImplementedError):
        return None


def precedes(token: str, other: str, *, or_equals: bool) -> bool:
    """Say whether a value comes before another, as sh:lessThan asks.

    Args:
        token: The value.
        other: The value that it is to precede.
        or_equals: True where the two may be equal, as sh:lessThanOrEquals allows.

    Raises:
        UndecidedError: They cannot be compared.
    """
    one, two = _number(token), _number(other)
    if one is not None and two is not None:
        return one <= two if or_equals else one < two
    if "_" in (token[0], other[0]):
        raise UndecidedError(f"{token} before {other}")
    left, right = _ordered(token), _ordered(other)
    if isinstance(left, str) != isinstance(right, str):
        return False
    try:
        return bool(left <= right if or_equals else left < right)
    except TypeError:
        raise UndecidedError(f"{token} before {other}") from None


class _Literal:
    """Keeps rdflib's literals, which are strings to Python, apart from strings."""

    def __init__(self, literal: Any) -> None:
        self._literal = literal

    def __lt__(self, other: _Literal) -> bool:
        return bool(self._literal < other._literal)

    def __le__(self, other: _Literal) -> bool:
        return bool(self._literal <= other._literal)


def _ordered(token: str) -> Any:
    """What pySHACL compares: IRIs and texts by their characters, all else as rdflib orders literals."""
    node: Any = term(token)
    if token[0] == "<":
        return str(node)
    return node.value if isinstance(node.value, str) else _Literal(node)
