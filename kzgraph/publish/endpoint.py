"""A store: what its graphs hold, and the few ways in which they are changed."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlencode

import pyoxigraph as ox

from kzgraph.errors import StoreError
from kzgraph.publish.dialects import Addresses, Dialect
from kzgraph.publish.line import Line

_STATEMENTS = "application/n-triples"
_ROWS = "application/sparql-results+json"
#: Graphs that are counted with one query.
_AT_ONCE = 50
#: Stores cut long answers off, at 10,000 statements or later; a part has about so many.
_PART = 5_000


class Endpoint:
    """One data set of one store.

    Args:
        line: The way to it.
        dialect: Its kind.
        addresses: Its places.
    """

    def __init__(self, line: Line, dialect: Dialect, addresses: Addresses) -> None:
        self.line = line
        self.dialect = dialect
        self.addresses = addresses

    # ------------------------------------------------------------ reading

    def select(self, query: str) -> list[Mapping[str, str]]:
        """Return the rows of a query, each a value per variable.

        Args:
            query: A SELECT query with its prefixes.

        Raises:
            StoreError: The store refuses it, or answers something else.
        """
        data = self._query(query, _ROWS)
        try:
            rows = json.loads(data)["results"]["bindings"]
            return [{name: str(term["value"]) for name, term in row.items()} for row in rows]
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            remedy = "Check that it is the address for queries, or give that with --query-url."
            raise StoreError(self.addresses.query, "the answer to a query is no SPARQL result", remedy) from fault

    def counts(self, graphs: Sequence[str]) -> dict[str, int]:
        """Return how many statements each of some graphs has; one that is not there has none.

        Args:
            graphs: Their IRIs.
        """
        found = dict.fromkeys(graphs, 0)
        for start in range(0, len(graphs), _AT_ONCE):
            names = " ".join(f"<{graph}>" for graph in graphs[start : start + _AT_ONCE])
            query = f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ VALUES ?g {{ {names} }} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
            for row in self.select(query):
                if "g" in row:
                    found[row["g"]] = int(float(row["n"]))
        return found

    def count(self, graph: str) -> int:
        """Return how many statements a graph has.

        Args:
            graph: Its IRI.
        """
        return self.counts([graph])[graph]

    def triples(self, graph: str) -> list[ox.Triple]:
        """Return the statements of a graph, all of them: what a store cuts off is asked for in parts.

        Args:
            graph: Its IRI.

        Raises:
            StoreError: The store does not give all that it counts.
        """
        expected = self.count(graph)
        if not expected:
            return []
        triples = self._whole(graph)
        if len(triples) == expected:
            return triples
        triples = [triple for part in _parts(expected) for triple in self._part(graph, part)]
        if len(triples) != expected:
            reason = f"it counts {expected:,} statements in {graph} and gives {len(triples):,}"
            raise StoreError(self.addresses.query, reason, "Let it give longer answers, or check with --verify count.")
        return triples

    def _whole(self, graph: str) -> list[ox.Triple]:
        if self.addresses.graphs is None:
            return self._parsed(self._query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", _STATEMENTS))
        reply = self.line.ask(
            "GET", self.addresses.graphs, headers={"Accept": _STATEMENTS}, parameters={"graph": graph},
            accepted=frozenset({200, 204, 404}),
        )  # fmt: skip
        return [] if reply.status == 404 else self._parsed(reply.data)

    def _part(self, graph: str, part: str) -> list[ox.Triple]:
        """The statements whose subjects have digests that begin alike: such parts need no order, which is dear in a store."""
        where = f'GRAPH <{graph}> {{ ?s ?p ?o }} FILTER(STRSTARTS(MD5(STR(?s)), "{part}"))'
        return self._parsed(self._query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {where} }}", _STATEMENTS))

    def _query(self, query: str, accept: str) -> bytes:
        headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        return self.line.ask("POST", self.addresses.query, headers=headers, body=urlencode({"query": query}).encode()).data

    def _parsed(self, data: bytes) -> list[ox.Triple]:
        try:
            # A store that gives a statement twice has it once.
            return list(dict.fromkeys(quad.triple for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES)))
        except (SyntaxError, ValueError) as fault:
            reason = f"the statements it gives are no N-Triples ({fault})"
            raise StoreError(self.addresses.query, reason, "Check the addresses of the store.") from fault

    # ------------------------------------------------------------ changing

    def put(self, graph: str, lines: Iterable[str]) -> None:
        """Replace a graph, or make it, with one request.

        Args:
            graph: Its IRI.
            lines: Of N-Triples, each with its end.

        Raises:
            StoreError: The store refuses.
        """
        assert self.addresses.graphs is not None
        # Short statements first: Virtuoso judges by the first 64 kB of a body what it is, and half a long text is nothing to it.
        body = "".join(sorted(lines, key=len)).encode()
        headers = {"Content-Type": _STATEMENTS, "Accept": "*/*"}
        self.line.ask("PUT", self.addresses.graphs, headers=headers, parameters={"graph": graph}, body=body)

    def update(self, text: str) -> None:
        """Run an update as one transaction.

        Args:
            text: In SPARQL, with its prefixes.

        Raises:
            StoreError: The store refuses.
        """
        headers = {"Content-Type": "application/sparql-update; charset=utf-8", "Accept": "*/*"}
        body = (self.dialect.prologue + text).encode()
        self.line.ask("POST", self.addresses.update, headers=headers, body=body)

    def take_over(self, graph: str, staging: str, count: int) -> None:
        """Make a graph equal to another, in one step of which nobody sees the middle.

        Only the difference is written. Nothing happens where the other graph is not whole: a request that comes late, after
        that graph is gone, empties nothing.

        Args:
            graph: That is replaced.
            staging: That it is to equal.
            count: The statements that make the other graph whole.
        """
        whole = f"{{ SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{staging}> {{ ?x ?y ?z }} }} }} FILTER(?n = {count})"
        old = f"GRAPH <{graph}> {{ ?s ?p ?o }} FILTER NOT EXISTS {{ GRAPH <{staging}> {{ ?s ?p ?o }} }}"
        new = f"GRAPH <{staging}> {{ ?a ?b ?c }} FILTER NOT EXISTS {{ GRAPH <{graph}> {{ ?a ?b ?c }} }}"
        self.update(
            f"DELETE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} INSERT {{ GRAPH <{graph}> {{ ?a ?b ?c }} }} "
            f"WHERE {{ {whole} {{ {old} }} UNION {{ {new} }} }}"
        )

    def remove(self, graph: str) -> None:
        """Remove a graph, in one step; it need not be there.

        Args:
            graph: Its IRI.
        """
        self.update(f"DELETE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
        # What is empty by now may still be listed.
        self.update(f"DROP SILENT GRAPH <{graph}>")


def _parts(count: int) -> list[str]:
    """The beginnings of digests that cut a graph into parts of a bearable size."""
    digits = max(1, math.ceil(math.log(max(count / _PART, 1), 16)))
    return [f"{number:0{digits}x}" for number in range(16**digits)]
