import csv
import json
import os
import signal
import subprocess
from pathlib import Path
from time import sleep

import pytest

from tests.conftest import Draw, Narrate
from tests.places import PHOTOGRAPHS


def rows(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def told(process: subprocess.CompletedProcess[str]) -> list[str]:
    """What it told."""
    return without_progress(process.stderr)


def without_progress(errors: str) -> list[str]:
    """All lines but those on how far it was, which depend on how fast the machine is."""
    return [line for line in errors.splitlines() if " a second" not in line]


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


def test_ctrl_c_says_how_to_go_on(narrator_program: Path, person: Path, draw: Draw) -> None:
    folder = draw("album/0.png", "blue").parent.parent
    for number in range(1, 300):
        draw(f"album/{number}.png", "red")
    process = subprocess.Popen(
        [narrator_program, "describe", "album", "--out", "c.jsonl"],
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
    )
    file = folder / "c.jsonl"
    while not file.exists() or not file.read_bytes():
        assert process.poll() is None
        sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()
    assert process.returncode == 128 + signal.SIGINT
    assert without_progress(errors) == [
        "Stopped. What was described is kept; start the same command again, and it goes on there."
    ]
    assert 0 < len(rows(file)) < 300


def test_failures_are_named_at_the_end_but_not_all_of_many(narrate: Narrate, draw: Draw) -> None:
    folder = draw("album/a.png", "blue").parent
    for number in range(12):
        (folder / f"{number:02}.png").write_text("no picture")
    process = narrate("describe", "album", "--out", "c.jsonl")
    assert process.stdout.startswith("1 described, 12 failed, 0 were there before; ")
    lines = told(process)
    is_none = " is not a picture that can be read; use"
    assert [line.partition(is_none)[0] for line in lines[:10]] == [
        f"album/{number:02}.png" for number in range(10)
    ]
    assert lines[10:] == ["2 more failed; the reasons are in c.jsonl."]


def test_failures_of_an_earlier_run_are_not_passed_over_in_silence(narrate: Narrate, draw: Draw) -> None:
    folder = draw("album/a.png", "blue").parent
    (folder / "b.png").write_text("no picture")
    for form in ("c.jsonl", "c.csv"):
        narrate("describe", "album", "--out", form)
        process = narrate("describe", "album", "--out", form)
        assert process.stdout == "0 described, 0 failed, 2 were there before.\n"
        assert told(process) == ["1 of those that were there before had failed; --again tries them again."]


def test_a_run_that_has_nothing_to_write_leaves_nothing_behind(narrate: Narrate, draw: Draw) -> None:
    folder = draw("album/a.png", "blue").parent.parent
    (folder / "mine.jsonl").touch()
    for out in ("c.jsonl", "c.csv", "mine.jsonl"):
        assert narrate("describe", "album/*.gif", "--out", out).returncode == 2
    assert sorted(file.name for file in folder.iterdir() if file.is_file()) == ["mine.jsonl"]


def test_again_describes_what_failed_and_what_another_model_described(narrate: Narrate, draw: Draw) -> None:
    folder = draw("album/b.png", "blue").parent
    broken = folder / "a.png"
    broken.write_text("no picture")
    narrate("describe", "album", "--out", "c.csv")
    draw("album/a.png", "red")
    table = folder.parent / "c.csv"
    table.write_text(table.read_text("utf-8").replace(",tiny", ",older"), "utf-8")

    process = narrate("describe", "album", "--out", "c.csv")
    assert process.stdout == "0 described, 0 failed, 2 were there before.\n"
    assert "1 rows are of another model (older" in process.stderr and "--again" in process.stderr

    assert narrate("describe", "album", "--out", "c.csv", "--again").stdout.startswith(
        "2 described, 0 failed, 0 w"
    )
    with table.open(encoding="utf-8", newline="") as text:
        found = {row["path"]: row for row in csv.DictReader(text)}
    assert len(found) == 2 and "red" in found["album/a.png"]["alt"]
    assert found["album/b.png"]["bundle"].startswith("tiny")


def test_again_keeps_a_good_row_of_what_cannot_be_opened_now(narrate: Narrate, draw: Draw) -> None:
    good = draw("album/a.png", "blue")
    other = draw("album/b.png", "red")
    narrate("describe", "album", "--out", "c.jsonl")
    table = good.parent.parent / "c.jsonl"
    table.write_text(table.read_text("utf-8").replace('"bundle": "tiny', '"bundle": "older'), "utf-8")
    other.unlink()

    process = narrate("describe", "album", str(Path("album", "b.png")), "--out", "c.jsonl", "--again")

    assert process.stdout.startswith("1 described, 1 failed, 0 were there before; ")
    (line,) = told(process)
    assert line.startswith("album/b.png does not exist; ")
    assert line.endswith(" What was described before stays.")
    found = {row["path"]: row for row in rows(table)}
    assert str(found["album/a.png"]["bundle"]).startswith("tiny")
    assert "red" in str(found["album/b.png"]["alt"]) and str(found["album/b.png"]["bundle"]).startswith(
        "older"
    )


def test_again_keeps_nothing_of_what_is_another_file_now(narrate: Narrate, draw: Draw) -> None:
    picture = draw("album/a.png", "blue")
    narrate("describe", "album", "--out", "c.jsonl")
    picture.write_text("no picture any more")
    narrate("describe", "album", "--out", "c.jsonl", "--again")
    (row,) = rows(picture.parent.parent / "c.jsonl")
    assert (row["alt"], row["kind"]) == ("", "")
    assert "is not a picture" in str(row["reason"])


def test_pictures_of_another_card_under_the_same_names_are_not_passed_over_in_silence(
    narrate: Narrate, draw: Draw
) -> None:
    for number in range(5):
        draw(f"first/DCIM/{number}.png", "blue")
        draw(f"second/DCIM/{number}.png", "red")
    folder = draw("x.png", "red").parent
    (folder / "card").symlink_to("first")
    assert told(narrate("describe", "card/DCIM", "--out", "c.csv")) == []
    assert told(narrate("describe", "card/DCIM", "--out", "c.csv")) == []
    (folder / "card").unlink()
    (folder / "card").symlink_to("second")

    process = narrate("describe", "card/DCIM", "--out", "c.csv")

    assert process.stdout == "0 described, 0 failed, 5 were there before.\n"
    (line,) = told(process)
    assert line.startswith("3 of 3 pictures that were looked at show something else than c.csv tells ")
    assert narrate("describe", "card/DCIM", "--out", "other.csv").stdout.startswith("5 described")


def test_a_doubtful_caption_is_left_out_with_a_reason_in_every_form(narrate: Narrate, tmp_path: Path) -> None:
    options = ("--model", "small", "--seed", "1", "--min-confidence", "0.999")
    for form in ("jsonl", "csv"):
        narrate("describe", PHOTOGRAPHS / "cat.jpg", "--out", f"c.{form}", *options)
    (kept,) = rows(tmp_path / "c.jsonl")
    with (tmp_path / "c.csv").open(encoding="utf-8", newline="") as text:
        (table,) = csv.DictReader(text)
    assert (kept["alt"], kept["caption"], table["alt"], table["caption"]) == ("", "", "", "")
    assert kept["reason"] == table["reason"]
    assert str(kept["reason"]).startswith("The caption is right with a probability of 0.")
    assert 0 < float(table["confidence"]) < 0.999


def test_what_cannot_be_written_stays_as_it_was(narrate: Narrate, draw: Draw) -> None:
    folder = draw("album/a.png", "red").parent
    (folder / "foreign.csv").write_text("name,size\n")
    (folder / "c.csv").mkdir()
    for out, part in {
        "album/foreign.csv": "is no table of narrator describe",
        "album/c.csv": "is not a file",
        "/proc/c.csv": "cannot be saved there",
    }.items():
        process = narrate("describe", "album", "--out", out)
        assert process.returncode == 2 and process.stderr.count("\n") == 1
        assert part in process.stderr
    assert (folder / "foreign.csv").read_text() == "name,size\n"
    assert sorted(file.name for file in folder.iterdir()) == ["a.png", "c.csv", "foreign.csv"]


def test_its_own_file_in_the_folder_is_no_picture(narrate: Narrate, draw: Draw) -> None:
    draw("album/a.png", "red")
    for before in (0, 1):
        process = narrate("describe", "album", "--out", "album/c.csv")
        assert f"{1 - before} described, 0 failed, {before} were" in process.stdout


def test_a_folder_without_pictures_is_said(narrate: Narrate, tmp_path: Path) -> None:
    (tmp_path / "album").mkdir()
    process = narrate("describe", "album", "--out", "c.jsonl")
    assert process.returncode == 1
    assert process.stderr == "There are no pictures there; name another folder.\n"


@pytest.mark.needs_mounts
def test_a_full_disk_is_one_sentence_and_room_is_enough_to_go_on(
    narrator_program: Path, person: Path, draw: Draw
) -> None:
    folder = draw("album/0.png", "blue").parent.parent
    for number in range(1, 40):
        draw(f"album/{number}.png", "red")
    (folder / "disk").mkdir()
    describe = f"{narrator_program} describe album --out disk/c.jsonl"
    script = (
        "mount -t tmpfs -o size=64k full disk && head -c 60k /dev/zero > disk/ballast; "
        f"{describe}; echo $?; rm disk/ballast; {describe}; cp disk/c.jsonl ."
    )
    process = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    code, result = process.stdout.splitlines()
    assert code == "1" and " 0 failed, " in result
    assert "cannot be written (No space left on device); make room and start" in process.stderr
    assert sorted(str(row["path"]) for row in rows(folder / "c.jsonl")) == sorted(
        f"album/{number}.png" for number in range(40)
    )


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
        ([f"{'y' * 300}.png", "--out", "c.csv"], "cannot be reached (File name too long); check the name."),
        (
            ["album", "--out", "parts/", "--videos", "--embed", "copies"],
            "--videos and --embed cannot go with a folder of parts; leave that out, or give --out a file.",
        ),
        (
            ["album", "--out", "c.csv", "--part", "9"],
            "--part is for a folder of parts; give --out a folder, such as captions/.",
        ),
        (
            ["album", "--html", "--in-place", "--out", "c.csv", "--flat"],
            "--flat cannot go with --html; leave that out.",
        ),
        (
            ["album", "--out", "c.csv", "--sidecar", "--decorative"],
            "--decorative is about words in files; add --embed FOLDER or --in-place.",
        ),
    ],
)
def test_wrong_use_is_one_sentence(narrate: Narrate, draw: Draw, arguments: list[str], sentence: str) -> None:
    draw("album/a.png", "blue")
    process = narrate("describe", *arguments)
    assert process.returncode == 2
    assert process.stdout == ""
    assert sentence in process.stderr
    assert process.stderr.count("\n") == 1


def test_a_line_of_a_list_that_is_no_name_costs_no_other(narrate: Narrate, draw: Draw) -> None:
    folder = draw("a.png", "blue").parent
    lines = (b"http://example.org/b.png", b"y" * 300 + b".png", b"no\0name.png", b"\xff.jpg", b"a.png")
    (folder / "list.txt").write_bytes(b"\n".join(lines))
    process = narrate("describe", "list.txt", "--out", "c.jsonl")
    assert process.stdout.startswith("1 described, 4 failed, ")
    assert "Traceback" not in process.stderr
    assert len(rows(folder / "c.jsonl")) == 5
