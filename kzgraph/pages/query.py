"""The page that asks in SPARQL: the competency questions ready, sent to the endpoint beside these pages."""

from __future__ import annotations

from collections.abc import Iterator

from kzgraph.graph.terms import prefixes
from kzgraph.pages.catalogue import Catalogue
from kzgraph.pages.render import Renderer, script
from kzgraph.queries.question import questions


class QueryPage:
    """``query/index.html`` and the script with its questions.

    Args:
        catalogue: The dataset.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.renderer = Renderer(catalogue)

    def paths(self) -> Iterator[str]:
        """Yield the paths of its files."""
        yield "query/index.html"
        yield "query/questions.js"

    def page(self, path: str) -> bytes:
        """Return a file.

        Args:
            path: From :meth:`paths`.

        Raises:
            KeyError: There is no such file.
        """
        if path == "query/questions.js":
            table = {one.name: {"text": one.text, "notes": one.notes, "sparql": one.sparql} for one in questions()}
            return script("questions", {"questions": table, "prefixes": dict(prefixes()), "base": self.catalogue.base})
        if path != "query/index.html":
            raise KeyError(path)
        topics: dict[str, list[object]] = {}
        for one in sorted(questions(), key=lambda one: (one.topic, one.title)):
            topics.setdefault(one.topic, []).append(one)
        first = questions()[0]
        return self.renderer.page("query", path, {"title": "Query", "topics": topics, "first": first})
