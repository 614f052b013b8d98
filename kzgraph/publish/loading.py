"""One graph into one store, whole or not at all, by the way that the store needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kzgraph.dataset.load import canonical, digest_of
from kzgraph.errors import StoreError
from kzgraph.publish.dialects import Way
from kzgraph.publish.endpoint import Endpoint
from kzgraph.publish.line import UnreachableError

#: Bytes of statements in one update.
CHUNK = 2**20
#: A load that did not arrive whole is repeated so many times.
_LOADS = 3


class Loader:
    """Replaces graphs.

    Args:
        endpoint: The store.
        way: How.
        chunk: Bytes of statements in one update.
        read_back: Compare what the store gives back statement by statement, not by number alone.
    """

    def __init__(self, endpoint: Endpoint, way: Way, *, chunk: int = CHUNK, read_back: bool = True) -> None:
        self._endpoint = endpoint
        self._chunk = chunk
        self._read_back = read_back
        self.way = way

    @property
    def verified_by(self) -> str:
        """What a loaded graph is compared by."""
        return "digest" if self._read_back else "count"

    @property
    def stages(self) -> bool:
        """True where a graph is filled beside the one that it replaces."""
        return self.way is not Way.PUT

    def replace(self, graph: str, lines: Sequence[str], digest: str, staging: str) -> None:
        """Make a graph hold some statements and no others.

        Args:
            graph: Its IRI.
            lines: The statements in canonical N-Triples.
            digest: Of the lines.
            staging: The IRI of the graph beside it, for the ways that need one.

        Raises:
            StoreError: The store refuses, or does not keep what it was given.
        """
        self._refuse_long(graph, lines)
        if self.way is Way.PUT:
            self._until_whole(graph, lines, digest, lambda: self._endpoint.put(graph, lines))
            return
        if self._endpoint.count(staging) != len(lines):
            # What is there may be the beginning of these lines; all else is replaced.
            self._until_whole(staging, lines, digest, lambda: self._fill(staging, lines))
        else:
            self._check(staging, lines, digest)
        self._until_whole(graph, lines, digest, lambda: self._endpoint.take_over(graph, staging, len(lines)))
        self._endpoint.remove(staging)

    def _fill(self, staging: str, lines: Sequence[str]) -> None:
        if self.way is Way.STAGED:
            self._endpoint.put(staging, lines)
            return
        pieces = list(chunks(lines, self._chunk, self._endpoint.dialect.most_triples))
        done = self._endpoint.count(staging)
        ends = [0]
        for piece in pieces:
            ends.append(ends[-1] + len(piece))
        if done not in ends:
            self._endpoint.remove(staging)
            done = 0
        for piece in pieces[ends.index(done) :]:
            self._endpoint.update(f"INSERT DATA {{ GRAPH <{staging}> {{\n{''.join(piece)}}} }}")

    def _until_whole(self, graph: str, lines: Sequence[str], digest: str, load: Callable[[], None]) -> None:
        """Load until the store holds the statements: an earlier request, cut off here, may still be at work there."""
        for tried in range(1, _LOADS + 1):
            load()
            try:
                self._check(graph, lines, digest)
            except UnreachableError:
                raise
            except StoreError:
                if tried == _LOADS:
                    raise
            else:
                return

    def _check(self, graph: str, lines: Sequence[str], digest: str) -> None:
        """Compare what a graph holds with what it should."""
        found = self._endpoint.count(graph)
        if found != len(lines):
            reason = f"it holds {found:,} statements in the place of {len(lines):,}"
            raise StoreError(graph, reason, "See docs/guide/stores.md for what this store cannot take.")
        if self._read_back:
            back = canonical(self._endpoint.triples(graph))
            if digest_of(back) != digest:
                lost = next(iter(sorted(set(lines) - set(back))), "").strip()
                reason = f"the store gives other statements back than it was given, such as for {lost}"
                raise StoreError(graph, reason, "If it changes how numbers are written, check with --verify count.")

    def _refuse_long(self, graph: str, lines: Sequence[str]) -> None:
        most = self._endpoint.dialect.longest_literal
        longest = max(lines, key=lambda line: len(line.encode()), default="")
        if most is not None and len(longest.encode()) > most:
            subject = longest.partition(" ")[0]
            reason = f"a text of {subject} has {len(longest.encode()):,} bytes, and {self._endpoint.dialect.title} takes {most:,}"
            raise StoreError(graph, reason, "Publish to a store that takes longer ones, or cut the text in the source.")


def chunks(lines: Sequence[str], most_bytes: int, most_lines: int) -> Iterator[list[str]]:
    r"""Cut statements into pieces that a store takes at once; what one line has too many is not cut.

    Statements with blank nodes come first and in one piece, since a name of a blank node means nothing in the next request.

    Args:
        lines: Of N-Triples.
        most_bytes: In one piece.
        most_lines: In one piece.

    >>> [len(piece) for piece in chunks(["<a> <b> <c> .\n"] * 5, 30, 100)]
    [2, 2, 1]
    >>> list(chunks(['<a> <b> "long" .\n', "_:x <b> _:y .\n", "_:y <b> <c> .\n"], 10, 1))
    [['_:x <b> _:y .\n', '_:y <b> <c> .\n'], ['<a> <b> "long" .\n']]
    """
    blank = [line for line in lines if _has_blank(line)]
    if blank:
        yield blank
    piece: list[str] = []
    size = 0
    for line in lines:
        if blank and _has_blank(line):
            continue
        length = len(line.encode())
        if piece and (size + length > most_bytes or len(piece) >= most_lines):
            yield piece
            piece, size = [], 0
        piece.append(line)
        size += length
    if piece:
        yield piece


def _has_blank(line: str) -> bool:
    """True where the subject or the object of a line is a blank node; in a text the same signs are only a text."""
    return line.startswith("_:") or (line.split(" ", 2)[2].startswith("_:"))
