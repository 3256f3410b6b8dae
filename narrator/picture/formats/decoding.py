"""The guard around decoders: whatever one raises becomes one sentence."""

import logging
import struct
import threading
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image

from narrator.errors import PictureError
from narrator.languages.catalogue import gettext, sentence_of
from narrator.picture.formats.unreadable import UnreadableError

NAMELESS = sentence_of("The picture")
"""What an error calls a picture that came without a file name."""

# Pillow parses in plain Python, so a wrong byte ends in whatever that byte was used for.
DECODER_ERRORS = (
    OSError,  # truncated data, or a C decoder that gave up
    SyntaxError,  # not what its first bytes promise
    ValueError,
    EOFError,
    struct.error,
    zlib.error,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RuntimeError,
)

# A damaged TIFF is told of in Pillow's log, which without any handler would land on people's screens.
logging.getLogger("PIL").addHandler(logging.NullHandler())


class _Silence:
    """Keeps Pillow's warnings from people while any picture is decoded.

    The filters of warnings belong to the whole process. So the first picture sets them and the last one sets
    them back: a drawing that takes seconds in another process holds no other picture up.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pictures = 0
        self._filters = warnings.catch_warnings()

    @contextmanager
    def kept(self) -> Iterator[None]:
        with self._lock:
            if self._pictures == 0:
                self._filters = warnings.catch_warnings()
                self._filters.__enter__()
                warnings.filterwarnings("ignore", module=r"PIL\.")
            self._pictures += 1
        try:
            yield
        finally:
            with self._lock:
                self._pictures -= 1
                if self._pictures == 0:
                    self._filters.__exit__(None, None, None)


_silence = _Silence()


@contextmanager
def decoding(subject: str) -> Iterator[None]:
    """Turn whatever a decoder raises into a PictureError, and keep its warnings from people."""
    with _silence.kept():
        try:
            yield
        except MemoryError as error:
            raise PictureError(
                gettext(
                    "{subject} needs more memory than is free; close other programs and try again."
                ).format(subject=subject)
            ) from error
        except Image.DecompressionBombError as error:  # a frame far larger than the header says
            raise PictureError(
                gettext(
                    "{subject} has more pixels than can be opened safely; make it smaller and try again."
                ).format(subject=subject)
            ) from error
        except UnreadableError as error:
            raise PictureError(gettext("{subject} {error}").format(subject=subject, error=error)) from error
        except DECODER_ERRORS as error:
            raise PictureError(
                gettext("{subject} is damaged or incomplete; copy it or download it again.").format(
                    subject=subject
                )
            ) from error
