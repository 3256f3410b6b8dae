"""The report on kinds, the report on advice, and the pictures that they are made of."""

from pathlib import Path
from random import Random

import numpy as np
import pytest
from PIL import Image

from narrator.looking.kinds import look_at
from narrator.picture.opening import open_picture
from tests.places import PHOTOGRAPHS
from training.advice import report, trials
from training.config import Config, DataConfig, SourceConfig
from training.data.photographs import evenly, photographs
from training.errors import TrainingError
from training.looking import RIGHT, confusion, groups, ranges, verdict
from training.trust.degradations import tilted
from training.trust.renderings import RENDERINGS
from training.trust.webpages import HEIGHT, WIDTHS, web_pages

FILES = sorted(PHOTOGRAPHS.glob("*.jpg"))


def corrections(root: Path, name: str, pictures: list[str]) -> SourceConfig:
    """A data set on the disk."""
    (root / f"{name}.jsonl").write_text(
        "".join(f'{{"picture": "{picture}", "caption": "a dog"}}\n' for picture in pictures)
    )
    return SourceConfig(name=name, format="corrections", images=".", captions=f"{name}.jsonl")


def test_thresholds_and_reports_never_see_the_same_photographs(tmp_path: Path) -> None:
    names = [f"{number}.jpg" for number in range(9)]
    for name in names:
        (tmp_path / name).touch()
    data = DataConfig(
        train=(corrections(tmp_path, "first", names[:3]), corrections(tmp_path, "second", names[3:6])),
        validate=(corrections(tmp_path, "third", names[6:]),),
    )
    config = Config(name="small", data=data)
    assert [file.name for file in photographs(config, tmp_path, "train", 100)] == names[:6]
    assert [file.name for file in photographs(config, tmp_path, "train", 2)] == ["0.jpg", "3.jpg"]
    assert [file.name for file in photographs(config, tmp_path, "dev", 100)] == names[6:]
    assert evenly([], 3) == []


def test_every_sort_of_picture_is_counted_with_the_kinds_that_it_may_have() -> None:
    found = list(groups(FILES, 3, 2, "test"))
    assert [group.name for group in found][:2] == ["photograph", "small photograph"]
    assert [len(group.looked) for group in found] == [4, 3] + [2] * (len(found) - 2)
    assert [group.name for group in found][2:-4] == list(RENDERINGS)
    assert {group.name for group in found} == RIGHT.keys()
    table = confusion(found)
    assert table.count("\n") == len(found) + 1
    assert f"| {len(FILES)} |" in next(line for line in table.splitlines() if "| photograph |" in line)
    assert verdict(FILES, found[0]).splitlines() == [
        "Photographs wrongly refused: 0 of 4, 0.00%. ",
        "Photographs called blurred, dark or bright: 0 of 4, 0.00%. ",
    ]
    assert "    document: " in ranges(found)


def test_what_is_refused_is_named(tmp_path: Path) -> None:
    Image.new("RGB", (64, 64), "red").save(tmp_path / "red.png")
    group = next(groups([tmp_path / "red.png"], 0, 0, "test"))
    assert "1 of 1, 100.00%. red.png (blank)" in verdict([tmp_path / "red.png"], group)
    assert group.right == 0


@pytest.mark.needs_browser
def test_web_pages_come_out_of_a_browser_and_a_seed_makes_them_again() -> None:
    pages = list(web_pages(Random(5), 2))
    assert {page.width for page in pages} <= set(WIDTHS)
    assert all(page.height == HEIGHT for page in pages)
    assert {look_at(open_picture(page)).kind for page in pages} <= RIGHT["web page"]
    assert pages[0].tobytes() != pages[1].tobytes()
    assert [page.tobytes() for page in web_pages(Random(5), 2)] == [page.tobytes() for page in pages]


def test_without_a_browser_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(TrainingError, match="Chromium"):
        list(web_pages(Random(0), 1))


def test_advice_is_counted_where_it_should_be_heard_and_where_not() -> None:
    found = trials(FILES, len(FILES), 5, "test")
    shares = {trial.name: trial for trial in found}
    assert shares["photographs"].pictures == len(FILES)
    assert not shares["photographs"].heard
    assert shares["underexposed"].share("dark") == 1
    assert shares["pages cut off"].share("wrong side") == 0
    assert "dark: recall 100.0%, false 0.0%, precision at equal numbers 100.0%." in report(found)


@pytest.mark.parametrize("seed", range(3))
def test_a_tilted_photograph_has_no_corners_that_were_never_taken(seed: int) -> None:
    white = Image.new("RGB", (300, 200), "white")
    assert np.asarray(tilted(white, Random(seed)).image).min() == 255
