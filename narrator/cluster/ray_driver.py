"""The process that talks to Ray, `python -m narrator.cluster.ray_driver`: shards in, receipts out.

It is a process of its own because Ray writes to its terminal whatever happens in a cluster, some of it from
C++ and past all settings. The parent opens with `address`, `job` and `hands`. A request has `shards`; the
reply has `receipts`, `room` for so many shards more, or an `error`. A request with `end` ends Ray, or leaves
the cluster.
"""

from collections.abc import Mapping
from typing import Any

from narrator.cluster.actors import Actors
from narrator.cluster.connection import OWN, connected, end, own_home
from narrator.errors import NarratorError
from narrator.workers.answering import Answer, answer_requests
from narrator.workers.messages import Message


class _Desk:
    """Answers with actors that the first request starts."""

    def __init__(self, opening: Mapping[str, Any]) -> None:
        self._opening = opening
        self._actors: Actors | None = None

    def answer(self, request: Message) -> Answer:
        """Header and payload of the reply."""
        if "end" in request.header:
            end()
            return {}, b""
        try:
            if self._actors is None:
                address, hands = self._opening["address"], self._opening["hands"]
                ray = connected(address, hands)
                home = own_home() if address == OWN else None
                self._actors = Actors(ray, self._opening["job"], hands=hands, home=home)
            receipts = self._actors.receipts(request.header["shards"])
        except NarratorError as error:
            return {"error": str(error), "usage": error.exit_code == 2}, b""
        return {"receipts": receipts, "room": self._actors.room}, b""


if __name__ == "__main__":
    answer_requests(lambda opening: _Desk(opening).answer)
    end()  # of a parent that was killed
