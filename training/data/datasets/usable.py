"""Which pictures of a data set can be opened: found out once, remembered in a file."""

import hashlib
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from narrator.errors import PictureError
from narrator.picture.opening import open_picture, short_name
from narrator.whole_file import whole_file
from training.data.datasets.example import Example
from training.data.datasets.skipped import leave_out, missing_pictures
from training.data.datasets.source import list_source

if TYPE_CHECKING:  # it knows torch, which takes seconds to import and which a download has no use for
    from training.config import SourceConfig
    from training.learning.processes import Processes

RECORD = "unusable.json"


def usable_examples(source: "SourceConfig", root: Path, folder: Path) -> list[Example]:
    """The examples of a data set whose pictures are there and can be opened, in the order of its list.

    Which are left out is said, and written to `unusable.json` in `folder`, each with the reason. Raises
    `DatasetError` when they are more than the share `source.skipped_share` of the list.
    """
    examples = list_source(source, root)
    unusable = unusable_pictures(examples, source.name, folder)
    return leave_out(examples, unusable, source, folder / RECORD)


def unusable_pictures(
    examples: Sequence[Example], name: str, folder: Path, *, processes: "Processes | None" = None
) -> dict[str, str]:
    """The names of the pictures of a data set that cannot be opened, each with the reason.

    All are opened the first time, which takes minutes with a hundred thousand; `unusable.json` in `folder`
    then holds what came out, and afterwards only those that it names, or that are missing, are tried again.
    Of several processes each opens its share, and all get to know of all.
    """
    record = folder / RECORD
    listed = names_digest(examples)
    known = _read(record, listed)
    suspects = examples
    if known is not None:
        suspected = known.keys() | missing_pictures(examples).keys()
        suspects = [example for example in examples if example.picture.name in suspected]
    if processes is None:
        found = _unopenable(suspects, name)
    else:
        shares = processes.gather(_unopenable(processes.share(suspects), name))
        found = {picture: problem for share in shares for picture, problem in share.items()}
    names = (example.picture.name for example in suspects)
    unusable = {picture: found[picture] for picture in names if picture in found}
    if unusable != known and (processes is None or processes.first):
        folder.mkdir(parents=True, exist_ok=True)
        with whole_file(record, synced=True) as file:
            file.write(json.dumps({"listed": listed, "unusable": unusable}, indent=1).encode())
    return unusable


def names_digest(examples: Sequence[Example]) -> str:
    """A fingerprint of which pictures these are, and of their order."""
    return hashlib.sha256("\n".join(example.picture.name for example in examples).encode()).hexdigest()


def _unopenable(examples: Sequence[Example], name: str) -> dict[str, str]:
    with ThreadPoolExecutor() as pool:
        problems = pool.map(_problem, examples)
        bar = tqdm(problems, total=len(examples), desc=f"{name}: opening", unit="picture", disable=None)
        return {
            example.picture.name: problem
            for example, problem in zip(examples, bar, strict=True)
            if problem is not None
        }


def _problem(example: Example) -> str | None:
    """Why a picture cannot be opened, or not as a whole; None if it can."""
    try:
        picture = open_picture(example.picture)
    except PictureError as error:
        return str(error)
    # Its captions are of the whole picture.
    return f"The end of {short_name(example.picture)} is missing." if picture.incomplete else None


def _read(record: Path, listed: str) -> dict[str, str] | None:
    """What was found out about these pictures before; None if nothing was."""
    if not record.is_file():
        return None
    known = json.loads(record.read_text(encoding="utf-8"))
    if known["listed"] != listed:
        return None
    unusable: dict[str, str] = known["unusable"]
    return unusable
