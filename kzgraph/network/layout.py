"""Places for the nodes of a picture: springs and repulsion, the same on every machine.

Only sums, products, quotients and square roots are used on the way, which are exact to the bit everywhere; sines begin it, cut
off behind the third digit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

Point = tuple[float, float]

_STEPS = 320
_STRANGERS = 0.25
_GOLDEN = 2.399963
#: Between two nodes, at least; rounds in which those nearer than that are pushed apart.
_GAP = 22.0
_PUSHES = 60


def places(sizes: Sequence[float], springs: Mapping[tuple[int, int], float], width: float, height: float) -> list[Point]:
    """Return a place for each node in a box.

    Args:
        sizes: Radius of each node, the most important first; the first stands in the middle at the start.
        springs: Pairs of nodes that attract each other, with a strength from 0 to 1.
        width: Of the box.
        height: Of the box.

    >>> places([10], {}, 100, 60)
    [(50.0, 30.0)]
    """
    count = len(sizes)
    points = [
        [
            round(math.cos(_GOLDEN * place), 3) * math.sqrt(place + 0.2) * width / 12,
            round(math.sin(_GOLDEN * place), 3) * math.sqrt(place + 0.2) * height / 12,
        ]
        for place in range(count)
    ]
    parts = _parts(count, springs)
    ideal = math.sqrt(width * height / max(1, count)) * 0.75
    for step in range(_STEPS):
        most = ideal * 0.6 * (1 - step / _STEPS) + 0.5
        forces = _repulsion(points, sizes, parts, ideal)
        for (one, other), strength in springs.items():
            across, down, far = _between(points, one, other)
            pull = far * far / ideal * (0.15 + 0.85 * strength) * 0.35
            forces[one][0] -= across / far * pull
            forces[one][1] -= down / far * pull
            forces[other][0] += across / far * pull
            forces[other][1] += down / far * pull
        for point, force in zip(points, forces, strict=True):
            # Towards the middle, harder across the short side, so that the cloud takes the form of the box.
            force[0] -= point[0] * 0.05
            force[1] -= point[1] * 0.05 * width / height
            long = math.sqrt(force[0] * force[0] + force[1] * force[1]) or 1.0
            point[0] += force[0] / long * min(long, most)
            point[1] += force[1] / long * min(long, most)
    return _fitted(points, sizes, width, height)


def _between(points: Sequence[Sequence[float]], one: int, other: int) -> tuple[float, float, float]:
    across = points[one][0] - points[other][0]
    down = points[one][1] - points[other][1]
    return across, down, math.sqrt(across * across + down * down) or 0.01


def _parts(count: int, springs: Mapping[tuple[int, int], float]) -> list[int]:
    """Which nodes hang together: each has the least number of those that springs lead to."""
    parts = list(range(count))
    for _ in range(count):
        before = list(parts)
        for one, other in springs:
            parts[one] = parts[other] = min(parts[one], parts[other])
        if parts == before:
            break
    return parts


def _repulsion(
    points: Sequence[Sequence[float]], sizes: Sequence[float], parts: Sequence[int], ideal: float
) -> list[list[float]]:
    """What does not hang together repels each other less: nothing else holds it near."""
    forces = [[0.0, 0.0] for _ in points]
    for one in range(len(points)):
        for other in range(one):
            across, down, far = _between(points, one, other)
            gap = max(1.0, far - sizes[one] - sizes[other])
            push = ideal * ideal / gap * (1.0 if parts[one] == parts[other] else _STRANGERS)
            forces[one][0] += across / far * push
            forces[one][1] += down / far * push
            forces[other][0] -= across / far * push
            forces[other][1] -= down / far * push
    return forces


def _fitted(points: Sequence[Sequence[float]], sizes: Sequence[float], width: float, height: float) -> list[Point]:
    """Stretch the cloud into the box, a node's radius away from its edges, and push apart what then still touches."""
    edge = max(sizes, default=0.0)
    fitted = [[width / 2, height / 2] for _ in points]
    for axis, length in enumerate((width, height)):
        values = [point[axis] for point in points]
        low, high = min(values, default=0.0), max(values, default=0.0)
        if high > low:
            for spot, value in zip(fitted, values, strict=True):
                spot[axis] = edge + (value - low) * (length - 2 * edge) / (high - low)
    for _ in range(_PUSHES):
        for one in range(len(fitted)):
            for other in range(one):
                across, down, far = _between(fitted, one, other)
                lacking = sizes[one] + sizes[other] + _GAP - far
                if lacking > 0:
                    for spot, sign in ((fitted[one], 1), (fitted[other], -1)):
                        spot[0] = min(width - edge, max(edge, spot[0] + sign * across / far * lacking / 2))
                        spot[1] = min(height - edge, max(edge, spot[1] + sign * down / far * lacking / 2))
    return [(round(x, 1), round(y, 1)) for x, y in fitted]
