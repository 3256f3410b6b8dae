"""From a real video to a track that a real reader reads, with the tiny model, which sees colours."""

import json
import os
import pty
import subprocess
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import av
import pytest
from PIL import Image

from narrator.commands.video import command
from narrator.sources.camera.frames import Frames
from tests.conftest import Narrate
from tests.sources.camera.videos import film, recorded, scratched, sound_only, tinted_frame, torn
from tests.test_network_silence import foreign_sockets

SHOTS = [(tinted_frame(colour), 6.0) for colour in ("red", "lime", "blue")]
SENTENCES = ["A red square.", "A green square.", "A blue square."]
OPTIONS = ("--seed", "1")


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return film(tmp_path / "clip.mp4", SHOTS)


def cues(file: Path) -> list[tuple[float, float, str]]:
    """(start, end, text) as FFmpeg reads them."""
    with av.open(str(file)) as container:
        (stream,) = container.streams.subtitles
        base = float(stream.time_base or 0)
        return [
            (
                (packet.pts or 0) * base,
                ((packet.pts or 0) + (packet.duration or 0)) * base,
                bytes(packet).decode(),
            )
            for packet in container.demux(stream)
            if packet.size
        ]


def test_each_scene_is_a_cue_from_its_beginning_to_the_next(
    narrate: Narrate, clip: Path, tmp_path: Path
) -> None:
    out = tmp_path / "descriptions.vtt"
    process = narrate("video", clip, "--out", out, *OPTIONS)
    assert (process.returncode, process.stdout, process.stderr) == (0, "", "")
    assert out.read_text().startswith("WEBVTT Kind: descriptions; Language: en\n\n")
    assert [text for *_, text in cues(out)] == SENTENCES
    starts, ends = [start for start, *_ in cues(out)], [end for _, end, _ in cues(out)]
    assert starts == pytest.approx([0, 6, 12], abs=0.5)
    assert ends == pytest.approx([6, 12, 18], abs=0.5)


def test_a_recording_that_states_no_duration_is_described_to_its_end(
    narrate: Narrate, tmp_path: Path
) -> None:
    out = tmp_path / "descriptions.vtt"
    clip = recorded(tmp_path / "clip.webm", SHOTS)
    with av.open(str(clip)) as container:
        assert container.duration is None
    process = narrate("video", clip, "--out", out, *OPTIONS)
    assert (process.returncode, process.stderr) == (0, "")
    assert [text for *_, text in cues(out)] == SENTENCES
    assert [end for _, end, _ in cues(out)] == pytest.approx([6, 12, 18], abs=0.5)


def test_a_recording_of_one_frame_is_described(narrate: Narrate, tmp_path: Path) -> None:
    process = narrate("video", recorded(tmp_path / "clip.webm", SHOTS[:1]), *OPTIONS)
    assert (process.returncode, process.stdout.splitlines()[-1]) == (0, SENTENCES[0])


def test_without_a_file_the_track_goes_to_standard_output(
    narrate: Narrate, clip: Path, tmp_path: Path
) -> None:
    out = tmp_path / "descriptions.vtt"
    narrate("video", clip, "--out", out, *OPTIONS)
    for arguments in ([], ["--out", "-"]):
        process = narrate("video", clip, *arguments, *OPTIONS)
        assert (process.returncode, process.stdout) == (0, out.read_text())


def test_json_is_one_object_a_scene_beside_the_file(narrate: Narrate, clip: Path, tmp_path: Path) -> None:
    out = tmp_path / "descriptions.vtt"
    process = narrate("video", clip, "--json", "--out", out, *OPTIONS, "--samples", "4")
    records = [json.loads(line) for line in process.stdout.splitlines()]
    assert [(record["start"], record["end"]) for record in records] == [(a, b) for a, b, _ in cues(out)]
    assert [record["caption"] for record in records] == [
        "a red square",
        "a green square",
        "a blue square",
    ]
    assert {record["video"] for record in records} == {str(clip)}
    assert all(sum(each["count"] for each in record["candidates"]) == 4 for record in records)


def test_a_description_does_not_stay_for_ever(narrate: Narrate, tmp_path: Path) -> None:
    long = film(tmp_path / "long.mp4", [(tinted_frame("red"), 40.0)], rate=2)
    (record,) = narrate("video", long, "--json").stdout.splitlines()
    assert json.loads(record)["end"] == 10


def test_how_often_it_looks_can_be_set(narrate: Narrate, tmp_path: Path) -> None:
    short = film(
        tmp_path / "short.mp4",
        [(tinted_frame("red"), 6.0), (tinted_frame("lime"), 1.6), (tinted_frame("blue"), 6.0)],
    )
    often = narrate("video", short, "--every", "0.5", *OPTIONS).stdout
    seldom = narrate("video", short, "--every", "3", *OPTIONS).stdout
    assert ("green" in often, "green" in seldom) == (True, False)
    assert narrate("video", short, "--every", "0").returncode == 2


def test_slides_that_are_one_frame_each_are_described(narrate: Narrate, tmp_path: Path) -> None:
    slides = film(tmp_path / "slides.mkv", SHOTS, rate=10, starts=[0.0, 8.0, 20.0])
    records = [json.loads(line) for line in narrate("video", slides, "--json", *OPTIONS).stdout.splitlines()]
    assert [record["start"] for record in records[:2]] == [0, 8]
    assert [record["caption"] for record in records[:2]] == ["a red square", "a green square"]


def test_what_came_before_the_damage_is_kept(narrate: Narrate, tmp_path: Path) -> None:
    broken = torn(film(tmp_path / "broken.mkv", SHOTS), 0.6)
    process = narrate("video", broken, "--out", tmp_path / "track.vtt", *OPTIONS)
    assert process.returncode == 0
    assert process.stderr == "The video broken.mkv is damaged; what can be read of it was described.\n"
    assert next(text for *_, text in cues(tmp_path / "track.vtt")) == SENTENCES[0]
    scratch = scratched(film(tmp_path / "scratch.mp4", SHOTS))
    process = narrate("video", scratch, *OPTIONS)
    assert process.returncode == 0
    assert SENTENCES[0] in process.stdout
    assert SENTENCES[2] in process.stdout
    assert "is damaged" in process.stderr


def test_what_came_before_a_disk_fails_is_kept_too(
    person: Path,
    clip: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    whole = Frames._decoded

    def failing(frames: Frames) -> Iterator[tuple[float, av.VideoFrame]]:
        yield from islice(whole(frames), 100)
        raise av.error.OSError(5, "Input/output error")

    monkeypatch.setattr(Frames, "_decoded", failing)
    arguments = [str(clip), "--out", str(tmp_path / "track.vtt"), *OPTIONS]
    assert command.main(arguments, standalone_mode=False) == 0
    assert capsys.readouterr().err.startswith("The video clip.mp4 is damaged and breaks off; ")
    assert [text for *_, text in cues(tmp_path / "track.vtt")] == SENTENCES[:2]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("absent.mp4", "absent.mp4 does not exist; "),
        ("sound.m4a", "The video sound.m4a has no pictures in it; "),
        ("notes.txt", "notes.txt is not a video that can be read; "),
        ("dark.mp4", "Nothing in the video dark.mp4 can be described; "),
    ],
)
def test_what_gives_no_track_is_one_sentence_and_no_file(
    narrate: Narrate, tmp_path: Path, name: str, sentence: str
) -> None:
    sound_only(tmp_path / "sound.m4a")
    (tmp_path / "notes.txt").write_text("no video")
    film(tmp_path / "dark.mp4", [(Image.new("RGB", (320, 240)), 3.0)])
    process = narrate("video", tmp_path / name, "--out", tmp_path / "track.vtt")
    assert (process.returncode, process.stdout) == (1, "")
    assert process.stderr.startswith(sentence)
    assert process.stderr.count("\n") == 1
    assert not (tmp_path / "track.vtt").exists()


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["clip.mp4", "--out", "absent/track.vtt"], "There is no folder absent"),
        (["clip.mp4", "--out", "."], "is not a file"),
        (["http://127.0.0.1:1/clip.mp4"], "is not a file"),
        (["/dev/video0"], "is not a file"),
        ([], "FILE"),
    ],
)
def test_wrong_usage_is_known_before_any_work(narrate: Narrate, arguments: list[str], part: str) -> None:
    process = narrate("video", *arguments)
    assert (process.returncode, process.stdout) == (2, "")
    assert part in process.stderr
    assert process.stderr.count("\n") == 1


def test_progress_is_told_on_a_terminal_only(narrator_program: Path, person: Path, clip: Path) -> None:
    terminal, other_end = pty.openpty()
    process = subprocess.run([narrator_program, "video", clip], stdout=subprocess.PIPE, stderr=other_end)
    os.close(other_end)
    told = os.read(terminal, 10_000).decode().splitlines()
    os.close(terminal)
    assert process.returncode == 0
    assert told[0] == "10 percent."
    assert len(told) <= 10


@pytest.mark.needs_strace
def test_no_connection_is_opened(narrator_program: Path, person: Path, clip: Path, tmp_path: Path) -> None:
    for name in ("video", "camera"):
        silent = ["--silent"] if name == "camera" else []
        assert foreign_sockets(tmp_path / "trace", narrator_program, name, clip, *silent) == set()
