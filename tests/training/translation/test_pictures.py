from pathlib import Path

import pytest
from PIL import Image

from narrator.captioning.captioner import Captioner
from tests.places import TINY_BUNDLE
from training.errors import DatasetError
from training.translation.pictures import read_described, sampled


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "images").mkdir()
    for name, colour in (("1.jpg", "red"), ("2.jpg", "blue"), ("3.jpg", "green")):
        Image.new("RGB", (32, 32), colour).save(tmp_path / "images" / name)
    (tmp_path / "Flickr8k.token.txt").write_text(
        "".join(f"{number}.jpg#0\tA block.\n" for number in (1, 2, 3)), encoding="utf-8"
    )
    (tmp_path / "other.txt").write_text("3.jpg#0\tEin Block.\n1.jpg#0\tEin Klotz.\n", encoding="utf-8")
    (tmp_path / "Flickr_8k.devImages.txt").write_text("1.jpg\n2.jpg\n3.jpg\n", encoding="utf-8")
    return tmp_path


def test_pictures_with_both_languages_in_the_order_of_the_list(folder: Path) -> None:
    found = read_described(folder, folder / "other.txt")
    assert [(each.picture.name, each.english, each.other) for each in found] == [
        ("1.jpg", ("A block.",), ("Ein Klotz.",)),
        ("3.jpg", ("A block.",), ("Ein Block.",)),
    ]


def test_a_file_of_other_pictures(folder: Path) -> None:
    (folder / "other.txt").write_text("9.jpg#0\tEin Block.\n", encoding="utf-8")
    with pytest.raises(DatasetError, match="describes no development picture"):
        read_described(folder, folder / "other.txt")


def test_samples_are_kept_and_gone_on_with(folder: Path) -> None:
    captioner = Captioner.load(str(TINY_BUNDLE))
    pictures = [folder / "images" / name for name in ("1.jpg", "2.jpg", "3.jpg")]
    kept = folder / "samples.jsonl"
    begun = sampled(captioner, pictures[:2], kept)
    assert "red" in begun[0][0].caption
    kept.write_text(kept.read_text("utf-8").replace("red", "ochre"), encoding="utf-8")
    whole = sampled(captioner, pictures, kept)
    assert "ochre" in whole[0][0].caption  # asked once, and not again
    assert whole[1] == begun[1]
    assert "green" in whole[2][0].caption
    assert len(kept.read_text("utf-8").splitlines()) == 3


def test_samples_of_other_pictures_are_refused(folder: Path) -> None:
    captioner = Captioner.load(str(TINY_BUNDLE))
    kept = folder / "samples.jsonl"
    sampled(captioner, [folder / "images" / "1.jpg"], kept)
    with pytest.raises(DatasetError, match="delete it"):
        sampled(captioner, [folder / "images" / "2.jpg"], kept)
