import os
from pathlib import Path

from narrator.collection.reading_ahead import read_ahead


def test_what_cannot_be_read_is_left_to_its_hand(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"a picture")
    os.mkfifo(tmp_path / "pipe.jpg")
    descriptors = set(Path("/proc/self/fd").iterdir())
    for name in ("a.jpg", "pipe.jpg", "gone.jpg", "nul\0.jpg", "."):
        read_ahead(tmp_path / name)
    assert set(Path("/proc/self/fd").iterdir()) == descriptors
