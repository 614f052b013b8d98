"""What the store itself remembers of what was published: digest and count of each graph, in a graph of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kzgraph.publish.endpoint import Endpoint

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_DATASET = "http://rdfs.org/ns/void#Dataset"
_TRIPLES = "http://rdfs.org/ns/void#triples"
_SHA256 = "https://schema.org/sha256"
_SOFTWARE = "https://schema.org/softwareVersion"
_MODIFIED = "http://purl.org/dc/terms/modified"
#: Leads from a graph that is being replaced to the one that is filled beside it.
_REPLACED_BY = "http://purl.org/dc/terms/isReplacedBy"
_XSD = "http://www.w3.org/2001/XMLSchema#"
#: Records that are changed with one update.
_AT_ONCE = 100


def published(base: str) -> str:
    """Return the IRI of the graph in which a store remembers what was published there.

    Args:
        base: What the IRIs of the data begin with.
    """
    return f"{base}graph/published"


def staging(base: str, digest: str) -> str:
    """Return the IRI of the graph that is filled before it takes the place of another.

    Args:
        base: What the IRIs of the data begin with.
        digest: Of what it will hold, so that what an earlier run began can be told from anything else.
    """
    return f"{base}graph/staging/{digest}"


@dataclass(frozen=True, slots=True)
class Record:
    """What is remembered of a graph.

    Args:
        digest: SHA-256 of its canonical lines; empty while it is being replaced.
        triples: How many it has.
        staging: The graph that is to take its place, while it is being replaced.
    """

    digest: str = ""
    triples: int = 0
    staging: str = ""


class Records:
    """The records of one data set.

    Args:
        endpoint: The store.
        graph: The IRI of the graph that holds them.
    """

    def __init__(self, endpoint: Endpoint, graph: str) -> None:
        self._endpoint = endpoint
        self.graph = graph

    def read(self) -> dict[str, Record]:
        """Return what is remembered, by the IRI of the graph."""
        values: dict[str, dict[str, str]] = {}
        for triple in self._endpoint.triples(self.graph):
            values.setdefault(getattr(triple.subject, "value", ""), {})[triple.predicate.value] = getattr(
                triple.object, "value", ""
            )
        return {
            graph: Record(found.get(_SHA256, ""), int(found.get(_TRIPLES, "0")), found.get(_REPLACED_BY, ""))
            for graph, found in sorted(values.items())
        }

    def begin(self, graphs: Mapping[str, str]) -> None:
        """Remember that graphs are being replaced; from now on nothing is said of what they hold.

        Args:
            graphs: Their IRIs, each with that of the graph beside it, empty where there is none.
        """
        names = sorted(graphs)
        for start in range(0, len(names), _AT_ONCE):
            some = names[start : start + _AT_ONCE]
            rows = [f"<{graph}> <{_REPLACED_BY}> <{graphs[graph]}> ." for graph in some if graphs[graph]]
            self._endpoint.update(self._forget(some) + self._insert(rows))

    def write(self, graph: str, record: Record, *, software: str, at: str = "") -> None:
        """Remember what a graph holds.

        Args:
            graph: Its IRI.
            record: What it holds.
            software: Who published it.
            at: When, as a date or a moment of XML Schema; empty where it is not said.
        """
        rows = [
            f"<{graph}> <{_TYPE}> <{_DATASET}> .",
            f'<{graph}> <{_TRIPLES}> "{record.triples}"^^<{_XSD}integer> .',
            f'<{graph}> <{_SHA256}> "{record.digest}" .',
            f'<{graph}> <{_SOFTWARE}> "{software}" .',
        ]
        if at:
            rows.append(f'<{graph}> <{_MODIFIED}> "{at}"^^<{_XSD}{"dateTime" if "T" in at else "date"}> .')
        self._endpoint.update(self._forget([graph]) + self._insert(rows))

    def forget(self, graphs: Iterable[str]) -> None:
        """Remember nothing of some graphs.

        Args:
            graphs: Their IRIs.
        """
        self.begin(dict.fromkeys(graphs, ""))

    def _forget(self, graphs: Iterable[str]) -> str:
        return " ;\n".join(
            f"DELETE {{ GRAPH <{self.graph}> {{ <{graph}> ?p ?o }} }} WHERE {{ GRAPH <{self.graph}> {{ <{graph}> ?p ?o }} }}"
            for graph in graphs
        )

    def _insert(self, rows: list[str]) -> str:
        text = "\n".join(rows)
        return f" ;\nINSERT DATA {{ GRAPH <{self.graph}> {{\n{text}\n}} }}" if rows else ""
