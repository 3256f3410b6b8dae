"""Frequent pieces of words, learned by byte-pair encoding.

Sennrich, Haddow and Birch 2016, arXiv:1508.07909.
"""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import sentencepiece

from narrator.captioning.vocabulary import END, PAD, START, UNKNOWN
from narrator.translation.subwords import Subwords
from narrator.whole_file import whole_file


class LearnedSubwords(Subwords):
    """Those of the program, which can also be learned, and cut in other ways while they are learned from."""

    @classmethod
    def learn(cls, sentences: Iterable[str], size: int) -> "LearnedSubwords":
        """The pieces that are most frequent in the sentences, `size` with the special ones."""
        model = BytesIO()
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(sentences),
            model_writer=model,
            vocab_size=size,
            model_type="bpe",
            character_coverage=1.0,
            pad_id=PAD,
            bos_id=START,
            eos_id=END,
            unk_id=UNKNOWN,
            minloglevel=2,
        )
        return cls(model.getvalue())

    def save(self, file: Path) -> None:
        """Write SentencePiece's own form."""
        with whole_file(file) as stream:
            stream.write(self._processor.serialized_model_proto())

    def encode(self, sentence: str, *, skipped: float = 0.0) -> list[int]:
        """Its ids, without start and end.

        While it is learned from, joining two pieces is skipped with this probability, so that the same
        sentence comes in other pieces each time (Provilkov et al. 2020, arXiv:1910.13267).
        """
        ids: list[int] = self._processor.encode(
            sentence, enable_sampling=skipped > 0, alpha=skipped, nbest_size=-1
        )
        return ids
