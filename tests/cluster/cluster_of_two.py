"""A real cluster of two nodes on this machine, each started by `ray start`, that can be killed."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

import psutil

RAY = Path(sysconfig.get_path("scripts")) / "ray"
QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_AUTH_MODE": "token"}

_ATTENTIVE = {"health_check_initial_delay_ms": 0, "health_check_period_ms": 1000}
"""So that a dead node is missed after five seconds and not after twenty."""


class ClusterOfTwo:
    """`environment` is what a command needs in order to reach it."""

    def __init__(self, folder: Path) -> None:
        self.port, self.client_port = _free_ports(2)
        self.environment = {
            **QUIET,
            "RAY_AUTH_TOKEN": secrets.token_hex(32),
            "RAY_ADDRESS": f"127.0.0.1:{self.port}",
        }
        self._log = folder / "nodes.log"
        self._nodes = [
            self._start(
                *("--head", f"--port={self.port}", "--include-dashboard=false", f"--temp-dir={folder}"),
                f"--ray-client-server-port={self.client_port}",
                f"--system-config={json.dumps(_ATTENTIVE)}",
            )
        ]
        self._wait_for(1)
        self._nodes.append(self._start(f"--address=127.0.0.1:{self.port}"))
        self._wait_for(2)

    def workers(self, node: int) -> list[psutil.Process]:
        """The actors on one of its nodes; 0 is the head."""
        children = psutil.Process(self._nodes[node].pid).children(recursive=True)
        return [child for child in children if "ClusterHand" in " ".join(_words(child))]

    def kill_node(self, node: int) -> None:
        """As a power cut does it: all its processes at once."""
        process = psutil.Process(self._nodes[node].pid)
        for each in [*process.children(recursive=True), process]:
            _kill(each)
        self._nodes[node].wait()

    def close(self) -> None:
        for node, process in enumerate(self._nodes):
            if process.poll() is None:
                self.kill_node(node)

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [RAY, "start", "--num-cpus=1", "--disable-usage-stats", "--block", *arguments],
                env={**os.environ, **self.environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _wait_for(self, nodes: int) -> None:
        """Until the cluster has so many nodes; another process asks, as Ray knows one cluster a process."""
        code = (
            "import ray; ray.init('auto', log_to_driver=False); print(sum(n['Alive'] for n in ray.nodes()))"
        )
        while True:
            assert all(node.poll() is None for node in self._nodes), self._log.read_text()
            if self._listens():
                process = subprocess.run(
                    [sys.executable, "-c", code],
                    env={**os.environ, **self.environment},
                    capture_output=True,
                    text=True,
                )
                if process.stdout.strip().endswith(str(nodes)):
                    return
            sleep(0.2)

    def _listens(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True


@contextmanager
def cluster_of_two() -> Iterator[ClusterOfTwo]:
    # Not pytest's folder: the paths of Ray's sockets have to be short.
    folder = Path(tempfile.mkdtemp(prefix="ray", dir="/tmp"))
    cluster = ClusterOfTwo(folder)
    try:
        yield cluster
    finally:
        cluster.close()
        shutil.rmtree(folder, ignore_errors=True)


def _free_ports(count: int) -> list[int]:
    """Ports above those that Ray's workers take, from 10002 to 19999."""
    ports = (port for port in range(21000 + os.getpid() % 5000, 32000) if not _is_taken(port))
    return [next(ports) for _ in range(count)]


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _words(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def _kill(process: psutil.Process) -> None:
    try:
        process.send_signal(signal.SIGKILL)
    except psutil.NoSuchProcess:
        return
