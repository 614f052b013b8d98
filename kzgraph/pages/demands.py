"""What Parliament does and asks, as a table: plain pages by year, and scripts that the filters of the first page read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kzgraph.pages.catalogue import Catalogue
from kzgraph.pages.nodes import KZ, facts
from kzgraph.pages.paths import entity_page, in_resolution
from kzgraph.pages.records import Clause, Heading
from kzgraph.pages.render import Renderer, script
from kzgraph.pages.resolution import read_clause
from kzgraph.resolve.vocabulary import LABEL_LANGUAGE

#: How many acts stand on one plain page.
_ROWS = 200
#: How many acts one script holds.
_SCRIPT = 1000
_UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Row:
    """An act with what surrounds it.

    Args:
        heading: Its resolution.
        clause: The act.
        unit: Key of its paragraph.
        page: Where it is shown.
        instruments: IRIs of the instruments that its paragraph names, sorted.
        language: Of its words.
        words: In one language.
    """

    heading: Heading
    clause: Clause
    unit: str
    page: str
    instruments: tuple[str, ...]
    language: str
    words: str


class DemandPages:
    """Pages and scripts under ``demands/``.

    Args:
        catalogue: The dataset.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.renderer = Renderer(catalogue)
        self._held: tuple[str, list[Row]] = ("", [])

    @cached_property
    def _years(self) -> dict[str, int]:
        """How many acts each year has, the newest year first."""
        found: dict[str, int] = {}
        for heading in self.catalogue.headings:
            year = heading.year or _UNDATED
            found[year] = found.get(year, 0) + len(self.catalogue.acts.get(heading.iri, ()))
        return {
            year: count
            for year, count in sorted(found.items(), key=lambda row: row[0] if row[0].isdecimal() else "", reverse=True)
            if count
        }

    def paths(self) -> Iterator[str]:
        """Yield the paths of its files."""
        yield "demands/index.html"
        for year, count in self._years.items():
            for number in range(1, -(-count // _SCRIPT) + 1):
                yield f"demands/{year}/rows-{number}.js"
            for number in range(1, -(-count // _ROWS) + 1):
                yield f"demands/{year}/{number}/index.html"

    def page(self, path: str) -> bytes:
        """Return a file.

        Args:
            path: From :meth:`paths`.

        Raises:
            KeyError: There is no such file.
        """
        match path.split("/"):
            case [_, "index.html"]:
                return self._first(path)
            case [_, year, name] if year in self._years and path in self.paths():
                number = int(name.removeprefix("rows-").removesuffix(".js"))
                rows = self._rows(year)[(number - 1) * _SCRIPT : number * _SCRIPT]
                return script(f"demands/{year}/{number}", self._table(rows))
            case [_, year, number, "index.html"] if year in self._years and path in self.paths():
                return self._plain(year, int(number), path)
        raise KeyError(path)

    def _first(self, path: str) -> bytes:
        newest = next(iter(self._years), "")
        rows = self._rows(newest)[:_ROWS] if newest else []
        values = {"title": "Demands and other acts", "years": list(self._years.items()), "most": _SCRIPT, "rows": rows}
        return self.renderer.page("demands", path, values)

    def _plain(self, year: str, number: int, path: str) -> bytes:
        rows = self._rows(year)[(number - 1) * _ROWS : number * _ROWS]
        last = -(-self._years[year] // _ROWS)
        values = {"title": f"Acts of {year}", "year": year, "rows": rows, "number": number, "last": last}
        return self.renderer.page("acts", path, values)

    def _rows(self, year: str) -> list[Row]:
        """The acts of a year, the newest resolution first; kept until another year is asked for."""
        if self._held[0] != year:
            found = []
            for heading in self.catalogue.headings:
                if (heading.year or _UNDATED) == year:
                    found += self._of(heading)
            self._held = (year, found)
        return self._held[1]

    def _of(self, heading: Heading) -> list[Row]:
        store, rows = self.catalogue.store, []
        for act in self.catalogue.acts.get(heading.iri, ()):
            clause = read_clause(facts(store, act))
            named = facts(store, clause.unit)
            instruments = {self.catalogue.owners.get(iri, iri) for iri in named.all(f"{KZ}mentions")}
            contents = dict(reversed(clause.contents))
            language = LABEL_LANGUAGE if LABEL_LANGUAGE in contents else next(iter(sorted(contents)), "")
            key = act.removeprefix(f"{heading.iri}/")
            place = int(named.one(f"{KZ}position") or 0)
            row = Row(
                heading,
                clause,
                clause.unit.removeprefix(f"{heading.iri}/"),
                in_resolution(heading.key, key),
                tuple(sorted(iri for iri in instruments if self.catalogue.page_key(iri).startswith("instrument/"))),
                language,
                contents.get(language, ""),
            )
            rows.append((place, clause.position, act, row))
        return [row for *_, row in sorted(rows, key=lambda one: one[:3])]

    def _table(self, shown: list[Row]) -> dict[str, object]:
        """Rows as numbers into lists of names, so that a name is written once."""
        entities: dict[str, int] = {}
        works: dict[str, int] = {}
        terms: dict[str, int] = {}

        def index(table: dict[str, int], name: str) -> int:
            return table.setdefault(name, len(table))

        rows = [
            [
                index(works, row.heading.iri),
                row.unit.rpartition("/")[2],
                row.page,
                index(terms, f"{KZ}{row.clause.force}"),
                index(terms, row.clause.verb) if row.clause.verb else -1,
                [index(entities, iri) for iri in row.clause.addressees],
                [index(entities, iri) for iri in row.clause.recipients],
                [index(entities, iri) for iri in row.clause.concerns],
                [index(entities, iri) for iri in row.instruments],
                " ".join(row.clause.deadlines),
                row.language,
                row.words,
            ]
            for row in shown
        ]
        return {
            "works": [self._work(iri) for iri in works],
            "terms": [[self.catalogue.label(iri), iri.rpartition("#")[2].lower()] for iri in terms],
            "entities": [self._entity(iri) for iri in entities],
            "rows": rows,
        }

    def _work(self, iri: str) -> list[str]:
        heading = self.catalogue.by_iri[iri]
        titles = dict(heading.titles)
        title = titles.get(LABEL_LANGUAGE) or next(iter(titles.values()), heading.key)
        return [heading.key, title, heading.date, heading.name]

    def _entity(self, iri: str) -> list[str]:
        return [
            self.catalogue.entities[iri].name if iri in self.catalogue.entities else iri,
            entity_page(self.catalogue, iri) or "",
            iri,
        ]
