"""What kind of picture it is, as the network sees it: the second look, after `narrator.looking`.

Measures of the pixels let some icons, logos and charts through as photographs, and refuse a few photographs.
The encoder sees a picture anyway before it is captioned, and what it sees tells photographs from all else
almost without error, also from sorts of picture that it was not shown while this was learned, and tells
what else it is (`python -m training.recognition`). What measures are sure of stays theirs: nobody asks about
a black picture.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

PHOTO = "photo"
REFUSED_AT = 0.1
"""Below this probability a photograph is none. Of photographs that are like no training picture, such as a
flower from very near, it is lower than it should be; of 19 icons in 20 it is below 0.06."""
RESCUED_AT = 0.98
"""From this probability on, what measures took for an icon is a small photograph after all. To make up a
scene does more harm than to withhold one, so more is asked for."""
NAMED_AT = 0.5
"""From this probability on, what has lines of text is of that kind: a chart with many ticks is no page."""
HELD_AT = 0.25
"""Below this probability a photograph may be of a label, a paper, a covered lens and the like, where that is
more likely. Of 1,150 photographs of scenes one comes below it, of 20 that blind people took 17 do."""
SURE_AT = 0.95
"""From this probability on these are told by their own kind and not by a more general one. Of drawn ones all
are named rightly from 0.9 on. A real packet was a paper with 0.94."""
_SCENES = frozenset({PHOTO, "bright", "blurred"})
"""In the dark a photograph may look like anything."""
_WITH_LINES = frozenset({"document", "screenshot"})
_NAMES = _WITH_LINES | {"drawing", "label", "paper", "screen"}
GENERAL = {
    **dict.fromkeys(("label", "paper", "screen", "lettered", *_WITH_LINES), "lettered"),
    **dict.fromkeys(("covered", "glare", "unclear"), "unclear"),
    "close-up": "close-up",
}
"""What a hand took that cannot see, and what looks like it: each with a more general kind. Where it is not
known which of several kinds a picture has, that is told: nobody hears of a label that is a screen."""
_DIGITS = 3


@dataclass(frozen=True, kw_only=True, eq=False)
class Recognition:
    """A softmax over K kinds of what is linear in the features [D]; `photo` is one of them."""

    kinds: tuple[str, ...]
    weights: NDArray[np.float64]
    """[K, D]"""
    intercepts: NDArray[np.float64]
    """[K]"""

    def probabilities(self, features: NDArray[np.float32]) -> dict[str, float]:
        """How likely each kind is, of features as `Look` has them."""
        scores = self.weights @ features + self.intercepts
        shares = np.exp(scores - scores.max())
        return dict(zip(self.kinds, (shares / shares.sum()).tolist(), strict=True))

    def kind(self, features: NDArray[np.float32], measured: str) -> str:
        """The kind of a picture that measures take for `measured`."""
        likely = self.probabilities(features)
        photo = likely.pop(PHOTO)
        other = max(likely, key=lambda kind: likely[kind])
        if measured in _SCENES:
            general, share = _general(likely)
            if other in GENERAL and photo < min(share, HELD_AT):
                return other if likely[other] >= SURE_AT else general
            return measured if photo >= REFUSED_AT else other
        if measured == "icon":
            return PHOTO if photo >= RESCUED_AT else measured
        if measured in _WITH_LINES and other in _NAMES and likely[other] >= NAMED_AT:
            return other
        return measured

    def to_record(self) -> dict[str, object]:
        """As plain values for JSON."""
        return {
            "kinds": list(self.kinds),
            "weights": self.weights.round(_DIGITS).tolist(),
            "intercepts": self.intercepts.round(_DIGITS).tolist(),
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Recognition":
        """What `to_record` gave. Raises KeyError, TypeError or ValueError for anything else."""
        kinds = tuple(map(str, record["kinds"]))
        weights, intercepts = (np.array(record[name], np.float64) for name in ("weights", "intercepts"))
        if PHOTO not in kinds or weights.ndim != 2 or not len(kinds) == len(weights) == len(intercepts):
            raise ValueError("kinds, weights and intercepts do not belong together")
        return cls(kinds=kinds, weights=weights, intercepts=intercepts)


def _general(likely: Mapping[str, float]) -> tuple[str, float]:
    """The most probable of the general kinds, and how probable it is."""
    shares: dict[str, float] = defaultdict(float)
    for kind, probability in likely.items():
        if kind in GENERAL:
            shares[GENERAL[kind]] += probability
    return max(shares.items(), key=lambda item: item[1], default=("", 0.0))
