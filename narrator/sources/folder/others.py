"""Folders that programs keep among a person's own: what appears in them is no news to anybody."""

import os
from pathlib import Path

NO_MEDIA = ".nomedia"
"""A file that says so of its folder and of all beneath it (Android's MediaStore.MEDIA_IGNORE_FILENAME)."""

_NAMES = frozenset(
    # Synology's previews, wastebaskets and snapshots (librephotos#64, photoprism#4921); then QNAP's.
    {"@eadir", "#recycle", "#snapshot"}
    | {"@recycle", "@recently-snapshot"}
    # Wastebaskets and restore points of Windows (katalog#571), on every disk that it has seen.
    | {"$recycle.bin", "recycler", "system volume information"}
    # macOS's on network drives, and what it puts into ZIP files.
    | {"network trash folder", "temporary items", "__macosx"}
    # What fsck(8) has found.
    | {"lost+found"}
    # What npm has installed: no editor watches it either (VS Code's files.watcherExclude).
    | {"node_modules"}
)
"""In small letters: some of these systems write them in either."""

_ENDINGS = frozenset(
    # Libraries of Photos, iPhoto and Aperture, which keep each picture in several sizes (dynaframe3#71).
    {".photoslibrary", ".photolibrary", ".migratedphotolibrary", ".aplibrary"}
    # Previews and libraries of Lightroom, catalogues of Capture One.
    | {".lrdata", ".lrlibrary", ".cocatalog"}
)


def is_hidden(path: Path | os.DirEntry[str]) -> bool:
    """Whether file managers hide a file or folder: .Trash-1000, .thumbnails, .stversions, .snapshot."""
    return path.name.startswith(".")


def is_kept_by_a_program(folder: Path | os.DirEntry[str]) -> bool:
    """Whether a folder is such a one by its name."""
    name = folder.name.lower()
    return is_hidden(folder) or name in _NAMES or Path(name).suffix in _ENDINGS
