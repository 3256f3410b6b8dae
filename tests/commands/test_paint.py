import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from PIL import Image

from narrator.commands.paint import command
from narrator.painting.painter import Painter, Painting
from tests.conftest import Narrate
from tests.tiny_painter import SIDE, write_tiny_painter


@pytest.fixture
def painter(tmp_path: Path) -> str:
    return str(write_tiny_painter(tmp_path / "hand"))


def test_a_picture_and_what_the_describer_sees(narrate: Narrate, painter: str, tmp_path: Path) -> None:
    out = tmp_path / "x.png"
    asked = ("paint", "a", "big", "red", "square", "--out", str(out), "--painter", painter, "--silent")

    process = narrate(*asked, "--seed", "1", "--guidance", "1")

    assert process.returncode == 0, process.stderr
    first, experiment, seen = process.stdout.splitlines()
    assert first.startswith("Painted x.png with seed 1, in ")
    assert experiment.startswith("This is an experiment")
    assert seen.startswith("My own describer sees: ") and "red" in seen
    with Image.open(out) as image:
        assert image.convert("RGB").getpixel((0, 0)) == (255, 0, 0)
    described = narrate("speak", str(out), "--silent")
    assert "This picture is marked as made by a machine." in described.stdout


def test_what_is_not_read_is_told_and_the_record_has_all(
    narrate: Narrate, painter: str, tmp_path: Path
) -> None:
    out = tmp_path / "x.png"
    process = narrate(
        *("paint", "a zebra, red and big, of white colour", "--out", str(out), "--painter", painter),
        *("--silent", "--json"),
    )
    assert "The painter does not know zebra and and, and paints the rest." in process.stderr
    assert "The painter reads 4 words; it leaves out white colour." in process.stderr
    record = json.loads(process.stdout)
    assert record["unknown"] == ["zebra", "and"]
    assert record["spoken"].startswith("Painted x.png with seed ")
    assert isinstance(record["caption"], str)


def test_nothing_of_the_persons_is_overwritten(narrate: Narrate, painter: str, tmp_path: Path) -> None:
    mine = tmp_path / "mine.png"
    mine.write_bytes(b"mine")
    process = narrate("paint", "red", "--out", str(mine), "--painter", painter, "--silent")
    assert process.returncode == 2
    assert "mine.png is there already and stays as it is" in process.stderr
    assert mine.read_bytes() == b"mine"


@pytest.mark.parametrize("gone", ["folder", "name"])
def test_what_cannot_be_written_any_more_is_kept_elsewhere(
    painter: str, person: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    out = tmp_path / "album" / "x.png"
    out.parent.mkdir()

    class Meanwhile(Painter):
        """While it paints, the folder vanishes, or somebody else saves a picture under that name."""

        def paint(self, *wanted: Any, **how: Any) -> Painting:
            if gone == "folder":
                out.parent.rmdir()
            else:
                out.write_bytes(b"mine")
            return super().paint(*wanted, **how)

    monkeypatch.setattr("narrator.painting.painter.Painter", Meanwhile)

    result = CliRunner().invoke(
        command, ["red", "--out", str(out), "--painter", painter, "--silent", "--json"]
    )

    assert result.exit_code == 0, result.output
    record = json.loads(result.stdout)
    kept = Path(record["picture"])
    assert "x.png cannot be written any more" in record["spoken"] and str(kept) in record["spoken"]
    with Image.open(kept) as image:
        assert image.size == (SIDE, SIDE)
    assert gone == "folder" or out.read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("red", "--out", "x.jpg"), "a painted picture is a PNG file"),
        (("red", "--out", "nowhere/x.png"), "There is no folder nowhere"),
        (("", "--out", "x.png"), "There are no words to paint"),
        (("zebra", "--out", "x.png"), "None of these words"),
        (("red", "--out", "x.png", "--steps", "0"), "The steps are 0"),
        (("red", "--out", "x.png", "--guidance", "99"), "The guidance is 99.0"),
        (("red", "--out", "x.png", "--seed", "-1"), "The seed is -1"),
        (("red", "--out", "x.png", "--painter", "nowhere"), "There is no painter nowhere"),
        (("red",), "Missing option '--out'"),
    ],
)
def test_wrong_use_is_one_sentence_and_writes_nothing(
    narrate: Narrate, painter: str, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    process = narrate("paint", "--painter", painter, "--silent", *arguments)
    assert process.returncode != 0
    assert said in process.stderr and len(process.stderr.splitlines()) == 1
    assert not list(tmp_path.rglob("*.png"))


def test_without_a_painter(narrate: Narrate) -> None:
    process = narrate("paint", "red", "--out", "x.png", "--silent")
    assert process.returncode == 1
    assert process.stderr.startswith("There is no painter on this computer, because none comes with narrator")
