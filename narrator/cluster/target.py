"""What the words of a command stand for: whether its output is a folder of parts, and its job."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from narrator.cluster.job import Job, bundle_digest
from narrator.cluster.storage import is_address
from narrator.collection.listing import STANDARD_INPUT
from narrator.collection.tables import load_pyarrow
from narrator.collection.worker import Work
from narrator.errors import PictureError, SettingsError
from narrator.picture.addresses import path_of

_FILE_ENDINGS = {".jsonl", ".ndjson", ".csv", ".parquet"}


def is_parts(what: Sequence[str], out: str) -> bool:
    """Whether the output is a folder of parts, or the pictures are in a store, for which it has to be one."""
    return out.endswith(("/", os.sep)) or is_address(out) or any(map(is_address, what))


def job_for(what: Sequence[str], out: str, work: Work, *, recursive: bool, part_pictures: int) -> Job:
    """The job of a command line.

    Raises SettingsError for an output that is no folder and where Parquet is not installed, and BundleError.
    """
    place = _absolute(out)
    if not is_address(out):
        _refuse_file(out, Path(place))
    load_pyarrow()  # only now: who named a file is not helped by it
    named = tuple(map(_absolute, what))
    folders = tuple(each for each in (*named, place) if Path(each).is_dir())
    return Job(
        out=place,
        work=replace(work, model=_everywhere(work.model)),
        bundle=bundle_digest(work.model),
        what=named,
        folders=folders,
        recursive=recursive,
        shard_pictures=part_pictures,
    )


def _everywhere(model: str | None) -> str | None:
    """A model's folder as an absolute path; a name stays one."""
    if model and (folder := Path(model).expanduser()).is_dir():
        return str(folder.absolute())
    return model


def _refuse_file(out: str, place: Path) -> None:
    if place.suffix.lower() in _FILE_ENDINGS and not out.endswith(("/", os.sep)):
        raise SettingsError(f"{place.name} would be a file; name a folder, such as {place.stem}/.")
    try:
        if not place.parent.is_dir():
            raise SettingsError(
                f"There is no folder {place.parent.name} to make {place.name} in; "
                "make it or name another one."
            )
        place.mkdir(exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"{place.name} cannot be made there ({error.strerror}); name another place."
        ) from error


def _absolute(argument: str) -> str:
    """The same wherever it is read; machines of a cluster have other current folders."""
    if argument == STANDARD_INPUT or is_address(argument):
        return argument
    try:
        return str(path_of(argument).absolute())
    except PictureError as error:
        raise SettingsError(str(error)) from error
