"""Whether what is spoken is printed, too: in a terminal, a screen reader would say it a second time.

With Orca 43 in an accessible terminal, each printed answer is read aloud, after which Narrator says it again.
The printed one is left out and not the spoken one. A screen reader reads a terminal only while that has the
keyboard, many terminals never, and what is read has one voice for all languages; what Narrator says is heard
in any case. `narrator history` prints it afterwards, for braille.
"""

import sys


def would_be_heard_twice(printing: str | None = None) -> bool:
    """Whether a screen reader says what is printed now; `printing` is the setting, if it is known."""
    if not sys.stdout.isatty():
        return False
    from narrator.settings.settings import load_settings  # here, for a key's command has no terminal

    if (printing or load_settings().printing) != "auto":
        return False
    from narrator.speech.screen_readers import screen_reader_runs

    return screen_reader_runs()
