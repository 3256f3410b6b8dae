import json
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from narrator.journal.entry import NewEntry
from narrator.picture.opening import open_picture
from tests.commands.memories import corrections, remember, remembered
from tests.conftest import Draw, Narrate
from tests.drawings import tinted
from tests.journal.entries import new_entry
from training.config import SourceConfig
from training.data.datasets import read_source


def seen(picture: Path) -> NewEntry:
    """The entry of a picture that is really there."""
    return new_entry(
        f"a picture {picture.stem}",
        name=picture.name,
        path=str(picture),
        digest=open_picture(picture).digest,
    )


def test_the_newest_entry_is_corrected_and_named(narrate: Narrate, draw: Draw) -> None:
    remember(new_entry("a cat"), seen(draw("dog.png", "red")))

    process = narrate("wrong", " my  dog", "Rex ")

    assert (process.returncode, process.stdout, process.stderr.count("\n")) == (0, "", 1)
    assert process.stderr.startswith("Noted: 2, ")
    assert process.stderr.endswith("Holiday, dog.png: my dog Rex\n")
    assert [entry.correction for entry in remembered()] == [None, "my dog Rex"]


def test_another_entry_is_corrected_by_its_number(narrate: Narrate, draw: Draw) -> None:
    remember(seen(draw("dog.png", "red")), new_entry("a cat"))
    assert narrate("wrong", "--entry", "1", "my dog").returncode == 0
    assert [entry.correction for entry in remembered()] == ["my dog", None]


def test_a_small_picture_is_kept_of_what_is_still_there(narrate: Narrate, tmp_path: Path) -> None:
    large = tmp_path / "large.jpg"
    Image.effect_mandelbrot((1600, 1200), (-2, -1.5, 1, 1.5), 50).convert("RGB").save(large)
    remember(seen(large))
    narrate("wrong", "a beetle")
    (correction,) = corrections()
    assert correction.picture
    with Image.open(BytesIO(correction.picture)) as image:
        assert (image.format, image.size, image.mode) == ("JPEG", (336, 252), "RGB")


def test_no_picture_is_kept_of_what_is_gone_or_shows_something_else(narrate: Narrate, draw: Draw) -> None:
    gone, changed = draw("gone.png", "red"), draw("changed.png", "green")
    remember(seen(gone), seen(changed), new_entry("a clipping", path=None))
    gone.unlink()
    draw("changed.png", "blue")
    for number in ("1", "2", "3"):
        assert narrate("wrong", "--entry", number, f"words {number}").returncode == 0
    assert [entry.correction for entry in remembered()] == ["words 1", "words 2", "words 3"]
    assert [correction.picture for correction in corrections()] == [None, None, None]


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        ([""], 2, "no words"),
        (["x" * 301], 2, "301 letters"),
        ([], 2, "WORDS"),
        (["--entry", "0", "words"], 2, "--entry"),
        (["--entry", "9" * 30, "words"], 2, "--entry"),
        (["--entry", "7", "words"], 1, "no entry 7"),
    ],
)
def test_what_cannot_be_corrected_is_one_sentence(
    narrate: Narrate, arguments: list[str], code: int, part: str
) -> None:
    remember(new_entry())
    process = narrate("wrong", *arguments)
    assert (process.returncode, process.stdout, process.stderr.count("\n")) == (code, "", 1)
    assert part in process.stderr
    assert corrections() == []


def test_without_entries_nothing_is_corrected(narrate: Narrate) -> None:
    process = narrate("wrong", "my dog")
    assert (process.returncode, process.stdout) == (1, "")
    assert "Nothing has been described yet" in process.stderr


def test_corrections_are_exported_and_learned_from(narrate: Narrate, draw: Draw, tmp_path: Path) -> None:
    remember(seen(draw("dog.png", "red")), seen(draw("cat.png", "green")), new_entry("a clipping", path=None))
    words = {"1": "my dog Rex\u2028on the “café” terrace", "2": "two cats", "3": "a letter"}
    for number, text in words.items():
        narrate("wrong", "--entry", number, text)

    process = narrate("history", "--export-corrections", tmp_path / "mine")

    assert (process.returncode, process.stdout) == (0, "")
    assert process.stderr.splitlines() == [
        f"Pictures in {tmp_path / 'mine'}, with your words: 2.",
        "Corrections left out, because their pictures were gone: 1.",
    ]
    lines = (tmp_path / "mine" / "captions.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line).keys() for line in lines] == [{"picture", "caption"}] * 2
    source = SourceConfig(
        name="mine", format="corrections", images="mine/images", captions="mine/captions.jsonl"
    )
    examples = read_source(source, tmp_path)
    by_caption = {example.captions: example for example in examples}
    assert by_caption.keys() == {("my dog Rex on the “café” terrace",), ("two cats",)}
    pixel = Image.open(by_caption["two cats",].picture).convert("RGB").getpixel((5, 5))
    assert pixel == pytest.approx(tinted("green").getpixel((5, 5)), abs=20)
