"""What a process of the server does: answer a query, write a graph, describe an IRI."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from typing import Any

import pyoxigraph as ox

from kzgraph.dataset.load import TERMS, Dataset
from kzgraph.graph.terms import prefixes
from kzgraph.pages.site import Site
from kzgraph.serve.answers import Answer, Head
from kzgraph.serve.describe import Description, describe, is_graph
from kzgraph.serve.federation import disarmed, stopped
from kzgraph.serve.forms import GRAPHS, RESULTS, content_type, type_of
from kzgraph.serve.pages import description_page
from kzgraph.serve.refusal import Refusal
from kzgraph.serve.render import OXIGRAPH, written

#: How Oxigraph calls the forms of results.
_RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_HTML = "text/html; charset=utf-8"


#: So many pages are kept; each takes a moment to make.
_KEPT = 128


class Data:
    """What a process knows of the data.

    Args:
        store: Open for reading.
        base: What the IRIs of the data begin with.
        neighbours: How many things that lead to an IRI a page of its description has.
    """

    def __init__(self, store: ox.Store, base: str, neighbours: int) -> None:
        self.store = store
        self.base = base
        self.neighbours = neighbours
        self.page = lru_cache(_KEPT)(self._page)

    @cached_property
    def site(self) -> Site:
        """The pages that are written for people; made when the first is asked for."""
        names = {graph.value for graph in self.store.named_graphs() if isinstance(graph, ox.NamedNode)}
        return Site(Dataset(self.store, self.base, tuple(sorted(names - {TERMS}))))

    def _page(self, path: str) -> bytes:
        return self.site.page(path)


Job = Mapping[str, Any]


def query(data: Data, job: Job, answer: Answer) -> Head:
    """Answer a query.

    Args:
        data: To ask.
        job: ``query``; ``default`` and ``named``, lists of graphs or None; ``results`` and ``graph``, the forms that the client
            takes, None for none.
        answer: Is written.

    Raises:
        Refusal: The query is none, asks another server, or nobody takes the answer.
    """
    text = disarmed(job["query"])
    dataset: dict[str, Any] = {}
    try:
        if job["default"] is not None:
            dataset["default_graph"] = [ox.NamedNode(name) for name in job["default"]]
            dataset["named_graphs"] = [ox.NamedNode(name) for name in job["named"]]
        found = data.store.query(text, **dataset)
    except SyntaxError as fault:
        if stopped(text, fault.msg):
            raise Refusal(403, "This endpoint asks no other: SERVICE is refused. Ask the other endpoint yourself.") from fault
        raise Refusal(400, f"This is no SPARQL query: {fault.msg}") from fault
    except ValueError as fault:
        raise Refusal(400, f"This cannot be asked: {fault}") from fault
    if isinstance(found, ox.QueryTriples):
        form = job["graph"]
        if form is None:
            raise not_acceptable(GRAPHS)
        ox.serialize(found, answer, OXIGRAPH[form], prefixes=dict(prefixes()))  # type: ignore[arg-type]
        return Head(200, content_type(GRAPHS[form][0]))
    form = job["results"]
    if form is None:
        raise not_acceptable(RESULTS)
    found.serialize(answer, _RESULTS[form])  # type: ignore[arg-type]
    return Head(200, content_type(RESULTS[form][0]))


def graph(data: Data, job: Job, answer: Answer) -> Head:
    """Write a graph.

    Args:
        data: Holds it.
        job: ``graph``, an IRI or None for the default graph; ``form``.
        answer: Is written.

    Raises:
        Refusal: There is no such graph.
    """
    name: ox.DefaultGraph | ox.NamedNode = ox.DefaultGraph()
    if job["graph"] is not None:
        try:
            name = ox.NamedNode(job["graph"])
        except ValueError as fault:
            raise Refusal(400, f"'{job['graph']}' is no absolute IRI.") from fault
        if not data.store.contains_named_graph(name):
            raise Refusal(404, f"There is no graph {job['graph']}.")
    form = job["form"]
    quads = data.store.quads_for_pattern(None, None, None, name)
    rows = [(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads]
    for piece in written(rows, form, data.base, job["graph"] or "all graphs"):
        answer.write(piece)
    return Head(200, content_type(GRAPHS[form][0]))


def description(data: Data, job: Job, answer: Answer) -> Head:
    """Describe an IRI.

    Args:
        data: To ask.
        job: ``iri``; ``page``, from 1; ``form``; ``elsewhere``, whether a page of its own will do for a page.
        answer: Is written.

    Raises:
        Refusal: Nothing is said of it.
    """
    found = describe(data.store, job["iri"], job["page"], data.neighbours)
    if found is None and job["page"] == 1 and is_graph(data.store, job["iri"]):
        # Nothing is said of it, but much in it.
        if job["form"] != "html":
            return graph(data, {"graph": job["iri"], "form": job["form"]}, answer)
        found = Description(job["iri"], (), (), (), 1, 1, 0)
    if found is None:
        raise Refusal(404, "Nothing is said of this.")
    if job["form"] == "html":
        place = data.site.page_of(job["iri"])
        if place is not None and job["elsewhere"]:
            return Head(303, place=place)
        answer.write(description_page(data.store, data.base, found, place))
        return Head(200, _HTML, pages=found.pages)
    for piece in written(found.rows(), job["form"], data.base, job["iri"]):
        answer.write(piece)
    return Head(200, content_type(GRAPHS[job["form"]][0]), pages=found.pages)


def site(data: Data, job: Job, answer: Answer) -> Head:
    """Write a page of the site.

    Args:
        data: To show.
        job: ``path``, relative to the root of the site.
        answer: Is written.

    Raises:
        Refusal: There is no such page.
    """
    try:
        found = data.page(job["path"])
    except KeyError as fault:
        raise Refusal(404, "There is no such page.") from fault
    answer.write(found)
    return Head(200, type_of(job["path"]))


def not_acceptable(offered: Mapping[str, tuple[str, ...]]) -> Refusal:
    """Return the refusal for a client that takes none of the forms.

    Args:
        offered: Forms with their media types.
    """
    return Refusal(406, f"The answer comes as {', '.join(types[0] for types in offered.values())}.")


#: What can be asked for, by name.
JOBS: Mapping[str, Callable[[Data, Job, Answer], Head]] = {
    "query": query,
    "graph": graph,
    "description": description,
    "site": site,
}
