"""What a sampled caption adds to the others of its picture.

Rewarded by CIDEr-D alone, samples become the same safe sentence (Luo and Shakhnarovich 2020,
arXiv:2002.11848), and the most probable of ten is then no choice. How alike captions are is the mean CIDEr-D
of their pairs (Wang and Chan 2019, arXiv:1903.12020), as a reward in Wang, Wan and Chan 2020
(doi:10.1109/TPAMI.2020.3013834).

Shape letters: P pictures, K samples.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from training.metrics.cider import SCALE, CiderD
from training.metrics.ngrams import Words


def likeness(captions: Sequence[Words], scorer: CiderD) -> Tensor:
    """CIDEr-D of each caption by each other one, both ways averaged: [K, K], 0 to 10, on the diagonal 0."""
    prepared = [scorer.prepare([words]) for words in captions]
    alike = torch.zeros(len(captions), len(captions))
    for k, words in enumerate(captions):
        for other in range(len(captions)):
            if other != k:
                # Captions of fewer than four words have no runs of four, but the same is the same.
                same = words == captions[other]
                alike[k, other] = SCALE if same else scorer.score(words, prepared[other])
    return (alike + alike.T) / 2


def novelty_advantage(alike: Tensor) -> Tensor:
    """How much less each caption is like the others than those are like each other: [P, K, K] -> [P, K].

    As the weight of its log-probability's gradient, over K, this is without bias the gradient of the mean
    difference between two captions of a picture: what the others are among themselves does not depend on it.
    There must be at least three.
    """
    samples = alike.shape[-1]
    own = alike.sum(dim=-1)
    others = alike.sum(dim=(-1, -2)).unsqueeze(-1) - 2 * own
    # Each pair is counted at both of its captions.
    return 2 * (others / ((samples - 1) * (samples - 2)) - own / (samples - 1))
