import sys
from pathlib import Path

import pytest

from narrator.cluster.target import job_for
from narrator.collection.worker import Work
from narrator.errors import SettingsError


def test_a_file_for_what_lies_in_a_store_is_refused_before_parquet_is_missed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    def start(out: str) -> None:
        job_for(["https://example.org/cat.jpg"], out, Work(), recursive=True, part_pictures=1)

    with pytest.raises(SettingsError, match=r"c.jsonl would be a file; name a folder, such as c/"):
        start(str(tmp_path / "c.jsonl"))
    with pytest.raises(SettingsError, match="Parquet needs a part that is not installed"):
        start(str(tmp_path / "c"))
