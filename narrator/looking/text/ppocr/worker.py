"""The process that reads text, `python -m narrator.looking.text.ppocr.worker`: pixels in, pieces of text out.

It exists so that reading can be ended at a deadline, and so that its memory can be given back whole. It ends
when its standard input ends.

A request has `read`, the width and height of a picture whose RGB pixels are the payload, and the `seconds`
after which no further line is read; the reply holds `pieces`, each with the values of `Piece`, or an `error`.
"""

import os
import signal
import sys

from PIL import Image

from narrator.errors import TextError
from narrator.looking.text.ppocr import networks
from narrator.looking.text.ppocr.engine import Engine
from narrator.workers.messages import Message, receive, send

_MOST_THREADS = 4
"""The network that describes pictures may be at work beside it."""


def main() -> None:
    """Answer requests until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's; this process ends with it
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not be taken for an answer
    if receive(sys.stdin.buffer) is None:
        return
    engine: Engine | None = None
    while (request := receive(sys.stdin.buffer)) is not None:
        reply: dict[str, object]
        try:
            engine = engine or load_engine()
            pieces = engine.pieces(_picture(request), seconds=request.header["seconds"])
            reply = {"pieces": [vars(piece) for piece in pieces]}
        except TextError as error:
            reply = {"error": str(error)}
        except Exception as error:
            # The edge of the process: whatever the networks make of a picture is told to the parent.
            reply = {"error": networks.to_mend(f"Reading failed ({type(error).__name__}: {error})")}
        try:
            send(replies, {"id": request.header["id"], **reply})
        except BrokenPipeError:
            return


def load_engine() -> Engine:
    """The engine of the networks that are installed. Raises TextError."""
    threads = min(os.cpu_count() or 1, _MOST_THREADS)
    finder, _ = networks.load(networks.FINDER, threads=threads)
    reader, alphabet = networks.load(networks.READER, threads=threads)
    return Engine(finder, reader, alphabet)


def _picture(request: Message) -> Image.Image:
    return Image.frombytes("RGB", tuple(request.header["read"]), request.payload)


if __name__ == "__main__":
    main()
