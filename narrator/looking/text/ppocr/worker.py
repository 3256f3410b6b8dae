"""The process that reads text, `python -m narrator.looking.text.ppocr.worker`: pixels in, pieces of text out.

It exists so that reading can be ended at a deadline, and so that its memory can be given back whole. It ends
when its standard input ends.

The parent opens with a number of `threads`, or null. A request has `read`, the width and height of a picture
whose RGB pixels are the payload, and the `seconds` after which no further line is read; the reply holds
`pieces`, each with the values of `Piece`, or an `error`.
"""

import os

from PIL import Image

from narrator.errors import TextError
from narrator.looking.text.ppocr import networks
from narrator.looking.text.ppocr.engine import Engine
from narrator.workers.answering import Answer, answer_requests
from narrator.workers.memory import give_back_memory
from narrator.workers.messages import Message

_MOST_THREADS = 4
"""The network that describes pictures may be at work beside it."""


def main() -> None:
    """Answer requests until standard input ends."""
    answer_requests(lambda opening: _Desk(opening["threads"]).answer)


class _Desk:
    """Answers one request after the other with an engine that the first of them loads."""

    def __init__(self, threads: int | None) -> None:
        self._threads = threads
        self._engine: Engine | None = None

    def answer(self, request: Message) -> Answer:
        """The reply, or its error."""
        try:
            self._engine = self._engine or load_engine(self._threads)
            pieces = self._engine.pieces(_picture(request), seconds=request.header["seconds"])
            return {"pieces": [vars(piece) for piece in pieces]}, b""
        except TextError as error:
            return {"error": str(error)}, b""
        except Exception as error:
            # The edge of the process: whatever the networks make of a picture is told to the parent.
            return {"error": networks.to_mend(f"Reading failed ({type(error).__name__}: {error})")}, b""
        finally:
            # Lines of all widths leave holes: 359 MB after 45 pictures, and 138 so, for 4 % of the time.
            give_back_memory()


def load_engine(threads: int | None = None) -> Engine:
    """The engine of the networks that are installed. Raises TextError."""
    threads = threads or min(os.cpu_count() or 1, _MOST_THREADS)
    finder, _ = networks.load(networks.FINDER, threads=threads)
    reader, alphabet = networks.load(networks.READER, threads=threads)
    return Engine(finder, reader, alphabet)


def _picture(request: Message) -> Image.Image:
    return Image.frombytes("RGB", tuple(request.header["read"]), request.payload)


if __name__ == "__main__":
    main()
