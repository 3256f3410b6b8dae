import json
import os
import time
from pathlib import Path

import pytest
from PIL import Image

from narrator.places import control_file, index_file, journal_file
from tests.commands.memories import remember
from tests.conftest import Draw, Narrate
from tests.daemon.control.daemons import daemon_at
from tests.drawings import tinted
from tests.journal.entries import new_entry
from tests.search.finders import bundle_with_finder


@pytest.fixture
def pictures(narrate: Narrate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a red, a green and a blue picture, described by a bundle that can find them."""
    monkeypatch.setenv("NARRATOR_MODEL", str(bundle_with_finder(tmp_path / "bundle").folder))
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number, colour in enumerate(("red", "green", "blue")):
        tinted(colour).save(folder / f"{number}.png")
    described = narrate("describe", folder, "--out", tmp_path / "rows.jsonl", "--findable", "--seed", "0")
    assert described.returncode == 0, described.stderr
    return folder


def test_a_described_folder_is_searched_by_what_pictures_show(narrate: Narrate, pictures: Path) -> None:
    for number, colour in enumerate(("red", "green", "blue")):
        process = narrate("find", colour, "--json", "--most", "3")
        assert process.returncode == 0, process.stderr
        first, *others = map(json.loads, process.stdout.splitlines())
        assert first["picture"] == str(pictures / f"{number}.png")
        assert first["fits"]
        assert first["nearness"] > max(other["nearness"] for other in others)


def test_the_first_line_is_what_is_said(narrate: Narrate, pictures: Path) -> None:
    process = narrate("find", "blue", "--most", "1")
    first, listed = process.stdout.splitlines()
    assert first.startswith("1 picture. First: ")
    assert first.endswith(". Today, 2.png.")
    assert listed.startswith("1, today, 2.png: ")


def test_what_fits_less_than_others_says_so(narrate: Narrate, pictures: Path) -> None:
    first, best, *others = narrate("find", "red").stdout.splitlines()
    assert first.startswith("1 picture. ")
    assert best.startswith("1, today, 0.png: ")
    assert [line.partition(" today")[0] for line in others] == ["2, less near,", "3, less near,"]


def test_a_picture_without_a_scene_is_not_taken_for_one_of_another_model(
    narrate: Narrate, pictures: Path, tmp_path: Path
) -> None:
    Image.new("RGB", (64, 64), "white").save(tmp_path / "white.png")
    narrate("describe", "white.png", "--out", "white.jsonl", "--findable")
    process = narrate("find", "white")
    assert (process.returncode, process.stderr) == (0, "")


def test_a_picture_is_not_told_to_be_like_itself(narrate: Narrate, pictures: Path) -> None:
    process = narrate("find", "--like", pictures / "1.png", "--json", "--most", "2")
    found = [json.loads(line)["picture"] for line in process.stdout.splitlines()]
    assert sorted(found) == [str(pictures / "0.png"), str(pictures / "2.png")]


def test_a_picture_finds_those_like_it(narrate: Narrate, pictures: Path, tmp_path: Path) -> None:
    tinted("green").save(tmp_path / "new.png")
    process = narrate("find", "--like", tmp_path / "new.png", "--json")
    assert json.loads(process.stdout.splitlines()[0])["picture"] == str(pictures / "1.png")


def test_the_captioner_reads_the_best_again_and_misses_no_file_that_is_gone(
    narrate: Narrate, pictures: Path
) -> None:
    (pictures / "1.png").unlink()
    process = narrate("find", "a red square", "--thorough", "--json")
    assert process.returncode == 0, process.stderr
    assert json.loads(process.stdout.splitlines()[0])["picture"] == str(pictures / "0.png")
    assert len(process.stdout.splitlines()) == 3


def test_it_tells_when_nothing_fits(narrate: Narrate, pictures: Path) -> None:
    process = narrate("find", "a quagga picture")
    assert process.returncode == 1
    assert process.stdout.startswith("Nothing fits well. The nearest: ")
    assert process.stderr == "No picture has the word quagga.\n"


def test_entries_of_another_model_are_found_by_their_words(narrate: Narrate, pictures: Path) -> None:
    remember(new_entry("a giraffe"))
    process = narrate("find", "giraffe", "--most", "1")
    assert process.returncode == 0
    assert "A giraffe." in process.stdout
    assert "1 of 4 pictures were described by another model" in process.stderr


def test_what_is_forgotten_is_not_found_and_not_in_the_file(narrate: Narrate, pictures: Path) -> None:
    (entry,) = remember(new_entry("an okapi", path=str(pictures / "0.png"), when=time.time()))
    assert narrate("find", "okapi").returncode == 0
    assert b"okapi" in index_file().read_bytes()
    assert narrate("forget", "--yes", str(entry.id)).returncode == 0
    content = index_file().read_bytes()
    assert b"okapi" not in content
    assert os.fsencode(pictures / "0.png") not in content, "nor is what the folder's description says of it"
    assert os.fsencode(pictures / "1.png") in content
    assert "No picture has the word okapi." in narrate("find", "okapi").stderr


def test_forgetting_everything_leaves_no_index(narrate: Narrate, pictures: Path) -> None:
    assert index_file().exists()
    assert narrate("forget", "--all", "--yes").returncode == 0
    assert not index_file().exists()


def test_forgetting_a_time_covers_described_folders(narrate: Narrate, pictures: Path) -> None:
    process = narrate("forget", "--since", "1h", "--yes")
    assert process.returncode == 0, process.stderr
    assert process.stderr == "What narrator find knew of 3 described pictures is forgotten.\n"
    assert os.fsencode(pictures) not in index_file().read_bytes()


@pytest.fixture
def table(narrate: Narrate, draw: Draw) -> Path:
    """A table of a blue, a red and a broken picture, and no index."""
    draw("album/a.png", "blue")
    folder = draw("album/b.png", "red").parent
    (folder / "broken.png").write_text("no picture")
    narrate("describe", "album", "--out", "c.csv")
    return folder.parent / "c.csv"


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_table_is_searched_by_its_words_without_any_index(narrate: Narrate, table: Path, form: str) -> None:
    narrate("describe", "album", "--out", f"c.{form}")
    process = narrate("find", "a red", "--in", f"c.{form}")
    assert (process.returncode, process.stderr) == (0, "")
    first, listed = process.stdout.splitlines()
    assert first.startswith("1 picture. First: ") and first.endswith(". Today, b.png.")
    assert listed.startswith("1, today, b.png: ")
    (record,) = map(json.loads, narrate("find", "red", "--in", f"c.{form}", "--json").stdout.splitlines())
    assert (record["picture"], record["entry"], record["fits"]) == ("album/b.png", None, True)
    assert not index_file().exists() and not journal_file().exists()


def test_a_table_is_searched_while_it_is_written(narrate: Narrate, table: Path) -> None:
    narrate("describe", "album", "--out", "c.jsonl")
    growing = table.with_name("c.jsonl")
    growing.write_bytes(growing.read_bytes()[:-10])  # half of the last row
    assert narrate("find", "red", "--in", "c.jsonl").returncode == 0


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "There is no table t.jsonl; name the file that narrator describe --out has written."),
        ("", "t.jsonl tells of no picture, so there is nothing to find in it."),
        (
            "shopping list\n",
            "t.jsonl holds something else than rows of narrator describe; name another file.",
        ),
    ],
)
def test_what_is_no_table_is_one_sentence(
    narrate: Narrate, tmp_path: Path, content: str | None, complaint: str
) -> None:
    if content is not None:
        (tmp_path / "t.jsonl").write_text(content)
    process = narrate("find", "red", "--in", "t.jsonl")
    assert (process.returncode, process.stdout, process.stderr) == (2, "", f"{complaint}\n")


def test_what_is_found_is_said_by_the_narrator_that_runs(narrate: Narrate, table: Path) -> None:
    with daemon_at(control_file()) as daemon:
        process = narrate("find", "red", "--in", table, "--speak")
    assert process.returncode == 0, process.stderr
    (request,) = daemon.handler.requests
    assert request.verb == "say"
    assert request.arguments == {"text": process.stdout.splitlines()[0]}


def test_who_wants_another_voice_does_not_get_that_of_the_narrator_that_runs(
    narrate: Narrate, table: Path, deaf: None
) -> None:
    with daemon_at(control_file()) as daemon:
        narrate("find", "red", "--in", table, "--speak", "--rate", "300")
    assert daemon.handler.requests == []


def test_without_anything_described_it_tells_what_to_do(narrate: Narrate) -> None:
    process = narrate("find", "dog")
    assert (process.returncode, process.stdout) == (2, "")
    assert process.stderr.startswith("Nothing has been described yet, so there is nothing to find; ")
    assert not journal_file().exists() or journal_file().stat().st_size > 0


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "Name either words to find or a picture with --like"),
        ([""], "Name either words"),
        (["dog", "--like", "x.png"], "Name either words"),
        (["x" * 10_000], "The words have 10000 letters"),
        (["dog", "--most", "0"], "0 is not in the range"),
        (["--like", "x.png", "--thorough"], "--thorough goes with words"),
        (["--like", "x.png", "--in", "t.csv"], "--in searches the words of a table"),
        (["dog", "--in", ""], "--in is empty"),
    ],
)
def test_wrong_use_is_one_sentence(narrate: Narrate, arguments: list[str], complaint: str) -> None:
    process = narrate("find", *arguments)
    assert process.returncode == 2
    assert complaint in process.stderr
    assert process.stderr.count("\n") == 1


def test_only_signs_are_no_words(narrate: Narrate, pictures: Path) -> None:
    process = narrate("find", '"*-()')
    assert process.returncode == 2
    assert process.stderr == "There is no word to look for; name some, as in narrator find dog.\n"


def test_a_damaged_index_is_one_sentence(narrate: Narrate, pictures: Path) -> None:
    index_file().write_bytes(b"this is no database " * 500)
    process = narrate("find", "red")
    assert process.returncode == 1
    assert process.stderr.startswith("The index of pictures ")
    assert process.stderr.endswith("is damaged; delete it, and describe your folders again.\n")


@pytest.mark.parametrize("what", [["last"], ["--since", "1h"]])
def test_a_damaged_index_is_no_reason_not_to_forget(
    narrate: Narrate, pictures: Path, what: list[str]
) -> None:
    remember(new_entry("an okapi", when=time.time()))
    index_file().write_bytes(b"an okapi in no database " * 500)
    process = narrate("forget", "--yes", *what)
    assert process.returncode == 0
    first, second = process.stderr.splitlines()
    assert first == "1 entry forgotten."
    assert second.startswith("The index of narrator find was damaged and is gone as a whole; ")
    assert not index_file().exists()


def test_what_may_be_in_a_damaged_index_is_forgotten_without_a_journal(
    narrate: Narrate, pictures: Path
) -> None:
    index_file().write_bytes(b"an okapi in no database " * 500)
    assert narrate("forget", "--yes", "--since", "1h").returncode == 0
    assert not index_file().exists()


def test_a_word_that_is_not_said_with_a_picture_that_is_gone(narrate: Narrate, pictures: Path) -> None:
    process = narrate("find", "--like", pictures / "gone.png")
    assert process.returncode == 1
    assert process.stdout == ""
