"""WebVTT, the format of descriptions tracks: https://www.w3.org/TR/webvtt1/."""

from dataclasses import dataclass

from narrator.languages.catalogue import tongue

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
"""What would begin a tag or, as in "-->", a time."""


def header() -> str:
    """The first line.

    What a track is for, a page says where it names the file: <track kind="descriptions">.
    """
    return f"WEBVTT Kind: descriptions; Language: {tongue()}"


@dataclass(frozen=True, kw_only=True)
class Cue:
    """A text and when it holds."""

    start: float
    """Seconds."""
    end: float
    """Seconds, after `start`."""
    text: str

    def __str__(self) -> str:
        words = " ".join(self.text.split())  # an empty line would end the cue
        escaped = "".join(_ESCAPES.get(letter, letter) for letter in words)
        return f"{timestamp(self.start)} --> {timestamp(self.end)}\n{escaped}"


def timestamp(seconds: float) -> str:
    """Seconds as hours:minutes:seconds.milliseconds; there may be more than 99 hours."""
    milliseconds = round(1000 * seconds)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{milliseconds // 1000:02}.{milliseconds % 1000:03}"
