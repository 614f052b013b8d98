"""The picture of who is named together with whom, and the same as a table."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from kzgraph.network.layout import Point, places
from kzgraph.pages.catalogue import ACTORS, Catalogue
from kzgraph.pages.records import Entity
from kzgraph.pages.render import Renderer

#: How many actors are drawn, and how many lines each may begin.
_NODES = 60
_LINES = 4
_WIDTH, _HEIGHT = 1100, 760
#: Of a letter of a label, roughly; labels are cut so long.
_LETTER = 7.3
_LONGEST = 30
#: Room beside the outermost nodes, for their labels.
_MARGIN = 90


@dataclass(frozen=True, slots=True)
class Node:
    """An actor in the picture.

    Args:
        entity: The actor.
        units: How many units name it.
        x: Of its middle.
        y: Of its middle.
        radius: Grows with the square root of the units.
        label: Its name, cut where it is long.
        label_x: Where the label is anchored.
        label_y: Its base line.
        anchor: "start", "middle" or "end".
        minor: True where its label has no room before one zooms in.
        number: Its place, by which lines know it.
    """

    entity: Entity
    units: int
    x: float
    y: float
    radius: float
    label: str
    label_x: float
    label_y: float
    anchor: str
    minor: bool
    number: int


@dataclass(frozen=True, slots=True)
class Line:
    """Two actors that are named together.

    Args:
        one: A node.
        other: Another.
        units: How many units name both.
        width: Of the line.
    """

    one: Node
    other: Node
    units: int
    width: float


class NetworkPage:
    """``network/index.html``.

    Args:
        catalogue: The dataset.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.renderer = Renderer(catalogue)

    def paths(self) -> Iterator[str]:
        """Yield the path of its file."""
        yield "network/index.html"

    def page(self, path: str) -> bytes:
        """Return the file.

        Args:
            path: From :meth:`paths`.

        Raises:
            KeyError: There is no such file.
        """
        if path not in self.paths():
            raise KeyError(path)
        nodes, lines = self._drawn
        near: dict[int, list[tuple[Node, int]]] = defaultdict(list)
        for line in lines:
            near[line.one.number].append((line.other, line.units))
            near[line.other.number].append((line.one, line.units))
        values = {
            "title": "Network",
            "nodes": nodes,
            "lines": lines,
            "near": {number: sorted(rows, key=lambda row: (-row[1], row[0].number)) for number, rows in near.items()},
            "all": len(self.catalogue.shown("actor")),
            "width": _WIDTH,
            "height": _HEIGHT,
            "kinds": [kind for kind in ACTORS if any(node.entity.kind == kind for node in nodes)],
        }
        return self.renderer.page("network", path, values)

    @cached_property
    def _drawn(self) -> tuple[list[Node], list[Line]]:
        mentions = self.catalogue.mentions
        actors = sorted(self.catalogue.shown("actor"), key=lambda one: (-len(mentions.get(one.iri, ())), one.key))
        actors = [one for one in actors if mentions.get(one.iri)][:_NODES]
        named = Counter(unit for one in actors for unit in mentions[one.iri])
        # Who is named alone everywhere would only float about: the lists have them.
        actors = [one for one in actors if any(named[unit] > 1 for unit in mentions[one.iri])]
        number = {one.iri: place for place, one in enumerate(actors)}
        together: dict[str, list[int]] = defaultdict(list)
        for one in actors:
            for unit in mentions[one.iri]:
                together[unit].append(number[one.iri])
        pairs = Counter(pair for group in together.values() for pair in combinations(sorted(group), 2))
        kept: set[tuple[int, int]] = set()
        for place in range(len(actors)):
            mine = sorted((pair for pair in pairs if place in pair), key=lambda pair: (-pairs[pair], pair))
            kept.update(mine[:_LINES])
        most = max(pairs.values(), default=1)
        counts = [len(mentions[one.iri]) for one in actors]
        radii = [round(6 + 16 * math.sqrt(count / max(counts)), 1) for count in counts]
        springs = {pair: pairs[pair] / most for pair in sorted(kept)}
        spots = [
            (x + _MARGIN, y + _MARGIN / 3) for x, y in places(radii, springs, _WIDTH - 2 * _MARGIN, _HEIGHT - 2 * _MARGIN / 3)
        ]
        nodes = _labelled(actors, counts, radii, spots)
        lines = [
            Line(nodes[one], nodes[other], pairs[one, other], round(1 + 3 * math.sqrt(pairs[one, other] / most), 1))
            for one, other in sorted(kept)
        ]
        return nodes, lines


def _labelled(actors: list[Entity], counts: list[int], radii: list[float], spots: list[Point]) -> list[Node]:
    """Give each label a side where it covers nothing, the most important first."""
    taken = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(spots, radii, strict=True)]
    found = []
    for number, (one, units, radius, (x, y)) in enumerate(zip(actors, counts, radii, spots, strict=True)):
        label = one.name if len(one.name) <= _LONGEST else f"{one.name[: _LONGEST - 1].rstrip()}…"
        long = len(label) * _LETTER
        sides = (
            (x + radius + 4, y + 4, "start", x + radius + 4),
            (x - radius - 4, y + 4, "end", x - radius - 4 - long),
            (x, y + radius + 14, "middle", x - long / 2),
            (x, y - radius - 6, "middle", x - long / 2),
        )
        best = None
        for label_x, label_y, anchor, left in sides:
            box = (left, label_y - 11, left + long, label_y + 4)
            inside = box[0] >= 0 and box[2] <= _WIDTH and box[1] >= 0 and box[3] <= _HEIGHT
            if inside and not any(_over(box, other) for place, other in enumerate(taken) if place != number):
                best = (label_x, label_y, anchor)
                taken.append(box)
                break
        label_x, label_y, anchor = (
            best or (sides[2] if _LETTER * len(label) / 2 < x < _WIDTH - long / 2 else sides[x > _WIDTH / 2])[:3]
        )
        found.append(
            Node(
                one,
                units,
                round(x, 1),
                round(y, 1),
                radius,
                label,
                round(label_x, 1),
                round(label_y, 1),
                anchor,
                best is None,
                number,
            )
        )
    return found


def _over(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
