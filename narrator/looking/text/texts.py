"""Text for descriptions: which pictures are read, and what is told where that is not possible."""

from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from time import perf_counter

from narrator.description import Description, Text
from narrator.errors import PictureError, TextError
from narrator.languages.catalogue import gettext
from narrator.looking.kinds import LETTERED
from narrator.looking.text.choice import text_reader
from narrator.looking.text.lettering import has_lettering
from narrator.looking.text.reader import TextReader
from narrator.looking.text.reading import read_text
from narrator.picture.opening import Picture

_OFTEN_LETTERED = LETTERED | {"drawing", "icon", "close-up"}
"""Kinds that often have text in them."""
_EMPTY = frozenset({"black", "blank", "gradient", "pattern", "noise"})
"""Kinds in which there is nothing to read."""


class Texts:
    """Reads the pictures in which text is wanted, with one engine. Any thread may use it."""

    def __init__(
        self,
        wanted: str = "auto",
        find_reader: Callable[[], TextReader] = text_reader,
        likely: Callable[[Picture], bool] = has_lettering,
    ) -> None:
        """`wanted` is one of the settings `text`; the engine is looked for when it is needed.

        `likely` tells of a photograph whether it is worth reading.
        """
        self._wanted = wanted
        self._find_reader = find_reader
        self._likely = likely
        self._reader: TextReader | None = None
        self._closed = False
        self._lock = Lock()

    def wanted(self, description: Description, picture: Picture, verbosity: str) -> bool:
        """Whether a picture is to be read, too."""
        if not self.possible(description):
            return False
        if self._wanted == "always" or verbosity == "full" or description.kind in _OFTEN_LETTERED:
            return True
        return self._likely(picture)

    def possible(self, description: Description) -> bool:
        """Whether a picture that nobody has read may have text, and may be read."""
        return self._wanted != "never" and description.kind not in _EMPTY and description.text is None

    def read(self, picture: Picture) -> Text:
        """The text in a picture. Raises TextError and PictureError."""
        with self._lock:
            if self._closed:
                raise TextError(gettext("Nothing is read any more, because Narrator ends; start it again."))
            self._reader = self._reader or self._find_reader()
            reader = self._reader
        return read_text(picture, reader)

    def added_to(self, description: Description, picture: Picture) -> Description:
        """A description with the text in its picture.

        Where it cannot be read, a note tells why of a picture that is nothing without its words, and an
        earlier reason goes.
        """
        began = perf_counter()
        try:
            text = self.read(picture)
        except (PictureError, TextError) as error:
            # What was only given up because Narrator ends is not to be remembered.
            if self._closed or description.kind not in LETTERED:
                return description
            return replace(description, notes=(*picture.notes, str(error)))
        timings = {**description.timings, "text": perf_counter() - began}
        # Of the file alone: why it could not be read before is true no more.
        return replace(description, text=text, notes=picture.notes, timings=timings)

    def unload(self, *, unused_for: float = 0.0) -> bool:
        """Give the engine's memory back if it was not used for so many seconds; whether there was any."""
        return self._reader is not None and self._reader.unload(unused_for=unused_for)

    def close(self) -> None:
        """End the engine, also in the middle of a picture."""
        with self._lock:
            self._closed = True
        if self._reader is not None:
            self._reader.close()
