"""What is counted as a process's own memory."""

import mmap
import sys
from pathlib import Path

import psutil
import pytest

from benchmarks.growth import active_seconds, lines_of, own_megabytes, waits_for_processor

_MEGABYTE = 2**20


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux counts it")
def test_what_was_taken_is_counted_and_a_file_is_not(tmp_path: Path) -> None:
    process = psutil.Process()
    before = own_megabytes(process)
    file = tmp_path / "file"
    file.write_bytes(b"x" * 64 * _MEGABYTE)
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert mapped.rfind(b"y") == -1
        assert own_megabytes(process) - before < 16
    taken = bytearray(b"x") * (64 * _MEGABYTE)
    assert 48 < own_megabytes(process) - before < 80
    assert len(taken) == 64 * _MEGABYTE


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux counts it")
def test_who_has_something_to_do_is_active() -> None:
    process = psutil.Process()
    before, used = active_seconds(process), process.cpu_times().user
    while process.cpu_times().user - used < 0.2:
        sum(range(10_000))
    assert active_seconds(process) - before > 0.1
    assert waits_for_processor(process), "this thread runs"


def test_each_line_says_how_much_more_it_is_than_at_the_first_look() -> None:
    looks = [(2000, {"daemon": 40.0}), (4000, {"daemon": 41.5, "reader of text": 100.0})]
    first, second = lines_of(looks)
    assert first == "2000 pictures: daemon 40.0 (+0.0)"
    assert second == "4000 pictures: daemon 41.5 (+1.5), reader of text 100.0 (+0.0)"
