"""A lasting fact is told once in a lifetime."""

from pathlib import Path

import pytest

from narrator.daemon.once import Once
from narrator.places import told_file

KEYS = "GNOME 43 gives no hotkeys"


def test_a_fact_is_told_once_also_after_a_restart(person: Path) -> None:
    assert Once().tell("hotkeys", KEYS)
    assert not Once().tell("hotkeys", KEYS)
    assert told_file().is_file()


def test_another_fact_is_news_and_the_first_one_stays_told(tmp_path: Path) -> None:
    once = Once(tmp_path / "told.json")
    assert once.tell("hotkeys", KEYS)
    assert once.tell("hotkeys", "Sway gives no hotkeys")
    assert once.tell("clipboard", KEYS)
    assert not once.tell("hotkeys", KEYS)  # back in the first desktop


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"[]", b'{"version": 2}', b'{"version": 1, "told": 5}']
)
def test_what_cannot_be_read_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "told.json"
    file.write_bytes(content)
    assert Once(file).tell("hotkeys", KEYS)
    assert not Once(file).tell("hotkeys", KEYS)


def test_where_nothing_can_be_remembered_it_is_told_each_time(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file in the place of the folder")
    once = Once(tmp_path / "state" / "told.json")
    assert once.tell("hotkeys", KEYS)
    assert once.tell("hotkeys", KEYS)
