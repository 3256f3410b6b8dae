"""`narrator paint WORDS --out FILE`: a small picture of what the words say, as far as the painter can."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrator.errors import NarratorError, SettingsError
from narrator.settings.settings import Settings, load_settings
from narrator.terminal.arguments import not_empty, save_option
from narrator.terminal.console import tell
from narrator.terminal.debug import debug_option
from narrator.terminal.describing import Manner, tell_aloud
from narrator.terminal.setting_options import setting_options

if TYPE_CHECKING:
    from narrator.painting.flow import PaintingOptions
    from narrator.painting.painter import Painter, Painting, Request
    from narrator.terminal.results import Result

_EXPERIMENT = "This is an experiment: most of what it paints is vague, and much is wrong."
_TELL_SECONDS = 5.0
"""Between two sentences on how far it is."""


@click.command("paint")
@click.argument("words", metavar="WORDS...", nargs=-1, required=True)
@click.option("--out", metavar="FILE", required=True, callback=not_empty, help="Write here: a .png file.")
@click.option("--seed", "chance", metavar="N", type=int, help="Paint the same picture of the same words.")
@click.option("--steps", metavar="N", type=int, default=20, show_default=True, help="More take longer.")
@click.option(
    "--guidance",
    metavar="G",
    type=float,
    default=3.0,
    show_default=True,
    help="How strongly the words count, from 0 to 20.",
)
@click.option("--painter", metavar="FOLDER", callback=not_empty, help="Use this painter's bundle.")
@save_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--silent", is_flag=True, help="Print only, say nothing.")
@setting_options("voice", "rate", "volume", "model")
@debug_option
def command(
    words: tuple[str, ...],
    out: str,
    chance: int | None,
    steps: int,
    guidance: float,
    painter: str | None,
    save: str | None,
    as_json: bool,
    silent: bool,
    **options: str | None,
) -> int:
    """Paint a small picture of WORDS, an experiment, and say what my own describer sees in it.

    The picture is 64 by 64 pixels, and is marked in its file as made by a machine. It needs a painter's
    bundle, and none comes with narrator: the page painting.md says how to train one.
    """
    from narrator.painting.flow import PaintingOptions
    from narrator.painting.painter import Painter

    settings = load_settings(options)
    file = _new_png(out)
    hand = Painter.load(painter, settings.threads)
    request = hand.understand(" ".join(words))
    _tell_unread(request)
    manner = Manner.of(
        options, every=False, save=save, as_json=as_json, silent=silent, verbosity=settings.verbosity
    )

    def results() -> Iterator["Result"]:
        wish = PaintingOptions(steps=steps, guidance=guidance)
        painting = _painted(hand, request, _seed(chance), wish)
        yield from _told(painting, *_kept(painting, file), settings)

    return tell_aloud(results, settings, manner)


def _new_png(out: str) -> Path:
    """Where the picture goes. Raises `SettingsError` for what is there already, or is called otherwise."""
    from narrator.whole_file import refuse_unwritable

    file = Path(out)
    if file.suffix.lower() != ".png":
        raise SettingsError(f"{file.name or out} is not called .png; a painted picture is a PNG file.")
    refuse_unwritable(file)
    if file.exists():
        raise SettingsError(f"{file.name} is there already and stays as it is; name another file with --out.")
    return file


def _tell_unread(request: "Request") -> None:
    from narrator.enumeration import enumerated

    if request.unknown:
        tell(f"The painter does not know {enumerated(request.unknown)}, and paints the rest.")
    if request.beyond:
        tell(f"The painter reads {len(request.ids) - 1} words; it leaves out {' '.join(request.beyond)}.")


def _seed(chance: int | None) -> int:
    from secrets import randbelow

    return randbelow(2**31) if chance is None else chance


def _painted(painter: "Painter", request: "Request", seed: int, options: "PaintingOptions") -> "Painting":
    from time import monotonic

    told = monotonic()

    def on_step(done: int) -> None:
        nonlocal told
        if monotonic() - told > _TELL_SECONDS:
            told = monotonic()
            tell(f"Painting: {done} of {options.steps} steps.")

    return painter.paint(request, seed=seed, options=options, on_step=on_step)


def _kept(painting: "Painting", file: Path) -> tuple[Path, str]:
    """Where the picture is, and a sentence if that is elsewhere: its file cannot be written any more.

    Raises NarratorError where there is no place at all.
    """
    from tempfile import mkdtemp

    from narrator import __version__
    from narrator.painting.marked import as_png

    data = as_png(painting, __version__)
    try:
        _write_new(file, data)
        return file, ""
    except OSError as error:
        reason = error.strerror
    try:
        elsewhere = Path(mkdtemp(prefix="narrator-")) / file.name
        _write_new(elsewhere, data)
    except OSError as error:
        raise NarratorError(
            f"{file.name} cannot be written any more ({reason}), nor anything else ({error.strerror}); make "
            f"room, and paint it again with --seed {painting.seed}."
        ) from error
    return elsewhere, (
        f"{file.name} cannot be written any more ({reason}); the picture is {elsewhere}, move it where you "
        "want it."
    )


def _write_new(file: Path, data: bytes) -> None:
    """Raises OSError, also for what came there while it was painted: that stays as it is."""
    with file.open("xb") as stream:
        try:
            stream.write(data)
            stream.flush()
        except OSError:
            file.unlink()
            raise


def _told(painting: "Painting", file: Path, note: str, settings: Settings) -> Iterator["Result"]:
    """That it is painted, at once; and then what the captioner sees in it."""
    from narrator.captioning.captioner import Captioner
    from narrator.phrasing import caption_sentence
    from narrator.terminal.results import Result

    done = f"Painted {file.name} with seed {painting.seed}, in {painting.seconds:.1f} seconds."
    lines = (done, *([note] if note else []), _EXPERIMENT)
    yield Result(described=True, lines=lines, record={}, spoken=" ".join(lines))
    captioner = Captioner.load(settings.model, settings.threads, people=settings.people)
    # As a photograph, which it is meant to be: told by itself, most of what is painted is no kind of picture.
    description = captioner.caption(painting.pixels, settings.samples, painting.seed)
    seen = f"My own describer sees: {caption_sentence(description)}"
    record = {
        "picture": str(file),
        "words": painting.request.words,
        "unknown": list(painting.request.unknown),
        "seed": painting.seed,
        "painter": painting.painter,
        "seconds": round(painting.seconds, 3),
        "spoken": " ".join([*lines, seen]),
        **description.evidence(),
    }
    yield Result(described=True, lines=(seen,), record=record, spoken=seen)
