from collections.abc import Iterator
from pathlib import Path

import pytest

from narrator.journal.journal import Journal


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the journal will be, in a folder that is not there yet."""
    return tmp_path / "state" / "journal.sqlite"


@pytest.fixture
def journal(file: Path) -> Iterator[Journal]:
    with Journal.open(file) as journal:
        yield journal
