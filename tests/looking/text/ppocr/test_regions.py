import numpy as np
import pytest
from numpy.typing import NDArray

from narrator.looking.text.ppocr.regions import Mask, regions


def mask(*rows: str) -> Mask:
    return np.array([[pixel == "#" for pixel in row] for row in rows])


def pixels(runs: NDArray[np.int64]) -> frozenset[tuple[int, int]]:
    return frozenset((row, column) for row, begin, end in runs.tolist() for column in range(begin, end))


def flooded(mask: Mask) -> set[frozenset[tuple[int, int]]]:
    """The regions, found by walking from pixel to pixel."""
    left = {(int(row), int(column)) for row, column in np.argwhere(mask)}
    found = set()
    while left:
        region, edge = set(), [left.pop()]
        while edge:
            row, column = edge.pop()
            region.add((row, column))
            near = {(row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1)} & left
            left -= near
            edge += near
        found.add(frozenset(region))
    return found


def test_an_empty_mask_has_none() -> None:
    assert list(regions(mask("...", "..."))) == []


def test_runs_that_meet_late_are_one_region() -> None:
    (region,) = regions(mask("#...#", "#.#.#", "#####"))
    assert pixels(region) == {
        (0, 0),
        (0, 4),
        (1, 0),
        (1, 2),
        (1, 4),
        *((2, column) for column in range(5)),
    }


def test_corners_touch_and_the_edges_of_a_row_do_not_touch_those_of_the_next() -> None:
    assert len(list(regions(mask("#..", ".#.", "..#")))) == 1
    assert len(list(regions(mask("..#", "#..")))) == 2


@pytest.mark.parametrize("share", [0.1, 0.4, 0.6])
def test_they_are_those_that_walking_finds(share: float) -> None:
    grain = np.random.default_rng(round(100 * share)).random((60, 90)) < share
    assert {pixels(region) for region in regions(grain)} == flooded(grain)
