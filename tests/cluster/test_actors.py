"""What becomes of a shard that kills each worker, on a real Ray."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT

pytestmark = pytest.mark.needs_cluster

# In a process of its own, because Ray stays in the process that has imported it.
DEADLY = """
import os
from narrator.cluster import actors
from narrator.cluster.connection import OWN, connected, end
from narrator.errors import NarratorError

class Deadly:
    def __init__(self, job, home):
        pass
    def begin(self):
        return ""
    def describe(self, shard):
        os._exit(9)

actors.ClusterHand = Deadly
ray = connected(OWN, 1)
pool = actors.Actors(ray, {}, hands=1, home={})
shards = [{"number": 7}]
try:
    while True:
        assert pool.receipts(shards) == []
        shards = []
except NarratorError as error:
    print(error)
finally:
    end()
"""


def test_it_ends_the_run_with_a_sentence(person: Path) -> None:
    process = subprocess.run([sys.executable, "-c", DEADLY], capture_output=True, text=True, cwd=ROOT)
    assert process.returncode == 0, process.stderr
    # Ray says something here, too; in the program this process has no terminal.
    (said,) = [line for line in process.stdout.splitlines() if line.startswith("Part 7 has cost 6 workers")]
    assert said.endswith("it goes on where it was.")
