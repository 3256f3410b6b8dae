"""The process in which files are opened, `python -m narrator.picture.apart.worker`: a file in, a picture out.

It exists so that a file over which a decoder hangs, crashes or fills the memory costs one picture and not the
program. It ends when its standard input ends. What it may take of the memory, of the processor's time and of
time is bounded by the system, so that it ends even if nobody is left who could end it; Windows has no such
bounds, and macOS none for memory. Only a process that was stopped (SIGSTOP) remains until it is continued.

The parent opens with `{"seconds": number, "digests": bool}`: what one picture may take, and whether pictures
come with the digests of their pixels, which are in one piece here. A request has one of `path` (true: the
payload is the path as the system writes it) and `bytes` (true: the payload is the file), both with
`languages`, tags or null; or `short_side`, with `screenful`: the payload is a JPEG of which more pixels are
wanted. The reply is a picture as `record` writes it, or an `error`, which is a sentence.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from narrator.errors import PictureError
from narrator.picture.apart.record import to_message
from narrator.picture.opening import closer_image, open_picture
from narrator.workers.answering import Answer, answer_requests
from narrator.workers.messages import Message

_GRACE_SECONDS = 5.0
"""After which the parent, if there is one, has long ended this process, and knows why."""

_MEMORY = 3 * 2**30
"""Bytes of data: three times what the largest picture takes that may be opened
(`python -m benchmarks.largest`). Addresses are not counted, for threads reserve many of them: decoders start
one for each processor, and the C library sets 64 MB of addresses aside for each."""


def main() -> None:
    """Answer requests until standard input ends."""
    answer_requests(_begin)


def _begin(opening: Mapping[str, Any]) -> Callable[[Message], Answer]:
    _bound_memory()

    def answer(request: Message) -> Answer:
        _bound_work(opening["seconds"])
        with _ended_after(opening["seconds"] + _GRACE_SECONDS):
            return _answer(request, with_digest=opening["digests"])

    return answer


def _answer(request: Message, *, with_digest: bool) -> Answer:
    header = request.header
    try:
        if "short_side" in header:
            image = closer_image(request.payload, header["short_side"], screenful=header["screenful"])
            return {"pixels": image.size}, image.tobytes()
        source = os.fsdecode(request.payload) if "path" in header else request.payload
        return to_message(open_picture(source, languages=header["languages"]), with_digest=with_digest)
    except PictureError as error:
        return {"error": str(error)}, b""


def _bound_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, resource.getrlimit(resource.RLIMIT_DATA)[1]))


def _bound_work(seconds: float) -> None:
    """Of the processors from now on, for one picture: decoders may use several at once."""
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime + seconds * (os.cpu_count() or 1)) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


@contextmanager
def _ended_after(seconds: float) -> Iterator[None]:
    """End this process if the block takes longer: a decoder that only waits uses no processor.

    The system does it, whatever the decoder is busy with. Linux could end a child with its parent instead,
    but does so already when the thread ends that has started the child.
    """
    if sys.platform == "win32":
        yield
        return
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # the parent may have ignored it, which is inherited
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


if __name__ == "__main__":
    main()
