"""What a client asks, read by the rules of the SPARQL 1.1 Protocol."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from urllib.parse import parse_qsl

from starlette.requests import Request

from kzgraph.serve.limits import Limits
from kzgraph.serve.refusal import Refusal

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_MOST_FIELDS = 1000

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Query:
    """A query with the dataset that it is asked of.

    Args:
        text: In SPARQL.
        default: Graphs that make up the default graph; None with ``named`` None: what the query says, else all.
        named: Graphs that have a name in it.
        form: The form of the answer, where the client names it instead of a media type.
    """

    text: str
    default: tuple[str, ...] | None
    named: tuple[str, ...] | None
    form: str | None


def fields_of(text: str) -> Fields:
    """Return the fields of a form or of a query string.

    Raises:
        Refusal: They are not encoded as UTF-8, or there are too many.
    """
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError as fault:
        raise Refusal(400, f"The parameters cannot be read ({fault}).") from fault


def one(fields: Fields, name: str) -> str | None:
    """Return the value of a field that may come once.

    Args:
        fields: All there are.
        name: Of the field.

    Raises:
        Refusal: It came twice.
    """
    values = [value for field, value in fields if field == name]
    if len(values) > 1:
        raise Refusal(400, f"There are {len(values)} parameters '{name}'; give one.")
    return values[0] if values else None


async def read_query(request: Request, limits: Limits) -> Query | None:
    """Read the query of a request; None where it has none and wants to know what is here.

    Args:
        request: By GET or POST.
        limits: How long its body may be.

    Raises:
        Refusal: It is none that the protocol allows.
    """
    fields = fields_of(request.url.query)
    text = None
    if request.method == "POST":
        kind, charset = _content_type(request)
        if kind not in (_FORM, _QUERY, _UPDATE):
            said = f"'{kind}' is no way to send a query" if kind else "There is no Content-Type"
            raise Refusal(415, f"{said}; use {_QUERY} or {_FORM}.", {"Accept-Post": f"{_QUERY}, {_FORM}"})
        if charset.lower().replace("-", "") not in ("", "utf8"):
            raise Refusal(415, f"Queries are UTF-8, not {charset}.")
        body = await read_body(request, limits)
        try:
            sent = body.decode()
        except UnicodeDecodeError as fault:
            raise Refusal(400, f"The body is no UTF-8 ({fault.reason} at byte {fault.start}).") from fault
        if kind == _UPDATE:
            raise Refusal(403, "This endpoint is read-only: it takes no updates.")
        if kind == _FORM:
            fields = [*fields, *fields_of(sent)]
        else:
            text = sent
    if any(name == "update" for name, _ in fields):
        raise Refusal(403, "This endpoint is read-only: it takes no updates.")
    given = one(fields, "query")
    if text is not None and given is not None:
        raise Refusal(400, "There are two queries, one in the body and one in the address; send one.")
    text = given if text is None else text
    if text is None and request.method != "POST":
        return None
    if text is None or not text.strip():
        raise Refusal(400, "There is no query; send it as the parameter 'query'.")
    default = [value for name, value in fields if name == "default-graph-uri"]
    named = [value for name, value in fields if name == "named-graph-uri"]
    both = bool(default or named)
    return Query(text, tuple(default) if both else None, tuple(named) if both else None, one(fields, "format") or None)


def _content_type(request: Request) -> tuple[str, str]:
    """The media type of a body and its encoding, in small letters; empty where none is said."""
    header = request.headers.get("content-type", "")
    if not header:
        return "", ""
    message = Message()
    message["content-type"] = header
    charset = message.get_param("charset", "")
    return message.get_content_type(), charset if isinstance(charset, str) else "unknown"


async def read_body(request: Request, limits: Limits) -> bytes:
    """Read a body, no more of it than allowed.

    Args:
        request: Whose body is not read yet.
        limits: Bytes and seconds.

    Raises:
        Refusal: It is too long, or comes too slowly.
    """
    pieces, size = [], 0
    too_long = Refusal(413, f"The body is longer than {limits.body:,} bytes.", {"Connection": "close"})
    length = request.headers.get("content-length", "0")
    if length.isdecimal() and int(length) > limits.body:
        raise too_long
    try:
        async with asyncio.timeout(limits.transfer):
            async for piece in request.stream():
                size += len(piece)
                if size > limits.body:
                    raise too_long
                pieces.append(piece)
    except TimeoutError as fault:
        raise Refusal(408, "The body did not come in time.", {"Connection": "close"}) from fault
    return b"".join(pieces)
