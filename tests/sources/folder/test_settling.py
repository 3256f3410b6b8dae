"""When a file is finished: real files, and a clock that the test turns."""

import tracemalloc
from itertools import pairwise
from pathlib import Path

import pytest

from narrator.sources.folder.settling import Settling
from narrator.sources.folder.state import State, state_of


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file.png"
    path.write_bytes(b"something")
    return path


def grow(file: Path) -> None:
    with file.open("ab") as opened:
        opened.write(b"more")


def names(settling: Settling, now: float) -> list[str]:
    return [ready.path.name for ready in settling.due(now)]


def test_a_file_is_ready_when_it_was_quiet(file: Path) -> None:
    settling = Settling(patience=10, quiet=1)
    settling.appeared(file, 100)
    assert settling.next_look() == 101
    assert names(settling, 100.9) == []
    assert names(settling, 101) == ["file.png"]
    assert settling.next_look() is None
    settling.appeared(file, 102)
    assert settling.next_look() is None, "a state is ready once"


def test_a_file_that_grows_is_not_ready_and_looked_at_ever_less_often(file: Path) -> None:
    settling = Settling(patience=10, quiet=0.25)
    settling.appeared(file, 0)
    looks = []
    for _ in range(100):
        now = settling.next_look()
        assert now is not None
        looks.append(now)
        grow(file)
        assert names(settling, now) == []
    assert looks[-1] - looks[-2] == 2
    assert sum(second - first > 1.9 for first, second in pairwise(looks)) > 90
    assert names(settling, looks[-1] + 2) == ["file.png"]


def test_a_closed_file_is_ready_at_once_and_once_for_each_state(file: Path) -> None:
    settling = Settling(patience=10)
    settling.appeared(file, 0)
    assert settling.finished(file, 0)
    assert settling.next_look() is None
    assert settling.finished(file, 1) is None
    grow(file)
    assert settling.finished(file, 2)


def test_what_cannot_be_opened_is_ready_again_when_it_has_changed(file: Path) -> None:
    settling = Settling(patience=1000, quiet=1)
    ready = settling.finished(file, 0)
    assert ready
    settling.put_back(ready, 0)
    for now in range(1, 50):
        assert names(settling, now) == []
    grow(file)
    found = [name for now in range(50, 60) for name in names(settling, now)]
    assert found == ["file.png"]


def test_what_cannot_be_opened_and_does_not_change_is_ready_a_last_time(file: Path) -> None:
    settling = Settling(patience=10, quiet=1)
    ready = settling.finished(file, 100)
    assert ready
    settling.put_back(ready, 103)
    assert names(settling, 109.9) == []
    (last,) = settling.due(110)
    assert last == ready
    assert settling.next_look() is None


def test_what_was_put_back_and_is_closed_by_its_writer_is_ready_at_once(file: Path) -> None:
    settling = Settling(patience=10, quiet=1)
    ready = settling.finished(file, 0)
    assert ready
    settling.put_back(ready, 0)
    assert settling.finished(file, 0.1) is None, "it is what could not be opened"
    assert settling.next_look() == 1
    grow(file)
    assert settling.finished(file, 0.2)
    assert settling.next_look() is None
    settling.put_back(ready, 0.3)
    assert settling.next_look() is None, "a newer state was delivered since"


def test_what_is_gone_is_forgotten(file: Path) -> None:
    settling = Settling(patience=10, quiet=1)
    settling.appeared(file, 0)
    ready = settling.finished(file, 0)
    assert ready
    grow(file)
    settling.appeared(file, 0)
    file.unlink()
    assert names(settling, 1) == []
    settling.put_back(ready, 1)
    settling.appeared(file, 1)
    assert settling.finished(file, 1) is None
    assert settling.next_look() is None


def test_what_could_not_be_opened_and_is_renamed_is_waited_for_under_its_new_name(file: Path) -> None:
    settling = Settling(patience=10, quiet=1)
    ready = settling.finished(file, 0)
    assert ready
    settling.put_back(ready, 0)
    renamed = file.rename(file.parent / "renamed.png")
    assert settling.finished(renamed, 0.5) is None
    (again,) = settling.due(1)
    assert (again.path, again.state, again.since) == (renamed, ready.state, ready.since)


def test_what_is_gone_is_new_under_a_name_that_is_noticed_later(file: Path) -> None:
    settling = Settling(patience=10)
    ready = settling.finished(file, 0)
    assert ready
    renamed = file.rename(file.parent / "renamed.png")
    assert settling.put_back(ready, 0) is None
    assert settling.finished(renamed, 0)


def test_second_names_do_not_pile_up(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("narrator.sources.folder.settling._NAMES", 2)
    settling = Settling(patience=10)
    readies = []
    for number in range(3):
        path = file.parent / f"{number}.png"
        path.write_bytes(b"something")
        ready = settling.finished(path, 0)
        assert ready
        readies.append(ready)
        settling.finished(path.rename(file.parent / f"renamed {number}.png"), 0)
    found = [settling.put_back(ready, 0) for ready in readies]
    assert [ready.path.name if ready else None for ready in found] == [None, "renamed 1.png", "renamed 2.png"]


def test_second_names_are_kept_until_the_file_was_opened(file: Path) -> None:
    settling = Settling(patience=10)
    readies = []
    for number in range(2):
        path = file.parent / f"{number}.png"
        path.write_bytes(b"something")
        ready = settling.finished(path, 0)
        assert ready
        readies.append(ready)
        settling.finished(path.rename(file.parent / f"renamed {number}.png"), 0)
    settling.forget_names([readies[1].state])
    found = [settling.put_back(ready, 0) for ready in readies]
    assert [ready.path.name if ready else None for ready in found] == [None, "renamed 1.png"]


def test_the_second_name_of_what_could_not_be_opened_yet_is_kept(file: Path) -> None:
    settling = Settling(patience=10)
    ready = settling.finished(file, 0)
    assert ready
    settling.put_back(ready, 0)
    renamed = file.rename(file.parent / "renamed.png")
    assert settling.finished(renamed, 0) is None
    settling.forget_names([])
    (again,) = settling.due(1)
    assert again.path == renamed


def test_two_names_of_one_file_are_ready_once(file: Path) -> None:
    settling = Settling(patience=10, quiet=1)
    (file.parent / "other.png").hardlink_to(file)
    settling.appeared(file, 0)
    settling.appeared(file.parent / "other.png", 0)
    assert len(names(settling, 1)) == 1


def test_states_of_files_that_are_gone_can_be_forgotten(file: Path) -> None:
    settling = Settling(patience=10)
    state = state_of(file)
    assert state
    assert settling.know(state)
    for inode in range(1000):
        settling.know(State(inode, 2, 3))
    settling.forget_all_but(iter([state]))
    assert settling.known == 1
    assert not settling.know(state)


def test_a_hundred_thousand_states_fit_into_three_megabytes() -> None:
    # Threads of other tests may still be at work, so what counts is taken by calls from here alone.
    own = tracemalloc.Filter(True, __file__, all_frames=True)
    tracemalloc.start(3)
    try:
        files = Settling(patience=10)
        for inode in range(100_000):
            files.know(State(inode, 1_700_000_000_000_000_000 + inode, 2_000_000 + inode))
        assert files.known == 100_000
        taken = tracemalloc.take_snapshot().filter_traces([own]).statistics("filename")
        assert 10**5 < sum(statistic.size for statistic in taken) < 3 * 2**20
    finally:
        tracemalloc.stop()


def test_only_files_have_a_state(tmp_path: Path, file: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert state_of(tmp_path) is None
    assert state_of(tmp_path / "nothing") is None
    assert state_of(tmp_path / "loop") is None
    assert state_of(Path("/dev/null")) is None
    assert state_of(file)
