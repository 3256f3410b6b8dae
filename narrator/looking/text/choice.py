"""Which engine reads text on this machine."""

import shutil

from narrator.errors import TextError
from narrator.looking.text.reader import TextReader


def text_reader(threads: int | None = None) -> TextReader:
    """PP-OCR, which comes with Narrator, else Tesseract where that is installed.

    `threads` are those that it computes with; None takes as many as are good for one picture. Raises
    TextError, which says how to get one.
    """
    from narrator.looking.text.ppocr import networks

    if networks.folder() is not None:
        from narrator.looking.text.ppocr.reader import PpocrReader

        return PpocrReader(threads=threads)
    if program := shutil.which("tesseract"):
        from narrator.looking.text.tesseract import TesseractReader

        return TesseractReader(program)
    raise TextError(networks.to_mend("The networks that read text are missing"))
