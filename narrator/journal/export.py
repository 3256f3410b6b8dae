"""Corrections as a data set: small pictures, and the person's own words for each."""

import json
from dataclasses import dataclass
from pathlib import Path

from narrator.errors import JournalError
from narrator.journal.journal import Journal
from narrator.languages.catalogue import gettext

IMAGES, CAPTIONS = "images", "captions.jsonl"


@dataclass(frozen=True, kw_only=True)
class Exported:
    """What has been written."""

    pictures: int
    left_out: int
    """Corrections whose picture was gone when they were made."""


def export_corrections(journal: Journal, folder: Path) -> Exported:
    """Write `images/DIGEST.jpg` and `captions.jsonl`, one `{"picture": NAME, "caption": WORDS}` a line.

    The folder is made, or was empty: what was exported once and forgotten since must not stay among the new.
    Raises JournalError if it is not empty or cannot be written, and if there is nothing to write.
    """
    try:
        return _written(journal, folder)
    except OSError as error:
        raise JournalError(
            gettext(
                "The corrections cannot be written to {folder} ({strerror}); name another folder."
            ).format(folder=folder, strerror=error.strerror)
        ) from error


def _written(journal: Journal, folder: Path) -> Exported:
    if not any(correction.picture for correction in journal.corrections()):
        raise JournalError(
            gettext(
                "There is nothing to learn from; correct a picture that is still there with "
                "narrator wrong first."
            )
        )
    images = folder / IMAGES
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise JournalError(gettext("The folder {folder} is not empty; name a new one.").format(folder=folder))
    images.mkdir()
    pictures = left_out = 0
    with (folder / CAPTIONS).open("w", encoding="utf-8") as captions:
        for correction in journal.corrections():
            if correction.picture is None:
                left_out += 1
                continue
            name = f"{correction.digest}.jpg"
            (images / name).write_bytes(correction.picture)
            line = {"picture": name, "caption": correction.words}
            captions.write(json.dumps(line, ensure_ascii=False) + "\n")
            pictures += 1
    return Exported(pictures=pictures, left_out=left_out)
