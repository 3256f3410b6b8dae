"""A document that is a zip archive, read within bounds: DOCX, PPTX, EPUB."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from narrator.errors import PictureError
from narrator.languages.catalogue import gettext
from narrator.picture.files import LENGTH_LIMIT, short_name

_PART = 64 * 2**20
"""Bytes of one part of markup. The longest chapter of a long book has two megabytes."""
_ALL_PARTS = 512 * 2**20
"""Bytes of all its markup: what is small packed and endless unpacked ends here."""
_MEMBERS = 100_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What Office puts around a document that is encrypted, and how its files before 2007 begin."""


class Package:
    """The members of an archive. Used in a `with`, it is closed at the end."""

    def __init__(self, path: Path) -> None:
        """Open it. Raises PictureError for what is no whole archive or may not be read."""
        self.path = path
        self.name = short_name(path)
        self._read = 0
        with self._errors():
            with path.open("rb") as stream:
                locked = stream.read(len(_OLE)) == _OLE
            if locked:
                raise PictureError(
                    gettext(
                        "{name} opens with a password only, or is of before 2007; save it anew without one."
                    ).format(name=self.name)
                )
            self.archive = zipfile.ZipFile(path)
        members = self.archive.infolist()
        if len(members) > _MEMBERS:
            self.close()
            raise PictureError(
                gettext("{name} has {members:,} parts, more than are opened; divide it.").format(
                    name=self.name, members=len(members)
                )
            )
        self._names = {member.filename: member.filename for member in members}
        # OPC (ECMA-376, part 2) takes names for the same whatever the size of their letters.
        self._small = {name.lower(): name for name in self._names}

    def find(self, name: str) -> str | None:
        """The member that a reference means; None where there is none."""
        return self._names.get(name) or self._small.get(name.lower())

    def has_below(self, folder: str) -> bool:
        """Whether there is any member in a folder of it."""
        return any(name.startswith(folder) for name in self._small)

    def markup(self, name: str) -> bytes:
        """A part of markup. Raises PictureError if it is missing, damaged, or too long."""
        data = self._member(name, _PART)
        self._read += len(data)
        if self._read > _ALL_PARTS:
            raise PictureError(
                gettext("{name} unpacks to more than can be read; divide it.").format(name=self.name)
            )
        return data

    def picture(self, name: str) -> bytes:
        """The bytes of a picture. Raises PictureError."""
        return self._member(name, LENGTH_LIMIT)

    def close(self) -> None:
        """Close it."""
        self.archive.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _member(self, name: str, limit: int) -> bytes:
        found = self.find(name)
        if found is None:
            raise PictureError(
                gettext("{name} lacks its part {file}; save it anew and try again.").format(
                    name=self.name, file=short_name(name)
                )
            )
        with self._errors():
            info = self.archive.getinfo(found)
            if info.flag_bits & 1:
                raise PictureError(
                    gettext("{name} opens with a password only; save a copy without one.").format(
                        name=self.name
                    )
                )
            with self.archive.open(info) as stream:
                data = stream.read(limit + 1)
        if len(data) > limit:
            raise PictureError(
                gettext(
                    "{name} in {file} has more than the {limit} megabytes that can be opened; "
                    "make it smaller and try again."
                ).format(name=short_name(name), file=self.name, limit=limit // 2**20)
            )
        return data

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as error:
            raise PictureError(
                gettext("{name} does not exist; check the name and the folder.").format(name=self.name)
            ) from error
        except OSError as error:
            raise PictureError(
                gettext("{name} cannot be read ({strerror}); check its permissions and the disk.").format(
                    name=self.name, strerror=error.strerror
                )
            ) from error
        # The second is what zipfile says of compressions that it does not know, the third of damaged names.
        except (zipfile.BadZipFile, NotImplementedError, ValueError, zlib.error, EOFError) as error:
            raise PictureError(
                gettext("{name} is damaged ({error}); copy it or save it anew.").format(
                    name=self.name, error=error
                )
            ) from error
