"""Where bundles stand, by their folder or by name; loads nothing of what reads them."""

import os
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from narrator.errors import BundleError
from narrator.languages.catalogue import gettext

MANIFEST = "manifest.json"
"""The file that makes a folder a bundle."""

DEFAULT = "default"


class NoModelError(BundleError):
    """A model that somebody named and that is nowhere."""

    exit_code: ClassVar[int] = 2


def find_bundle(model: str | None = None) -> Path:
    """The folder of a model: a folder's path or a released name; None takes NARRATOR_MODEL, else the default.

    Names are looked up in the user's data folder first, then among those that come with narrator.
    Raises NoModelError when there is none, and BundleError when that is the default that nobody named.
    """
    named = model or os.environ.get("NARRATOR_MODEL")
    wanted = named or DEFAULT
    places = []
    with suppress(RuntimeError):  # of "~somebody" whom this machine does not know
        places.append(Path(wanted).expanduser())
    if Path(wanted).name == wanted:
        places += [shelf / wanted for shelf in shelves()]
    for folder in places:
        with suppress(OSError):  # of a folder that may not be entered, or a name that is too long
            if (folder / MANIFEST).is_file():
                return folder
    if named is None:
        raise BundleError(gettext("The model that comes with narrator is missing; reinstall narrator."))
    known = sorted({manifest.parent.name for shelf in shelves() for manifest in shelf.glob(f"*/{MANIFEST}")})
    others = f", or one of these by name: {', '.join(known)}" if known else ""
    raise NoModelError(
        gettext("There is no model {wanted}; name a bundle's folder{others}.").format(
            wanted=wanted, others=others
        )
    )


def shelves() -> tuple[Path, Path]:
    """The folders in which bundles stand, the person's own first."""
    # It imports platformdirs: `import narrator.captioning` must stay cheap.
    from narrator.places import models_folder

    return models_folder(), Path(__file__).parents[1] / "pretrained"
