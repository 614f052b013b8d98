"""A network as a picture: SVG without script, legible by itself, in light and dark."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

import networkx as nx

from kzgraph.network.layout import Point, places

#: How many nodes are drawn, those of most edges, and how many lines each may begin.
MOST = 48
_LINES = 5
_WIDTH, _HEIGHT = 1280, 860
#: Room beside the outermost nodes for their labels, and below for the legend.
_SIDE, _BELOW = 120, 50
_LETTER = 6.4
_LONGEST = 34
#: Fill of each kind, chosen to be told apart by people who see no red or green too (Okabe and Ito 2008).
_FILLS: Mapping[str, str] = {
    "Person": "#0072b2",
    "Organisation": "#009e73",
    "Institution": "#d55e00",
    "Office": "#e69f00",
    "State": "#cc79a7",
    "Collective": "#56b4e9",
    "Instrument": "#009e73",
    "Resolution": "#0072b2",
}
_OTHER = "#777777"
_STYLE = (
    "svg{background:#fff;font:12px system-ui,sans-serif}text{fill:#1a1a1a;paint-order:stroke;stroke:#fff;stroke-width:3px}"
    "line{stroke:#8a8a8a;stroke-opacity:.55}circle{stroke:#fff;stroke-width:1.5}"
    "@media(prefers-color-scheme:dark){svg{background:#16181c}text{fill:#eee;stroke:#16181c}circle{stroke:#16181c}}"
)


@dataclass(frozen=True, slots=True)
class _Spot:
    label: str
    kind: str
    x: float
    y: float
    radius: float
    title: str


def svg(graph: nx.Graph, title: str) -> str:
    """Return a picture of a network, its most connected nodes.

    Args:
        graph: Measured, see :mod:`kzgraph.network.measures`.
        title: What the picture shows.
    """
    nodes, lines = _drawn(graph)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="t d">',
        f"<title id='t'>{escape(title)}</title>",
        f"<desc id='d'>{escape(_described(graph, nodes))}</desc>",
        f"<style>{_STYLE}</style>",
    ]
    for one, other, width in lines:
        out.append(
            f'<line x1="{nodes[one].x}" y1="{nodes[one].y}" x2="{nodes[other].x}" y2="{nodes[other].y}" stroke-width="{width}"/>'
        )
    for spot in nodes:
        fill = _FILLS.get(spot.kind, _OTHER)
        out.append(
            f'<circle cx="{spot.x}" cy="{spot.y}" r="{spot.radius}" fill="{fill}"><title>{escape(spot.title)}</title></circle>'
        )
    out += _labels(nodes)
    out += _legend(sorted({spot.kind for spot in nodes}))
    return "\n".join([*out, "</svg>", ""])


def _drawn(graph: nx.Graph) -> tuple[list[_Spot], list[tuple[int, int, float]]]:
    """The nodes that are drawn, and between which of them there are lines."""
    ranked = sorted(graph, key=lambda node: (-graph.degree(node), str(node)))
    kept = [node for node in ranked[:MOST] if graph.degree(node)]
    number = {node: place for place, node in enumerate(kept)}
    weights: dict[tuple[int, int], int] = {}
    for one, other, values in graph.edges(data=True):
        if one in number and other in number and one != other:
            pair = (min(number[one], number[other]), max(number[one], number[other]))
            weights[pair] = weights.get(pair, 0) + int(values.get("weight", 1))
    chosen: set[tuple[int, int]] = set()
    for place in range(len(kept)):
        mine = sorted((pair for pair in weights if place in pair), key=lambda pair: (-weights[pair], pair))
        chosen.update(mine[:_LINES])
    most = max(weights.values(), default=1)
    degrees = [graph.degree(node) for node in kept]
    radii = [round(5 + 17 * math.sqrt(degree / max(degrees)), 1) for degree in degrees]
    springs = {pair: weights[pair] / most for pair in sorted(chosen)}
    spots: list[Point] = places(radii, springs, _WIDTH - 2 * _SIDE, _HEIGHT - _BELOW - 40)
    nodes = [
        _Spot(
            _cut(str(graph.nodes[node]["label"])), str(graph.nodes[node]["kind"]), round(x + _SIDE, 1), round(y + 20, 1), radius,
            f"{graph.nodes[node]['label']}: {graph.degree(node)}",
        )
        for node, (x, y), radius in zip(kept, spots, radii, strict=True)
    ]  # fmt: skip
    return nodes, [(*pair, round(1 + 3 * math.sqrt(weights[pair] / most), 1)) for pair in sorted(chosen)]


def _cut(label: str) -> str:
    """A label cut in its middle: dates and places, which tell alike titles apart, stand at the end."""
    half = _LONGEST // 2
    return label if len(label) <= _LONGEST else f"{label[: half - 1].rstrip()}…{label[1 - half :].lstrip()}"


def _labels(nodes: Sequence[_Spot]) -> list[str]:
    """Each label at a side where it covers nothing, the most important first; one that finds none is left to the hover."""
    taken = [(n.x - n.radius, n.y - n.radius, n.x + n.radius, n.y + n.radius) for n in nodes]
    out = []
    for place, spot in enumerate(nodes):
        long = len(spot.label) * _LETTER
        sides = (
            (spot.x + spot.radius + 4, spot.y + 4, "start", 0.0),
            (spot.x - spot.radius - 4, spot.y + 4, "end", long),
            (spot.x, spot.y + spot.radius + 13, "middle", long / 2),
            (spot.x, spot.y - spot.radius - 5, "middle", long / 2),
        )
        for x, y, anchor, left in sides:
            box = (x - left, y - 11, x - left + long, y + 4)
            inside = box[0] >= 0 and box[2] <= _WIDTH and box[1] >= 0 and box[3] <= _HEIGHT - _BELOW
            if inside and not any(_over(box, other) for number, other in enumerate(taken) if number != place):
                taken.append(box)
                out.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor={quoteattr(anchor)}>{escape(spot.label)}</text>')
                break
    return out


def _over(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _legend(kinds: Sequence[str]) -> list[str]:
    out = []
    x = 24.0
    for kind in kinds:
        out.append(f'<circle cx="{x:.0f}" cy="{_HEIGHT - 20}" r="7" fill="{_FILLS.get(kind, _OTHER)}"/>')
        out.append(f'<text x="{x + 13:.0f}" y="{_HEIGHT - 16}">{escape(kind)}</text>')
        x += 34 + len(kind) * 7
    return out


def _described(graph: nx.Graph, nodes: Sequence[_Spot]) -> str:
    first = "; ".join(spot.title for spot in nodes[:5])
    return f"{len(nodes)} of {len(graph)} nodes, those with most edges. The first: {first}."
