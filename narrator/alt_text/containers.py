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
    same_image: Callable[[bytes, bytes], bool]
    """Whether two files show the same picture, whatever programs wrote about it."""


CONTAINERS: Mapping[str, Container] = {
    "JPEG": Container(with_words=jpeg.with_words_in, unchanged=jpeg.unchanged, same_image=jpeg.same_image),
    "PNG": Container(with_words=png.with_words_in, unchanged=png.unchanged, same_image=png.same_image),
    "WEBP": Container(with_words=webp.with_words_in, unchanged=webp.unchanged, same_image=webp.same_image),
    "GIF": Container(with_words=gif.with_words_in, unchanged=gif.unchanged, same_image=gif.same_image),
    "TIFF": Container(with_words=tiff.with_words_in, unchanged=tiff.unchanged, same_image=tiff.same_image),
}
"""By the kinds of `narrator.picture.formats.recognition`. All others get a sidecar. Raw files of cameras are
never written, and HEIF, AVIF and JPEG XL would have to be put together anew."""
