"""Development pictures as one network sees them: encoded once, for all ways to caption them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from tqdm import tqdm

from narrator.captioning.network import Network, State
from narrator.picture.opening import open_picture, squeeze
from training.data.datasets import Example


@dataclass(frozen=True, kw_only=True)
class Gallery:
    """Some pictures of one data set."""

    name: str
    examples: Sequence[Example]
    network: Network

    @cached_property
    def states(self) -> list[State]:
        """The state before the first word of each picture, computed when it is first asked for.

        With the released bundle a picture takes 270 kB.
        """
        side = self.network.image_size
        pictures = tqdm(self.examples, desc=f"{self.name}, encoded", unit="picture")
        return [
            self.network.encode(squeeze(open_picture(example.picture).image, side)) for example in pictures
        ]


def evenly(examples: Sequence[Example], most: int) -> Sequence[Example]:
    """At most so many, evenly over the list, for a list may be sorted."""
    if len(examples) <= most:
        return examples
    chosen = np.linspace(0, len(examples) - 1, most).round().astype(int)
    return [examples[number] for number in chosen]
