"""Files that are there whole, or as they were before: whatever is killed, and however full the disk is."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from training.errors import TrainingError


@contextmanager
def whole_file(file: Path, *, synced: bool = True) -> Iterator[BinaryIO]:
    """A stream whose bytes take the place of the file once all are written, and `synced` to the disk.

    Raises `TrainingError` when they cannot be written; then the file stays as it was.
    """
    new = file.with_name(f"{file.name}.{os.getpid()}.new")  # other processes may be about to write the same
    try:
        with new.open("wb") as stream:
            yield stream
            if synced:
                stream.flush()
                os.fsync(stream.fileno())
        new.replace(file)
    except OSError as error:
        raise TrainingError(
            f"{file} cannot be written ({error.strerror}): make room and start the same command again; "
            "what it held before is kept."
        ) from error
    finally:
        new.unlink(missing_ok=True)
