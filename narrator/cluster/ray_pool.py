"""A cluster as what describes shards, seen from the command: Ray itself is in another process."""

import os
import socket
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from importlib.util import find_spec
from itertools import islice
from threading import Event

from narrator.cluster.connection import OWN
from narrator.cluster.job import Job
from narrator.cluster.shard import Receipt, Shard
from narrator.errors import NarratorError, SettingsError
from narrator.installation.choice import this_installation
from narrator.workers.process import WorkerLostError, WorkerProcess

_ANSWER_SECONDS = 600.0
"""It answers every few seconds, but Ray's start takes long on a busy machine. Who takes longer hangs."""
_END_SECONDS = 30.0
_REACH_SECONDS = 5.0
_AUTO = "auto"


def ray_address(on: str) -> str:
    """The address for Ray of what --on names: "ray", "ray://auto" or "ray://HOST:PORT".

    Raises SettingsError for anything else, where Ray is not installed, and for a host that does not answer.
    """
    if on != "ray" and not on.startswith("ray://"):
        raise SettingsError(f"{on} is no cluster; say --on ray, ray://auto or ray://HOST:PORT.")
    if find_spec("ray") is None:
        raise SettingsError(
            f"Ray is not installed; run {this_installation().to_add('cluster')}, or leave --on out."
        )
    if on == "ray":
        return OWN
    named = on.removeprefix("ray://").rstrip("/")
    if named == _AUTO:
        _reach(os.environ.get("RAY_ADDRESS", ""))
        return _AUTO
    host, _, port = named.rpartition(":")
    if not host or not port.isdecimal() or int(port) >= 2**16:
        raise SettingsError(f"{on} is no address; write it as ray://HOST:PORT, such as ray://10.0.0.7:10001.")
    _reach(named)
    return f"ray://{named}"


class RayPool:
    """Describes shards on a cluster of Ray."""

    def __init__(self, job: Job, *, address: str, hands: int) -> None:
        """`address` comes from `ray_address`; `hands` 0 means all cores of the cluster."""
        self._opening = {"address": address, "job": job.to_message(), "hands": hands}

    def receipts(self, shards: Iterable[Shard]) -> Iterator[Receipt]:
        """The receipts as they come. Raises NarratorError where the cluster cannot be used."""
        command = [sys.executable, "-m", "narrator.cluster.ray_driver"]
        driver = WorkerProcess(command, self._opening)
        left, owed, room = iter(shards), 0, 1
        try:
            while (new := list(islice(left, room))) or owed:
                owed += len(new)
                answer = driver.ask(
                    {"shards": [shard.to_message() for shard in new]}, _ANSWER_SECONDS, Event()
                )
                assert answer  # nothing stops the question
                if "error" in answer.header:
                    raise (SettingsError if answer.header["usage"] else NarratorError)(answer.header["error"])
                room = answer.header["room"]
                owed -= len(answer.header["receipts"])
                yield from map(Receipt.from_message, answer.header["receipts"])
        except WorkerLostError as error:
            raise NarratorError(
                f"What talks to Ray cannot go on ({error}); start the same command again, "
                "it goes on where it was."
            ) from error
        finally:
            with suppress(WorkerLostError):  # then there is nothing left to end
                driver.ask({"end": True}, _END_SECONDS, Event())
            driver.close()


def _reach(address: str) -> None:
    """Raise SettingsError if nobody listens there; Ray itself would try for half a minute."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not host or not port.isdecimal():
        return  # "auto", or nothing: Ray looks on this machine
    try:
        socket.create_connection((host.strip("[]"), int(port)), _REACH_SECONDS).close()
    except OSError as error:
        raise SettingsError(
            f"No cluster answers at {address} ({error.strerror or error}); "
            "check that Ray runs there, and its address."
        ) from error
