"""The site: every page that people read, by its path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kzgraph.dataset.load import Dataset
from kzgraph.pages import paths
from kzgraph.pages.catalogue import Catalogue
from kzgraph.pages.demands import DemandPages
from kzgraph.pages.entity import EntityPages
from kzgraph.pages.front import FrontPages
from kzgraph.pages.network import NetworkPage
from kzgraph.pages.ontology import OntologyPage
from kzgraph.pages.query import QueryPage
from kzgraph.pages.reading import ReadingPages
from kzgraph.pages.render import Part, assets
from kzgraph.pages.search import SearchPages


class Site:
    """Pages of a dataset, each made when it is asked for.

    All links are relative: the same bytes work as files and under any address of a server.

    Args:
        dataset: The graphs, with the terms, which have the names of verbs, rules and classes.

    Raises:
        GraphError: The dataset holds resolutions of several bases.
    """

    def __init__(self, dataset: Dataset) -> None:
        self.catalogue = Catalogue(dataset)
        self._ontology = OntologyPage(self.catalogue)
        front, entities = FrontPages(self.catalogue), EntityPages(self.catalogue)
        #: Who makes the files of which folder; in this order they are written.
        self._parts: dict[str, Part] = {
            "index.html": front,
            "about": front,
            "resolutions": front,
            "resolution": ReadingPages(self.catalogue),
            "demands": DemandPages(self.catalogue),
            "network": NetworkPage(self.catalogue),
            "query": QueryPage(self.catalogue),
            "ontology": self._ontology,
            "actors": entities,
            "instruments": entities,
            "actor": entities,
            "instrument": entities,
            "search": SearchPages(self.catalogue),
        }

    def paths(self) -> Iterator[str]:
        """Yield the path of every page and of every script that pages load, each once."""
        for part in dict.fromkeys(self._parts.values()):
            yield from part.paths()

    def page(self, path: str) -> bytes:
        """Return a page.

        Args:
            path: Relative to the site's root, such as ``resolution/2031-2901/index.html``.

        Raises:
            KeyError: There is no such page.
        """
        return self._parts[path.partition("/")[0]].page(path)

    def page_of(self, iri: str) -> str | None:
        """Return the path of the page that shows an IRI, with its anchor; None where none does.

        Args:
            iri: Any IRI.
        """
        return paths.page_of(self.catalogue, iri) or self._ontology.page_of(iri)

    def assets(self) -> Mapping[str, bytes]:
        """Return style sheet, scripts and pictures by path, the same for every dataset."""
        return assets()
