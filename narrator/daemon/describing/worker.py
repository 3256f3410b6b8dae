"""The network's own process, `python -m narrator.daemon.describing.worker`: pixels in, captions out.

It exists so that the memory of the network can be given back whole, and so that a fault in a library that is
not written in Python ends this process and not the daemon. It ends when its standard input ends.

The parent opens with what `Setup.to_message` gives. A request has one of `load` (the reply names the `bundle`
and its `image_size`), `describe` (a number of samples, the `kind` that the parent takes the picture for,
perhaps a `seed`; the payload is that picture, S x S pixels in RGB; the reply holds the `description`),
`question` (with the `kind` and the names of the `parts`, whose pixels follow one another in the payload; the
reply holds the picture's `kind` and the `answer` or null), `translate` (a description, which comes back
with all its words in the tongue) and `features` (the payload of `describe`; the reply's payload is a vector
of float32). An `error` comes with its `kind`.
"""

from contextlib import suppress
from threading import Timer
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from narrator.captioning.setup import Setup
from narrator.description import Description
from narrator.errors import BundleError, NarratorError
from narrator.questions.question import Question
from narrator.translation.telling import expect_translation, translated
from narrator.workers.answering import Answer, answer_requests
from narrator.workers.memory import give_back_memory
from narrator.workers.messages import Message

if TYPE_CHECKING:  # its modules are imported while ONNX Runtime loads the network (`Setup.captioner`)
    from narrator.captioning.captioner import Captioner
    from narrator.questions.asker import Asker

_REST_SECONDS = 2.0
"""So long after a picture, what it has taken is given back: pictures that follow one another would take it
again and again. The first time, the network is kept for shorter starts, too."""


def main() -> None:
    """Answer requests until standard input ends."""
    answer_requests(lambda opening: _Desk(Setup(**opening)).answer)


class _Desk:
    """Answers one request after the other with a network that loads before the first of them comes."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._loaded: tuple[Captioner, int] | None = None
        self._graphs_are_kept = False
        self._asks: Asker | None = None
        with suppress(NarratorError):  # the first request tries again, and is told
            self._network()
        self._rest = self._rest_soon()

    def answer(self, request: Message) -> Answer:
        """The reply, or its error."""
        self._rest.cancel()
        try:
            return self._answer(request)
        except NarratorError as error:
            kind = "bundle" if isinstance(error, BundleError) else "picture"
            return {"error": str(error), "kind": kind}, b""
        finally:
            self._rest = self._rest_soon()

    def _answer(self, request: Message) -> Answer:
        header = request.header
        if "translate" in header:
            whole = translated(Description.from_record(header["translate"]), whole=True)
            return {"description": whole.to_record()}, b""
        captioner, side = self._network()
        if "describe" in header:
            pixels = _pixels(request.payload, side)
            description = captioner.describe_as(
                pixels, header["kind"], header["describe"], header.get("seed")
            )
            return {"description": translated(description).to_record()}, b""
        if "question" in header:
            kind, answer = self._asker(captioner).answer(
                Question.from_record(header["question"]),
                header["kind"],
                dict(zip(header["parts"], _squares(request.payload, side), strict=True)),
            )
            return {"kind": kind, "answer": answer and answer.to_record()}, b""
        if "features" in header:
            return {}, captioner.features(_pixels(request.payload, side)).tobytes()
        return {"bundle": f"{captioner.name} {captioner.version}", "image_size": side}, b""

    def _rest_soon(self) -> Timer:
        timer = Timer(_REST_SECONDS, self._settle)
        timer.daemon = True
        timer.start()
        return timer

    def _settle(self) -> None:
        if self._loaded is not None and not self._graphs_are_kept:
            self._graphs_are_kept = True  # one try for each process: what failed once would fail again
            with suppress(BundleError):  # one that was damaged since it was loaded; the next start tells it
                self._setup.keep_graphs(self._loaded[0])
        give_back_memory()

    def _asker(self, captioner: "Captioner") -> "Asker":
        if self._asks is None:
            from narrator.questions.asker import Asker

            self._asks = Asker(captioner)
        return self._asks

    def _network(self) -> tuple["Captioner", int]:
        if self._loaded is None:
            expect_translation()
            captioner = self._setup.captioner()
            self._loaded = captioner, captioner.network.image_size
        return self._loaded


def _pixels(payload: bytes, side: int) -> NDArray[np.uint8]:
    return np.frombuffer(payload, np.uint8).reshape(side, side, 3)


def _squares(payload: bytes, side: int) -> NDArray[np.uint8]:
    squares: NDArray[np.uint8] = np.frombuffer(payload, np.uint8).reshape(-1, side, side, 3)
    return squares


if __name__ == "__main__":
    main()
