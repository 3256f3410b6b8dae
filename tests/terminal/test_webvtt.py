from pathlib import Path

import av
import pytest

from narrator.terminal.webvtt import Cue, header, timestamp


@pytest.mark.parametrize(
    ("seconds", "stamp"),
    [
        (0, "00:00:00.000"),
        (1.0004, "00:00:01.000"),
        (59.9996, "00:01:00.000"),
        (3599.5, "00:59:59.500"),
        (3723.25, "01:02:03.250"),
        (400_000, "111:06:40.000"),
    ],
)
def test_times_are_hours_minutes_seconds_and_milliseconds(seconds: float, stamp: str) -> None:
    assert timestamp(seconds) == stamp


def test_what_would_be_markup_is_text() -> None:
    cue = Cue(start=1, end=2, text="<i>Salt</i> & pepper --> \n\n a <dish>.")
    assert str(cue) == (
        "00:00:01.000 --> 00:00:02.000\n&lt;i&gt;Salt&lt;/i&gt; &amp; pepper --&gt; a &lt;dish&gt;."
    )


def test_a_real_reader_understands_the_track(tmp_path: Path) -> None:
    cues = [Cue(start=0, end=2.5, text="A dog."), Cue(start=3661, end=3670, text="A > b\n& c.")]
    file = tmp_path / "track.vtt"
    file.write_text("\n\n".join([header(), *map(str, cues)]) + "\n")
    with av.open(str(file)) as container:
        (stream,) = container.streams.subtitles
        base = float(stream.time_base or 0)
        read = [
            ((packet.pts or 0) * base, (packet.duration or 0) * base, bytes(packet).decode())
            for packet in container.demux(stream)
            if packet.size
        ]
    assert read == [(0, 2.5, "A dog."), (3661, 9, "A &gt; b &amp; c.")]
