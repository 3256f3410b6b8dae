"""The files that list pictures and captions, as text and as JSON."""

import json
from pathlib import Path
from typing import Any

from training.errors import DatasetError


def read_json(path: Path, *, without: str = "") -> Any:
    """What a JSON file holds. Raises `DatasetError` when it cannot be read.

    Objects' fields of the name `without` are dropped while it is read, so that they never are all in memory.
    """

    def drop(entry: dict[str, Any]) -> dict[str, Any]:
        entry.pop(without, None)
        return entry

    try:
        return json.loads(read_text(path), object_hook=drop if without else None)
    except json.JSONDecodeError as error:
        raise DatasetError(f"{path} is not valid JSON: {error}. Was its download cut short?") from error


def json_line(line: str) -> Any:
    """What a line of JSON holds; None if it is not JSON."""
    try:
        return json.loads(line)
    except json.JSONDecodeError:
        return None


def numbered_lines(path: Path) -> list[tuple[int, str]]:
    """The lines that are not blank, with their numbers from 1. Raises `DatasetError`."""
    # Not splitlines, which would also cut a caption at characters such as U+2028.
    return [
        (number, line) for number, line in enumerate(read_text(path).split("\n"), start=1) if line.strip()
    ]


def read_text(path: Path) -> str:
    """A whole file in UTF-8, with a byte order mark or without. Raises `DatasetError`."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DatasetError(f"{path} cannot be read: {error.strerror}. Is the data root right?") from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"{path} is not text in UTF-8: {error.reason} at byte {error.start}.") from error
