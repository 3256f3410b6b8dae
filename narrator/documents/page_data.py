"""The pictures that a web page holds itself, in addresses that begin with data:."""

from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

from narrator.documents.addresses import data_of, is_data
from narrator.documents.inner import Inner
from narrator.documents.page import Page


class PageData:
    """A web page as a document with pictures in it."""

    def __init__(self, path: Path) -> None:
        """Raises PictureError."""
        shown = [picture for picture in Page(path).pictures if is_data(picture.address)]
        self._addresses = {key_of(picture.address): picture.address for picture in shown}
        lines = {key_of(picture.address): picture.line for picture in reversed(shown)}
        self._inner = tuple(Inner(key=key, place=f"line {lines[key]}") for key in self._addresses)

    @property
    def pictures(self) -> Sequence[Inner]:
        """Each picture once, in the order of the page."""
        return self._inner

    def read(self, key: str) -> bytes:
        """The bytes of a picture. Raises PictureError."""
        return data_of(self._addresses[key])


def key_of(address: str) -> str:
    """The key of a picture by its address: "data=3f2a9c81d0e4"."""
    return f"data={blake2b(address.encode('utf-8', 'surrogateescape'), digest_size=6).hexdigest()}"
