"""Entries to write, and the journal that tests open in processes of their own."""

import sys
from dataclasses import replace
from typing import Any

from narrator.description import Agreement, Candidate, Description
from narrator.journal.entry import NewEntry

DESCRIPTION = Description(
    candidates=(
        Candidate(caption="a dog on a beach", log_prob=-0.7, count=6),
        Candidate(caption="a wet dog", log_prob=-1.1, count=4),
    ),
    bundle="tiny 1",
    size=(640, 480),
    notes=("This is the first frame of an animation.",),
    timings={"open": 0.01, "encode": 0.02, "decode": 0.005},
    agreement=Agreement(
        sentence="All ten say a dog. Six say a beach.", words={"dog": 10, "beach": 6, "wet": 4}
    ),
)

PYTHON = [sys.executable, "-c"]

PREAMBLE = """
import os, sys
from pathlib import Path
from narrator.errors import JournalError
from narrator.journal.journal import Journal
from narrator.journal.selection import Selection
from tests.journal.entries import new_entry
file = Path(sys.argv[1])
"""
"""The beginning of a script for PYTHON, whose first argument is the journal's file."""


def new_entry(caption: str = "a dog on a beach", **changes: Any) -> NewEntry:
    """A picture in a folder; its digest is made of its caption."""
    first, *others = DESCRIPTION.candidates
    entry = NewEntry(
        when=1_700_000_000.0,
        origin="folder",
        place="Holiday",
        name="beach.jpg",
        path="/pictures/Holiday/beach.jpg",
        digest=f"digest of {caption}",
        said=f"{caption.capitalize()}.",
        description=replace(DESCRIPTION, candidates=(replace(first, caption=caption), *others)),
    )
    return replace(entry, **changes)
