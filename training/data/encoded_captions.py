"""Captions as the decoder reads them, compact: COCO's are 6 million words."""

from array import array
from collections.abc import Iterable, Sequence

import numpy as np


class EncodedCaptions:
    """The ids of the words of groups of captions, a group for each picture.

    They lie in one flat array: 4 bytes a word and 8 a caption, where lists of numbers take 8 and some 90.
    """

    def __init__(self, groups: Iterable[Iterable[Sequence[int]]]) -> None:
        """Take the captions of each picture, in the pictures' order."""
        words, ends, groups_end = array("i"), array("q", [0]), array("q", [0])
        for group in groups:
            for caption in group:
                words.extend(caption)
                ends.append(len(words))
            groups_end.append(len(ends) - 1)
        self._words = np.array(words)
        self._ends = np.array(ends)
        self._groups_end = np.array(groups_end)

    def __len__(self) -> int:
        """How many groups there are."""
        return len(self._groups_end) - 1

    @property
    def nbytes(self) -> int:
        """What they take of the memory."""
        return self._words.nbytes + self._ends.nbytes + self._groups_end.nbytes

    def count(self, group: int) -> int:
        """How many captions a group has."""
        return int(self._groups_end[group + 1] - self._groups_end[group])

    def lengths(self, group: int) -> list[int]:
        """How many words each caption of a group has."""
        start, end = self._groups_end[group : group + 2]
        lengths: list[int] = np.diff(self._ends[start : end + 1]).tolist()
        return lengths

    def caption(self, group: int, number: int) -> list[int]:
        """The ids of a caption's words."""
        index = self._groups_end[group] + number
        ids: list[int] = self._words[self._ends[index] : self._ends[index + 1]].tolist()
        return ids
