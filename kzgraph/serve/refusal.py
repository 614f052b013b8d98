"""Why a request is not answered."""

from __future__ import annotations

from collections.abc import Mapping


class Refusal(Exception):  # noqa: N818
    """A request is refused, with a status of HTTP and a reason for who sent it.

    Args:
        status: Of HTTP, 400 or more.
        reason: A sentence or two.
        headers: What the status needs beside it, such as Allow or Retry-After.
    """

    def __init__(self, status: int, reason: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, reason)
        self.status = status
        self.reason = reason
        self.headers = dict(headers or {})
