"""In which language the terminal is written to, before a command is known."""

from narrator.errors import SettingsError
from narrator.languages.catalogue import AUTOMATIC, speak_as


def speak_as_set() -> None:
    """Speak the language of the settings from now on; the session's own where they cannot be read.

    They are read with the first sentence: a key that silences Narrator needs none, and waits for nothing.
    """
    speak_as(_language_of_settings)


def _language_of_settings() -> str:
    from narrator.settings.settings import load_settings

    try:
        return load_settings().language
    except SettingsError:  # the command that needs them says what is wrong, in this language
        return AUTOMATIC
