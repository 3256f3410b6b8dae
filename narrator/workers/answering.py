"""The inside of a worker process: requests come, and each is answered, until the parent has ended."""

import os
import signal
import sys
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from narrator.languages.catalogue import in_tongue
from narrator.workers.messages import Message, receive, send

Answer = tuple[Mapping[str, object], bytes]
"""Header and payload of a reply, still without the request's id."""


def answer_requests(begin: Callable[[Mapping[str, Any]], Callable[[Message], Answer]]) -> None:
    """Answer one request after the other until standard input ends or nobody reads the replies.

    `begin` is called once, with the header of the parent's first message, and returns what answers requests.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's; this process ends with it
    replies = take_stdout()
    opening = receive(sys.stdin.buffer)
    if opening is None:
        return
    answer = begin(opening.header)
    while (request := receive(sys.stdin.buffer)) is not None:
        with in_tongue(request.header.get("tongue")):
            header, payload = answer(request)
        try:
            send(replies, {"id": request.header["id"], **header}, payload)
        except BrokenPipeError:
            return


def take_stdout() -> BinaryIO:
    """The pipe to the parent, for replies alone; what libraries print goes to standard error from now on."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr  # which is written at the end of each line
    return replies
