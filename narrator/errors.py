"""What can go wrong, each in one sentence that can be spoken: what happened and what to do."""

from typing import ClassVar


class NarratorError(Exception):
    """Something that a person should hear about; `str(error)` is one sentence that can be spoken."""

    exit_code: ClassVar[int] = 1


def fault_name(error: BaseException) -> str:
    """What to call a fault of the program in a sentence: its type and what the system says.

    Not its message, in which whatever was at hand may stand, such as a picture's name: sentences are kept in
    logs.
    """
    reason = error.strerror if isinstance(error, OSError) else None
    return f"{type(error).__name__}: {reason}" if reason else type(error).__name__


class PictureError(NarratorError):
    """A picture that cannot be opened or cannot be described."""


class NotNowError(PictureError):
    """A picture with which nothing is wrong: Narrator ends, or the computer is short of something."""


class BundleError(NarratorError):
    """A model bundle that is missing, damaged or of another format."""


class TranslationError(NarratorError):
    """Captions that cannot be said in another language."""


class SpeechError(NarratorError):
    """Speech that cannot be made or cannot be heard."""


class SourceError(NarratorError):
    """A folder, clipboard or camera that no pictures can come from."""


class TextError(NarratorError):
    """Text in a picture that cannot be read here."""


class JournalError(NarratorError):
    """A journal that cannot be read or written."""


class DaemonError(NarratorError):
    """A daemon that does not run, does not answer or cannot start."""


class ServiceError(NarratorError):
    """A web service that cannot be reached or does not describe."""


class SecondError(NarratorError):
    """A second describer that cannot be asked, or whose answer is of no use."""


class SettingsError(NarratorError):
    """A setting that does not exist or has a value that it cannot have."""

    exit_code: ClassVar[int] = 2


def fact_and_advice(sentence: str) -> tuple[str, str]:
    """What happened and what to do, before and after a semicolon; French has a space before it."""
    fact, _, advice = sentence.partition("; ")
    return fact.rstrip().removesuffix("."), advice
