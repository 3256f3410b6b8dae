"""What all who describe shards of one output have to know, wherever they are."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from narrator import __version__
from narrator.captioning.shelves import MANIFEST, find_bundle
from narrator.cluster.manifest import FOLDER
from narrator.cluster.storage import Storage, is_address
from narrator.collection.worker import Work
from narrator.errors import SettingsError

_NAME = f"{FOLDER}/run.json"


@dataclass(frozen=True, kw_only=True)
class Job:
    """One output, and how its pictures are described."""

    out: str
    """A folder or an address."""
    work: Work
    bundle: str
    """The checksum of the model's manifest, which holds those of all its files."""
    what: tuple[str, ...]
    """The folders, patterns and addresses that were named."""
    folders: tuple[str, ...]
    """Those folders, and the output's, which each machine must have."""
    recursive: bool
    shard_pictures: int
    version: str = __version__
    """Narrator's own."""

    @property
    def names_one_place(self) -> bool:
        """Whether no picture can be listed twice."""
        return len(self.what) == 1 and (is_address(self.what[0]) or Path(self.what[0]).is_dir())

    def to_message(self) -> dict[str, Any]:
        """As it is sent to another process."""
        return asdict(self)

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> "Job":
        """What `to_message` was made of."""
        return cls(
            **{
                **message,
                "work": Work(**message["work"]),
                "what": tuple(message["what"]),
                "folders": tuple(message["folders"]),
            }
        )

    def refuse_another(self, out: Storage) -> None:
        """Raise SettingsError for an output that was begun with another job; else write this one down.

        Narrator's version may differ: an update must not make somebody begin anew. So may the size of parts:
        each listing has its own.
        """
        mine = json.dumps(
            {**self.to_message(), "version": "", "out": "", "folders": (), "shard_pictures": 0},
            sort_keys=True,
        ).encode()
        there = out.read(_NAME)
        if there is None:
            if any(name.endswith(".parquet") for name in out.names()):
                raise SettingsError(f"{out.address} holds other files of Parquet; name another output.")
            out.write(_NAME, mine)
        elif there != mine:
            raise SettingsError(
                f"{out.address} was begun with {_difference(there, mine)}; "
                "start it as before, or name another output."
            )


def bundle_digest(model: str | None) -> str:
    """What tells one model from another. Raises BundleError."""
    return hashlib.sha256((find_bundle(model) / MANIFEST).read_bytes()).hexdigest()


def _difference(there: bytes, mine: bytes) -> str:
    try:
        before, now = json.loads(there), json.loads(mine)
        differing = [name for name in now if before[name] != now[name]]
    except (ValueError, KeyError, TypeError):
        return "another version of narrator"
    names = {
        "what": "other pictures",
        "bundle": "another model",
        "work": "other settings",
        "recursive": "another --flat",
    }
    return next((names[name] for name in names if name in differing), "other settings")
