"""A document with pictures in it, whatever its kind."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from narrator.documents.epub import Epub
from narrator.documents.inner import Inner, Words
from narrator.documents.office import OfficeDocument
from narrator.documents.package import Package
from narrator.documents.page import SUFFIXES as PAGES
from narrator.documents.page_data import PageData
from narrator.documents.pdf import Pdf
from narrator.documents.slides import parts_of_slides
from narrator.documents.word import parts_of_word

_WORD = frozenset({".docx", ".docm", ".dotx"})
_SLIDES = frozenset({".pptx", ".pptm", ".ppsx", ".potx"})
_EPUB = ".epub"
_PDF = ".pdf"
SUFFIXES = _WORD | _SLIDES | {_EPUB, _PDF}


class Document(Protocol):
    """Its pictures."""

    @property
    def pictures(self) -> Sequence[Inner]:
        """Each picture once, in the order of the document."""
        ...

    def read(self, key: str) -> bytes:
        """The bytes of a picture. Raises PictureError."""
        ...


class Writable(Document, Protocol):
    """A document whose copy can have words at its pictures."""

    @property
    def signed(self) -> bool:
        """Whether somebody has signed it, which any change breaks."""
        ...

    def changed(self, words: Mapping[str, Words]) -> dict[str, bytes]:
        """The members that get other bytes."""
        ...


def is_document_name(path: Path) -> bool:
    """Whether a file is a document with pictures going by its name."""
    return path.suffix.lower() in SUFFIXES


def holds_pictures(path: Path) -> bool:
    """Whether a file of that name can have pictures within it: a document, or a web page."""
    return path.suffix.lower() in SUFFIXES | PAGES


def is_written(path: Path) -> bool:
    """Whether copies of such a document can have words at their pictures; of a PDF they cannot."""
    return path.suffix.lower() in SUFFIXES - {_PDF}


@contextmanager
def opened(path: Path) -> Iterator[Document]:
    """The document, until the end of the `with`; of a web page what it holds itself. Raises PictureError."""
    if path.suffix.lower() in PAGES:
        yield PageData(path)
        return
    if path.suffix.lower() == _PDF:
        yield Pdf(path)
        return
    with Package(path) as package:
        yield in_package(package)


def in_package(package: Package) -> Writable:
    """The document in an archive. Raises PictureError."""
    suffix = package.path.suffix.lower()
    if suffix == _EPUB:
        return Epub(package)
    return OfficeDocument(package, (parts_of_word if suffix in _WORD else parts_of_slides)(package))
