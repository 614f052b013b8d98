"""The pages of a resolution: its versions side by side, and each version alone with all its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kzgraph.pages.catalogue import Catalogue
from kzgraph.pages.marks import Piece, pieces
from kzgraph.pages.nodes import KZ
from kzgraph.pages.paths import anchor, in_resolution
from kzgraph.pages.records import Divergence, Evidence, Resolution, Unit, Version
from kzgraph.pages.register import read_register
from kzgraph.pages.render import Renderer, endonym, environment, script
from kzgraph.pages.resolution import KINDS, read_resolution
from kzgraph.resolve.vocabulary import LABEL_LANGUAGE

#: Of the resolutions read last, so many are kept: all pages of one are asked for together.
_KEPT = 3
#: How many versions stand side by side before the reader chooses.
_SIDE_BY_SIDE = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """A version as a page shows it.

    Args:
        version: The version.
        cells: Its words by unit key, marked.
        evidence: All its evidence in the order of the source.
    """

    version: Version
    cells: dict[str, str]
    evidence: tuple[Evidence, ...]


class ReadingPages:
    """Pages and scripts under ``resolution/``.

    Args:
        catalogue: The dataset.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.renderer = Renderer(catalogue)
        self._read: dict[str, Resolution] = {}

    def paths(self) -> Iterator[str]:
        """Yield the paths of its files, a resolution at a time."""
        for heading in self.catalogue.headings:
            yield in_resolution(heading.key, "")
            for key in self.resolution(heading.key).versions:
                yield in_resolution(heading.key, f"version/{key}")
                yield f"resolution/{heading.key}/version/{key}/units.js"

    def resolution(self, key: str) -> Resolution:
        """Return a resolution, read once for all its pages.

        Args:
            key: Its key.

        Raises:
            KeyError: There is none.
        """
        found = self._read.get(key)
        if found is None:
            found = read_resolution(self.catalogue.store, self.catalogue.by_key[key])
            for old in list(self._read)[: 1 - _KEPT]:
                self._read.pop(old, None)
            self._read[key] = found
        return found

    def page(self, path: str) -> bytes:
        """Return a file.

        Args:
            path: From :meth:`paths`.

        Raises:
            KeyError: There is no such file.
        """
        _, key, *rest = path.split("/")
        resolution = self.resolution(key)
        match rest:
            case ["index.html"]:
                return self._side_by_side(resolution, path)
            case ["version", version, "index.html"]:
                return self._alone(resolution, resolution.versions[version], path)
            case ["version", version, "units.js"]:
                return self._script(resolution, resolution.versions[version])
        raise KeyError(path)

    def _side_by_side(self, resolution: Resolution, path: str) -> bytes:
        order = sorted(resolution.versions.values(), key=lambda version: (version.language != LABEL_LANGUAGE, version.key))
        shown = [self._shown(resolution, version, "../../", anchors=False) for version in order[:_SIDE_BY_SIDE]]
        return self.renderer.page(
            "resolution",
            path,
            {
                **self._common(resolution),
                "shown": shown,
                "versions": tuple(resolution.versions.values()),
                "register": read_register(self.catalogue.store, resolution.heading.iri, self.catalogue.base),
            },
        )

    def _alone(self, resolution: Resolution, version: Version, path: str) -> bytes:
        shown = self._shown(resolution, version, "../../../../", anchors=True)
        return self.renderer.page("version", path, {**self._common(resolution), "shown": [shown], "version": version})

    def _common(self, resolution: Resolution) -> dict[str, object]:
        heading = resolution.heading
        titles = dict(heading.titles)
        language = LABEL_LANGUAGE if LABEL_LANGUAGE in titles else next(iter(titles), "")
        present = {clause.force for unit in resolution.units for clause in unit.clauses}
        return {
            "heading": heading,
            "title": titles.get(language, heading.key),
            "title_language": language,
            "resolution": resolution,
            "sections": [(kind, units) for kind in KINDS if (units := [unit for unit in resolution.units if unit.kind == kind])],
            "version_of": {version.iri: version for version in resolution.versions.values()},
            "differing": [(unit, one) for unit in resolution.units for one in unit.divergences],
            "without": lambda one: _without(resolution, one),
            "clause_of": {clause.iri: clause for unit in resolution.units for clause in unit.clauses},
            "forces": sorted(present - {"Finding"}),
        }

    def _script(self, resolution: Resolution, version: Version) -> bytes:
        shown = self._shown(resolution, version, "../../", anchors=False)
        rules = sorted({one.rule for one in shown.evidence})
        return script(
            f"units/{resolution.heading.key}/{version.key}",
            {
                "language": version.language,
                "name": endonym(version.language),
                "cells": shown.cells,
                "rules": [self.catalogue.label(rule) for rule in rules],
                "evidence": [self._row(one, rules) for one in shown.evidence],
            },
        )

    def _row(self, one: Evidence, rules: list[str]) -> list[object]:
        """What the script says of a piece of evidence: anchor, kind, what, rule, confidence, start, end, page."""
        entity = self.catalogue.entities.get(one.target or "")
        return [
            anchor(one.iri.removeprefix(f"{one.version}/")),
            self.catalogue.label(f"{KZ}{entity.kind}") if entity else one.kind,
            entity.name if entity else one.value,
            rules.index(one.rule),
            one.confidence,
            one.start,
            one.end,
            self.renderer.link(entity.iri, "") if entity else "",
        ]

    def _shown(self, resolution: Resolution, version: Version, root: str, *, anchors: bool) -> Shown:
        mine = [one for one in resolution.evidence.values() if one.version == version.iri]
        mine.sort(key=lambda one: (one.start, -one.end, one.iri))
        numbers = {one.iri: number for number, one in enumerate(mine)}
        by_unit: dict[str, list[Evidence]] = {unit.iri: [] for unit in resolution.units}
        for one in mine:
            by_unit[one.unit].append(one)
        differing = {iri for unit in resolution.units for one in unit.divergences for iri in one.readings}
        cells = {}
        for unit in resolution.units:
            text = resolution.texts.get((unit.iri, version.iri))
            if text is not None:
                runs = pieces(text, by_unit[unit.iri], unit.clauses)
                cells[unit.key] = self._cell(unit, runs, numbers, differing, root, version if anchors else None)
        return Shown(version, cells, tuple(mine))

    def _cell(
        self,
        unit: Unit,
        runs: list[Piece],
        numbers: dict[str, int],
        differing: set[str],
        root: str,
        alone: Version | None,
    ) -> str:
        return (
            environment()
            .get_template("cell.html")
            .render(
                {
                    "unit": unit,
                    "runs": runs,
                    "numbers": numbers,
                    "differing": differing,
                    "entities": self.catalogue.entities,
                    "alone": alone,
                    "page": lambda iri: self.renderer.link(iri, root),
                    "label": self.catalogue.label,
                    "KZ": KZ,
                }
            )
        )


def _without(resolution: Resolution, divergence: Divergence) -> list[Version]:
    """The versions that print nothing of what differs, of those that have the unit."""
    found = [resolution.evidence[iri] for iri in divergence.readings if iri in resolution.evidence]
    there = {one.version for one in found}
    units = {one.unit for one in found}
    return [
        version
        for version in resolution.versions.values()
        if version.iri not in there and any((unit, version.iri) in resolution.texts for unit in units)
    ]
