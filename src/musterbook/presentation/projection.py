"""Places on the globe to places on paper: Lambert's azimuthal equal-area projection about a centre.

Snyder, "Map Projections: A Working Manual" (USGS Professional Paper 1395), equations 24-2 to 24-4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians, sin, sqrt
from typing import Any

Point = tuple[float, float]
Ring = Sequence[Point]


@dataclass(frozen=True, slots=True)
class Projection:
    """Degrees of longitude and latitude to x and y, x to the east and y to the south, in radii of the globe."""

    longitude: float
    latitude: float

    def __call__(self, point: Point) -> Point:
        """Where a point lies."""
        along, up = radians(point[0] - self.longitude), radians(point[1])
        middle = radians(self.latitude)
        facing = 1 + sin(middle) * sin(up) + cos(middle) * cos(up) * cos(along)
        reach = sqrt(2 / max(facing, 1e-6))
        x = reach * cos(up) * sin(along)
        y = reach * (cos(middle) * sin(up) - sin(middle) * cos(up) * cos(along))
        return x, -y


def centred(points: Iterable[Point]) -> Projection:
    """The projection about the middle of these points, wherever on the globe they lie."""
    x = y = z = 0.0
    for longitude, latitude in points:
        along, up = radians(longitude), radians(latitude)
        x, y, z = x + cos(up) * cos(along), y + cos(up) * sin(along), z + sin(up)
    return Projection(degrees(atan2(y, x)), degrees(atan2(z, hypot(x, y))))


def rings(geometry: dict[str, Any]) -> Iterator[list[Point]]:
    """The outer rings of a GeoJSON polygon or of several."""
    several = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in several:
        yield [(float(point[0]), float(point[1])) for point in polygon[0]]


def middle(ring: Ring) -> tuple[Point, float]:
    """The centroid of a ring on paper, and its area."""
    area = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        area, x, y = area + cross, x + (x1 + x2) * cross, y + (y1 + y2) * cross
    if abs(area) < 1e-12:
        return ring[0], 0.0
    return (x / (3 * area), y / (3 * area)), abs(area) / 2
