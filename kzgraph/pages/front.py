"""The front page, the lists of resolutions by year, and the page about the pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kzgraph.pages.catalogue import ACTORS, Catalogue
from kzgraph.pages.nodes import KZ, TYPE, subjects
from kzgraph.pages.records import Heading
from kzgraph.pages.render import Renderer
from kzgraph.resolve.vocabulary import LABEL_LANGUAGE

#: How many of the newest resolutions the front page shows.
_NEWEST = 8
#: How many resolutions stand on one page of a list.
_ROWS = 200
_UNDATED = "undated"


class FrontPages:
    """``index.html``, ``resolutions/`` and ``about/``.

    Args:
        catalogue: The dataset.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.renderer = Renderer(catalogue)

    def paths(self) -> Iterator[str]:
        """Yield the paths of its files."""
        yield "index.html"
        yield "about/index.html"
        yield "resolutions/index.html"
        for year, number in self._lists():
            yield f"resolutions/{year}/{number}/index.html"

    def page(self, path: str) -> bytes:
        """Return a file.

        Args:
            path: From :meth:`paths`.

        Raises:
            KeyError: There is no such file.
        """
        headings = self.catalogue.headings
        if path == "index.html":
            return self.renderer.page(
                "index", path, {"title": "Search", "newest": [_row(one) for one in headings[:_NEWEST]], "counts": self._counts()}
            )
        if path == "about/index.html":
            return self.renderer.page("about", path, {"title": "About these pages", "counts": self._counts()} | self._about())
        if path == "resolutions/index.html":
            years = Counter(heading.year or _UNDATED for heading in headings)
            newest = [_row(one) for one in headings[:_ROWS]]
            return self.renderer.page(
                "resolutions",
                path,
                {
                    "title": "Resolutions",
                    "years": sorted(years.items(), key=lambda row: row[0] if row[0].isdecimal() else "", reverse=True),
                    "rows": newest,
                    "whole": len(newest) == len(headings),
                },
            )
        for year, number in self._lists():
            if path == f"resolutions/{year}/{number}/index.html":
                mine = self._of_year(year)
                rows = [_row(one) for one in mine[(number - 1) * _ROWS : number * _ROWS]]
                last = -(-len(mine) // _ROWS)
                values: dict[str, object] = {"title": f"Resolutions of {year}", "year": year, "rows": rows}
                return self.renderer.page("year", path, values | {"number": number, "last": last})
        raise KeyError(path)

    def _of_year(self, year: str) -> list[Heading]:
        return [heading for heading in self.catalogue.headings if (heading.year or _UNDATED) == year]

    def _lists(self) -> Iterator[tuple[str, int]]:
        years = Counter(heading.year or _UNDATED for heading in self.catalogue.headings)
        for year, count in sorted(years.items()):
            for number in range(1, -(-count // _ROWS) + 1):
                yield year, number

    def _counts(self) -> list[tuple[str, int]]:
        """What is there, in the order of the navigation."""
        store = self.catalogue.store
        acts = len(subjects(store, TYPE, f"{KZ}SpeechAct"))
        return [
            ("resolutions", len(self.catalogue.headings)),
            ("language versions", len(subjects(store, TYPE, f"{KZ}LanguageVersion"))),
            ("units", len(subjects(store, TYPE, f"{KZ}Unit"))),
            ("acts of Parliament", acts),
            ("actors", len(self.catalogue.shown("actor"))),
            ("instruments", len(self.catalogue.shown("instrument"))),
            ("divergences", len(subjects(store, TYPE, f"{KZ}Divergence"))),
        ]

    def _about(self) -> dict[str, object]:
        store = self.catalogue.store
        kinds = Counter(one.kind for one in self.catalogue.entities.values())
        languages = Counter(code for heading in self.catalogue.headings for code in heading.languages)
        evidence = {
            name: len(subjects(store, TYPE, f"{KZ}{name}")) for name in ("Mention", "DateMention", "FigureMention", "Passage")
        }
        order = [*ACTORS, *sorted(set(kinds) - set(ACTORS))]
        return {
            "kinds": [(f"{KZ}{kind}", kinds[kind]) for kind in order if kinds[kind]],
            "languages": sorted(languages.items()),
            "evidence": [(f"{KZ}{name}", count) for name, count in evidence.items() if count],
            "base": self.catalogue.base,
        }


def _row(heading: Heading) -> dict[str, object]:
    titles = dict(heading.titles)
    language = LABEL_LANGUAGE if LABEL_LANGUAGE in titles else next(iter(titles), "")
    return {"heading": heading, "title": titles.get(language, heading.key), "language": language or LABEL_LANGUAGE}
