"""The translator: captions in, the same in another language out, and whether that can be trusted."""

from collections.abc import Sequence
from pathlib import Path

from narrator.captioning.decoding import Hypothesis, beam
from narrator.captioning.filters import NECESSARY_FILTERS
from narrator.captioning.vocabulary import END
from narrator.description import Translated
from narrator.translation.bundle import TranslatorBundle
from narrator.translation.dictionary import Dictionary
from narrator.translation.kept import kept_of
from narrator.translation.network import TranslationNetwork
from narrator.translation.subwords import Subwords

BEAM = 4
THREADS = 1
"""The graphs are so small that a second thread costs twice the processor time and saves none."""
MOST_SUBWORDS = 60
"""In a translation; people's are shorter."""


class Translator:
    """Translates captions into one language. It may be used by several threads at once."""

    def __init__(
        self,
        network: TranslationNetwork,
        subwords: Subwords,
        dictionary: Dictionary,
        *,
        name: str,
        language: str,
        width: int = BEAM,
    ) -> None:
        """Join a network with its words; `load` does this for a bundle. `width` is that of the beam."""
        self.name = name
        """With the version."""
        self._network = network
        self._subwords = subwords
        self._dictionary = dictionary
        self._language = language
        self._width = width

    @classmethod
    def load(cls, folder: Path, *, threads: int = THREADS, width: int = BEAM) -> "Translator":
        """The translator of a bundle.

        Raises `BundleError`, and `TranslationError` where what reads subwords is not installed.
        """
        bundle = TranslatorBundle.open(folder)
        return cls(
            bundle.network(threads),
            bundle.subwords(),
            bundle.dictionary(),
            name=f"{bundle.name} {bundle.version}",
            language=bundle.language,
            width=width,
        )

    @property
    def language(self) -> str:
        """The tag of the language into which it translates, such as "de"."""
        return self._language

    def translate(self, captions: Sequence[str]) -> tuple[Translated, ...]:
        """Each caption, lower-case words with nothing between them, as a sentence of the other language.

        A translation is sure where each thing of the caption has a counterpart in it, and each thing in it
        one in the caption. Numbers, what is quoted and unknown words are in it as they are in the caption.
        """
        return tuple(self._translated(caption) for caption in captions)

    def _translated(self, caption: str) -> Translated:
        kept = kept_of(caption, self._dictionary.known, self._dictionary.stand_ins)
        if kept is not None:
            best, text = self._said(kept.caption)
            complete = kept.put_back(text)
            if complete is not None:
                whole = len(best.tokens) < MOST_SUBWORDS and not kept.strange
                sure = whole and self._dictionary.agree(kept.caption, text)
                return self._sentence(caption, complete, best, tuple(kept.originals.values()), sure=sure)
        best, text = self._said(caption)
        return self._sentence(caption, text, best, (), sure=False)

    def _said(self, source: str) -> tuple[Hypothesis, str]:
        """The best translation."""
        state = self._network.encode([*self._subwords.encode(source), END])
        best = beam(self._network, state, self._width, NECESSARY_FILTERS, MOST_SUBWORDS)[0]
        return best, self._subwords.decode(best.tokens)

    def _sentence(
        self, caption: str, text: str, said: Hypothesis, kept: tuple[str, ...], *, sure: bool
    ) -> Translated:
        sentence = as_sentence(text)
        return Translated(
            source=caption,
            text=sentence,
            within=self._dictionary.within(sentence.removesuffix(".")),
            kept=kept,
            sure=sure,
            log_prob=said.log_prob,
        )


def as_sentence(text: str) -> str:
    """A text with a capital letter and a full stop, whatever its end was."""
    text = text.strip().rstrip(" .!?,;:")
    return f"{text[:1].upper()}{text[1:]}." if text else text
