"""A description as JSON: written whole, read whole, by older and by newer programs too."""

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from narrator.description import Candidate, Description

T = TypeVar("T")


def to_json(description: Description) -> str:
    """A description with all its fields, those that are added to it later as well."""
    table = {
        **vars(description),
        "candidates": [vars(candidate) for candidate in description.candidates],
        "timings": dict(description.timings),
    }
    return json.dumps(table, ensure_ascii=False)


def from_json(text: str) -> Description:
    """The description that was written; fields that this program does not know are left out.

    Raises ValueError if it is none.
    """
    try:
        table = json.loads(text)
        candidates = [_built(Candidate, candidate) for candidate in table["candidates"]]
        return _built(Description, {**table, "candidates": candidates})
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"not a description: {error}") from error


def _built(kind: type[T], table: Mapping[str, Any]) -> T:
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]  # any of the two dataclasses
    # JSON has lists only; everything in a description that is a sequence is a tuple.
    values = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in table.items()
        if key in known
    }
    return kind(**values)
