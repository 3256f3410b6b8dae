"""A site: the pages in a folder, or one page, and the pictures that stand in them."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from narrator.documents.addresses import ElsewhereError, Place, file_of, is_data
from narrator.documents.page import SUFFIXES, Page, Shown
from narrator.documents.page_data import key_of
from narrator.documents.within import path_within
from narrator.errors import SettingsError
from narrator.languages.catalogue import gettext
from narrator.picture.files import short_name


@dataclass(frozen=True, kw_only=True)
class Site:
    """Pages below one folder."""

    root: Path
    """The folder that is the top of the site."""
    page: Path | None
    """The one page that is meant; None for all below the root."""

    @classmethod
    def of(cls, path: Path) -> "Site":
        """Raises SettingsError for what is neither a page nor a folder."""
        if path.is_dir():
            return cls(root=path, page=None)
        if path.suffix.lower() in SUFFIXES and path.is_file():
            return cls(root=path.parent, page=path)
        raise SettingsError(
            gettext("{name} is no web page and no folder of them; name a file in .html or a folder.").format(
                name=short_name(path)
            )
        )

    def pages(self) -> Iterator[Path]:
        """Its pages by name, folder by folder; what is hidden is left out."""
        if self.page:
            yield self.page
            return
        for folder, below, names in os.walk(self.root):
            below[:] = sorted((name for name in below if not name.startswith(".")), key=os.fsencode)
            for name in sorted(names, key=os.fsencode):
                if Path(name).suffix.lower() in SUFFIXES and not name.startswith("."):
                    yield Path(folder, name)

    def picture(self, page: Page, shown: Shown) -> Path:
        """The path of a picture of a page, or the one within the page. Raises ElsewhereError."""
        if is_data(shown.address):
            return path_within(page.path, key_of(shown.address))
        place = Place(page=page.path, root=self.root, base=page.base, bounded=self.page is None)
        file = file_of(shown.address, place)
        if b"\n" in os.fsencode(file) or b"\r" in os.fsencode(file):
            raise ElsewhereError("its name has a line break")
        return file
