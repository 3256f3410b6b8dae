"""Boxes on a page, and which of them are pieces of one picture."""

from collections.abc import Sequence
from typing import NamedTuple

_TOUCH = 1.0
"""Points between strips that are drawn beside each other."""
_MOST = 500
"""Boxes that are compared with each other; a page with more is a drawing of dots."""


class Box(NamedTuple):
    """A rectangle on the page as it is seen, in points from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """In points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """In points."""
        return self.bottom - self.top

    @classmethod
    def around(cls, boxes: Sequence["Box"]) -> "Box":
        """The smallest one that holds all."""
        return cls(
            min(box.left for box in boxes),
            min(box.top for box in boxes),
            max(box.right for box in boxes),
            max(box.bottom for box in boxes),
        )


def joined(boxes: Sequence[Box]) -> list[list[int]]:
    """The numbers of boxes that are one picture together.

    Scanners and Office cut a large picture into strips of the same width, or into tiles. So two boxes belong
    together if they have two sides in common and touch at a third; what came of that is compared again.
    """
    groups = [[number] for number in range(len(boxes))]
    if len(boxes) > _MOST:
        return groups
    around = list(boxes)
    number = 0
    while number < len(groups):
        other = next((n for n in range(number) if _are_pieces(around[n], around[number])), None)
        if other is None:
            number += 1
            continue
        groups[other] += groups.pop(number)
        around[other] = Box.around([around[other], around.pop(number)])
        number = other  # it may touch earlier ones now
    return groups


def _are_pieces(one: Box, other: Box) -> bool:
    aligned = _near(one.left, other.left) and _near(one.right, other.right)
    if aligned and (_near(one.bottom, other.top) or _near(one.top, other.bottom)):
        return True
    level = _near(one.top, other.top) and _near(one.bottom, other.bottom)
    return level and (_near(one.right, other.left) or _near(one.left, other.right))


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= _TOUCH
