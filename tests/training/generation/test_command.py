"""The command on drawings, with the tiny bundle's real graphs."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from narrator.captioning.bundle import write_manifest
from tests.places import TINY_BUNDLE
from tests.tiny_bundle import SIDE
from tests.training.shapes import config
from training.data.drawings import write_dataset
from training.generation.__main__ import main
from training.generation.drawn import load

PICTURES = 5


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("data")
    write_dataset(root, training=12, validation=9)
    (root / "shapes.toml").write_text(config(""), encoding="utf-8")
    return root


def compared(data: Path, out: Path, bundle: Path = TINY_BUNDLE, pictures: int = PICTURES) -> Result:
    options = {"--data": data, "--config": data / "shapes.toml", "--bundle": bundle, "--out": out}
    arguments = [str(part) for option in options.items() for part in option]
    return CliRunner().invoke(main, [*arguments, "--pictures", str(pictures), "--threads", "1"])


@pytest.fixture(scope="module")
def out(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    result = compared(data, folder)
    assert result.exit_code == 0, result.output
    assert (folder / "generation.md").read_text(encoding="utf-8") in result.output
    return folder


def rows(out: Path) -> dict[str, dict[str, str]]:
    with (out / "generation.csv").open(encoding="utf-8", newline="") as stream:
        return {row["method"]: row for row in csv.DictReader(stream)}


def test_every_method_has_its_line_and_the_default_differs_by_nothing(out: Path) -> None:
    found = rows(out)
    for method in (
        *("greedy", "beam 2", "beam 10", "1 sample", "50 samples", "10 samples: consensus"),
        *("10 samples: mutual information 0.3", "beam 5: length power 0", "10 samples, no three words twice"),
        *("10 samples, nucleus 0.9, temperature 1", "50 samples: weighted consensus by rarity"),
    ):
        assert float(found[method]["milliseconds"]) > 0
    default = found["10 samples"]
    assert [float(default[f"cider_d_difference{end}"]) for end in ("", "_low", "_high")] == [0.0] * 3
    assert found["greedy"]["self_cider"] == ""
    assert float(found["beam 10"]["distinct"]) > float(found["beam 2"]["distinct"]) > 1


def test_the_first_lines_say_of_what_the_figures_are(out: Path) -> None:
    report = (out / "generation.md").read_text(encoding="utf-8")
    assert report.startswith("tiny 1, at most 5 pictures of each set, threads: 1.\n\n| pictures | method |")
    assert "Better than the default by more than the interval" in report.splitlines()[-1]


def test_what_was_drawn_is_kept_and_not_drawn_again(data: Path, out: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(out, tmp_path / "again"))
    kept = folder / "drawn" / "validation, greedy.json"
    records = json.loads(kept.read_text(encoding="utf-8"))
    assert len(records) == PICTURES
    for record in records:
        record["candidates"][0]["caption"] = "kept"
    kept.write_text(json.dumps(records), encoding="utf-8")
    lost = folder / "drawn" / "validation, beam 3.json"
    before = [each.candidates for each in load(lost)]
    lost.unlink()

    assert compared(data, folder).exit_code == 0

    assert rows(folder)["greedy"]["words"] == "1.0"
    assert [each.candidates for each in load(lost)] == before
    assert not list(folder.glob("drawn/*.part"))


def test_results_of_another_bundle_or_of_other_pictures_are_not_mixed(
    data: Path, out: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copytree(TINY_BUNDLE, tmp_path / "other"))
    (other / "manifest.json").unlink()
    write_manifest(
        other, name="other", version="1", precision="fp32", image_size=SIDE, scores={}, training="none"
    )
    for result in (compared(data, out, bundle=other), compared(data, out, pictures=4)):
        assert result.exit_code == 1
        assert "holds results of another bundle, pictures or threads; name another folder" in result.output


def test_data_that_is_not_there_is_told_in_a_sentence(out: Path, tmp_path: Path, data: Path) -> None:
    arguments = [
        "--data",
        str(tmp_path),
        "--config",
        str(data / "shapes.toml"),
        "--out",
        str(tmp_path / "new"),
    ]
    result = CliRunner().invoke(main, [*arguments, "--bundle", str(TINY_BUNDLE)])
    assert result.exit_code == 1
    assert "cannot be read" in result.output
    assert "Is the data root right?" in result.output
