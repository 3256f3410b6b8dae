"""Ask a bundle of the pictures of a data set, and of pictures made of two of them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps
from tqdm import tqdm

from narrator.captioning.captioner import Captioner
from narrator.captioning.general import is_alive
from narrator.captioning.likelihood import Likelihood, without_picture
from narrator.captioning.network import State
from narrator.captioning.neutral import neutral
from narrator.captioning.vocabulary import words_of
from narrator.picture.opening import open_picture, squeeze
from narrator.questions.choosing import NUMBERS, colour_signs, number_signs
from narrator.questions.meaning import Meaning, meaning_of
from narrator.questions.placing import WHOLE, part_of, parts_for
from narrator.questions.presence import is_known, presence_signs
from narrator.questions.question import Question
from narrator.questions.told import COLOURS, ToldThing, things_told
from narrator.questions.view import View, view_of
from training.asking.cases import FOLDS, ChoiceCase, PlaceCase, PresenceCase
from training.asking.objects import Objects
from training.asking.polls import polls
from training.data.datasets import Example

COMPOSED = 40
"""Pictures that are made of two, of each set."""
LEAST_TELLERS = 2
"""So many people must agree on a colour or a number."""
_LONG, _SHORT = 480, 320


class _Remembering(Likelihood):
    """Reads each text without a picture once: the same are asked of all pictures."""

    def __init__(self, captioner: Captioner, habit: State) -> None:
        super().__init__(captioner.network, captioner.vocabulary, habit)
        self._read_before: dict[str, float] = {}

    def alone(self, texts: Sequence[str], *, ended: bool = False) -> NDArray[np.float64]:
        new = [text for text in texts if text not in self._read_before]
        if new:
            self._read_before |= zip(new, super().alone(new, ended=ended).tolist(), strict=True)
        return np.array([self._read_before[text] for text in texts])


class Interviewer:
    """Shows pictures to a captioner and takes down the signs of each answer."""

    def __init__(self, captioner: Captioner) -> None:
        witness = None if captioner.calibration is None else captioner.calibration.witness
        self.names = () if witness is None else witness.names
        self._places: Mapping[str, int] = {} if witness is None else witness.places
        self._captioner = captioner
        self._habit = without_picture(captioner.network)
        self._likelihood = _Remembering(captioner, self._habit)

    def of_pictures(
        self, name: str, examples: Sequence[Example], objects: Objects
    ) -> Iterator[PresenceCase | ChoiceCase]:
        """What is there, which colour it has, and how many there are, of each picture of a set."""
        asked = defaultdict(list)
        for each in polls(objects):
            asked[each.picture].append(each)
        countable = {meaning.word for meaning in objects.meanings}
        for number, example in tqdm(list(enumerate(examples)), desc=name, unit="picture"):
            view = self._view(open_picture(example.picture).image)
            signs: dict[str, dict[str, float]] = {}
            for each in asked[number]:
                word = each.meaning.word
                signs[word] = signs.get(word) or self._presence(view, each.meaning)
                yield PresenceCase(
                    dataset=name,
                    picture=number,
                    word=word,
                    split=each.split,
                    there=each.there,
                    signs=signs[word],
                )
            yield from self._choices(name, number, example.captions, view, countable)

    def of_two(self, name: str, examples: Sequence[Example], objects: Objects) -> Iterator[PlaceCase]:
        """Where things are in pictures of which one half, more or less, is another picture.

        Both are of one fold, so that a fit to the others knows neither.
        """
        for number in tqdm(range(COMPOSED), desc=f"{name}, two in one", unit="picture"):
            draw, fold = Random(number), number % FOLDS
            first, second = draw.sample(range(fold, len(examples), FOLDS), 2)
            sides = ("left", "right") if number % 2 else ("top", "bottom")
            image = composed(
                *(open_picture(examples[each].picture).image for each in (first, second)),
                upright=sides[0] == "top",
                share=draw.uniform(0.35, 0.65),
            )
            question = Question(kind="place")
            images = {WHOLE: image, **{part: part_of(image, part) for part in parts_for(question)}}
            views = {part: self._view(each) for part, each in images.items()}
            for side, own, other in ((sides[0], first, second), (sides[1], second, first)):
                for meaning in objects.meanings:
                    if objects.shown[own].holds(meaning) and objects.shown[other].lacks(meaning):
                        signs = {part: self._presence(view, meaning) for part, view in views.items()}
                        yield PlaceCase(dataset=name, picture=fold, word=meaning.word, side=side, signs=signs)

    def _choices(
        self, name: str, number: int, captions: Sequence[str], view: View, countable: set[str]
    ) -> Iterator[ChoiceCase]:
        for word, told in agreed(captions).items():
            meaning = meaning_of(word, self.names)
            if not is_known(meaning, self._captioner.vocabulary, {}):
                continue
            if told.colours:
                yield ChoiceCase(
                    dataset=name,
                    picture=number,
                    word=word,
                    kind="colour",
                    signs=tuple(colour_signs(view, meaning, self._likelihood, self._places)),
                    right=tuple(colour in told.colours for colour in COLOURS),
                )
            if told.number and word in countable and is_alive(word):
                yield ChoiceCase(
                    dataset=name,
                    picture=number,
                    word=word,
                    kind="number",
                    signs=tuple(number_signs(view, meaning, self._likelihood)),
                    right=tuple(each == told.number for each in NUMBERS),
                )

    def _presence(self, view: View, meaning: Meaning) -> dict[str, float]:
        return presence_signs(view, meaning, self._captioner.vocabulary, self._places)

    def _view(self, image: Image.Image) -> View:
        captioner = self._captioner
        look = captioner.look(squeeze(image, captioner.network.image_size))
        filters = captioner.filters_for(look)
        return view_of(captioner.network, captioner.vocabulary, look.state, self._habit, filters)


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """What people agree on of one thing."""

    colours: frozenset[str]
    """All that anybody names, if enough of them name one of these."""
    number: int | None
    """What most of them say, and enough."""


def agreed(captions: Sequence[str]) -> dict[str, Agreed]:
    """Of each thing that captions name."""
    told: dict[str, list[ToldThing]] = defaultdict(list)
    for caption in captions:
        for thing in things_told(neutral(" ".join(words_of(caption)))):
            told[thing.word].append(thing)
    found = {}
    for word, things in told.items():
        colours = Counter(colour for thing in things for colour in thing.colours)
        enough = max(colours.values(), default=0) >= LEAST_TELLERS
        ((number, count),) = Counter(thing.number for thing in things).most_common(1)
        sure = count >= LEAST_TELLERS and 2 * count > len(things)
        found[word] = Agreed(
            colours=frozenset(colours) if enough else frozenset(), number=number if sure else None
        )
    return found


def composed(first: Image.Image, second: Image.Image, *, upright: bool, share: float) -> Image.Image:
    """Two pictures in one, the first on the left or, `upright`, at the top, with that share of the length."""
    cut = int(_LONG * share)
    sizes = [(_SHORT, cut), (_SHORT, _LONG - cut)] if upright else [(cut, _SHORT), (_LONG - cut, _SHORT)]
    image = Image.new("RGB", (_SHORT, _LONG) if upright else (_LONG, _SHORT))
    image.paste(ImageOps.fit(first, sizes[0]), (0, 0))
    image.paste(ImageOps.fit(second, sizes[1]), (0, cut) if upright else (cut, 0))
    return image
