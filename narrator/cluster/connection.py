"""A connection to Ray: one of this machine's own, which ends with the process, or the cluster that was named.

Ray's reports of its use are off, no dashboard is opened, and no folder is sent anywhere. A Ray of our own
takes nobody's questions but this process's: it is given a token that nobody else has.
"""

import importlib
import logging
import os
import secrets
import shutil
import sys
import tempfile
from typing import Any

from narrator.errors import NarratorError, SettingsError

OWN = ""
"""The address of a Ray that is started for this run alone."""
_own_folders: list[str] = []


def connected(address: str, hands: int) -> Any:
    """The module ray, connected; a Ray of our own has `hands` cores. Raises NarratorError, a sentence."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    # Under `uv run` Ray would send the current folder to the cluster.
    os.environ["RAY_ENABLE_UV_RUN_RUNTIME_ENV"] = "0"
    options: dict[str, Any] = {"address": address}
    if address == OWN:
        os.environ.update(RAY_AUTH_MODE="token", RAY_AUTH_TOKEN=secrets.token_hex(32))
        options = {"address": "local", "num_cpus": hands, "include_dashboard": False, **_own_folder()}
    ray = importlib.import_module("ray")
    try:
        ray.init(log_to_driver=False, logging_level=logging.CRITICAL, configure_logging=False, **options)
    except (ConnectionError, TimeoutError, RuntimeError, ValueError, ImportError) as error:
        raise refused(address, error) from error
    return ray


def end() -> None:
    """End a Ray of our own and forget all that it has written, or leave the cluster."""
    if ray := sys.modules.get("ray"):
        ray.shutdown()
    while _own_folders:
        shutil.rmtree(_own_folders.pop(), ignore_errors=True)  # its last processes may still write there


def _own_folder() -> dict[str, str]:
    """A place for what Ray keeps, with a short name, because the paths of sockets have to be short."""
    if sys.platform == "win32":
        return {}
    folder = tempfile.mkdtemp(prefix="ray", dir="/tmp")
    _own_folders.append(folder)
    return {"_temp_dir": folder}


def refused(address: str, error: Exception) -> NarratorError:
    """What Ray says of a cluster that it cannot use, in one sentence."""
    text = " ".join(str(error).split())
    if "ersion mismatch" in text:
        return SettingsError(
            f"The cluster at {address} has another version of Ray or Python than this machine "
            f"({text[:300].rstrip('.')}); install the same ones everywhere."
        )
    if address == OWN:
        return NarratorError(f"Ray cannot be started here ({text[:200].rstrip('.')}); leave --on ray out.")
    return NarratorError(
        f"The cluster at {address} cannot be used ({type(error).__name__}: {text[:200].rstrip('.')}); "
        "check that Ray runs there, and its address."
    )
