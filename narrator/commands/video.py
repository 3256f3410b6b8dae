"""`narrator video FILE`: describe a video's scenes as a WebVTT track for those who cannot see it."""

import json
import sys
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrator.errors import SettingsError, SourceError
from narrator.languages.catalogue import gettext
from narrator.phrasing import sentence
from narrator.settings.settings import load_settings
from narrator.terminal.arguments import not_empty
from narrator.terminal.console import show, tell
from narrator.terminal.debug import debug_option
from narrator.terminal.setting_options import setting_options
from narrator.terminal.webvtt import Cue, header
from narrator.whole_file import refuse_unwritable, whole_file

if TYPE_CHECKING:
    from narrator.collection.scenes import Scene
    from narrator.description import Description
    from narrator.sources.camera.feed import Feed

_LONGEST_CUE = 10.0
"""Seconds after which a description leaves the screen, though its scene goes on."""


@click.command("video")
@click.argument("file", metavar="FILE", callback=not_empty)
@click.option("--out", metavar="FILE", help="Write the track into this file, not to standard output.")
@click.option(
    "--every",
    metavar="SECONDS",
    type=click.FloatRange(min=0.1, max=3600),
    default=1.0,
    help="Look at the video once in this time, 1 second if not given.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a scene.")
@setting_options("samples", "seed", "language", "model")
@debug_option
def command(file: str, out: str | None, every: float, as_json: bool, **options: str | None) -> int:
    """Describe each new scene of the video FILE, with its time.

    The descriptions are a WebVTT track of the kind "descriptions", which browsers and media players show or
    hand to a screen reader.
    """
    settings = load_settings(options)
    saved = Path(out) if out and out != "-" else None
    if saved:
        refuse_unwritable(saved)
    feed = _video(file)
    track = _Track(file=file, as_json=as_json, on_stdout=saved is None)
    from narrator.captioning.setup import Setup
    from narrator.collection.scenes import scenes
    from narrator.sources.camera.frames import Frames

    with Frames(feed) as frames:
        progress = _Progress(frames.duration)
        captioner = Setup.of(settings).captioner()
        try:
            for seconds, scene in scenes(
                frames, captioner, samples=settings.samples, seed=settings.seed, every=every
            ):
                if scene:
                    track.add(scene)
                progress.reach(seconds)
        except SourceError as error:
            tell(str(error))  # what came before is kept
        track.close(frames.duration)
        if frames.damaged:
            tell(
                gettext("The video {place} is damaged; what can be read of it was described.").format(
                    place=feed.place
                )
            )
    if not track.cues:
        tell(
            gettext(
                "Nothing in the video {place} can be described; see whether it shows anything at all."
            ).format(place=feed.place)
        )
        return 1
    if saved:
        with whole_file(saved) as stream:
            stream.write(("\n\n".join([header(), *map(str, track.cues)]) + "\n").encode())
    return 0


class _Track:
    """The cues so far. One is complete, and printed, when it is known when the next scene begins."""

    def __init__(self, *, file: str, as_json: bool, on_stdout: bool) -> None:
        self.cues: list[Cue] = []
        self._file = file
        self._as_json = as_json
        self._on_stdout = on_stdout
        self._open: Scene | None = None

    def add(self, scene: "Scene") -> None:
        """A new scene, which ends the one before; one of which the same is said goes on."""
        if self._open and scene.says_the_same_as(self._open):
            return
        self.close(scene.start)
        self._open = scene

    def close(self, end: float | None) -> None:
        """The scene ends here, if that is known."""
        if self._open is None:
            return
        start, description = self._open.start, self._open.description
        latest = start + _LONGEST_CUE
        if end is None or end <= start:  # a damaged video may last longer than it says
            end = latest
        cue = Cue(start=start, end=min(end, latest), text=sentence(description))
        self.cues.append(cue)
        self._open = None
        self._show(cue, description)

    def _show(self, cue: Cue, description: "Description") -> None:
        if self._as_json:
            show(
                json.dumps(
                    {"video": self._file, "start": cue.start, "end": cue.end, **description.evidence()}
                )
            )
        elif self._on_stdout:
            for line in [*([header()] if len(self.cues) == 1 else []), "", *str(cue).splitlines()]:
                show(line)


def _video(file: str) -> "Feed":
    from narrator.sources.camera.feed import Kind, feed_for

    try:
        feed = feed_for(file)
    except SourceError as error:
        raise SettingsError(str(error)) from error
    if feed.kind is not Kind.FILE:
        raise SettingsError(
            gettext(
                "{file} is not a file; name a video file, or use narrator camera for what is live."
            ).format(file=file)
        )
    return feed


class _Progress:
    """How much is done, for somebody who waits at a terminal: ten lines in all."""

    def __init__(self, duration: float | None) -> None:
        self._step = duration / 10 if duration and sys.stderr.isatty() else inf
        self._told = 0

    def reach(self, seconds: float) -> None:
        """The video was looked at up to here."""
        tenths = int(seconds / self._step)
        if tenths > self._told:
            self._told = tenths
            tell(gettext("{value} percent.").format(value=10 * tenths))
