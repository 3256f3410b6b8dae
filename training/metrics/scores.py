"""All scores of a set of captions, under the names that papers use and equal to COCO's evaluation.

COCO's code calls CIDEr-D "CIDEr" and so do papers about COCO. Its values are those of papers before
they are multiplied by 100: 0.52 here is 52.0 in some tables.
"""

import atexit
import warnings
from collections.abc import Sequence
from functools import cache
from statistics import fmean

from training.metrics import cider, meteor
from training.metrics.bleu import bleu
from training.metrics.rouge import rouge_l
from training.metrics.tokenizer import tokenize


class MissingMetricWarning(UserWarning):
    """A metric is left out; the message says why and what to install."""


def score(candidates: Sequence[str], references: Sequence[Sequence[str]]) -> dict[str, float]:
    """Corpus scores of one caption a picture against what people wrote of it.

    The keys are BLEU-1 to BLEU-4, METEOR, ROUGE-L and CIDEr-D. Where METEOR's program cannot run it is
    left out, which a `MissingMetricWarning` tells once. Raises `ValueError` where pictures have no
    references or the two lists are not equally long.
    """
    said, written = _words(candidates, references)
    scores = {f"BLEU-{order}": value for order, value in enumerate(bleu(said, written), start=1)}
    program = _meteor()
    if program is not None:
        scores["METEOR"] = program.score(said, written)
    scores["ROUGE-L"] = fmean(rouge_l(said, written))
    scores["CIDEr-D"] = fmean(cider.cider_d(said, written))
    return scores


def cider_d(candidates: Sequence[str], references: Sequence[Sequence[str]]) -> list[float]:
    """CIDEr-D of each picture; the mean is the corpus' score, `bootstrap.interval` says how sure that is."""
    return cider.cider_d(*_words(candidates, references))


def _words(
    candidates: Sequence[str], references: Sequence[Sequence[str]]
) -> tuple[list[list[str]], list[list[list[str]]]]:
    if len(candidates) != len(references) or not all(references) or not references:
        raise ValueError("Scores need at least one picture, and for each one candidate and some references.")
    said = [tokenize(caption) for caption in candidates]
    return said, [[tokenize(caption) for caption in captions] for captions in references]


@cache
def _meteor() -> meteor.Meteor | None:
    """One program for the whole process, because it takes long to start."""
    reason = meteor.missing()
    if reason is not None:
        warnings.warn(reason, MissingMetricWarning, stacklevel=3)
        return None
    program = meteor.Meteor()
    atexit.register(program.close)
    return program
