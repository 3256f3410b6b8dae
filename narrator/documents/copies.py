"""Copies of documents with words at their pictures."""

from collections.abc import Mapping
from pathlib import Path

from narrator.documents.document import in_package, is_written
from narrator.documents.inner import Words
from narrator.documents.package import Package
from narrator.documents.package_copy import copy_package
from narrator.errors import NarratorError
from narrator.whole_file import whole_file


class NotWrittenError(NarratorError):
    """A document of which no copy is made; why, in one sentence."""


def write_document(
    document: Path, target: Path, words: Mapping[str, Words], *, break_signature: bool = False
) -> bool:
    """Write the document with words, by the keys of its pictures, and say whether there was any to write.

    What has alternative text keeps it. All other members of the file stay byte for byte; the target may be
    the document itself, and is whole at any moment. Raises NotWrittenError, PictureError for a document that
    cannot be read, and NarratorError when the target cannot be written.
    """
    if not is_written(document):
        raise NotWrittenError(f"Into {document.name} no words are written: of a PDF the rows alone are made.")
    with Package(document) as package:
        opened = in_package(package)
        changed = opened.changed(words)
        if not changed:
            return False
        if opened.signed and not break_signature:
            raise NotWrittenError(
                f"{document.name} is signed, and words in it would break the signature; add "
                "--break-signatures if that does no harm."
            )
        members = {package.find(name) or name: data for name, data in changed.items()}
        with whole_file(target, synced=True) as stream:
            copy_package(package, stream, members)
            package.close()  # Windows replaces no file that is open
    return True
