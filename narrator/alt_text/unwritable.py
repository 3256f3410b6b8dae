"""Files into which no text can be written without harm."""

from narrator.errors import NarratorError


class UnwritableError(NarratorError):
    """Text cannot be written into this file; `str(error)` says why, behind a "because"."""
