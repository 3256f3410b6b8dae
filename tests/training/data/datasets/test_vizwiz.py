"""The truth of photographs that blind people took, as it is read."""

import json
from pathlib import Path

import pytest

from training.data.datasets.vizwiz import read_vizwiz
from training.errors import DatasetError

TRUTH = {
    "1.jpg": {"there": ["bottle", "hand"], "captions": ["a hand with a bottle"], "text": ["night"]},
    "2.jpg": {"there": [], "captions": []},
}


def test_the_words_for_what_is_there_come_before_what_people_wrote(tmp_path: Path) -> None:
    (tmp_path / "truth.json").write_text(json.dumps(TRUTH))
    first, second = read_vizwiz(tmp_path / "truth.json", Path("images"))
    assert first.picture == Path("images/1.jpg")
    assert first.captions == ("bottle hand", "a hand with a bottle")
    assert second.captions == ("",)


@pytest.mark.parametrize("text", ["{", "[]", '{"1.jpg": {"captions": []}}', '{"1.jpg": 3}'])
def test_what_tells_no_truth_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "truth.json").write_text(text)
    with pytest.raises(DatasetError, match=r"truth\.json"):
        read_vizwiz(tmp_path / "truth.json", tmp_path)
    with pytest.raises(DatasetError, match="cannot be read"):
        read_vizwiz(tmp_path / "none.json", tmp_path)
