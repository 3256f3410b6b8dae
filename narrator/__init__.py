"""Narrator says aloud, offline, what is in a picture, for people who cannot see it.

from narrator import Captioner

captioner = Captioner.load()
description = captioner.describe("photo.jpg", samples=10, seed=0)
print(description.told)
"""

from importlib import import_module

# Type checkers take this for true; importing typing for it would cost more than all the rest here.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from narrator.captioning.captioner import Captioner
    from narrator.description import Candidate, Description
    from narrator.errors import BundleError, NarratorError, PictureError, SettingsError, SpeechError

__version__ = "0.1.0"

__all__ = [
    "BundleError",
    "Candidate",
    "Captioner",
    "Description",
    "NarratorError",
    "PictureError",
    "SettingsError",
    "SpeechError",
]

_HOMES = {"Captioner": "captioning.captioner", "Candidate": "description", "Description": "description"}


def __getattr__(name: str) -> object:
    # On first use: `narrator --version` should not wait for numpy, Pillow and ONNX Runtime.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'errors')}"), name)
