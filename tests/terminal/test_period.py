from datetime import datetime

import pytest

from narrator.terminal.period import moments
from tests.conftest import Narrate

NOW = datetime(2026, 3, 31, 14, 30, 15)


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("today", datetime(2026, 3, 31), datetime(2026, 4, 1)),
        ("yesterday", datetime(2026, 3, 30), datetime(2026, 3, 31)),
        ("2026-01-31", datetime(2026, 1, 31), datetime(2026, 2, 1)),
        ("20260131", datetime(2026, 1, 31), datetime(2026, 2, 1)),
        ("2026-01-31t08:15", datetime(2026, 1, 31, 8, 15), datetime(2026, 1, 31, 8, 15)),
        ("2026-01-31 08:15:30", datetime(2026, 1, 31, 8, 15, 30), datetime(2026, 1, 31, 8, 15, 30)),
        ("3d", datetime(2026, 3, 28, 14, 30, 15), datetime(2026, 3, 28, 14, 30, 15)),
        ("9999d", datetime(1998, 11, 14, 14, 30, 15), datetime(1998, 11, 14, 14, 30, 15)),
        ("2h", datetime(2026, 3, 31, 12, 30, 15), datetime(2026, 3, 31, 12, 30, 15)),
    ],
)
def test_a_time_in_a_persons_words_has_a_beginning_and_an_end(
    text: str, begin: datetime, end: datetime
) -> None:
    assert moments(text, NOW) == (begin, end)


@pytest.mark.parametrize("text", ["", "tomorrow", "3", "-3d", "2026-02-30", "99999d", "0001-01-01"])
@pytest.mark.parametrize("command", ["history", "forget"])
def test_what_is_no_time_is_wrong_usage(narrate: Narrate, command: str, text: str) -> None:
    process = narrate(command, f"--since={text}", *(["--yes"] if command == "forget" else []))
    assert (process.returncode, process.stdout, process.stderr.count("\n")) == (2, "", 1)
    assert "--since takes a date such as 2026-03-31, a date and time such as" in process.stderr
