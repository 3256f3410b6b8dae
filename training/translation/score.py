"""How well sentences are translated: BLEU as sacreBLEU computes it (Post 2018, arXiv:1804.08771)."""

from collections import defaultdict
from collections.abc import Sequence

import torch
from sacrebleu.metrics.bleu import BLEU
from torch import Tensor

from models.translator import Translator
from narrator.captioning.vocabulary import END, START
from narrator.translation.subwords import Subwords
from training.translation.pairs import Pair

_TOGETHER = 128
_LONGEST = 60


def bleu(translator: Translator, subwords: Subwords, pairs: Sequence[Pair]) -> float:
    """That of a network which says always the most probable subword."""
    return bleu_of(translate(translator, subwords, [pair.source for pair in pairs]), pairs)


def bleu_of(told: Sequence[str], pairs: Sequence[Pair]) -> float:
    """From 0 to 100, for lower-cased sentences that are tokenised as 13a."""
    return float(BLEU(lowercase=True).corpus_score(told, [[pair.target for pair in pairs]]).score)


@torch.no_grad()
def translate(translator: Translator, subwords: Subwords, sources: Sequence[str]) -> list[str]:
    """Each source, always by the most probable next subword."""
    translator.eval()
    encoded = [[*subwords.encode(source), END] for source in sources]
    by_length: dict[int, list[int]] = defaultdict(list)
    for index, ids in enumerate(encoded):
        by_length[len(ids)].append(index)
    told: dict[int, str] = {}
    for same in by_length.values():
        for first in range(0, len(same), _TOGETHER):
            some = same[first : first + _TOGETHER]
            rows = _greedy(translator, torch.tensor([encoded[index] for index in some]))
            told |= {index: subwords.decode(row) for index, row in zip(some, rows, strict=True)}
    return [told[index] for index in range(len(sources))]


def _greedy(translator: Translator, source: Tensor) -> list[list[int]]:
    """Sources [B, S] -> the subwords of each translation, the end included."""
    features = translator.prepare(source)
    state = translator.decoder.start(features, 1)
    last = torch.full((len(source), 1), START)
    said: list[Tensor] = []
    ended = torch.zeros_like(last, dtype=torch.bool)
    while not ended.all() and len(said) < _LONGEST:
        hidden, state = translator.decoder.advance(last, features, state)
        last = translator.decoder.logits(hidden).argmax(dim=-1)
        said.append(last)
        ended |= last == END
    rows: list[list[int]] = torch.cat(said, dim=1).tolist()
    return rows
