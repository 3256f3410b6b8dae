"""The closed circle: what the captioner sees in a picture that was painted for words, and those words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from tqdm import tqdm

from narrator.captioning.bundle import Bundle
from narrator.captioning.captioner import Captioner
from narrator.captioning.claims import claims_of
from narrator.captioning.shelves import find_bundle
from narrator.captioning.teacher_forcing import teacher_forced
from narrator.captioning.vocabulary import words_of
from training.metrics.bleu import bleu
from training.metrics.bootstrap import interval
from training.metrics.cider import cider_d
from training.metrics.tokenizer import tokenize
from training.painting.pictures import Pixels

_WIDTH = 3
"""Of the beam that captions."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Words to paint, and what people wrote of the picture from which they come."""

    words: str
    captions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the captioner found in one picture of each wish."""

    captions: tuple[str, ...]
    preferred: tuple[bool, ...]
    """Whether the wish's words are more probable, for it, than the words of another wish."""


class Eye:
    """The captioner, and how probable words are for it."""

    def __init__(self, model: str | None = None) -> None:
        """The bundle of that name or folder, None for the default."""
        self._captioner = Captioner.load(model)
        bundle = Bundle.open(find_bundle(model))
        self._network, self._vocabulary = bundle.network(), bundle.vocabulary

    def look(self, pictures: Iterable[Pixels | Image.Image], wishes: Sequence[Wish], name: str) -> Seen:
        """Look at a picture of each wish; the other wish is the one half the list further on."""
        captions, preferred = [], []
        bar = tqdm(pictures, total=len(wishes), desc=name, unit="picture", disable=None)
        for number, picture in enumerate(bar):
            look = self._captioner.look(picture)
            captions.append(self._captioner.beam(look, width=_WIDTH)[0].caption)
            both = [wishes[number], another(wishes, number)]
            ids = [self._vocabulary.encode(wish.words) for wish in both]
            own, other = (read.log_prob for read in teacher_forced(self._network, look.state, ids))
            preferred.append(own > other)
        return Seen(captions=tuple(captions), preferred=tuple(preferred))


def another(wishes: Sequence[Wish], number: int) -> Wish:
    """The wish half the list further on."""
    return wishes[(number + len(wishes) // 2) % len(wishes)]


@dataclass(frozen=True, kw_only=True)
class Figures:
    """How far what was seen is what was wished."""

    cider: float
    cider_interval: tuple[float, float]
    """Where CIDEr-D lies at 95 %."""
    bleu: tuple[float, float]
    """BLEU-1 and BLEU-4."""
    things: float
    """The share of the things in the words that the captioner's caption names too."""
    preferred: float
    """How often the captioner finds the words more probable than those of another wish; half by chance."""


def figures(seen: Seen, wishes: Sequence[Wish]) -> Figures:
    """Against the captions that people wrote of the pictures from which the wishes come."""
    said = [tokenize(caption) for caption in seen.captions]
    written = [[tokenize(caption) for caption in wish.captions] for wish in wishes]
    each = cider_d(said, written)
    low_high = interval(each)
    orders = bleu(said, written)
    shares = [
        share
        for caption, wish in zip(seen.captions, wishes, strict=True)
        if (share := things_named(wish.words, caption)) is not None
    ]
    return Figures(
        cider=fmean(each),
        cider_interval=(low_high.low, low_high.high),
        bleu=(orders[0], orders[3]),
        things=fmean(shares),
        preferred=fmean(seen.preferred),
    )


def things_named(words: str, caption: str) -> float | None:
    """The share of the things in the words that a caption names, word by word; None where there are none."""
    things = {claim.word for claim in claims_of(" ".join(words_of(words))) if claim.kind == "thing"}
    return len(things & set(caption.split())) / len(things) if things else None


def nearest(pictures: Pixels, known: Pixels) -> NDArray[np.float64]:
    """How far each picture [N, S, S, 3] is from the nearest known one [M, S, S, 3], mirrored or not.

    The root of the mean squared difference of pixels, of 0..255: [N]. A picture that was learned by heart is
    much nearer than a photograph that was not learned.
    """
    shown = pictures.reshape(len(pictures), -1).astype(np.float32)
    lengths = np.square(shown).sum(axis=1)
    least = np.full(len(pictures), np.inf)
    for turned in (known, known[:, :, ::-1]):
        for start in range(0, len(known), 1000):
            part = turned[start : start + 1000].reshape(-1, shown.shape[1]).astype(np.float32)
            squares = lengths[:, None] + np.square(part).sum(axis=1) - 2 * shown @ part.T
            least = np.minimum(least, squares.min(axis=1))
    distances: NDArray[np.float64] = np.sqrt(np.maximum(least, 0) / shown.shape[1])
    return distances


def spread_wishes(
    captions: Sequence[tuple[str, ...]], count: int, usable: Callable[[str], bool]
) -> list[tuple[int, Wish]]:
    """So many pictures, evenly over the list, each with the first of its captions that can be painted."""
    wishes = []
    for number in np.linspace(0, len(captions) - 1, min(count, len(captions))).round().astype(int).tolist():
        words = next((caption for caption in captions[number] if usable(caption)), None)
        if words is not None:
            wishes.append((number, Wish(words=words, captions=captions[number])))
    return wishes
