"""Files of the service that only their owner can read."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def write_private(file: Path, text: str, *, replace: bool = True) -> None:
    """Write a file that is there whole or not at all, with mode 0600. Raises OSError.

    Without `replace`, one that is there already stays: of two that are made at once, the first.
    """
    part = file.with_name(f".{file.name}.{secrets.token_hex(8)}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(text)
        if replace:
            part.replace(file)
        else:
            with suppress(FileExistsError):
                file.hardlink_to(part)
    finally:
        part.unlink(missing_ok=True)
