"""Copies of documents with words at their pictures."""

import os
import re
import zlib
from collections.abc import Mapping
from pathlib import Path

from narrator.documents.document import in_package, is_written
from narrator.documents.inner import Words
from narrator.documents.package import Package
from narrator.documents.package_copy import copy_package
from narrator.errors import NarratorError
from narrator.languages.catalogue import gettext
from narrator.whole_file import whole_file

_WITH_WORDS = (".xml", ".xhtml", ".html", ".htm")
"""Endings of the members into which words are written."""
_TAG = re.compile(rb"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")


class NotWrittenError(NarratorError):
    """A document of which no copy is made; why, in one sentence."""


def write_document(
    document: Path, target: Path, words: Mapping[str, Words], *, break_signature: bool = False
) -> bool:
    """Write the document with words, by the keys of its pictures, and say whether there was any to write.

    What has alternative text keeps it. All other members of the file stay byte for byte; the target may be
    the document itself, or a copy that was made before, and is whole at any moment. Raises NotWrittenError,
    PictureError for a document that cannot be read, and NarratorError when the target cannot be written.
    """
    if not is_written(document):
        raise NotWrittenError(
            gettext("Into {name} no words are written: of a PDF the rows alone are made.").format(
                name=document.name
            )
        )
    if os.path.lexists(target) and target != document:
        _refuse_another(document, target)
        document = target  # what was written into it meanwhile stays
    with Package(document) as package:
        opened = in_package(package)
        changed = opened.changed(words)
        if not changed:
            return False
        if opened.signed and not break_signature:
            raise NotWrittenError(
                gettext(
                    "{name} is signed, and words in it would break the signature; add "
                    "--break-signatures if that does no harm."
                ).format(name=document.name)
            )
        members = {package.find(name) or name: data for name, data in changed.items()}
        with whole_file(target, synced=True) as stream:
            copy_package(package, stream, members)
            package.close()  # Windows replaces no file that is open
    return True


def _refuse_another(document: Path, target: Path) -> None:
    """Raise NotWrittenError unless the target is a copy of the document, in which only words differ."""
    if target.is_symlink() or target.samefile(document):
        raise NotWrittenError(
            gettext("{target} leads to another file; name another folder for the copies.").format(
                target=target
            )
        )
    with Package(document) as package, Package(target) as copy:
        if _rest_of(package) != _rest_of(copy):
            raise NotWrittenError(
                gettext(
                    "{target} is another file than a copy of {name} as that is now, and stays as "
                    "it is; name another folder."
                ).format(target=target, name=document.name)
            )


def _rest_of(package: Package) -> list[tuple[str, int]]:
    """The names of its members, and what tells their bytes apart; of markup, those outside of all tags."""
    return [
        (
            info.filename,
            zlib.crc32(_TAG.sub(b"", package.markup(info.filename)))
            if info.filename.lower().endswith(_WITH_WORDS)
            else info.CRC,
        )
        for info in package.archive.infolist()
    ]
