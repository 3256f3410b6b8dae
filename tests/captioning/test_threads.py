import os
from pathlib import Path

import pytest

from narrator.captioning import threads


def test_at_least_one_thread_and_not_more_than_there_are_processors() -> None:
    assert 1 <= threads.default_threads() <= min(threads.MOST, os.cpu_count() or 1)


@pytest.mark.parametrize(
    ("siblings", "expected"),
    [
        (["0", "1"], 2),
        (["0-1", "0-1", "2-3", "2-3"], 2),
        ([f"{cpu % 8},{cpu % 8 + 8}" for cpu in range(16)], 4),
    ],
    ids=["two cores", "two cores of two threads", "eight cores of two threads"],
)
def test_threads_of_one_core_count_once(
    siblings: list[str], expected: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for cpu, line in enumerate(siblings):
        topology = tmp_path / f"cpu{cpu}" / "topology"
        topology.mkdir(parents=True)
        (topology / "thread_siblings_list").write_text(f"{line}\n")
    monkeypatch.setattr(threads, "_TOPOLOGY", tmp_path)
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: set(range(len(siblings))))
    assert threads.default_threads() == expected
