"""In which language the terminal is written to, before a command is known."""

from narrator.errors import SettingsError
from narrator.languages.catalogue import AUTOMATIC, speak_in
from narrator.settings.settings import load_settings


def speak_as_set() -> None:
    """Speak the language of the settings from now on; the session's own where they cannot be read."""
    try:
        language = load_settings().language
    except SettingsError:  # the command that needs them says what is wrong, in this language
        language = AUTOMATIC
    speak_in(language)
