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
from narrator.picture.formats.unreadable import UnreadableError

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

_warnings_lock = threading.Lock()


@contextmanager
def decoding(subject: str) -> Iterator[None]:
    """Turn whatever a decoder raises into a PictureError, and keep its warnings from people.

    One picture at a time, because the filters of warnings belong to the whole process.
    """
    with _warnings_lock, warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"PIL\.")
        try:
            yield
        except MemoryError as error:
            raise PictureError(
                f"{subject} needs more memory than is free; close other programs and try again."
            ) from error
        except Image.DecompressionBombError as error:  # a frame far larger than the header says
            raise PictureError(
                f"{subject} has more pixels than can be opened safely; make it smaller and try again."
            ) from error
        except UnreadableError as error:
            raise PictureError(f"{subject} {error}") from error
        except DECODER_ERRORS as error:
            raise PictureError(
                f"{subject} is damaged or incomplete; copy it or download it again."
            ) from error
