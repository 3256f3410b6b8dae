"""What a captioner gets wrong, counted on pictures that people have described.

A claim is a word of the caption that belongs to a kind: a colour, a number, a person's gender, an
action, a thing. It counts as unsupported when none of the picture's five references says it or one of its
synonyms. That is harsh, since five people do not name everything, and kind, since a word in the
wrong place counts as right; it shows where errors gather and what they sound like.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from narrator.captioning.vocabulary import words_of
from training.datasets import Example


def _groups(lines: str) -> dict[str, frozenset[str]]:
    """Each word of a line -> all words of the line, which mean about the same."""
    return {word: frozenset(line.split()) for line in lines.splitlines() for word in line.split()}


KINDS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "colours": _groups(
        """
        red
        blue
        green
        yellow gold golden blond blonde
        black dark
        white snowy snow
        brown tan
        orange
        pink
        purple
        gray grey
        """
    ),
    "numbers": _groups(
        """
        two couple pair both
        three
        four
        five
        several many
        """
    ),
    "gender": _groups(
        """
        man men guy guys male gentleman he him his
        woman women lady ladies female she her
        boy boys
        girl girls
        """
    ),
    "actions": _groups(
        """
        running runs run chasing chases racing
        jumping jumps jump leaping leaps leap
        sitting sits sit seated
        standing stands stand
        walking walks walk
        riding rides ride rider
        playing plays play
        holding holds hold carrying
        swimming swims swim
        climbing climbs climb climber
        smiling smiles
        eating eats eat
        """
    ),
    "animals and things": _groups(
        """
        dog dogs puppy
        cat cats kitten
        horse horses
        bird birds
        ball balls
        bike bikes bicycle bicycles cyclist
        car cars vehicle
        snow snowy
        water ocean sea lake river pool
        beach sand
        grass grassy field lawn
        street road sidewalk
        bench benches
        table tables
        boat boats
        motorcycle motorcycles motorbike
        skateboard skateboarder
        building buildings
        tree trees woods forest
        mountain mountains
        hat cap
        plate plates
        bed
        kitchen
        toilet bathroom
        train trains
        bus buses
        laptop computer
        phone
        """
    ),
}


@dataclass(frozen=True, kw_only=True)
class Failures:
    """One kind of claim."""

    kind: str
    claims: int
    unsupported: int
    examples: tuple[tuple[str, str], ...]
    """(caption, the word that no reference supports), the most frequent wrong words first, one each."""


def count_failures(captions: Sequence[str], examples: Sequence[Example], *, shown: int = 3) -> list[Failures]:
    """Count the claims of each kind in the captions and those that the references do not support."""
    supported = [{word for caption in example.captions for word in words_of(caption)} for example in examples]
    report = []
    for kind, synonyms in KINDS.items():
        claims = 0
        wrong: Counter[str] = Counter()
        first: dict[str, str] = {}
        for caption, said_by_people in zip(captions, supported, strict=True):
            for word in dict.fromkeys(words_of(caption)):
                if word not in synonyms:
                    continue
                claims += 1
                if not synonyms[word] & said_by_people:
                    wrong[word] += 1
                    first.setdefault(word, caption)
        report.append(
            Failures(
                kind=kind,
                claims=claims,
                unsupported=wrong.total(),
                examples=tuple((first[word], word) for word, _ in wrong.most_common(shown)),
            )
        )
    return report
