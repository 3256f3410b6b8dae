"""A few missing and damaged pictures are named and left out; with more of them the work stops."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from narrator.picture.opening import open_picture
from training.config import SourceConfig
from training.data.datasets import Example, read_source, usable_examples
from training.errors import DatasetError

NAMES = [f"{number:02}.png" for number in range(20)]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    random = np.random.default_rng(1)
    (tmp_path / "images").mkdir()
    for name in NAMES:
        pixels = random.integers(0, 256, (40, 40, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(tmp_path / "images" / name)
    (tmp_path / "tokens.txt").write_text("".join(f"{name}#0\tA dog .\n" for name in NAMES), encoding="utf-8")
    (tmp_path / "split.txt").write_text("\n".join(NAMES), encoding="utf-8")
    return tmp_path


def source(name: str, share: float) -> SourceConfig:
    return SourceConfig(
        name=name,
        format="flickr8k",
        images="images",
        captions="tokens.txt",
        split="split.txt",
        skipped_share=share,
    )


def cut_short(root: Path, name: str) -> None:
    file = root / "images" / name
    file.write_bytes(file.read_bytes()[:-1000])


def names(examples: list[Example]) -> list[str]:
    return [example.picture.name for example in examples]


def test_missing_pictures_are_left_out_and_named_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "images" / NAMES[3]).unlink()
    for _ in range(2):
        assert names(read_source(source("missing", 0.05), root)) == NAMES[:3] + NAMES[4:]
    said = capsys.readouterr().err
    assert said == "missing: 1 of 20 pictures are missing or damaged (03.png) and are left out.\n"


def test_more_missing_pictures_than_the_share_stop_the_work(root: Path) -> None:
    for name in NAMES[:5]:
        (root / "images" / name).unlink()
    with pytest.raises(DatasetError, match=r"5 of 20 .*00\.png, 01\.png, 02\.png, \.\.\.\).*no more than 4"):
        read_source(source("stops", 0.2), root)
    assert len(read_source(source("goes on", 0.25), root)) == 15


def test_not_even_one_is_left_out_of_a_small_set_unless_it_says_so(root: Path) -> None:
    (root / "images" / NAMES[0]).unlink()
    strict = SourceConfig(
        name="strict", format="flickr8k", images="images", captions="tokens.txt", split="split.txt"
    )
    with pytest.raises(DatasetError, match=r"skipped_share = 0\.001 allows no more than 0"):
        read_source(strict, root)


def test_a_set_without_any_picture_stops_the_work_whatever_the_share(root: Path) -> None:
    for name in NAMES:
        (root / "images" / name).unlink()
    with pytest.raises(DatasetError, match="20 of 20 pictures"):
        read_source(source("empty", 1.0), root)


def test_pictures_of_other_splits_may_be_missing(root: Path) -> None:
    (root / "split.txt").write_text("\n".join(NAMES[:5]), encoding="utf-8")
    (root / "images" / NAMES[9]).unlink()
    assert len(read_source(source("others", 0.0), root)) == 5


def test_damaged_pictures_are_left_out_and_all_are_in_a_file(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cut_short(root, NAMES[2])
    (root / "images" / NAMES[7]).write_bytes(b"no picture")
    (root / "images" / NAMES[11]).unlink()
    (root / "images" / NAMES[12]).write_bytes(b"")
    left = names(usable_examples(source("damaged", 0.2), root, root / "cache"))
    assert left == [name for name in NAMES if name not in (NAMES[2], NAMES[7], NAMES[11], NAMES[12])]
    record = root / "cache" / "unusable.json"
    unusable = json.loads(record.read_text(encoding="utf-8"))["unusable"]
    assert list(unusable) == [NAMES[2], NAMES[7], NAMES[11], NAMES[12]]
    assert "does not exist" in unusable[NAMES[11]]
    assert "is empty" in unusable[NAMES[12]]
    assert f"4 of 20 pictures are missing or damaged (02.png, 07.png, 11.png, ...; {record}" in (
        capsys.readouterr().err
    )


def test_missing_and_damaged_pictures_count_together(root: Path) -> None:
    cut_short(root, NAMES[2])
    (root / "images" / NAMES[3]).unlink()
    with pytest.raises(DatasetError, match=r"2 of 20 .*unusable\.json names all with the reasons"):
        usable_examples(source("together", 0.05), root, root / "cache")
    assert len(usable_examples(source("together", 0.1), root, root / "cache")) == 18


def test_pictures_are_opened_once_and_the_bad_ones_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cut_short(root, NAMES[2])
    opened: list[str] = []

    def counting(path: Path) -> object:
        opened.append(path.name)
        return open_picture(path)

    monkeypatch.setattr("training.data.datasets.usable.open_picture", counting)
    some = source("once", 0.1)
    assert len(usable_examples(some, root, root / "cache")) == 19
    assert sorted(opened) == NAMES
    opened.clear()
    # One was mended, another has been lost since.
    whole = (root / "images" / NAMES[1]).read_bytes()
    (root / "images" / NAMES[2]).write_bytes(whole)
    (root / "images" / NAMES[5]).unlink()
    assert names(usable_examples(some, root, root / "cache")) == NAMES[:5] + NAMES[6:]
    assert opened == [NAMES[2], NAMES[5]]


def test_another_list_is_opened_anew(root: Path) -> None:
    usable_examples(source("list", 0.0), root, root / "cache")
    (root / "split.txt").write_text("\n".join(NAMES[:10]), encoding="utf-8")
    cut_short(root, NAMES[4])
    assert len(usable_examples(source("list", 0.1), root, root / "cache")) == 9
