"""Which engine reads text on this machine."""

import shutil

from narrator.errors import TextError
from narrator.looking.text.reader import TextReader


def text_reader() -> TextReader:
    """RapidOCR where the extra `text` is installed, else Tesseract where that is.

    Raises TextError, which says how to get one.
    """
    from narrator.looking.text.rapid import RapidReader, bundled_models

    if bundled_models() is not None:
        return RapidReader()
    if program := shutil.which("tesseract"):
        from narrator.looking.text.tesseract import TesseractReader

        return TesseractReader(program)
    from narrator.installation.choice import this_installation

    raise TextError(
        f"Text cannot be read aloud here yet; run {this_installation().to_add('text')} and try again."
    )
