"""Which of a picture's translated samples is told: the ways that `training.translated` compares."""

from collections.abc import Callable, Mapping, Sequence

from narrator.captioning.consensus import Consensus
from narrator.description import Candidate, Translated
from training.metrics.tokenizer import tokenize

Choose = Callable[[Sequence[Candidate], Sequence[Translated]], int]
"""Samples, the one to be spoken in English first, with their translations -> the place of the one to tell."""


def winner(samples: Sequence[Candidate], translations: Sequence[Translated]) -> int:
    """What is spoken in English."""
    return 0


def first_sure(samples: Sequence[Candidate], translations: Sequence[Translated]) -> int:
    """The first whose translation is sure, in the order of English."""
    return next((place for place, each in enumerate(translations) if each.sure), 0)


def both_probable(samples: Sequence[Candidate], translations: Sequence[Translated]) -> int:
    """By p(caption | picture) times p(translation | caption), each a word or subword."""
    scores = [
        sample.log_prob + translation.log_prob
        for sample, translation in zip(samples, translations, strict=True)
    ]
    return scores.index(max(scores))


def english_consensus(samples: Sequence[Candidate], translations: Sequence[Translated]) -> int:
    """What is most like all other samples, in English: what the consensus of translations is to beat."""
    return _most_alike(samples, [sample.caption for sample in samples])


def consensus(samples: Sequence[Candidate], translations: Sequence[Translated]) -> int:
    """What is most like all other samples, in the other language."""
    return _most_alike(samples, [" ".join(tokenize(each.text)) for each in translations])


def _most_alike(samples: Sequence[Candidate], texts: Sequence[str]) -> int:
    candidates = [
        Candidate(caption=text, log_prob=sample.log_prob, count=sample.count)
        for sample, text in zip(samples, texts, strict=True)
    ]
    return candidates.index(Consensus().rank(candidates)[0])


WAYS: Mapping[str, Choose] = {
    "the English winner": winner,
    "the first sure translation": first_sure,
    "p(caption) times p(translation)": both_probable,
    "consensus in English": english_consensus,
    "consensus of the translations": consensus,
}
