"""One picture and its captions, and what is refused of a list of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.errors import DatasetError


@dataclass(frozen=True, kw_only=True)
class Example:
    """One picture and what people wrote about it."""

    picture: Path
    captions: tuple[str, ...]


def make_examples(
    names: Sequence[str],
    captions: Mapping[str, Sequence[str]],
    images: Path,
    *,
    listed_in: Path,
    captioned_in: Path,
) -> list[Example]:
    """The examples of a list of pictures, in its order; whether the pictures are there is not looked at.

    `names` are files in the folder `images`. Raises `DatasetError` for an empty list, and for pictures that
    are listed twice, have no caption or an empty one.
    """
    if not names:
        raise DatasetError(f"{listed_in} lists no pictures.")
    _refuse([name for name, count in Counter(names).items() if count > 1], f"{listed_in} lists twice")
    _refuse([name for name in names if not captions.get(name)], f"{captioned_in} has no caption for")
    empty = [name for name in names if not all(caption.strip() for caption in captions[name])]
    _refuse(empty, f"{captioned_in} has an empty caption for")
    return [
        # COCO has captions with line breaks inside.
        Example(
            picture=images / name, captions=tuple(" ".join(caption.split()) for caption in captions[name])
        )
        for name in names
    ]


def _refuse(names: Sequence[str], problem: str) -> None:
    if names:
        which = names[0] if len(names) == 1 else f"{len(names)} pictures, {names[0]} first"
        raise DatasetError(f"{problem} {which}.")
