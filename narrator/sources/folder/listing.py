"""Whether a folder can be listed, and why not."""

import os
from pathlib import Path

from narrator.errors import SourceError
from narrator.languages.catalogue import gettext


def check(folder: Path, place: str) -> None:
    """Raise SourceError if a folder cannot be listed."""
    try:
        os.scandir(folder).close()
    except FileNotFoundError as error:
        raise SourceError(
            gettext("The folder {place} does not exist; check its name.").format(place=place)
        ) from error
    except NotADirectoryError as error:
        raise SourceError(
            gettext("{place} is not a folder; name the folder that it is in.").format(place=place)
        ) from error
    except OSError as error:
        raise SourceError(
            gettext(
                "The folder {place} cannot be read ({strerror}); check its permissions and the disk."
            ).format(place=place, strerror=error.strerror)
        ) from error


def denial(folder: Path) -> OSError | None:
    """Why a folder cannot be listed; None when it can, or is gone, with nothing in it to be denied."""
    try:
        os.scandir(folder).close()
    except FileNotFoundError:
        return None
    except OSError as error:
        return error
    return None
