"""VoiceOver, the screen reader of macOS, through AppleScript."""

import subprocess
from collections.abc import Callable, Sequence

from narrator.errors import SpeechError
from narrator.speech.reader import ScreenReader

_OUTPUT = 'tell application "VoiceOver" to output {text}\n'
_TOGETHER = 500
"""Letters that stand in one list of the script."""
_PATIENCE_SECONDS = 2.0


def run_program(command: Sequence[str], script: str) -> int:
    """Run a program with a script as its standard input; its exit code. Raises OSError and TimeoutExpired."""
    return subprocess.run(
        command,
        input=script,
        text=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=_PATIENCE_SECONDS,
    ).returncode


class VoiceOver(ScreenReader):
    """VoiceOver drops what it says for what it is handed."""

    name = "VoiceOver"

    def __init__(self, run: Callable[[Sequence[str], str], int] = run_program) -> None:
        self._run = run

    def missing(self) -> str | None:
        """Why VoiceOver cannot be used now."""
        # Asked before every script: "tell application" would start a VoiceOver that does not run.
        if self._succeeds(["pgrep", "-x", "VoiceOver"]):
            return None
        return "VoiceOver does not run; start it to hear Narrator through it."

    def present(self, text: str) -> None:
        """Hand a text over. Raises SpeechError."""
        if not self._output(text):
            raise SpeechError(
                "VoiceOver did not take the text; allow AppleScript to control it in VoiceOver Utility."
            )

    def silence(self) -> None:
        """Cut off what it says by handing it nothing."""
        self._output(" ")

    def _output(self, text: str) -> bool:
        script = _OUTPUT.format(text=_in_numbers(text))
        return self.missing() is None and self._succeeds(["osascript", "-"], script)

    def _succeeds(self, command: Sequence[str], script: str = "") -> bool:
        try:
            return self._run(command, script) == 0
        except (OSError, subprocess.TimeoutExpired):
            return False  # there is no such program here, or VoiceOver hangs: not to be used either way


def _in_numbers(text: str) -> str:
    """A text as AppleScript makes it of the numbers of its letters.

    No number can be taken for a command, nor for another letter in another encoding. As an argument of the
    program everybody on the machine could read the text.
    """
    numbers = [str(ord(letter)) for letter in text]
    lists = (numbers[at : at + _TOGETHER] for at in range(0, len(numbers), _TOGETHER))
    return " & ".join(f"(string id {{{', '.join(each)}}})" for each in lists)
