"""How large a painter is."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class PainterConfig:
    """The sizes of a painter's layers."""

    side: int = 64
    """S: the side of a painted picture, in pixels; a multiple of 8."""
    detail: int = 64
    """C: channels where the picture is a grid of S/4 cells a side."""
    width: int = 192
    """D: channels where it is a grid of S/8 cells a side, and of the words."""
    layers: int = 6
    """Of attention, between the way down and the way up."""
    reader_layers: int = 2
    """Of attention among the words."""
    heads: int = 6
    most_words: int = 20
    """T without the start token: what a request has beyond these is not read."""
