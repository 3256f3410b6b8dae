import json
from pathlib import Path

from tests.conftest import Draw, Narrate
from tests.sources.camera.videos import film, scratched, sound_only, tinted_frame

SHOTS = [(tinted_frame(colour), 6.0) for colour in ("red", "lime", "blue")]


def rows(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_a_video_is_a_row_a_scene_and_one_of_its_own_and_is_done_once(narrate: Narrate, draw: Draw) -> None:
    folder = draw("album/a.png", "red").parent
    film(folder / "clip.mp4", SHOTS)
    assert narrate("describe", "album", "--out", "c.jsonl").stdout.startswith("1 described, 0 failed, 0 were")

    process = narrate("describe", "album", "--out", "c.jsonl", "--videos", "--seed", "1")
    assert process.stdout.startswith("1 described, 0 failed, 1 were")
    _, *scenes, own = rows(folder.parent / "c.jsonl")
    assert [row["alt"] for row in scenes] == ["A red square.", "A green square.", "A blue square."]
    assert [round(float(str(row["seconds"]))) for row in scenes] == [0, 6, 12]
    assert {row["path"] for row in (*scenes, own)} == {"album/clip.mp4"}
    assert (own["alt"], own["seconds"], own["kind"]) == ("A video of 3 scenes.", None, "video")
    assert "2 were there before." in narrate("describe", "album", "--out", "c.jsonl", "--videos").stdout


def test_a_video_that_is_named_is_wanted_and_what_is_wrong_with_one_is_said(
    narrate: Narrate, tmp_path: Path
) -> None:
    sound_only(tmp_path / "sound.mp4")
    (tmp_path / "no.mp4").write_text("no video")
    process = narrate("describe", "sound.mp4", "no.mp4", "gone.mp4", "--out", "c.csv")
    assert process.returncode == 1
    assert process.stderr.splitlines() == [
        "sound.mp4: The video sound.mp4 has no pictures in it; name another one.",
        "no.mp4 is not a video that can be read; name another one or download it again.",
        "gone.mp4 does not exist; check the name and the folder.",
    ]


def test_what_can_be_read_of_a_damaged_one_is_kept_and_its_row_says_so(
    narrate: Narrate, tmp_path: Path
) -> None:
    scratched(film(tmp_path / "clip.mp4", SHOTS))
    narrate("describe", "clip.mp4", "--out", "c.jsonl")
    *scenes, own = rows(tmp_path / "c.jsonl")
    assert scenes and own["notes"] == "It is damaged; what can be read of it was described."
