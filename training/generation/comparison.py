"""How good each method's captions are, and by how much they differ from the default's."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median

import numpy as np
from numpy.typing import NDArray

from narrator.captioning.ranking import Ranker
from narrator.captioning.similarity import Rarity
from training.data.datasets import Example
from training.generation.drawn import Drawn
from training.metrics.bleu import bleu_counts, bleu_of
from training.metrics.bootstrap import Interval, interval, percentiles, resampled_sums
from training.metrics.cider import CiderD
from training.metrics.diversity import self_cider
from training.metrics.tokenizer import tokenize


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A score with its 95 % interval, and the interval of its difference to the default's."""

    value: float
    interval: Interval
    difference: float
    difference_interval: Interval

    @property
    def better(self) -> bool:
        """Whether the interval of the difference lies above 0."""
        return self.difference_interval.low > 0


@dataclass(frozen=True, kw_only=True)
class Row:
    """One method on one data set."""

    dataset: str
    method: str
    cider: Measured
    bleu: Measured
    words: float
    """The mean length of a spoken caption."""
    distinct: float
    """Distinct captions a picture among those that were drawn, the mean."""
    self_cider: float | None
    """The mean over pictures; None for a single caption."""
    spoken: int
    """How many of the captions that are spoken differ, over all pictures."""
    milliseconds: float
    """Of processor time, to draw and to rank, the median over pictures; these are encoded already."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What one method says of each picture, and what it cost to say it."""

    captions: tuple[str, ...]
    milliseconds: tuple[float, ...]


def choose(drawn: Sequence[Drawn], ranker: Ranker) -> Choice:
    """Rank each picture's captions; the first is the one to speak."""
    captions, milliseconds = [], []
    for each in drawn:
        started = time.process_time()
        captions.append(ranker.rank(each.candidates)[0].caption)
        milliseconds.append(each.milliseconds + 1000 * (time.process_time() - started))
    return Choice(captions=tuple(captions), milliseconds=tuple(milliseconds))


class Judge:
    """Scores the captions of one data set beside those of the default method."""

    def __init__(self, dataset: str, examples: Sequence[Example], default: Choice, rarity: Rarity) -> None:
        """`rarity` is for self-CIDEr; that of CIDEr-D comes from the references, as papers have it."""
        self._dataset = dataset
        self._references = [[tokenize(caption) for caption in example.captions] for example in examples]
        self._cider = CiderD.from_references(self._references)
        self._prepared = [self._cider.prepare(references) for references in self._references]
        self._rarity = rarity
        self._default_ciders, self._default_bleus = self._scores(default.captions)

    def judge(self, method: str, choice: Choice, drawn: Sequence[Drawn]) -> Row:
        """All figures of one method."""
        ciders, bleus = self._scores(choice.captions)
        return Row(
            dataset=self._dataset,
            method=method,
            cider=_mean(ciders, self._default_ciders),
            bleu=_bleu(bleus, self._default_bleus),
            words=fmean(len(caption.split()) for caption in choice.captions),
            distinct=fmean(len(each.candidates) for each in drawn),
            self_cider=self._diversity(drawn),
            spoken=len(set(choice.captions)),
            milliseconds=median(choice.milliseconds),
        )

    def _scores(self, captions: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """CIDEr-D and the counts for BLEU, of each picture."""
        said = [tokenize(caption) for caption in captions]
        ciders = [self._cider.score(*pair) for pair in zip(said, self._prepared, strict=True)]
        return np.array(ciders), bleu_counts(said, self._references)

    def _diversity(self, drawn: Sequence[Drawn]) -> float | None:
        counted = [
            (
                [candidate.caption for candidate in each.candidates],
                [candidate.count for candidate in each.candidates],
            )
            for each in drawn
        ]
        # A beam may end with a single caption, of which nothing differs.
        several = [(captions, counts) for captions, counts in counted if sum(counts) > 1]
        if not several:
            return None
        return fmean(self_cider(captions, counts, self._rarity) for captions, counts in several)


def _mean(values: NDArray[np.float64], default: NDArray[np.float64]) -> Measured:
    differences = values - default
    return Measured(
        value=float(values.mean()),
        interval=interval(values.tolist()),
        difference=float(differences.mean()),
        difference_interval=interval(differences.tolist()),
    )


def _bleu(counts: NDArray[np.int64], default: NDArray[np.int64]) -> Measured:
    """BLEU-4, which is one of a whole corpus, so that whole corpora are drawn again."""
    value, default_value = (float(bleu_of(each.sum(axis=0))[-1]) for each in (counts, default))
    drawn, default_drawn = (bleu_of(resampled_sums(each))[:, -1] for each in (counts, default))
    return Measured(
        value=value,
        interval=percentiles(drawn),
        difference=value - default_value,
        difference_interval=percentiles(drawn - default_drawn),
    )
