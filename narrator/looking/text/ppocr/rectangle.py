"""A rectangle that lies at any angle: the smallest one around points, and what a picture shows inside it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Points = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Rectangle:
    """Where a line of text stands. All lengths are in pixels."""

    x: float
    y: float
    """Its middle, from the picture's upper left corner."""
    width: float
    """Its length in the direction in which the line is read."""
    height: float
    angle: float
    """Degrees by which that direction is turned clockwise from the horizontal."""

    def grown(self, margin: float) -> "Rectangle":
        """The same with so much more on each side."""
        return replace(self, width=self.width + 2 * margin, height=self.height + 2 * margin)

    def turned(self, quarters: int) -> "Rectangle":
        """The same place, read in a direction that is so many quarter turns further clockwise."""
        width, height = (self.height, self.width) if quarters % 2 else (self.width, self.height)
        angle = (self.angle + 90 * quarters + 180) % 360 - 180
        return replace(self, width=width, height=height, angle=angle)

    def meets(self, other: "Rectangle") -> bool:
        """Whether the middle of one of them lies in the other."""
        return self._holds(other.x, other.y) or other._holds(self.x, self.y)

    def points(self, columns: int, rows: int) -> Points:
        """A grid of points over it [rows, columns, 2], in the middle of equal parts."""
        along = ((np.arange(columns) + 0.5) / columns - 0.5) * self.width
        down = ((np.arange(rows) + 0.5) / rows - 0.5) * self.height
        right, below = _directions(self.angle)
        return np.array([self.x, self.y]) + along[None, :, None] * right + down[:, None, None] * below

    def cut_from(self, image: Image.Image) -> Image.Image:
        """What an image shows there, turned so that the line runs from left to right."""
        size = max(1, round(self.width)), max(1, round(self.height))
        right, below = _directions(self.angle)
        corner = np.array([self.x, self.y]) - right * self.width / 2 - below * self.height / 2
        step, drop = right * self.width / size[0], below * self.height / size[1]
        affine = (step[0], drop[0], corner[0], step[1], drop[1], corner[1])
        return image.transform(size, Image.Transform.AFFINE, affine, Image.Resampling.BICUBIC)

    def _holds(self, x: float, y: float) -> bool:
        turn, x, y = radians(self.angle), x - self.x, y - self.y
        along, down = x * cos(turn) + y * sin(turn), y * cos(turn) - x * sin(turn)
        return abs(along) <= self.width / 2 and abs(down) <= self.height / 2


def smallest_around(points: Points) -> Rectangle:
    """The rectangle of the smallest area around points [number, 2], with an angle from -45 to 45 degrees."""
    hull = _hull(points)
    sides = np.roll(hull, -1, axis=0) - hull
    angles = np.unique(np.mod(np.arctan2(sides[:, 1], sides[:, 0]) + np.pi / 4, np.pi / 2) - np.pi / 4)
    right = np.stack([np.cos(angles), np.sin(angles)])  # [2, angles]
    along, down = hull @ right, hull @ np.stack([-right[1], right[0]])
    widths, heights = np.ptp(along, axis=0), np.ptp(down, axis=0)
    best = int(np.argmin(widths * heights))
    middle = np.array(
        [along[:, best].max() + along[:, best].min(), down[:, best].max() + down[:, best].min()]
    )
    (right_x, right_y), (u, v) = right[:, best], middle / 2
    return Rectangle(
        x=float(u * right_x - v * right_y),
        y=float(u * right_y + v * right_x),
        width=float(widths[best]),
        height=float(heights[best]),
        angle=float(np.degrees(angles[best])),
    )


def _directions(angle: float) -> tuple[Points, Points]:
    """One pixel along a line of that angle, and one pixel down from it."""
    turn = radians(angle)
    return np.array([cos(turn), sin(turn)]), np.array([-sin(turn), cos(turn)])


def _hull(points: Points) -> Points:
    """The corners of the convex hull, by Andrew's monotone chain."""
    ordered = sorted(set(map(tuple, points.tolist())))
    return np.array([*_chain(ordered), *_chain(reversed(ordered))])


def _chain(points: Iterable[tuple[float, ...]]) -> list[tuple[float, ...]]:
    """One side of the hull, without its last point."""
    side: list[tuple[float, ...]] = []
    for x, y in points:
        while len(side) > 1:
            (x0, y0), (x1, y1) = side[-2:]
            if (x1 - x0) * (y - y0) > (y1 - y0) * (x - x0):
                break
            side.pop()
        side.append((x, y))
    return side[:-1]
