"""What sets the stores apart, as data: addresses, how a graph is replaced whole, and what each cannot take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlsplit, urlunsplit

from kzgraph.errors import StoreError


class Way(Enum):
    """How a graph is replaced."""

    #: One PUT of the Graph Store Protocol: the store replaces the graph in one transaction.
    PUT = "put"
    #: PUT into a graph beside it, then one update that takes the difference over.
    STAGED = "staged"
    #: As before, but the graph beside it is filled by many small updates.
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Dialect:
    """What is known of one kind of store.

    Args:
        name: As ``--store`` takes it.
        title: As its makers write it.
        query: Behind the endpoint, where queries go.
        update: Behind the endpoint, where updates go.
        graphs: Behind the endpoint, where the Graph Store Protocol is spoken; None where it is not.
        way: How a graph is replaced so that nobody ever sees half of it.
        signs: Headers of any answer that tell the store, each with what its value begins with.
        paths: What its addresses hold where no header tells it.
        probe: A question behind the endpoint and what the answer holds, where nothing else tells the store.
        authentication: How it asks for a password where it does not say.
        prologue: What an update begins with so that it is one transaction.
        most_triples: So many fit into one update.
        longest_literal: Bytes of the longest text that it takes; None where no bound is known.
        passing: What its answers hold where the same request may succeed later.
    """

    name: str
    title: str
    query: str
    update: str
    graphs: str | None
    way: Way
    signs: tuple[tuple[str, str], ...] = ()
    paths: tuple[str, ...] = ()
    probe: tuple[str, str] | None = None
    authentication: str = "basic"
    prologue: str = ""
    most_triples: int = 10_000
    longest_literal: int | None = None
    passing: tuple[str, ...] = ()


#: Virtuoso clears a graph and fills it in two steps, and a server that dies between them comes back with an empty graph. An
#: update is one transaction only where its log is switched to that; two of them at once may lock each other out.
_VIRTUOSO = Dialect(
    name="virtuoso",
    title="Virtuoso",
    query="sparql",
    update="sparql-auth",
    graphs="sparql-graph-crud-auth",
    way=Way.STAGED,
    signs=(("Server", "Virtuoso/"),),
    authentication="digest",
    prologue="DEFINE sql:log-enable 1\n",
    most_triples=1_000,
    longest_literal=3_000_000,
    passing=("40001", "SR172"),
)
_FUSEKI = Dialect(
    name="fuseki",
    title="Apache Jena Fuseki",
    query="query",
    update="update",
    graphs="data",
    way=Way.PUT,
    signs=(("Fuseki-Request-Id", ""), ("Server", "Apache Jena Fuseki")),
)
_RDF4J = Dialect(
    name="rdf4j",
    title="Eclipse RDF4J",
    query="",
    update="statements",
    graphs="rdf-graphs/service",
    way=Way.PUT,
    paths=("/repositories/",),
)
_GRAPHDB = Dialect(
    name="graphdb",
    title="GraphDB",
    query="",
    update="statements",
    graphs="rdf-graphs/service",
    way=Way.PUT,
    signs=(("Server", "GraphDB"),),
)
_OXIGRAPH = Dialect(
    name="oxigraph",
    title="Oxigraph",
    query="query",
    update="update",
    graphs="store",
    way=Way.PUT,
    signs=(("Server", "Oxigraph/"),),
)
#: QLever carries a PUT out as two updates.
_QLEVER = Dialect(
    name="qlever",
    title="QLever",
    query="",
    update="",
    graphs="",
    way=Way.STAGED,
    probe=("cmd=stats", "name-index"),
    authentication="bearer",
)
#: Blazegraph has a protocol of its own in the place of the Graph Store Protocol.
_BLAZEGRAPH = Dialect(
    name="blazegraph",
    title="Blazegraph",
    query="",
    update="",
    graphs=None,
    way=Way.UPDATE,
    paths=("/bigdata/", "/blazegraph/", "/namespace/"),
)

#: The stores by name, in the order in which an unknown one is compared with them.
DIALECTS: Mapping[str, Dialect] = {
    one.name: one for one in (_VIRTUOSO, _OXIGRAPH, _FUSEKI, _GRAPHDB, _RDF4J, _QLEVER, _BLAZEGRAPH)
}


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a store is asked, changed and filled.

    Args:
        query: For queries.
        update: For updates.
        graphs: For whole graphs; None where the store does not offer that.
    """

    query: str
    update: str
    graphs: str | None


def addresses(
    dialect: Dialect, endpoint: str, *, query: str | None = None, update: str | None = None, graphs: str | None = None
) -> Addresses:
    """Return the addresses of a store, derived from the one that the user gives.

    Args:
        dialect: Of the store.
        endpoint: The root of the data set, or its address for queries, updates or graphs.
        query: The address for queries where it is another.
        update: The address for updates where it is another.
        graphs: The address for whole graphs where it is another.

    >>> addresses(DIALECTS["fuseki"], "http://localhost:3030/ds/sparql")
    Addresses(query='http://localhost:3030/ds/query', update='http://localhost:3030/ds/update', graphs='http://localhost:3030/ds/data')
    >>> addresses(DIALECTS["rdf4j"], "http://localhost:8080/rdf4j-server/repositories/r").update
    'http://localhost:8080/rdf4j-server/repositories/r/statements'
    """
    root = root_of(dialect, endpoint)

    def behind(path: str) -> str:
        return f"{root}/{path}" if path else root

    offered = None if dialect.graphs is None else behind(dialect.graphs)
    return Addresses(query or behind(dialect.query), update or behind(dialect.update), graphs or offered)


def root_of(dialect: Dialect, endpoint: str) -> str:
    """Return the address of a data set without what the store puts behind it, and without a slash at its end.

    Args:
        dialect: Of the store.
        endpoint: As the user gives it.
    """
    root = endpoint.rstrip("/")
    # "sparql" is what people call the place for queries, in stores too that have another name for it.
    paths = [path for path in (dialect.graphs, dialect.update, dialect.query, "sparql" if dialect.query else "") if path]
    for path in sorted(paths, key=len, reverse=True):
        if root.endswith(f"/{path}"):
            return root[: -len(path) - 1]
    return root


def checked(address: str, option: str) -> str:
    """Return an address that a user gave, if it is one and has no secret in it.

    Args:
        address: With its scheme.
        option: That it was given with.

    Raises:
        StoreError: It is no web address, or there is a password in it.
    """
    parts = urlsplit(address)
    if parts.username is not None or parts.password is not None:
        remedy = "Set KZGRAPH_USER and KZGRAPH_PASSWORD, or write the account into ~/.netrc."
        raise StoreError(option, "there is an account in the address, where others can read it", remedy)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise StoreError(option, f"'{address}' is no web address", "Begin it with http:// or https://.")
    if parts.query or parts.fragment:
        raise StoreError(option, f"'{address}' has a query or a fragment", "Give the address alone.")
    return urlunsplit(parts)
