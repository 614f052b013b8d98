"""What one client may take, so that the others are answered too."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a server.

    Args:
        seconds: For one query or one description.
        answer: Bytes of one answer.
        body: Bytes of one request's body.
        workers: Queries at a time, each in a process of its own.
        waiting: Queries that may wait for a free process.
        memory: Bytes of address space of one process, where the system can bound it.
        transfer: Seconds for a client to send its request, or to take the next piece of an answer.
        neighbours: How many things that point at an IRI one page of its description has.
    """

    seconds: float = 30.0
    answer: int = 100_000_000
    body: int = 1_000_000
    workers: int = 2
    waiting: int = 16
    memory: int = 4 * 2**30
    transfer: float = 30.0
    neighbours: int = 200
