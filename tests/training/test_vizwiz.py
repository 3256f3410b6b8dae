"""What is heard of blind people's photographs, against what is in them."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.places import PHOTOGRAPHS
from training.errors import DatasetError
from training.trust.things import THINGS, is_borne_out
from training.vizwiz import Heard, judged, main, read_truth, read_words, table

TRUTH = {
    "bottle.jpg": {
        "answerable": True,
        "there": ["bottle", "hand"],
        "text": ["night", "time"],
        "captions": ["A person is holding a bottle of medicine for the night time."],
    },
    "blur.jpg": {"answerable": False, "there": [], "text": [], "captions": []},
}


def heard(folder: Path, picture: str, spoken: str, **record: object) -> Heard:
    (folder / "truth.json").write_text(json.dumps(TRUTH))
    return judged(picture, {"spoken": f"Bottle: {spoken}", **record}, read_truth(folder)[picture])


def text(*lines: str) -> Mapping[str, object]:
    return {"lines": list(lines), "engine": "tesseract"}


def test_things_that_nothing_bears_out_are_found(tmp_path: Path) -> None:
    one = heard(tmp_path, "bottle.jpg", "Perhaps a person with a blue jar on a table.", caption="a person")
    assert one.there == {"person", "jar"}  # a hand is a person's, and a jar holds what a bottle does
    assert one.not_there == {"table"}
    assert one.useful
    assert "not there: table" in one.verdict()
    assert heard(tmp_path, "blur.jpg", "Perhaps a dog.").not_there == {"dog"}


def test_what_is_read_or_advised_claims_nothing(tmp_path: Path) -> None:
    advice = ("Hold the camera still.",)
    read = text("NIGHT", "cat table")
    one = heard(tmp_path, "bottle.jpg", "A dog. There is text: NIGHT cat table. Hold on, camera.", text=read)
    assert heard(tmp_path, "bottle.jpg", "A dog.", advice=advice).things == {"dog"}
    assert one.things == {"dog", "camera"}
    assert one.right_words == {"night"}
    assert one.useful
    assert (one.standing, len(one.read)) == (1, 3)


def test_words_count_where_the_reader_joined_them(tmp_path: Path) -> None:
    one = heard(tmp_path, "bottle.jpg", "A dog. There is text: NIGHTTIME 2.", text=text("NIGHTTIME 2"))
    assert one.right_words == {"night", "time"}


def test_the_number_of_other_lines_is_no_text(tmp_path: Path) -> None:
    found = {**text("NIGHT", "time"), "foremost": ["NIGHT"]}
    one = heard(tmp_path, "bottle.jpg", "A dog. There is text: NIGHT and 1 more line.", text=found)
    assert one.read == ("night",)


def test_text_that_is_not_spoken_was_not_heard(tmp_path: Path) -> None:
    assert not heard(tmp_path, "bottle.jpg", "A dog.", text=text("NIGHT")).right_words


def test_a_scene_is_told_where_the_caption_is_spoken_or_what_is_left_of_it(tmp_path: Path) -> None:
    caption = {"caption": "a dog on a bed"}
    assert heard(tmp_path, "blur.jpg", "Perhaps a dog on a bed.", **caption).scene
    assert heard(tmp_path, "blur.jpg", "A dog.", **caption, claims={"told": "a dog"}).scene
    assert not heard(tmp_path, "blur.jpg", "Close up.", **caption, claims={"told": None}).scene


def test_the_table_counts_each_picture_where_it_belongs(tmp_path: Path) -> None:
    caption = "perhaps a dog"
    both = [
        heard(tmp_path, "bottle.jpg", "A bottle. There is text: NIGHT x y zz.", text=text("NIGHT x y zz")),
        heard(tmp_path, "blur.jpg", "Perhaps a dog.", caption=caption),
    ]
    figures = [line.split("|")[2].strip() for line in table(both).splitlines()[2:]]
    assert figures == ["1 of 2", "1 of 2", "1 of 1", "1 of 1", "1 of 2", "1 of 2", "0 of 1"]


def test_more_words_can_be_known_to_stand_in_a_picture(tmp_path: Path) -> None:
    (tmp_path / "truth.json").write_text(json.dumps(TRUTH))
    truth = read_truth(tmp_path, {"bottle.jpg": ["100 mg"]})["bottle.jpg"]
    assert {"100", "mg", "night", "medicine"} <= truth.readable
    assert "100" not in truth.text


def test_a_truth_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"truth\.json"):
        read_truth(tmp_path)
    (tmp_path / "truth.json").write_text('{"a.jpg": {}}')
    with pytest.raises(DatasetError, match=r"truth\.json"):
        read_truth(tmp_path)


def test_words_that_are_none_are_told(tmp_path: Path) -> None:
    file = tmp_path / "words.json"
    file.write_text('{"bottle.jpg": ["night"]}')
    assert read_words(file) == {"bottle.jpg": ("night",)}
    for damaged in ("{", "[]", '{"bottle.jpg": 3}'):
        file.write_text(damaged)
        with pytest.raises(DatasetError, match="does not hold words"):
            read_words(file)


def test_a_thing_bears_itself_out_in_singular_and_plural() -> None:
    for thing in THINGS:
        assert is_borne_out(thing, frozenset({thing}))
    assert is_borne_out("hydrant", frozenset({"hydrants"}))
    assert not is_borne_out("clock", frozenset({"box", "label"}))


@pytest.mark.usefixtures("person")
def test_the_program_itself_is_asked(tmp_path: Path) -> None:
    images = tmp_path / "vizwiz" / "images"
    images.mkdir(parents=True)
    for name in TRUTH:
        shutil.copy(PHOTOGRAPHS / "cat.jpg", images / name)
    (images.parent / "truth.json").write_text(json.dumps(TRUTH))
    done = CliRunner().invoke(main, ["--data", str(tmp_path), "--text", "never"])
    assert done.exit_code == 0, done.output
    assert "bottle.jpg\n    bottle: " in done.output.replace("Bottle", "bottle")
    assert "| of which a scene is told | 2 of 2 | 100% |" in done.output
    refused = CliRunner().invoke(main, ["--data", str(tmp_path), "--seed", "none"])
    assert refused.exit_code == 1
    assert "mend" in refused.output
