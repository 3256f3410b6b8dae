"""The kinds of file into which words are written, and what each needs for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from narrator.alt_text import gif, jpeg, png, tiff, webp
from narrator.alt_text.alt_text import AltText
from narrator.alt_text.packet import Marked


@dataclass(frozen=True, kw_only=True)
class Container:
    """A kind of file. Each function raises UnwritableError for a file that is damaged."""

    with_words: Callable[[bytes, AltText], Marked]
    """The file with words in it, and those of ours that it had."""
    unchanged: Callable[[bytes, bytes], bool]
    """Whether words are all that differs between a file and what was made of it."""
    image_of: Callable[[bytes], list[bytes]] | None
    """What of a file shows the picture, whatever programs wrote about it; None where that cannot be told."""


CONTAINERS: Mapping[str, Container] = {
    "JPEG": Container(with_words=jpeg.with_words_in, unchanged=jpeg.unchanged, image_of=jpeg.image_of),
    "PNG": Container(with_words=png.with_words_in, unchanged=png.unchanged, image_of=png.image_of),
    "WEBP": Container(with_words=webp.with_words_in, unchanged=webp.unchanged, image_of=webp.image_of),
    "GIF": Container(with_words=gif.with_words_in, unchanged=gif.unchanged, image_of=gif.image_of),
    "TIFF": Container(with_words=tiff.with_words_in, unchanged=tiff.unchanged, image_of=None),
}
"""By the kinds of `narrator.picture.formats.recognition`. All others get a sidecar. Raw files of cameras are
never written, and HEIF, AVIF and JPEG XL would have to be put together anew."""
