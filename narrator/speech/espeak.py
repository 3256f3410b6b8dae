"""The espeak-ng library, from the system or else from its wheel. GPL-3: for the worker process only."""

import ctypes
import os

from narrator.errors import SpeechError


def load_espeak() -> ctypes.CDLL:
    """Load the library; pyttsx3 then finds it by its soname. Raises SpeechError when there is none."""
    try:
        return ctypes.CDLL("libespeak-ng.so.1")
    except OSError:
        return _load_from_wheel()


def _load_from_wheel() -> ctypes.CDLL:
    try:
        import espeakng_loader

        os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
        return ctypes.CDLL(espeakng_loader.get_library_path())
    except (ImportError, OSError, RuntimeError) as error:
        raise SpeechError(
            f"There is no speech synthesizer ({error}); install Narrator again or install espeak-ng."
        ) from error
