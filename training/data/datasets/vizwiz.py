"""Photographs that blind people took (VizWiz-Captions, Gurari et al. 2020), with the truth in truth.json."""

import json
from pathlib import Path

from training.data.datasets.example import Example
from training.errors import DatasetError


def read_vizwiz(truth: Path, images: Path) -> list[Example]:
    """Each photograph with the words for what is in it as its first caption, and what people wrote.

    A photograph that shows nothing has an empty caption and no other. Raises `DatasetError`.
    """
    try:
        pictures = json.loads(truth.read_text(encoding="utf-8"))
        return [
            Example(picture=images / name, captions=(" ".join(known["there"]), *known["captions"]))
            for name, known in pictures.items()
        ]
    except OSError as error:
        raise DatasetError(f"{truth} cannot be read: {error.strerror}.") from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise DatasetError(f"{truth} tells no truth of pictures: {error!r}.") from error
