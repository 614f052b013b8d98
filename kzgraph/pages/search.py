"""The index that the front page searches: words in any script to names, titles and texts, in files of bounded size.

Documents are numbered: entities, resolutions, then the texts of units, resolution by resolution and version by version, so that
a number alone tells its text.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from functools import cached_property

from kzgraph.pages.catalogue import Catalogue
from kzgraph.pages.nodes import KZ, facts, subjects
from kzgraph.pages.records import Heading
from kzgraph.pages.render import script
from kzgraph.pages.resolution import KINDS
from kzgraph.pages.words import letters, tokens
from kzgraph.resolve.vocabulary import LABEL_LANGUAGE

#: A script of the index holds about so many bytes.
SHARD = 150_000
#: Of a word that stands in more documents than this, only the first are kept: actors, then the newest texts.
MOST = 3000


class SearchPages:
    """The scripts under ``search/``.

    Args:
        catalogue: The dataset.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def paths(self) -> Iterator[str]:
        """Yield the paths of its files."""
        yield "search/index.js"
        for number in range(len(self._shards)):
            yield f"search/{number}.js"

    def page(self, path: str) -> bytes:
        """Return a file.

        Args:
            path: From :meth:`paths`.

        Raises:
            KeyError: There is no such file.
        """
        name = path.removeprefix("search/").removesuffix(".js")
        if name == "index":
            return script("search", self._table)
        if not name.isdecimal() or int(name) >= len(self._shards):
            raise KeyError(path)
        return script(f"search/{int(name)}", {word: _steps(self._postings[word]) for word in self._shards[int(name)]})

    @cached_property
    def _entities(self) -> list[list[str]]:
        found = []
        for section in ("actor", "instrument"):
            for one in self.catalogue.shown(section):
                found.append([one.name, f"{one.key}/index.html", self.catalogue.label(f"{KZ}{one.kind}"), one.iri])
        return found

    @cached_property
    def _works(self) -> list[tuple[Heading, list[str], list[str]]]:
        """Each resolution with the keys of its versions and of its units."""
        store = self.catalogue.store
        order = {kind.lower(): place for place, kind in enumerate(KINDS)}
        found = []
        for heading in self.catalogue.headings:
            versions = [iri.removeprefix(f"{heading.iri}/version/") for iri in subjects(store, f"{KZ}versionOf", heading.iri)]
            units = [iri.removeprefix(f"{heading.iri}/") for iri in subjects(store, f"{KZ}partOf", heading.iri)]
            units.sort(key=lambda unit: (order.get(unit.partition("/")[0], 9), len(unit), unit))
            found.append((heading, sorted(versions), units))
        return found

    @cached_property
    def _table(self) -> dict[str, object]:
        works = [
            [heading.key, _title(heading), heading.date, " ".join(versions), " ".join(units)]
            for heading, versions, units in self._works
        ]
        return {
            "entities": [row[:3] for row in self._entities],
            "works": works,
            "shards": [words[0] for words in self._shards],
            "letters": letters(),
            "most": MOST,
        }

    @cached_property
    def _postings(self) -> dict[str, array[int]]:
        found: dict[str, array[int]] = {}

        def note(number: int, texts: Iterable[str]) -> None:
            for word in {word for text in texts for word in tokens(text)}:
                row = found.setdefault(word, array("I"))
                if len(row) < MOST:
                    row.append(number)

        for number, (*_, iri) in enumerate(self._entities):
            one = self.catalogue.entities[iri]
            note(number, [one.name, *(text for _, text in one.names + one.others)])
        number = len(self._entities)
        for heading in self.catalogue.headings:
            note(number, [heading.key, *heading.numbers, *(title for _, title in heading.titles)])
            number += 1
        for heading, versions, units in self._works:
            texts = {
                (said.one(f"{KZ}inVersion"), unit): said.one(f"{KZ}text")
                for unit in units
                for said in (
                    facts(self.catalogue.store, iri)
                    for iri in subjects(self.catalogue.store, f"{KZ}textOf", f"{heading.iri}/{unit}")
                )
            }
            for version in versions:
                for unit in units:
                    text = texts.get((f"{heading.iri}/version/{version}", unit))
                    if text:
                        note(number, [text])
                    number += 1
        return dict(sorted(found.items()))

    @cached_property
    def _shards(self) -> list[list[str]]:
        """The words in order, cut where a script would become too long."""
        found: list[list[str]] = []
        size = SHARD
        for word, row in self._postings.items():
            cost = len(word.encode()) + 4 + 3 * len(row)
            if size + cost > SHARD:
                found.append([])
                size = 0
            found[-1].append(word)
            size += cost
        return found


def _title(heading: Heading) -> str:
    titles = dict(heading.titles)
    return titles.get(LABEL_LANGUAGE) or next(iter(titles.values()), heading.key)


def _steps(row: array[int]) -> list[int]:
    """Each number as its distance from the one before: shorter to write."""
    return [number - before for before, number in zip([0, *row], row, strict=False)]
