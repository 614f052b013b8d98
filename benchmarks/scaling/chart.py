"""A chart on logarithmic scales, by hand: no library, legible on light and dark ground."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _HEIGHT = 720, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 170, 20, 50
_STYLE = """text { font: 13px sans-serif; fill: #333 } .grid { stroke: #8884 } .axis { stroke: #888 }
path { fill: none; stroke-width: 2.5 } .dashed { stroke-dasharray: 6 5 }
.a { stroke: #0b61a4 } .b { stroke: #1a7f4b } .c { stroke: #b3541e } .d { stroke: #6b6b6b }
circle.a { fill: #0b61a4 } circle.b { fill: #1a7f4b } circle.c { fill: #b3541e } circle.d { fill: #6b6b6b }
@media (prefers-color-scheme: dark) { text { fill: #ddd }
.a { stroke: #6bb4f0 } .b { stroke: #5fd39a } .c { stroke: #f0a06b } .d { stroke: #aaa }
circle.a { fill: #6bb4f0 } circle.b { fill: #5fd39a } circle.c { fill: #f0a06b } circle.d { fill: #aaa } }"""


@dataclass(frozen=True)
class Line:
    """A line of a chart.

    Args:
        name: Written at its end.
        points: Values of both axes, above 0, from left to right.
        measured: False where it is calculated: it is dashed then.
    """

    name: str
    points: Sequence[tuple[float, float]]
    measured: bool = True


def chart(title: str, lines: Sequence[Line], across: str, ticks: Mapping[float, str]) -> str:
    """Return a chart as SVG.

    Args:
        title: What it shows, for those who do not see it.
        lines: At most four, each with a point or more.
        across: What the horizontal axis counts.
        ticks: Values of the vertical axis that are named, in the order of their size.
    """
    xs = [x for line in lines for x, _ in line.points]
    ys = [y for line in lines for _, y in line.points]
    low_x, high_x = math.log10(min(xs)), max(math.log10(max(xs)), math.log10(min(xs)) + 1)
    low_y, high_y = math.log10(min(ys)) - 0.1, math.log10(max(ys)) + 0.1
    bottom, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT

    def at(x: float, y: float) -> tuple[float, float]:
        across = (math.log10(x) - low_x) / (high_x - low_x)
        up = (math.log10(y) - low_y) / (high_y - low_y)
        return _LEFT + across * (right - _LEFT), bottom - up * (bottom - _TOP)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(title)}">',
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE}</style>",
    ]
    for value, name in ticks.items():
        if low_y <= math.log10(value) <= high_y:
            y = at(min(xs), value)[1]
            parts.append(f'<line class="grid" x1="{_LEFT}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}"/>')
            parts.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{escape(name)}</text>')
    for power in range(math.ceil(low_x), math.floor(high_x) + 1):
        x = at(10.0**power, min(ys))[0]
        parts.append(f'<line class="axis" x1="{x:.1f}" y1="{bottom}" x2="{x:.1f}" y2="{bottom + 5}"/>')
        parts.append(f'<text x="{x:.1f}" y="{bottom + 20}" text-anchor="middle">{10**power:,}</text>')
    parts.append(f'<line class="axis" x1="{_LEFT}" y1="{bottom}" x2="{right}" y2="{bottom}"/>')
    parts.append(f'<text x="{(_LEFT + right) / 2:.0f}" y="{_HEIGHT - 8}" text-anchor="middle">{escape(across)}</text>')
    taken: list[float] = []
    for line, mark in sorted(zip(lines, "abcd", strict=False), key=lambda pair: -pair[0].points[-1][1]):
        places = [at(x, y) for x, y in line.points]
        path = " L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        parts.append(f'<path class="{mark}{"" if line.measured else " dashed"}" d="M{path}"/>')
        parts += [f'<circle class="{mark}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>' for x, y in places if line.measured]
        x, y = places[-1]
        y = max([y, *(other + 16 for other in taken)])
        taken.append(y)
        parts.append(f'<text x="{x + 9:.1f}" y="{y + 4:.1f}">{escape(line.name)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"
