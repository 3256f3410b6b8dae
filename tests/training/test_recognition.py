"""What is learned of kinds of picture, on features that are made and on pictures that are drawn."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from narrator import Captioner
from narrator.captioning.bundle import Bundle
from narrator.captioning.confidence import Calibration
from narrator.captioning.familiarity import Familiarity
from narrator.captioning.signs import LogOdds
from tests.places import PHOTOGRAPHS, TINY_BUNDLE
from training.calibrate import put_into
from training.recognition import HEADING, KINDS, RETOUCHED, SCENES, Sort, fit, main, report, sorts
from training.trust.observations import Observer

CONFIG = """
name = "photographs"
[[data.train]]
name = "train"
format = "corrections"
images = "."
captions = "captions.jsonl"
[[data.validate]]
name = "dev"
format = "corrections"
images = "."
captions = "captions.jsonl"
"""


def sort(
    name: str, centre: tuple[float, float], seed: int, *, measured: str = "photo", count: int = 40
) -> Sort:
    scattered = np.array(centre) + 0.1 * np.random.default_rng(seed).normal(size=(count, 2))
    return Sort(name=name, measured=(measured,) * count, features=scattered.astype(np.float32))


def test_it_learns_what_is_a_photograph_and_what_else_it_is() -> None:
    fitted = fit([sort("photograph", (1, 0), 1), sort("icon", (0, 1), 2), sort("document", (-1, 0), 3)])
    assert set(sort("photograph", (1, 0), 4).recognised(fitted)) == {"photo"}
    assert set(sort("icon", (0, 1), 5).recognised(fitted)) == {"icon"}
    assert set(sort("document", (-1, 0), 6).recognised(fitted)) == {"document"}


def test_few_of_a_sort_weigh_as_much_as_many() -> None:
    fitted = fit([sort("photograph", (0, 1), 1, count=900), sort("icon", (1, 0), 2, count=9)])
    assert sort("icon", (1, 0), 3).recognised(fitted).count("icon") > 35


def test_each_sort_is_counted_with_and_without_having_been_seen() -> None:
    known, unseen = (
        [
            sort("photograph", (0, 0), seed),
            sort("plot", (3, 0), seed + 1),
            sort("icon", (3, 0.3), seed + 2, measured="icon"),  # to the network it is like a plot
            sort("document", (-3, 0), seed + 3),  # and this is like nothing else
        ]
        for seed in (0, 10)
    )
    rows = {cells[1]: cells for cells in map(shares, report(known, unseen).splitlines()[2:])}
    assert rows["photograph"][2:] == ["40", "0.0%", "0.0%", "100.0%", "", ""]
    assert float(rows["plot"][4].removesuffix("%")) > 90
    assert rows["icon"][3:] == ["100.0%", "100.0%", "100.0%", "100.0%", ""]
    assert float(rows["document"][4].removesuffix("%")) > 90
    assert rows["document"][6] == "0.0%"  # like nothing that was learned from


def shares(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def test_all_sorts_are_seen_as_what_they_are_learned_as() -> None:
    files = sorted(PHOTOGRAPHS.glob("*.jpg"))
    found = {each.name: each for each in sorts(files, 2, "test", Observer(TINY_BUNDLE))}
    assert found.keys() == SCENES | KINDS.keys()
    assert len(found["photograph"].measured) == len(files)
    assert all(len(found[name].features) == 2 for name in (*RETOUCHED, *KINDS))
    assert "document" in found["document"].measured
    assert set(found["terminal"].measured) == {"screenshot"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Photographs with a configuration, and a bundle without calibration."""
    names = [file.name for file in PHOTOGRAPHS.glob("*.jpg")]
    for name in names:
        shutil.copy(PHOTOGRAPHS / name, tmp_path)
    lines = (f'{{"picture": "{name}", "caption": "a dog"}}\n' for name in names)
    (tmp_path / "captions.jsonl").write_text("".join(lines), encoding="utf-8")
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    shutil.copytree(TINY_BUNDLE, tmp_path / "bundle")
    return tmp_path


def calibrate(folder: Path) -> None:
    size = len(Captioner.load(str(folder)).features(Image.new("RGB", (9, 9))))
    familiarity = Familiarity(mean=np.zeros(size), directions=np.zeros((1, size)))
    calibration = Calibration(
        odds=LogOdds(intercept=0.5, signs={}), limits=(0.7, 0.5, 0.25), familiarity=familiarity
    )
    put_into(Bundle.open(folder), calibration, "## How far it can be trusted\n\nHardly.\n")


def recognise(root: Path) -> tuple[int, str]:
    options = ["--data", str(root), "--bundle", str(root / "bundle"), "--seen", str(root / "seen.jsonl")]
    result = CliRunner().invoke(main, [str(root / "config.toml"), *options, "--renderings", "2"])
    return result.exit_code, result.output


def test_a_bundle_learns_it_and_its_card_tells(root: Path) -> None:
    calibrate(root / "bundle")
    code, told = recognise(root)
    assert code == 0, told
    calibration = Bundle.open(root / "bundle").calibrated()
    assert calibration is not None and calibration.recognition is not None
    assert set(calibration.recognition.kinds) == {"photo", *KINDS.values()}
    assert calibration.odds.intercept == 0.5
    card = (root / "bundle" / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert HEADING in card
    assert "| photograph | 4 |" in card


def test_a_bundle_without_calibration_is_told_what_comes_first(root: Path) -> None:
    code, told = recognise(root)
    assert code == 1
    assert "run python -m training.calibrate first" in told


def test_what_is_no_configuration_is_refused_in_a_sentence(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, [str(tmp_path / "absent.toml"), "--bundle", str(TINY_BUNDLE)])
    assert result.exit_code == 1
    assert "absent.toml cannot be read" in result.output
