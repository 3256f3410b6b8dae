"""`narrator speak PICTURE...`: describe pictures, print a sentence about each and say it."""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from narrator.commands.console import show, tell
from narrator.commands.debug import debug_option
from narrator.commands.narration import Narration
from narrator.errors import BundleError, PictureError, SettingsError, SpeechError
from narrator.settings import Settings, load_settings
from narrator.speech.silent import SilentSpeaker
from narrator.speech.voices import VoiceOptions

# What loads numpy, the network's libraries or the voice is imported where it is used: the voice starts first,
# in a process of its own, and the network's libraries load in this one meanwhile.
if TYPE_CHECKING:
    from narrator.commands.results import Result
    from narrator.speech.speaker import Speaker


@click.command("speak")
@click.argument("pictures", metavar="PICTURE...", nargs=-1, required=True)
@click.option("--samples", metavar="N", help="Sample N captions, not 10, and speak the most probable.")
@click.option("--seed", metavar="N", help="Sample the same captions every time.")
@click.option("--all", "every", is_flag=True, help="Speak and print every distinct caption with its share.")
@click.option("--save", metavar="FILE", help="Save what is said as a WAV file.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a picture.")
@click.option("--silent", is_flag=True, help="Print only, say nothing.")
@click.option("--voice", metavar="ID", help="Speak with this voice; narrator voices lists them.")
@click.option("--rate", metavar="N", help="Speak N words a minute.")
@click.option("--volume", metavar="N", help="Speak this loud, from 0 to 1.")
@click.option("--model", metavar="NAME", help="Use this bundle: its folder, or a released one's name.")
@debug_option
def command(
    pictures: tuple[str, ...],
    every: bool,
    save: str | None,
    as_json: bool,
    silent: bool,
    **options: str | None,
) -> int:
    """Say aloud, and print, what is in each PICTURE.

    A PICTURE is a file, a folder with pictures, or - for standard input. Several pictures are spoken one
    after the other, each introduced by its name.
    """
    settings = load_settings(options)
    voice = VoiceOptions(voice=settings.voice, rate=settings.rate, volume=settings.volume)
    with ExitStack() as speakers:
        narration = Narration(
            saved=speakers.enter_context(_saver(save, voice)),
            aloud=speakers.enter_context(_voice(silent, voice)),
        )
        described = 0
        for result in _results(pictures, settings, every=every, as_json=as_json):
            narration.finish()  # this picture was described while the one before was spoken
            _show(result, as_json=as_json)
            narration.say(result.spoken, keep=result.described)
            described += result.described
        narration.finish()
    return 0 if described and narration.kept_all else 1


def _saver(file: str | None, options: VoiceOptions) -> "Speaker":
    if not file:
        return SilentSpeaker()
    from narrator.speech.wav import WavSpeaker

    try:
        return WavSpeaker(file, options)
    except SpeechError as error:  # a file that cannot be written is known before any work is done
        raise SettingsError(str(error)) from error


def _voice(silent: bool, options: VoiceOptions) -> "Speaker":
    if silent:
        return SilentSpeaker()
    from narrator.speech.chooser import default_speaker

    return default_speaker(options)


def _results(
    arguments: Sequence[str], settings: Settings, *, every: bool, as_json: bool
) -> Iterator["Result"]:
    from narrator.captioning.captioner import Captioner
    from narrator.commands.requests import requests_for
    from narrator.commands.results import described, refused

    requests = requests_for(arguments)
    try:
        captioner = Captioner.load(settings.model, settings.threads)
    except BundleError as error:
        # Each picture has its record, but a person hears only once that there is no model.
        first, *others = (refused(request, error) for request in requests)
        yield first
        if as_json:
            yield from (replace(other, spoken="") for other in others)
        return
    for request in requests:
        try:
            description = captioner.describe(request.source(), settings.samples, settings.seed)
        except PictureError as error:
            yield refused(request, error)
        else:
            yield described(request, description, named=len(requests) > 1, every=every)


def _show(result: "Result", *, as_json: bool) -> None:
    if as_json:
        show(json.dumps(result.record))
        return
    for line in result.lines:
        if result.described:
            show(line)
        else:
            tell(line)
