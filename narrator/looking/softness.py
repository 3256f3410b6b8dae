"""Whether a small picture was drawn or photographed: what is drawn has sharp edges and little between them.

Few icons have even areas left once they were made small and stored as a JPEG: their edges are smoothed,
and around them lies what JPEG leaves. A median takes that away and keeps the edges. How strong an edge is,
is told from the picture's strongest ones: an icon in two like colours has none that are strong by themselves.
"""

import numpy as np
from PIL import Image, ImageFilter

from narrator.looking.directions import difference

SMALL = 256
"""Pixels of the long side: icons are small pictures."""
SOFTEST = 99.0
"""More is not told apart, and larger pictures are not asked."""

_WINDOW = 3
"""Pixels of a side whose median is taken."""
_EDGES = 0.005
"""Share of the pixels that lie at the strongest edges."""
_EVEN, _SHARP = 0.08, 0.5
"""Shares of the strongest edges: what differs less from its neighbours is even, what differs more an edge."""
_LEAST_EVEN, _LEAST_SHARP = 4, 6
"""Levels: so much grain and JPEG leave of an even area, after the median."""


def softness(image: Image.Image) -> float:
    """How many times more pixels are shaded than lie at a sharp edge, up to SOFTEST."""
    # Brightness alone: JPEG smears colours over 16 by 16 pixels, which is half of an icon.
    grey = np.asarray(image.convert("L").filter(ImageFilter.MedianFilter(_WINDOW)))
    here = grey[:-1, :-1]
    steps = np.maximum(difference(grey[:-1, 1:], here), difference(grey[1:, :-1], here))
    reached = np.cumsum(np.bincount(steps.ravel(), minlength=256)) / steps.size
    strongest = int(np.searchsorted(reached, 1 - _EDGES))
    even = reached[max(_LEAST_EVEN, round(_EVEN * strongest))]
    soft = reached[max(_LEAST_SHARP, round(_SHARP * strongest))]
    return min(SOFTEST, float((soft - even) / max(1 / steps.size, 1 - soft)))
