"""The same pictures in other sizes and shapes."""

from pathlib import Path

from PIL import Image

from narrator.captioning.captioner import Captioner
from tests.places import TINY_BUNDLE
from training.data.datasets import Example
from training.data.drawings import draw_many
from training.sizes import VARIANTS, compare, cropped, padded, scaled, stretched, table


def test_what_becomes_of_a_picture() -> None:
    image = Image.new("RGB", (300, 200), (200, 0, 0))
    assert scaled(600, image).size == (600, 400)
    assert stretched(0.5, image).size == (100, 200)
    assert padded(image).size == (300, 300)
    assert padded(image).getpixel((150, 10)) == (128, 128, 128)
    assert padded(image).getpixel((150, 150)) == (200, 0, 0)
    assert cropped(image).size == (200, 200)


def test_every_variant_is_scored_and_held_against_the_first(tmp_path: Path) -> None:
    captions = ("a dog runs", "a dog on the grass")
    examples = [
        Example(picture=tmp_path / name, captions=captions) for name in draw_many(tmp_path, 3, seed=5)
    ]
    results = compare(Captioner.load(str(TINY_BUNDLE)), "drawings", examples)
    assert [result.variant for result in results] == list(VARIANTS)
    assert results[0].same == 1
    assert all(0 <= result.same <= 1 and result.cider >= 0 for result in results)
    lines = table(results).splitlines()
    assert len(lines) == 2 + len(VARIANTS)
    assert lines[2].startswith("| as it is | ")
