"""Pictures that cannot be used: a few are left out and named, with more of them the work stops."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from training.data.datasets.example import Example
from training.errors import DatasetError

if TYPE_CHECKING:  # it knows torch, which takes seconds to import and which a download has no use for
    from training.config import SourceConfig

NAMED = 3
"""Pictures that a message names."""


def missing_pictures(examples: Sequence[Example]) -> dict[str, str]:
    """The names of pictures that are no files, each with the reason."""
    return {
        example.picture.name: f"There is no file {example.picture}."
        for example in examples
        if not example.picture.is_file()
    }


def leave_out(
    examples: Sequence[Example],
    unusable: Mapping[str, str],
    source: "SourceConfig",
    record: Path | None = None,
) -> list[Example]:
    """The other examples, in their order; how many are left out, and which, is said once.

    `unusable` has the reasons by the pictures' names; `record` is the file that holds them all. Raises
    `DatasetError` when they are more than the share `source.skipped_share`, or when nothing else is left.
    """
    if not unusable:
        return list(examples)
    names = ", ".join(list(unusable)[:NAMED]) + (", ..." if len(unusable) > NAMED else "")
    where = f"; {record} names all with the reasons" if record else ""
    these = f"{len(unusable)} of {len(examples)} pictures are missing or damaged ({names}{where})"
    if len(unusable) > source.skipped_share * len(examples) or len(unusable) == len(examples):
        raise DatasetError(
            f"{source.name}: {these}, but skipped_share = {source.skipped_share:g} allows no more than "
            f"{int(source.skipped_share * len(examples))}: check the data root, bring these pictures, or "
            "raise skipped_share of this set."
        )
    _say(f"{source.name}: {these} and are left out.")
    return [example for example in examples if example.picture.name not in unusable]


@cache
def _say(sentence: str) -> None:
    """Tell once, however often the same set is read."""
    click.echo(sentence, err=True)
