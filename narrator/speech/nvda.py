"""NVDA, the screen reader of Windows, through its controller client."""

import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from narrator.errors import SpeechError
from narrator.languages.passages import Passage, passages_of
from narrator.speech.reader import ScreenReader

_LIBRARIES = ("nvdaControllerClient.dll", "nvdaControllerClient64.dll")
"""Since NVDA 2024.1, and before."""

_QUEUED = (-1, 0, 1)
"""What follows SSML: the person's own level of symbols, the usual priority, and not to wait for its end."""
_NO_SUCH_FUNCTION = 127
"""What Windows calls it (ERROR_PROC_NOT_FOUND)."""

Controller = Callable[..., int]
"""Calls one of the library's functions, named without its prefix; 0 when that has done its work."""


def load_controller() -> Controller | None:
    """The library from Narrator's folder, from NVDA's or from PATH. Raises OSError for a damaged one."""
    if sys.platform == "win32":
        import ctypes

        for file in _candidates():
            if file.is_file():
                library = ctypes.WinDLL(str(file))
                library.nvdaController_speakText.argtypes = [ctypes.c_wchar_p]
                if hasattr(library, "nvdaController_speakSsml"):
                    library.nvdaController_speakSsml.argtypes = [
                        ctypes.c_wchar_p,
                        ctypes.c_int,
                        ctypes.c_int,
                        ctypes.c_ubyte,
                    ]
                return partial(_call, library)
    return None


class Nvda(ScreenReader):
    """NVDA queues what it is handed behind what it says."""

    name = "NVDA"

    def __init__(self, load: Callable[[], Controller | None] = load_controller) -> None:
        self._load = load
        self._controller: Controller | None = None

    def missing(self) -> str | None:
        """Why NVDA cannot be used now."""
        try:
            self._controller = self._controller or self._load()
        except OSError as error:  # a library for another processor
            return f"NVDA's controller client cannot be loaded ({error}); install that of this processor."
        if self._controller is None:
            return f"NVDA's controller client is not here; put {_LIBRARIES[0]} into a folder of PATH."
        if self._controller("testIfRunning") != 0:
            return "NVDA does not run; start it to hear Narrator through it."
        return None

    def present(self, text: str) -> None:
        """Queue a text. Raises SpeechError."""
        reason = self.missing()
        if self._controller is None or reason is not None:
            raise SpeechError(reason or "")
        for passage in passages_of(text):
            if not self._takes(self._controller, passage):
                raise SpeechError("NVDA did not take the text; start it again.")

    def silence(self) -> None:
        """Cut off what it says; an NVDA that has ended is silent."""
        if self._controller is not None:
            self._controller("cancelSpeech")

    def _takes(self, controller: Controller, passage: Passage) -> bool:
        """Whether it takes a passage, with its language if this NVDA can be told it: since 2024.1."""
        if passage.language is not None and controller("speakSsml", _ssml(passage), *_QUEUED) == 0:
            return True
        return controller("speakText", passage.text) == 0


def _call(library: object, name: str, *arguments: object) -> int:
    function = getattr(library, f"nvdaController_{name}", None)
    return _NO_SUCH_FUNCTION if function is None else int(function(*arguments))


def _ssml(passage: Passage) -> str:
    """A passage in the Speech Synthesis Markup Language 1.1 (W3C), with the elements that NVDA reads."""
    return (
        f"<speak><voice xml:lang={quoteattr(passage.language or '')}>{escape(passage.text)}</voice></speak>"
    )


def _candidates() -> Iterator[Path]:
    programs = [os.environ.get(name) for name in ("ProgramFiles", "ProgramFiles(x86)")]
    folders = [
        Path(__file__).parents[1],
        *(Path(folder, "NVDA") for folder in programs if folder),
        *(Path(folder) for folder in os.get_exec_path()),
    ]
    for folder in folders:
        for library in _LIBRARIES:
            yield folder / library
