"""The process that reads text, `python -m narrator.looking.text.worker`: pixels in, pieces of text out.

It exists so that reading can be ended at a deadline, and so that its memory can be given back whole. It ends
when its standard input ends.

A request has `read`, the width and height of a picture whose RGB pixels are the payload; the reply holds
`pieces`, each with the values of `Piece`, or an `error`.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narrator.looking.text.rapid import bundled_models
from narrator.workers.messages import Message, receive, send

Engine = Callable[[NDArray[np.uint8]], Any]


def main() -> None:
    """Answer requests until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's; this process ends with it
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not be taken for an answer
    stay_offline()
    if receive(sys.stdin.buffer) is None:
        return
    engine: Engine | None = None
    while (request := receive(sys.stdin.buffer)) is not None:
        reply: dict[str, object]
        try:
            engine = engine or _engine()
            reply = {"pieces": _pieces(engine, request)}
        except Exception as error:
            from narrator.installation.choice import this_installation

            # The edge of the process: whatever a foreign library makes of a picture is told to the parent.
            what = f"RapidOCR failed ({type(error).__name__}: {error})"
            reply = {"error": f"{what}; run {this_installation().to_mend('text')}, which may mend it."}
        try:
            send(replies, {"id": request.header["id"], **reply})
        except BrokenPipeError:
            return


def stay_offline() -> None:
    """Let no Python code in this process open a socket from now on, which cannot be taken back.

    The library knows how to download networks, and one of those that it brings tries out IPv6 when imported.
    """

    def refuse(event: str, _: object) -> None:
        if event == "socket.__new__":
            raise OSError("nothing is asked of the network here")

    sys.addaudithook(refuse)


def _engine() -> Engine:
    from rapidocr import RapidOCR

    models = bundled_models() or {}
    # Half of the processors: the network that describes pictures may be at work beside it.
    threads = max(1, (os.cpu_count() or 1) // 2)
    engine: Engine = RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,  # which way up a page is, narrator.looking.text.turning finds out
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            **{f"{part}.model_path": str(file) for part, file in models.items()},
        }
    )
    return engine


def _pieces(engine: Engine, request: Message) -> list[dict[str, object]]:
    width, height = request.header["read"]
    pixels = np.frombuffer(request.payload, np.uint8).reshape(height, width, 3)
    found = engine(np.ascontiguousarray(pixels[..., ::-1]))  # as OpenCV has it: blue first
    if not found.txts:
        return []
    return [
        _piece(text, float(score), np.asarray(box, np.float64))
        for text, score, box in zip(found.txts, found.scores, found.boxes, strict=True)
    ]


def _piece(text: str, score: float, box: NDArray[np.float64]) -> dict[str, object]:
    """A piece of its corners [4, 2]."""
    (left, top), (right, bottom) = box.min(axis=0).tolist(), box.max(axis=0).tolist()
    return {"text": text, "score": score, "left": left, "top": top, "right": right, "bottom": bottom}


if __name__ == "__main__":
    main()
