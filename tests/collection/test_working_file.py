import json
import resource
from pathlib import Path

import pytest

from narrator.collection.row import Row
from narrator.collection.working_file import Age, WorkingFile, rows_of
from narrator.errors import NarratorError, SettingsError
from narrator.file_lock import lock

NAMES = ["a.jpg", 'quo"te.jpg', "back\\slash.jpg", "größe.jpg"]


def test_it_knows_the_pictures_that_it_has_and_no_others(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    with WorkingFile(file) as rows:
        assert len(rows) == 0
        for name in NAMES:
            rows.add(Row(path=name, kind="photo"))
    with WorkingFile(file) as rows:
        assert len(rows) == len(NAMES)
        assert all(map(rows.has, NAMES))
        assert not rows.has("b.jpg")
    assert [row.path for row in rows_of(file)] == NAMES


@pytest.mark.parametrize("cut", range(1, 30, 7))
def test_half_a_row_is_cut_off_and_its_picture_is_not_there(tmp_path: Path, cut: int) -> None:
    file = tmp_path / "rows.jsonl"
    with WorkingFile(file) as rows:
        for name in NAMES:
            rows.add(Row(path=name))
    file.write_bytes(file.read_bytes()[:-cut])

    with WorkingFile(file) as rows:
        assert (rows.has(NAMES[2]), rows.has(NAMES[3])) == (True, False)
        rows.add(Row(path=NAMES[3]))
    assert [json.loads(line)["path"] for line in file.read_text("utf-8").splitlines()] == NAMES


def test_somebody_elses_file_is_refused_and_stays_as_it_was(tmp_path: Path) -> None:
    for content in (b'{"name": "a.jpg"}\n', b"shopping list\n", b'{"path": 7}\n'):
        file = tmp_path / "other.jsonl"
        file.write_bytes(content)
        with pytest.raises(SettingsError, match="something else than rows"):
            WorkingFile(file)
        assert file.read_bytes() == content


def test_two_do_not_write_one_file(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    with WorkingFile(file) as rows:
        rows.add(Row(path="a.jpg"))
        with pytest.raises(SettingsError, match="Another narrator writes"):
            WorkingFile(file)
    with WorkingFile(file) as rows:
        assert rows.has("a.jpg")


def test_a_video_whose_own_row_is_missing_is_not_there_and_its_scenes_go(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    with WorkingFile(file) as rows:
        rows.add(Row(path="a.jpg", kind="photo"))
        for name in ("b.mp4", 'quo"te.mp4'):
            rows.add(Row(path=name, seconds=0.0, kind="photo"))
            rows.add(Row(path=name, seconds=4.5, kind="photo"))
            rows.add(Row(path=name, kind="video"))
    whole = file.read_bytes()
    file.write_bytes(whole[: whole.rindex(b'{"path"')])

    with WorkingFile(file) as rows:
        assert [rows.has(name) for name in ("a.jpg", "b.mp4", 'quo"te.mp4')] == [True, True, False]
    assert [(row.path, row.seconds) for row in rows_of(file)] == [
        ("a.jpg", None),
        ("b.mp4", 0.0),
        ("b.mp4", 4.5),
        ("b.mp4", None),
    ]


def test_outdated_rows_stay_until_others_take_their_place(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    with WorkingFile(file) as rows:
        for name in ("a.jpg", "b.jpg", "c.mp4"):
            rows.add(Row(path=name, alt="old", bundle="old 1", kind="photo"))

    with WorkingFile(file, age=lambda _: Age.OUTDATED) as rows:
        assert len(rows) == 0 and rows.bundles == {"old 1": 3}
        rows.add(Row(path="c.mp4", seconds=0.0, alt="new", bundle="new 1"))
        rows.add(Row(path="c.mp4", alt="new", kind="video"))
        rows.add(Row(path="a.jpg", alt="new", bundle="new 1", kind="photo"))
        rows.finish(remove=False)

    assert [(row.path, row.alt) for row in rows_of(file)] == [
        ("b.jpg", "old"),
        ("c.mp4", "new"),
        ("c.mp4", "new"),
        ("a.jpg", "new"),
    ]


def test_a_failure_is_not_preferred_to_a_row_that_is_still_true(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    ages = {"fresh.jpg": Age.FRESH, "old.jpg": Age.OUTDATED, "exchanged.jpg": Age.WORTHLESS}
    with WorkingFile(file) as rows:
        for name in ages:
            rows.add(Row(path=name, kind="photo"))
    with WorkingFile(file, age=lambda row: ages[row.path]) as rows:
        assert [name for name in ages if rows.has(name)] == ["fresh.jpg"]
        assert rows.prefers_its_own(Row(path="old.jpg", reason="It is damaged."))
        assert not rows.prefers_its_own(Row(path="old.jpg", kind="photo"))
        assert not rows.prefers_its_own(Row(path="exchanged.jpg", reason="It is damaged."))
        assert [row.path for row in rows.rows_named({"old.jpg", "else.jpg"})] == ["old.jpg"]


def test_a_row_that_is_being_written_is_none_for_who_reads_along(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    with WorkingFile(file) as rows:
        for name in NAMES:
            rows.add(Row(path=name, kind="photo"))
    file.write_bytes(file.read_bytes()[:-20])
    assert [row.path for row in rows_of(file)] == NAMES[:-1]


def test_a_damaged_line_is_named_and_nothing_is_lost(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    with WorkingFile(file) as rows:
        for name in NAMES:
            rows.add(Row(path=name, kind="photo"))
    damaged = file.read_bytes().replace(b'"kind": "photo"', b'"kind": photo"', 1)
    file.write_bytes(damaged)
    with pytest.raises(SettingsError, match=r"Line 1 of .*rows.jsonl is damaged; delete it"):
        list(rows_of(file))
    assert file.read_bytes() == damaged


def test_a_full_disk_keeps_the_rows_before_it(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with WorkingFile(file) as rows:
        rows.add(Row(path="a.jpg", kind="photo"))
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size + 10, limits[1]))
            with pytest.raises(NarratorError, match=r"cannot be written \(.*\); make room and start"):
                rows.add(Row(path="b.jpg", kind="photo"))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    with WorkingFile(file) as rows:
        assert (rows.has("a.jpg"), rows.has("b.jpg")) == (True, False)
        rows.add(Row(path="b.jpg", kind="photo"))
    assert [row.path for row in rows_of(file)] == ["a.jpg", "b.jpg"]


def test_what_was_removed_while_another_waited_for_it_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def removed_meanwhile(stream: int) -> bool:
        (tmp_path / "rows.jsonl").unlink()
        (tmp_path / "rows.jsonl").touch()
        return lock(stream)

    monkeypatch.setattr("narrator.collection.working_file.lock", removed_meanwhile)
    with pytest.raises(SettingsError, match="Another narrator writes"):
        WorkingFile(tmp_path / "rows.jsonl")


def test_what_has_no_end_of_line_or_other_columns_is_somebody_elses_too(tmp_path: Path) -> None:
    ours = json.dumps(Row(path="a.jpg").record())
    for content in (
        '{"name": "a.jpg"}',
        "shopping list",
        '{"path": "a.jpg", "label": 1}',
        '{"path": "a.jpg", "label": 1}\n',
        ours.replace('"alt"', '"my notes": "Ann", "alt"') + "\n",
    ):
        file = tmp_path / "other.jsonl"
        file.write_text(content)
        with pytest.raises(SettingsError, match="name another file"):
            WorkingFile(file)
        assert file.read_text() == content
