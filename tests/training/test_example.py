"""The data set that draws itself for whoever wants to see the whole way to a bundle."""

from pathlib import Path

from click.testing import CliRunner

from narrator.looking.kinds import look_at
from narrator.picture.opening import open_picture
from tests.places import CONFIGS
from training.config import load_config
from training.data.datasets import read_source
from training.example import main

SMALL = ("--training", "36", "--validation", "4")


def test_its_configuration_reads_it_and_the_program_captions_it(tmp_path: Path) -> None:
    root = tmp_path / "example"
    assert CliRunner().invoke(main, ["--out", str(root), *SMALL]).exit_code == 0
    data = load_config(CONFIGS / "example.toml").data
    (training,), (validation,) = (
        [read_source(source, root) for source in sources] for sources in (data.train, data.validate)
    )
    assert (len(training), len(validation)) == (36, 4)
    assert training[0].captions[0] == "a red circle on the left ."
    # Of a drawing, the program would say that it is one, whatever has been learned of it.
    assert {look_at(open_picture(example.picture)).kind for example in training} == {"photo"}


def test_what_is_in_a_folder_stays(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    result = CliRunner().invoke(main, ["--out", str(tmp_path), *SMALL])
    assert result.exit_code == 1
    assert "name a new folder" in result.output
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]
