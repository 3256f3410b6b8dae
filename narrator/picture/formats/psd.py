"""PSD: the picture of all layers together that Photoshop puts into its documents."""

from io import BytesIO

from PIL import ImageFile
from PIL.PsdImagePlugin import MODES, PsdImageFile

from narrator.languages.catalogue import gettext, sentence_of
from narrator.picture.formats.unreadable import variant


def open_psd(file: BytesIO) -> ImageFile.ImageFile:
    """A PSD; no pixel is decoded. Raises UnreadableError for depths that Pillow does not read."""
    head = bytes(file.getbuffer()[:26])
    bits, mode = int.from_bytes(head[22:24], "big"), int.from_bytes(head[24:26], "big")
    if (mode, bits) not in MODES:
        raise variant(
            gettext("a Photoshop document of {bits} bits").format(bits=bits),
            sentence_of("save it as JPEG or with 8 bits and try again"),
        )
    return PsdImageFile(file)
