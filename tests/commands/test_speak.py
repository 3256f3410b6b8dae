import json
import os
import subprocess
from pathlib import Path

import pytest

from narrator import Captioner
from narrator.phrasing import sentence
from tests.conftest import Draw, Narrate
from tests.places import TINY_BUNDLE


def test_one_picture_is_one_sentence_and_nothing_else(narrate: Narrate, draw: Draw) -> None:
    process = narrate("speak", draw("photo.png", "red"), "--silent")

    assert (process.returncode, process.stderr) == (0, "")
    assert process.stdout.endswith(".\n")
    assert process.stdout.count("\n") == 1
    assert "red" in process.stdout


def test_a_folder_is_its_pictures_by_name_and_no_other_file(narrate: Narrate, draw: Draw) -> None:
    draw("album/b.png", "blue")
    draw("album/a.jpg", "red")
    draw("album/below/c.png", "green")
    Path(draw("x.png", "red").parent / "album" / "notes.txt").write_text("no picture")

    process = narrate("speak", "album", draw("z.png", "green"), "--silent")

    lines = process.stdout.splitlines()
    assert [line.split(": ")[0] for line in lines] == ["a.jpg", "b.png", "z.png"]
    assert all(colour in line for colour, line in zip(["red", "blue", "green"], lines, strict=True))


def test_standard_input_is_a_picture(narrate: Narrate, draw: Draw) -> None:
    picture = draw("photo.png", "green")
    assert narrate("speak", "-", "--silent", "--seed", "1", stdin=picture.read_bytes()).stdout == (
        narrate("speak", picture, "--silent", "--seed", "1").stdout
    )
    nothing = narrate("speak", "-", "--silent")
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert "is empty" in nothing.stderr


def test_json_is_the_evidence_and_equals_what_python_gives(narrate: Narrate, draw: Draw) -> None:
    picture = draw("photo.png", "red")

    process = narrate("speak", picture, "--json", "--silent", "--seed", "7", "--samples", "30")

    (line,) = process.stdout.splitlines()
    record = json.loads(line)
    description = Captioner.load(str(TINY_BUNDLE)).describe(picture, samples=30, seed=7)
    assert description.agreement is not None
    assert record.pop("timings").keys() == description.timings.keys()
    assert record == {
        "picture": str(picture),
        "kind": "photo",
        "colours": list(description.colours),
        "caption": description.caption,
        "told": description.caption,
        "claims": None,
        "things": [],
        "spoken": sentence(description),
        "log_prob": pytest.approx(description.log_prob),
        "candidates": [
            {
                "caption": each.caption,
                "log_prob": pytest.approx(each.log_prob),
                "count": each.count,
                "raw_caption": None,
            }
            for each in description.candidates
        ],
        "agreement": {"sentence": description.agreement.sentence, "words": description.agreement.words},
        "confidence": None,
        "band": None,
        "advice": [],
        "text": None,
        "written": None,
        "written_by": None,
        "written_language": None,
        "bundle": "tiny 1",
    }
    assert sum(candidate["count"] for candidate in record["candidates"]) == 30


def test_full_verbosity_says_how_far_the_captions_agree(narrate: Narrate, draw: Draw) -> None:
    options = ("--silent", "--seed", "7", "--verbosity", "full", "--json")
    record = json.loads(narrate("speak", draw("photo.png", "red"), *options).stdout)
    agreed = record["agreement"]["sentence"]
    assert " say " in agreed
    assert record["spoken"] == f"{record['caption'].capitalize()}. {agreed} 270 by 180 pixels."
    lines = narrate("speak", draw("photo.png", "red"), *options[:-1]).stdout.splitlines()
    assert lines == [f"{record['caption'].capitalize()}.", agreed, "270 by 180 pixels."]


def test_all_gives_every_distinct_caption_with_its_share(narrate: Narrate, draw: Draw) -> None:
    picture = draw("photo.png", "red")
    options = ("--silent", "--seed", "7", "--all")

    lines = narrate("speak", picture, *options).stdout.splitlines()
    record = json.loads(narrate("speak", picture, *options, "--json").stdout)

    captions = [candidate["caption"] for candidate in record["candidates"]]
    assert len(captions) > 1
    assert [line.split(", ")[0].lower() for line in lines] == captions
    shares = [int(line.split()[-2]) for line in lines]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(100, abs=len(shares))
    assert all(line in record["spoken"] for line in lines)


def test_settings_reach_the_command_from_file_environment_and_options(
    narrate: Narrate, draw: Draw, person: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = draw("photo.png", "red")
    config = person / "config" / "narrator" / "config.toml"
    config.parent.mkdir()

    def samples(*options: str) -> int:
        process = narrate("speak", picture, "--silent", "--json", *options)
        return sum(candidate["count"] for candidate in json.loads(process.stdout)["candidates"])

    assert samples() == 10
    config.write_text("samples = 3\n")
    assert samples() == 3
    monkeypatch.setenv("NARRATOR_SAMPLES", "4")
    assert samples() == 4
    assert samples("--samples", "5") == 5
    config.write_text("sampels = 3\n")
    wrong = narrate("speak", picture, "--silent")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr == (
        f"The settings file {config} has an unknown setting sampels; did you mean samples?\n"
    )


def test_what_is_no_picture_does_not_keep_others_from_being_described(
    narrate: Narrate, draw: Draw, tmp_path: Path
) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"no picture")
    (tmp_path / "empty").mkdir()
    arguments = ("broken.jpg", "absent.png", draw("photo.png", "red"), "empty", "--silent")

    process = narrate("speak", *arguments)
    assert process.returncode == 0
    assert process.stdout.startswith("photo.png: ")
    assert process.stdout.count("\n") == 1
    first, second, third = process.stderr.splitlines()
    assert "broken.jpg" in first
    assert "absent.png" in second
    assert third == "The folder empty has no pictures in it; name another folder or a picture."

    records = [json.loads(line) for line in narrate("speak", *arguments, "--json").stdout.splitlines()]
    assert [record["picture"] for record in records] == list(map(str, arguments[:-1]))
    assert [record.keys() == {"picture", "error"} for record in records] == [True, True, False, True]
    assert records[0]["error"] == first


def test_nothing_described_is_exit_code_1(narrate: Narrate) -> None:
    process = narrate("speak", "absent.png", "--silent")
    assert (process.returncode, process.stdout) == (1, "")
    assert process.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["speak", "read"])
def test_an_address_is_of_a_file_here_or_is_not_opened(narrate: Narrate, draw: Draw, command: str) -> None:
    here = draw("a b.png", "red").as_uri()
    assert "%20" in here
    away = "https://example.org/a.png"
    process = narrate(command, here, away, "--silent")
    assert process.returncode == 0
    assert process.stdout.startswith("a b.png: ")
    assert process.stderr == (
        f"{away} is an address, and addresses are not opened; download it first and name the file.\n"
    )


@pytest.mark.parametrize("command", ["speak", "read"])
def test_a_video_is_sent_to_the_command_for_videos(narrate: Narrate, tmp_path: Path, command: str) -> None:
    film = tmp_path / "my film.mp4"
    film.write_bytes(b"no picture")
    process = narrate(command, film, "absent.mp4", "--silent")
    assert (process.returncode, process.stdout) == (1, "")
    assert process.stderr.splitlines() == [
        f"my film.mp4 is a video; describe its scenes with narrator video '{film}'.",
        "absent.mp4 does not exist; check the name and the folder.",
    ]


def test_a_picture_is_described_whatever_it_is_called(narrate: Narrate, draw: Draw) -> None:
    picture = draw("a.png", "red")
    assert narrate("speak", picture.rename(picture.with_suffix(".mp4")), "--silent").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["speak", ""], "PICTURE"),
        (["speak", "a.png", ""], "PICTURE"),
        (["speak", "a.png", "--save", ""], "--save"),
        (["read", ""], "PICTURE"),
        (["watch", ""], "FOLDER"),
        (["video", ""], "FILE"),
        (["camera", ""], "WHERE"),
    ],
)
def test_an_empty_name_is_wrong_use(narrate: Narrate, draw: Draw, arguments: list[str], name: str) -> None:
    draw("a.png", "red")
    process = narrate(*arguments, "--silent") if arguments[0] != "video" else narrate(*arguments)
    assert (process.returncode, process.stdout) == (2, "")
    assert process.stderr == f"{name} is empty; narrator {arguments[0]} --help lists what it takes.\n"


def test_a_name_that_no_file_can_have_is_one_sentence(narrate: Narrate) -> None:
    process = narrate("speak", "x" * 300)
    assert (process.returncode, process.stdout) == (1, "")
    assert process.stderr.startswith(f"{'x' * 300} cannot be read (File name too long); ")


def test_a_damaged_model_is_told_once_and_recorded_for_each_picture(
    narrate: Narrate, draw: Draw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = tmp_path / "damaged"
    damaged.mkdir()
    for file in TINY_BUNDLE.iterdir():
        (damaged / file.name).write_bytes(file.read_bytes())
    content = bytearray((damaged / "decoder.onnx").read_bytes())
    content[100] ^= 1
    (damaged / "decoder.onnx").write_bytes(content)
    pictures = [draw("a.png", "red"), draw("b.png", "blue")]

    process = narrate("speak", *pictures, "--silent", "--model", damaged)
    assert (process.returncode, process.stdout) == (1, "")
    assert process.stderr.count("\n") == 1
    assert "decoder.onnx" in process.stderr

    monkeypatch.setenv("NARRATOR_MODEL", str(damaged))
    process = narrate("speak", *pictures, "--silent", "--json")
    records = [json.loads(line) for line in process.stdout.splitlines()]
    assert [record["picture"] for record in records] == list(map(str, pictures))
    assert all("decoder.onnx" in record["error"] for record in records)
    assert process.returncode == 1


def test_a_caption_reaches_the_reader_when_nothing_can_be_heard(
    narrate: Narrate, draw: Draw, deaf: None
) -> None:
    process = narrate("speak", draw("a.png", "red"), draw("b.png", "blue"))
    assert process.returncode == 0
    assert [line[:6] for line in process.stdout.splitlines()] == ["a.png:", "b.png:"]
    assert process.stderr.startswith("There is no sound output")
    assert process.stderr.count("\n") == 1


def test_names_of_files_cannot_break_a_line_or_a_terminal(narrate: Narrate, draw: Draw) -> None:
    strange = draw("two\nlines\x1b[2J.png", "red")
    undecodable = Path(os.fsdecode(b"caf\xe9.png"))
    (strange.parent / undecodable).write_bytes(strange.read_bytes())

    process = narrate("speak", strange, undecodable, "--silent")
    assert process.returncode == 0
    assert [line.split(": ")[0] for line in process.stdout.splitlines()] == ["two?lines?[2J.png", "caf?.png"]

    lines = narrate("speak", strange, undecodable, "--silent", "--json").stdout.splitlines()
    assert [json.loads(line)["picture"] for line in lines] == [str(strange), str(undecodable)]


def test_a_terminal_without_the_letter_gets_a_question_mark(
    narrate: Narrate, draw: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    pictures = [draw("Zoë.png", "red"), draw("日本.png", "blue")]
    process = narrate("speak", *pictures, "ü.png", "--silent")
    assert process.returncode == 0
    assert [line.split(": ")[0] for line in process.stdout.splitlines()] == ["Zo?.png", "??.png"]
    assert process.stderr.startswith("?.png does not exist")


def test_a_reader_that_goes_away_ends_it_quietly(narrator_program: Path, person: Path, draw: Draw) -> None:
    pictures = [draw("a.png", "red")] * 50
    process = subprocess.Popen(
        [narrator_program, "speak", *pictures, "--silent"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout
    assert process.stdout.readline().startswith(b"a.png: ")
    process.stdout.close()
    _, stderr = process.communicate(timeout=60)
    assert (process.returncode, stderr) == (141, b"")


def test_a_full_disk_is_one_sentence(narrator_program: Path, person: Path, draw: Draw) -> None:
    with Path("/dev/full").open("wb") as full:
        process = subprocess.run(
            [narrator_program, "speak", draw("a.png", "red"), "--silent"], stdout=full, stderr=subprocess.PIPE
        )
    assert process.returncode == 1
    assert process.stderr.startswith(b"The caption cannot be written")
    assert process.stderr.count(b"\n") == 1
