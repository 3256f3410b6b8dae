"""How much the captions of one picture differ from each other."""

from collections.abc import Sequence

import numpy as np

from narrator.captioning.similarity import EVEN, Rarity, similarities


def self_cider(captions: Sequence[str], counts: Sequence[int], rarity: Rarity = EVEN) -> float:
    """Self-CIDEr of distinct captions that were said so often: from 0, all the same, to 1, nothing shared.

    Wang and Chan 2019, arXiv:1903.12020: the more of the sum of all singular values the largest has, the less
    the captions differ. Raises `ValueError` for fewer than two captions, which cannot differ.
    """
    said = np.repeat(np.arange(len(captions)), counts)
    if len(said) < 2:
        raise ValueError("Diversity needs at least two captions.")
    kernel = similarities(captions, rarity)[np.ix_(said, said)]
    # Clipping makes CIDEr-D a little asymmetric.
    eigenvalues = np.linalg.eigvalsh((kernel + kernel.T) / 2)
    singular = np.sqrt(eigenvalues.clip(min=0))
    return float(np.log(singular.sum() / singular.max()) / np.log(len(said)))
