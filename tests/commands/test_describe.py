import csv
import json
import os
import signal
import subprocess
from pathlib import Path
from time import sleep

import pytest

from tests.conftest import Draw, Narrate


def rows(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_every_picture_has_a_row_and_what_cannot_be_opened_a_reason(narrate: Narrate, draw: Draw) -> None:
    folder = draw("album/b.png", "blue").parent
    draw("album/a.jpg", "red")
    (folder / "broken.jpg").write_text("no picture")

    process = narrate("describe", "album", "--out", "captions.jsonl")

    assert process.returncode == 0
    assert process.stdout.startswith("2 described, 1 failed, 0 were there before; ")
    red, blue, broken = rows(folder.parent / "captions.jsonl")
    assert (red["path"], blue["path"], broken["path"]) == ("album/a.jpg", "album/b.png", "album/broken.jpg")
    assert "red" in str(red["alt"]) and "blue" in str(blue["alt"])
    assert broken["alt"] == "" and "is not a picture" in str(broken["reason"])


@pytest.mark.needs_parquet
def test_a_second_run_adds_only_what_is_new(narrate: Narrate, draw: Draw) -> None:
    folder = draw("album/b.png", "blue").parent.parent
    for form in ("csv", "jsonl", "parquet"):
        assert (
            "1 described, 0 failed, 0 were there" in narrate("describe", "album", "--out", f"c.{form}").stdout
        )
    draw("album/a.png", "red")
    for form in ("csv", "jsonl", "parquet"):
        assert (
            "1 described, 0 failed, 1 were there" in narrate("describe", "album", "--out", f"c.{form}").stdout
        )
    with (folder / "c.csv").open(encoding="utf-8", newline="") as text:
        table = list(csv.DictReader(text))
    assert [row["path"] for row in table] == ["album/b.png", "album/a.png"]
    assert [row["alt"] for row in table] == [row["alt"] for row in rows(folder / "c.jsonl")]
    assert not list(folder.glob("*.part*"))


def test_after_kills_every_picture_has_one_row(
    narrator_program: Path, person: Path, narrate: Narrate, draw: Draw
) -> None:
    folder = draw("album/0.png", "blue").parent.parent
    for number in range(1, 60):
        draw(f"album/{number}.png", "red")
    file = folder / "c.jsonl"
    for killed in range(3):
        process = subprocess.Popen(
            [narrator_program, "describe", "album", "--out", "c.jsonl"], cwd=folder, process_group=0
        )
        while not file.exists() or file.read_bytes().count(b"\n") <= 5 * killed:
            assert process.poll() is None
            sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    assert narrate("describe", "album", "--out", "c.jsonl").returncode == 0

    assert sorted(str(row["path"]) for row in rows(file)) == sorted(f"album/{n}.png" for n in range(60))


def test_a_name_that_is_no_text_is_an_address_that_narrator_takes(narrate: Narrate, draw: Draw) -> None:
    album = draw("album/a.png", "blue").parent
    (album / "a.png").rename(album / os.fsdecode(b"\xff.png"))
    narrate("describe", "album", "--out", "c.jsonl")
    (row,) = rows(album.parent / "c.jsonl")
    assert "blue" in str(row["alt"])
    assert "blue" in narrate("speak", str(row["path"]), "--silent").stdout
    assert "1 were there before" in narrate("describe", "album", "--out", "c.jsonl").stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["album", "--out", "c.docx"],
            "c.docx has an ending that names no form; use .jsonl, .csv or .parquet.",
        ),
        (
            ["nowhere", "--out", "c.csv"],
            "nowhere is no picture, folder, pattern or list of paths; check the name.",
        ),
        (
            ["album", "--out", "nowhere/c.csv"],
            "There is no folder nowhere to save c.csv in; make it or name another one.",
        ),
        (["album", "--out", "c.csv", "--model", "none"], "There is no model none"),
    ],
)
def test_wrong_use_is_one_sentence(narrate: Narrate, draw: Draw, arguments: list[str], sentence: str) -> None:
    draw("album/a.png", "blue")
    process = narrate("describe", *arguments)
    assert process.returncode == 2
    assert process.stdout == ""
    assert sentence in process.stderr
    assert process.stderr.count("\n") == 1
