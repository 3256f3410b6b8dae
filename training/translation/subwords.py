"""Frequent pieces of words, which two languages share: byte-pair encoding by SentencePiece.

Sennrich, Haddow and Birch 2016, arXiv:1508.07909; Kudo and Richardson 2018, arXiv:1808.06226.
"""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import sentencepiece

from narrator.captioning.vocabulary import END, PAD, START, UNKNOWN
from narrator.whole_file import whole_file


class Subwords:
    """Sentences to ids and back. The special ids are those of a captioner's words."""

    def __init__(self, model: bytes) -> None:
        self._processor = sentencepiece.SentencePieceProcessor(model_proto=model)

    @classmethod
    def learn(cls, sentences: Iterable[str], size: int) -> "Subwords":
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

    @classmethod
    def load(cls, file: Path) -> "Subwords":
        """Read what `save` wrote. Raises OSError."""
        return cls(file.read_bytes())

    def save(self, file: Path) -> None:
        """Write SentencePiece's own form."""
        with whole_file(file) as stream:
            stream.write(self._processor.serialized_model_proto())

    def __len__(self) -> int:
        """V, the special ids included."""
        return int(self._processor.get_piece_size())

    def encode(self, sentence: str, *, skipped: float = 0.0) -> list[int]:
        """Its ids, without start and end.

        While it is learned from, joining two pieces is skipped with this probability, so that the same
        sentence comes in other pieces each time (Provilkov et al. 2020, arXiv:1910.13267).
        """
        ids: list[int] = self._processor.encode(
            sentence, enable_sampling=skipped > 0, alpha=skipped, nbest_size=-1
        )
        return ids

    def decode(self, ids: Iterable[int]) -> str:
        """The sentence of ids up to the end; special ones are left out."""
        kept = []
        for each in ids:
            if each == END:
                break
            if each not in (PAD, START, UNKNOWN):
                kept.append(each)
        sentence: str = self._processor.decode(kept)
        return sentence
