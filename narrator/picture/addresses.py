"""Addresses: one of a file on this machine leads to the file, and no other is opened."""

import os
import re
import socket
import sys
from pathlib import Path
from urllib.parse import unquote_to_bytes

from narrator.errors import PictureError
from narrator.languages.catalogue import gettext

_FILE = b"file:"
_WITH_HOST = b"file://"
_ADDRESS = "[a-z][a-z0-9+.-]+://"
"""How an address begins; with a single letter, it is a disk of Windows."""


def path_of(argument: str) -> Path:
    """The path that a person means who may write an address in its place.

    Raises PictureError, one sentence, for an address that leads elsewhere.
    """
    address = os.fsencode(argument)
    if path := local_file(address):
        return path
    if not re.match(_ADDRESS, argument, re.IGNORECASE):
        return Path(argument)
    if address.lower() in (_WITH_HOST, _WITH_HOST + b"localhost"):
        raise PictureError(
            gettext("{argument} is an address without a path; name a file.").format(argument=argument)
        )
    if address.lower().startswith(_WITH_HOST):
        raise PictureError(
            gettext("{argument} is on another machine; copy the file to this one and name the copy.").format(
                argument=argument
            )
        )
    raise PictureError(
        gettext(
            "{argument} is an address, and addresses are not opened; download it first and name the file."
        ).format(argument=argument)
    )


def local_file(address: bytes) -> Path | None:
    """The file of this machine to which an address leads; None for any other address.

    RFC 8089 knows it with an empty host, with this machine's name, and, as Java programs write it, with one
    slash and no host.
    """
    if address.lower().startswith(_WITH_HOST):
        host, slash, path = address[len(_WITH_HOST) :].partition(b"/")
    elif address.lower().startswith(_FILE + b"/"):
        host, slash, path = b"", b"/", address[len(_FILE) + 1 :]
    else:
        return None
    if not slash or host.lower() not in (b"", b"localhost", socket.gethostname().lower().encode()):
        return None
    whole = os.fsdecode(unquote_to_bytes(slash + path))
    return Path(whole.removeprefix("/") if sys.platform == "win32" else whole)
