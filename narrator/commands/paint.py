"""`narrator paint WORDS --out FILE`: a small picture of what the words say, as far as the painter can."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrator.errors import SettingsError
from narrator.languages.catalogue import gettext
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
        _write(file, painting)
        yield from _told(painting, file, settings)

    return tell_aloud(results, settings, manner)


def _new_png(out: str) -> Path:
    """Where the picture goes. Raises `SettingsError` for what is there already, or is called otherwise."""
    from narrator.whole_file import refuse_unwritable

    file = Path(out)
    if file.suffix.lower() != ".png":
        raise SettingsError(
            gettext("{name} is not called .png; a painted picture is a PNG file.").format(
                name=file.name or out
            )
        )
    refuse_unwritable(file)
    if file.exists():
        raise SettingsError(
            gettext("{name} is there already and stays as it is; name another file with --out.").format(
                name=file.name
            )
        )
    return file


def _tell_unread(request: "Request") -> None:
    from narrator.enumeration import enumerated

    if request.unknown:
        tell(
            gettext("The painter does not know {unknown}, and paints the rest.").format(
                unknown=enumerated(request.unknown)
            )
        )
    if request.beyond:
        tell(
            gettext("The painter reads {ids} words; it leaves out {beyond}.").format(
                ids=len(request.ids) - 1, beyond=" ".join(request.beyond)
            )
        )


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
            tell(gettext("Painting: {done} of {steps} steps.").format(done=done, steps=options.steps))

    return painter.paint(request, seed=seed, options=options, on_step=on_step)


def _write(file: Path, painting: "Painting") -> None:
    from narrator import __version__
    from narrator.painting.marked import as_png
    from narrator.whole_file import whole_file

    with whole_file(file) as stream:
        stream.write(as_png(painting, __version__))


def _told(painting: "Painting", file: Path, settings: Settings) -> Iterator["Result"]:
    """That it is painted, at once; and then what the captioner sees in it."""
    from narrator.captioning.captioner import Captioner
    from narrator.phrasing import caption_sentence
    from narrator.terminal.results import Result

    done = f"Painted {file.name} with seed {painting.seed}, in {painting.seconds:.1f} seconds."
    yield Result(described=True, lines=(done, _EXPERIMENT), record={}, spoken=f"{done} {_EXPERIMENT}")
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
        "spoken": f"{done} {_EXPERIMENT} {seen}",
        **description.evidence(),
    }
    yield Result(described=True, lines=(seen,), record=record, spoken=seen)
