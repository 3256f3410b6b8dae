"""One worker of a cluster: an actor of Ray that has loaded the model, and describes shards on one core."""

import os
from collections.abc import Mapping
from typing import Any

from narrator.cluster.describing import ShardDescriber
from narrator.cluster.job import Job
from narrator.cluster.node_report import node_problem, node_report
from narrator.cluster.shard import Shard
from narrator.errors import NarratorError


class ClusterHand:
    """What it takes and gives are plain dictionaries, so that Ray need not know any class of the house."""

    def __init__(self, job: Mapping[str, Any], home: Mapping[str, str]) -> None:
        """`job` is the message of a Job. `home` are variables for a Ray that was started without a home."""
        os.environ.update(home)
        self._job = Job.from_message(job)
        self._describer: ShardDescriber | None = None

    def begin(self) -> str:
        """Load the model; what is missing here, as a sentence, or nothing."""
        report = node_report(self._job.work.model, self._job.folders)
        problem = node_problem(report, version=self._job.version, bundle=self._job.bundle)
        if problem:
            return problem
        try:
            self._describer = ShardDescriber(self._job, hands=1)
        except NarratorError as error:
            return str(error)
        return ""

    def describe(self, shard: Mapping[str, Any]) -> dict[str, Any]:
        """The message of the receipt of a shard, given its message; only after `begin`."""
        assert self._describer
        return self._describer.describe(Shard.from_message(shard)).to_message()
