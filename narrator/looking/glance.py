"""The two things that a picture needs before a network sees it, done at the same time."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from narrator.looking.kinds import Looked, look_at
from narrator.picture.opening import Picture, squeeze


def look_and_squeeze(picture: Picture, side: int) -> tuple[Looked, NDArray[np.uint8]]:
    """What `look_at` and `squeeze` return.

    Most pictures turn out to be worth a network's while, and for those the one no longer waits for the other.
    """
    with ThreadPoolExecutor(max_workers=1) as aside:
        squeezed = aside.submit(squeeze, picture.image, side)
        looked = look_at(picture)
        return looked, squeezed.result()
