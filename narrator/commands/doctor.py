"""`narrator doctor`: what works on this machine, line by line, and how to mend what does not."""

import platform
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from narrator import __version__
from narrator.errors import NarratorError, SettingsError
from narrator.places import settings_file
from narrator.settings.settings import Settings, load_settings
from narrator.terminal.console import show
from narrator.terminal.debug import debug_option

if TYPE_CHECKING:
    from narrator.speech.voices import VoiceOptions

_MEASURE = "CIDEr-D"
"""The one of a bundle's scores that is told."""

# This command is for machines on which a part may not even import, so each check imports its own.


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one check found; both texts are sentences."""

    works: bool
    what: str
    mend: str = ""
    """What to do; empty when it works."""

    def __str__(self) -> str:
        return f"ok: {self.what}" if self.works else f"problem: {self.what} Mend: {self.mend}"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One part of the program, looked at by itself."""

    part: str
    run: Callable[[], Finding]
    needed: bool = True
    """Whether nothing can be described and said aloud without it."""

    def find(self) -> Finding:
        """Run the check; whatever it meets is a finding."""
        try:
            return self.run()
        except NarratorError as error:
            what, _, mend = str(error).partition("; ")
            return Finding(works=False, what=f"{what.removesuffix('.')}.", mend=mend[:1].upper() + mend[1:])
        except Exception as error:
            # Broad on purpose: an installation can be broken in ways that nobody has met yet, and the other
            # checks are to be heard all the same.
            what = f"The {self.part} cannot be checked ({type(error).__name__}: {error})."
            return Finding(works=False, what=what, mend="Install narrator again.")


@click.command("doctor")
@debug_option
def command() -> int:
    """Say what works on this machine, and how to mend what does not."""
    healthy = True
    for check in checks():
        finding = check.find()
        show(str(finding))
        healthy &= finding.works or not check.needed
    show(str(_verdict(healthy)))
    return 0 if healthy else 1


def checks() -> Iterator[Check]:
    """All checks, in the order in which a person would mend things."""
    yield Check(part="program", run=_program)
    yield Check(part="settings", run=_settings_file)
    try:
        settings = load_settings()
    except SettingsError:
        settings = Settings()  # reported by the check of the settings; the others look at the defaults
    yield Check(part="model", run=lambda: _model(settings))
    yield Check(part="choice of the speaker", run=lambda: _speaker(settings))
    yield Check(part="synthesizer", run=lambda: _synthesizer(settings))
    yield Check(part="list of voices", run=_voices)
    yield Check(part="sound output", run=_output)
    yield Check(part="reader of text", run=_text, needed=False)
    yield Check(part="reader of HEIC pictures", run=_heic, needed=False)
    yield Check(part="reader of AVIF pictures", run=_avif, needed=False)


def _program() -> Finding:
    system = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    return Finding(works=True, what=f"Narrator {__version__} runs with {system}.")


def _settings_file() -> Finding:
    load_settings()
    file = settings_file()
    what = (
        f"The settings file is {file}."
        if file.exists()
        else f"There is no settings file {file}; none is needed."
    )
    return Finding(works=True, what=what)


def _model(settings: Settings) -> Finding:
    from PIL import Image

    from narrator.captioning.bundle import Bundle
    from narrator.captioning.captioner import Captioner
    from narrator.captioning.shelves import find_bundle

    bundle = Bundle.open(find_bundle(settings.model))
    captioner = Captioner.load(settings.model, settings.threads)
    started = time.perf_counter()
    captioner.describe(Image.new("RGB", (bundle.image_size, bundle.image_size)), settings.samples)
    milliseconds = 1000 * (time.perf_counter() - started)
    # One figure for each way of choosing captions: all seven metrics would be a minute of listening.
    scores = [
        f"{metrics[_MEASURE]:.3f} on {split}"
        for split, metrics in bundle.scores.items()
        if _MEASURE in metrics
    ]
    what = [
        f"The model {bundle.name} {bundle.version} in {bundle.folder} is undamaged",
        f"it described a test picture in {milliseconds:.0f} milliseconds",
        *([f"its {_MEASURE} is {', '.join(scores)}"] if scores else []),
    ]
    return Finding(works=True, what=f"{'; '.join(what)}.")


def _speaker(settings: Settings) -> Finding:
    from narrator.speech.checks import speaker_status

    status = speaker_status(_voice_options(settings), settings.speaker)
    return Finding(works=status.works, what=status.what, mend=status.mend)


def _synthesizer(settings: Settings) -> Finding:
    from narrator.speech.checks import synthesizer_status

    status = synthesizer_status(_voice_options(settings))
    return Finding(works=status.works, what=status.what, mend=status.mend)


def _voice_options(settings: Settings) -> "VoiceOptions":
    from narrator.speech.voices import VoiceOptions

    return VoiceOptions(voice=settings.voice, rate=settings.rate, volume=settings.volume)


def _voices() -> Finding:
    from narrator.speech.voice import voices

    return Finding(works=True, what=f"There are {len(voices())} voices; narrator voices lists them.")


def _output() -> Finding:
    from narrator.speech.checks import output_status

    status = output_status()
    return Finding(works=status.works, what=status.what, mend=status.mend)


def _text() -> Finding:
    from contextlib import closing

    from PIL import Image, ImageDraw, ImageFont

    from narrator.looking.text.choice import text_reader
    from narrator.looking.text.reading import read_text
    from narrator.picture.opening import open_picture

    page = Image.new("RGB", (320, 80), "white")
    ImageDraw.Draw(page).text((20, 20), "Narrator", "black", ImageFont.load_default(32))
    with closing(text_reader()) as reader:
        read = " ".join(read_text(open_picture(page), reader).lines)
    if read != "Narrator":
        mend = f"Install {reader.name} again."
        return Finding(works=False, what=f"{reader.name} has misread a test picture: {read!r}.", mend=mend)
    return Finding(works=True, what=f"Text in pictures is read by {reader.name}.")


def _heic() -> Finding:
    import pi_heif

    return Finding(works=True, what=f"HEIC pictures can be opened, with libheif {pi_heif.libheif_version()}.")


def _avif() -> Finding:
    from PIL import features

    version = features.version("avif")
    if version is None:
        mend = "Install Pillow 11.3 or newer from its wheel."
        return Finding(works=False, what="This Pillow cannot open AVIF pictures.", mend=mend)
    return Finding(works=True, what=f"AVIF pictures can be opened, with libavif {version}.")


def _verdict(healthy: bool) -> Finding:
    if healthy:
        return Finding(works=True, what="Narrator can describe pictures and say aloud what it sees.")
    return Finding(
        works=False,
        what="Narrator cannot do all of its work here.",
        mend="Begin with the first problem above.",
    )
