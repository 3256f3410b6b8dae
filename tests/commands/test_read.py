import json
from pathlib import Path

import pytest
from PIL import Image

from tests.conftest import Narrate
from tests.looking.text.pages import LEFT, RIGHT, page


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    file = tmp_path / "letter.png"
    page(LEFT).save(file)
    return file


def test_all_text_is_printed_line_by_line(narrate: Narrate, letter: Path) -> None:
    process = narrate("read", letter, "--silent")
    assert (process.returncode, process.stderr) == (0, "")
    assert tuple(process.stdout.splitlines()) == LEFT


def test_several_pictures_are_named_and_bad_ones_are_told_of(
    narrate: Narrate, letter: Path, tmp_path: Path
) -> None:
    page(RIGHT).save(tmp_path / "notice.png")
    process = narrate("read", letter, tmp_path / "absent.png", tmp_path / "notice.png", "--silent", "--json")
    first, absent, second = map(json.loads, process.stdout.splitlines())
    assert process.returncode == 0
    assert (first["text"]["lines"], first["text"]["engine"]) == (list(LEFT), "pp-ocr")
    assert first["pages"] == [{"lines": list(LEFT)}]
    assert second["spoken"] == f"Its text, 3 lines: {' '.join(RIGHT)}"
    assert (set(absent), absent["error"]) == (
        {"picture", "error"},
        "absent.png does not exist; check the name and the folder.",
    )


def test_speak_says_what_a_page_begins_with(narrate: Narrate, letter: Path) -> None:
    process = narrate("speak", "-", "--silent", "--json", stdin=letter.read_bytes())
    result = json.loads(process.stdout)
    assert result["text"] == {"lines": list(LEFT), "engine": "pp-ocr", "foremost": list(LEFT), "unread": 0}
    assert result["spoken"].endswith(f" It says: {' '.join(LEFT)}")
    assert {"open", "look", "text"} <= set(result["timings"])


def test_never_is_never(narrate: Narrate, letter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARRATOR_TEXT", "never")
    assert json.loads(narrate("speak", letter, "--silent", "--json").stdout)["text"] is None


@pytest.fixture
def fax(tmp_path: Path) -> Path:
    """Three pages, of which the second is damaged."""
    file = tmp_path / "fax.tif"
    page(LEFT).save(file, save_all=True, append_images=[page(RIGHT), page(RIGHT)], compression="tiff_lzw")
    with Image.open(file) as image:
        image.seek(1)
        begin, length = (image.tag_v2[tag][0] for tag in (273, 279))  # type: ignore[attr-defined]
    data = file.read_bytes()
    file.write_bytes(data[:begin] + b"\xff" * length + data[begin + length :])
    return file


def test_all_pages_are_read_and_a_damaged_one_is_told_of(narrate: Narrate, fax: Path) -> None:
    process = narrate("read", fax, "--silent")
    assert process.returncode == 0
    assert process.stdout.splitlines() == ["Page 1 of 3.", *LEFT, "Page 3 of 3.", *RIGHT]
    assert "Page 2 of 3 is damaged or incomplete; copy it or download it again.\n" in process.stderr
    (record,) = map(json.loads, narrate("read", fax, "--silent", "--json").stdout.splitlines())
    assert record["text"]["lines"] == record["text"]["foremost"] == [*LEFT, *RIGHT]
    assert [set(each) for each in record["pages"]] == [{"lines"}, {"error"}, {"lines"}]
    assert record["spoken"].startswith("Page 1 of 3. Its text, 3 lines: ")


def test_that_a_picture_moves_is_told(narrate: Narrate, tmp_path: Path) -> None:
    page(LEFT).save(tmp_path / "moving.gif", save_all=True, append_images=[page(RIGHT)])
    lines = narrate("read", tmp_path / "moving.gif", "--silent").stdout.splitlines()
    assert lines[0] == "This is the first of 2 frames of an animation."
    assert RIGHT[0] not in lines
