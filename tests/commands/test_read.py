import json
from pathlib import Path

import pytest

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
    assert first["text"] == {"lines": list(LEFT), "engine": "pp-ocr"}
    assert second["spoken"] == f"Its text, 3 lines: {' '.join(RIGHT)}"
    assert (set(absent), absent["error"]) == (
        {"picture", "error"},
        "absent.png does not exist; check the name and the folder.",
    )


def test_speak_says_what_a_page_begins_with(narrate: Narrate, letter: Path) -> None:
    process = narrate("speak", "-", "--silent", "--json", stdin=letter.read_bytes())
    result = json.loads(process.stdout)
    assert result["text"] == {"lines": list(LEFT), "engine": "pp-ocr"}
    assert LEFT[0] in result["spoken"]
    assert {"open", "look", "text"} <= set(result["timings"])


def test_never_is_never(narrate: Narrate, letter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARRATOR_TEXT", "never")
    assert json.loads(narrate("speak", letter, "--silent", "--json").stdout)["text"] is None
