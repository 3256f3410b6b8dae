"""A connection to Ray: one of this machine's own, which ends with the process, or the cluster that was named.

Ray's reports of its use are off, no dashboard is opened, and no folder is sent anywhere. A Ray of our own
takes nobody's questions but this process's: it is given a token that nobody else has. Nor does it ask the
network in which cloud it is, as Ray 2.60 does for its reports although they are off.
"""

import importlib
import logging
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from time import sleep
from typing import Any

from narrator.errors import NarratorError, SettingsError

OWN = ""
"""The address of a Ray that is started for this run alone."""
_HOMES = ("HOME", "USERPROFILE")
_TRIES, _AGAIN_SECONDS = 3, 2.0
"""A busy head may not start a client's server in time; the next time it does."""
_own_folders: list[Path] = []


def connected(address: str, hands: int) -> Any:
    """The module ray, connected; a Ray of our own has `hands` cores. Raises NarratorError, a sentence."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    # Under `uv run` Ray would send the current folder to the cluster.
    os.environ["RAY_ENABLE_UV_RUN_RUNTIME_ENV"] = "0"
    options: dict[str, Any] = {"address": address}
    home: AbstractContextManager[None] = nullcontext()
    if address == OWN:
        os.environ.update(RAY_AUTH_MODE="token", RAY_AUTH_TOKEN=secrets.token_hex(32))
        folder = _own_folder()
        home = _at_home_in(folder)
        options = {"address": "local", "num_cpus": hands, "include_dashboard": False}
        if sys.platform != "win32":
            options["_temp_dir"] = str(folder)
    ray = importlib.import_module("ray")
    try:
        with home:
            _connect(ray, options)
    except (ConnectionError, TimeoutError, RuntimeError, ValueError, ImportError) as error:
        raise refused(address, error) from error
    return ray


def _connect(ray: Any, options: dict[str, Any]) -> None:
    for tries_left in reversed(range(_TRIES)):
        try:
            ray.init(log_to_driver=False, logging_level=logging.CRITICAL, configure_logging=False, **options)
            return
        except ConnectionAbortedError:
            if not tries_left:
                raise
            sleep(_AGAIN_SECONDS)


def own_home() -> dict[str, str]:
    """What the actors of a Ray of our own set in their environment: the person's home."""
    return {name: os.environ[name] for name in _HOMES if name in os.environ}


def end() -> None:
    """End a Ray of our own and forget all that it has written, or leave the cluster."""
    if ray := sys.modules.get("ray"):
        ray.shutdown()
    while _own_folders:
        shutil.rmtree(_own_folders.pop(), ignore_errors=True)  # its last processes may still write there


def _own_folder() -> Path:
    """A place for what Ray keeps, with a short name, because the paths of sockets have to be short."""
    folder = Path(tempfile.mkdtemp(prefix="ray", dir=None if sys.platform == "win32" else "/tmp"))
    _own_folders.append(folder)
    return folder


@contextmanager
def _at_home_in(folder: Path) -> Iterator[None]:
    """Start processes whose home is that folder, with a cluster's configuration in which nothing stands.

    Where there is none, Ray asks 169.254.169.254 and metadata.google.internal which machine this is.
    """
    (folder / "ray_bootstrap_config.yaml").write_text("{}", encoding="ascii")
    before = {name: os.environ[name] for name in _HOMES if name in os.environ}
    os.environ.update(dict.fromkeys(_HOMES, str(folder)))
    try:
        yield
    finally:
        for name in _HOMES:
            del os.environ[name]
        os.environ.update(before)


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
