import errno
import sys
from pathlib import Path

import pytest

from narrator.alt_text.comment import comment_on
from narrator.alt_text.outcome import Outcome
from tests.alt_text.words import DOG


@pytest.mark.skipif(sys.platform != "linux", reason="Linux keeps such attributes")
@pytest.mark.parametrize(
    ("code", "reason"),
    [(errno.ENOSPC, "has no room for so long a comment"), (errno.ENOTSUP, "keeps no comments")],
)
def test_a_comment_that_has_no_room_costs_no_other_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, reason: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(code, "")

    (tmp_path / "a.jpg").touch()
    monkeypatch.setattr("os.setxattr", refuse)
    result = comment_on(tmp_path / "a.jpg", DOG)
    assert result.outcome is Outcome.FAILED
    assert reason in result.reason
