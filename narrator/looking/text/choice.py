"""Which engine reads text on this machine."""

import shutil

from narrator.errors import TextError
from narrator.looking.text.reader import TextReader


def text_reader() -> TextReader:
    """PP-OCR, which comes with Narrator, else Tesseract where that is installed.

    Raises TextError, which says how to get one.
    """
    from narrator.looking.text.ppocr import networks

    if networks.folder() is not None:
        from narrator.looking.text.ppocr.reader import PpocrReader

        return PpocrReader()
    if program := shutil.which("tesseract"):
        from narrator.looking.text.tesseract import TesseractReader

        return TesseractReader(program)
    raise TextError(networks.to_mend("The networks that read text are missing"))
