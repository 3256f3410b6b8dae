"""The actors of a cluster: each shard goes to one that is free, and to another one when its own dies.

What kills one worker after the other is given up after a few, because it will do so for ever.
"""

import sys
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

from narrator.cluster.hand import ClusterHand
from narrator.cluster.node_report import node_problem, node_report
from narrator.errors import NarratorError, SettingsError

_WAIT_SECONDS = 2.0
_START_SECONDS = 180.0
"""Without any free worker for so long, the cluster is taken for gone. Ray needs some ten seconds for one."""
_LOSSES = 5
"""Workers that a shard may lose: machines are taken away one after the other, too."""
_STARTING = -1
"""In the place of a shard's number."""

Shard = Mapping[str, Any]
Receipt = dict[str, Any]


@dataclass(frozen=True)
class _Task:
    """What an actor does now: a shard, or None while it loads the model."""

    actor: Any
    shard: Shard | None


class Actors:
    """Keeps as many actors as the cluster has cores, and as there is work for."""

    def __init__(
        self, ray: Any, job: Mapping[str, Any], *, hands: int, home: Mapping[str, str] | None = None
    ) -> None:
        """Ask each machine whether it has what is needed; `hands` 0 means all cores.

        With a `home`, which a Ray of our own needs (see `ClusterHand`), it is this one. Raises SettingsError.
        """
        self._home = home or {}
        self._ray = ray
        self._job = job
        self._hands = hands
        self._waiting: deque[Shard] = deque()
        self._tasks: dict[Any, _Task] = {}
        self._idle: list[Any] = []
        self._losses: Counter[int] = Counter()
        self._alive = monotonic()
        self._actor = ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(ClusterHand)
        if home is None:
            _check_nodes(ray, job)

    @property
    def room(self) -> int:
        """How many shards more it takes, so that no actor is ever without one."""
        return max(0, 2 * self._wanted() - len(self._waiting))

    def receipts(self, shards: Sequence[Shard]) -> list[Receipt]:
        """Take these shards too, and give the receipts that have come meanwhile.

        Raises NarratorError when a shard has cost too many workers, or there is no worker any more.
        """
        self._waiting.extend(shards)
        self._employ()
        if not self._tasks:
            return []
        ready, _ = self._ray.wait(list(self._tasks), num_returns=1, timeout=_WAIT_SECONDS)
        receipts = [receipt for each in ready if (receipt := self._answer(each, self._tasks.pop(each)))]
        if ready or any(task.shard for task in self._tasks.values()):
            self._alive = monotonic()
        elif monotonic() - self._alive > _START_SECONDS:
            raise NarratorError(
                f"The cluster has given no worker within {_START_SECONDS:.0f} seconds; "
                "see whether it has cores that are free, and start the same command again."
            )
        self._employ()
        return receipts

    def _wanted(self) -> int:
        cores = int(self._ray.cluster_resources().get("CPU", 0))
        return self._hands or max(1, cores)

    def _employ(self) -> None:
        """Give idle actors shards, and start actors for those that still wait."""
        while self._waiting and self._idle:
            actor, shard = self._idle.pop(), self._waiting.popleft()
            self._tasks[actor.describe.remote(shard)] = _Task(actor, shard)
        starting = sum(task.shard is None for task in self._tasks.values())
        for _ in range(min(len(self._waiting) - starting, self._wanted() - len(self._tasks))):
            actor = self._actor.remote(self._job, self._home)
            self._tasks[actor.begin.remote()] = _Task(actor, None)

    def _answer(self, reference: Any, task: _Task) -> Receipt | None:
        try:
            answer = self._ray.get(reference)
        except self._ray.exceptions.RayActorError as error:
            self._lose(task, error)
            return None
        except self._ray.exceptions.RayError as error:
            raise _fault(error) from error
        if task.shard is None and answer:
            raise SettingsError(answer)
        self._idle.append(task.actor)
        return answer if task.shard else None

    def _lose(self, task: _Task, error: Exception) -> None:
        if task.shard is None:
            self._losses[_STARTING] += 1
            if self._losses[_STARTING] > _LOSSES * self._wanted():
                raise _fault(error)
            return
        number = task.shard["number"]
        self._losses[number] += 1
        if self._losses[number] > _LOSSES:
            raise NarratorError(
                f"Part {number} has cost {self._losses[number]} workers, one after the other; see whether "
                "the machines have a gigabyte of memory for each core, and start the same command again: "
                "it goes on where it was."
            )
        self._waiting.appendleft(task.shard)


def _check_nodes(ray: Any, job: Mapping[str, Any]) -> None:
    strategies = ray.util.scheduling_strategies
    ray.cloudpickle.register_pickle_by_value(sys.modules[node_report.__module__])
    ask = ray.remote(num_cpus=0, max_retries=0)(node_report)
    asked = [
        ask.options(
            scheduling_strategy=strategies.NodeAffinitySchedulingStrategy(node["NodeID"], soft=False)
        ).remote(job["work"]["model"], job["folders"])
        for node in ray.nodes()
        if node["Alive"] and node["Resources"].get("CPU")
    ]
    try:
        reports = ray.get(asked, timeout=_START_SECONDS)
    except ray.exceptions.RayError as error:
        raise _fault(error) from error
    for report in reports:
        if problem := node_problem(report, version=job["version"], bundle=job["bundle"]):
            raise SettingsError(problem)


def _fault(error: Exception) -> NarratorError:
    # The last line says what happened; those before it are a traceback.
    lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
    return NarratorError(
        f"The cluster cannot describe these pictures ({lines[-1][:300].rstrip('.')}); "
        "see Ray's own logs, and start the same command again: it goes on where it was."
    )
