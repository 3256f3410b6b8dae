"""Whether a bundle's files are what its manifest says they are."""

import hashlib
from pathlib import Path
from typing import Any


def fingerprint(file: Path) -> dict[str, Any]:
    """What a manifest notes of a file: its size in bytes and its SHA-256."""
    return {"size": file.stat().st_size, "sha256": _sha256(file)}


def damage_of(folder: Path, name: str, entry: Any, *, noted_in: str, noted_only: bool = False) -> str | None:
    """What is wrong with a file, as the end of a sentence about its folder; None if it is as was noted.

    `entry` is what the manifest `noted_in` says of it, which nobody has checked. With `noted_only` nobody
    looks at the file itself.
    """
    if Path(name).name != name:
        return f"names a file outside its folder, {name}"
    if not isinstance(entry, dict) or not {"size", "sha256"} <= entry.keys():
        return f"is damaged, because {name} has no size or checksum in its {noted_in}"
    if noted_only:
        return None
    file = folder / name
    try:
        size = file.stat().st_size
        if size != entry["size"]:
            return f"is damaged, because {name} has {size} bytes and should have {entry['size']}"
        if _sha256(file) != entry["sha256"]:
            return f"is damaged, because the content of {name} has changed"
    except OSError:
        return f"is not complete, because {name} cannot be read"
    return None


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
