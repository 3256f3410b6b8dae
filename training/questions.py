"""Teach a bundle how far its answers to questions can be trusted, and measure whether it knows.

    python -m training.questions CONFIG --data ROOT --bundle FOLDER --kept FILE

The bundle is asked of the development pictures of CONFIG that enough people described: whether things are
there, as POPE asks (`training.asking.polls`), which colour they have and how many there are, by what people
agree on; and where things are, in pictures that are made of two. Nobody drew boxes around what is in the
pictures, so what is known of places is which of the two a thing is in.

Every figure comes from cross-fitting: the answers of a picture come from a fit to other pictures. The fit to
all of them goes into the bundle's calibration, and the figures into its model card. Its network stays as it
is. With --kept, what the bundle makes of the questions is kept, and a second run takes seconds.
"""

import json
from dataclasses import replace
from pathlib import Path

import click

from narrator.captioning.bundle import Bundle
from narrator.captioning.captioner import Captioner
from training.asking.cases import Cases, ChoiceCase, PlaceCase, PresenceCase
from training.asking.figures import cross_fitted, fitted, report
from training.asking.gathering import Interviewer
from training.asking.objects import Objects
from training.calibrate import put_into
from training.config import Config, load_config
from training.data.datasets import described_by_enough
from training.errors import TrainingError
from training.terminal.command_options import config_argument, data_option
from training.terminal.sentences import said_in_a_sentence

HEADING = "## What it answers"
_EXPLAINED = """\
Of each picture as many things are asked after that people name as things that nobody names. "Answered" are
the questions to which it says yes or no, or tells what was asked for; to all others it says that it cannot
tell. People do not write of all that is there, so these figures are lower bounds."""
_COMMAND = "    python -m training.questions CONFIG --data ROOT --bundle FOLDER"


def gather(captioner: Captioner, config: Config, root: Path) -> Cases:
    """Ask of all development pictures."""
    interviewer = Interviewer(captioner)
    found: list[PresenceCase | ChoiceCase] = []
    places: list[PlaceCase] = []
    for source in config.data.validate:
        examples = described_by_enough(source, root)
        objects = Objects([each.captions for each in examples], interviewer.names)
        found += interviewer.of_pictures(source.name, examples, objects)
        places += interviewer.of_two(source.name, examples, objects)
    return Cases(
        presence=[each for each in found if isinstance(each, PresenceCase)],
        choices=[each for each in found if isinstance(each, ChoiceCase)],
        places=places,
    )


@click.command()
@config_argument
@data_option
@click.option(
    "--bundle", "folder", type=click.Path(path_type=Path), required=True, help="The bundle's folder."
)
@click.option("--kept", type=click.Path(path_type=Path), help="Keep what it makes of the questions here.")
@click.option("--threads", type=int, help="Of the network.")
def main(config: Path, root: Path, folder: Path, kept: Path | None, threads: int | None) -> None:
    """Ask the bundle in FOLDER of the development pictures of CONFIG, and print how often it is right."""
    with said_in_a_sentence():
        settings = load_config(config)
        bundle = Bundle.open(folder)
        calibration = bundle.calibrated()
        if calibration is None:
            raise TrainingError(f"{folder} has no calibration yet: run python -m training.calibrate first.")
        if kept is not None and kept.exists():
            cases = Cases.from_record(json.loads(kept.read_text(encoding="utf-8")))
        else:
            cases = gather(Captioner.load(str(folder), threads), settings, root)
            if kept is not None:
                kept.write_text(json.dumps(cases.to_record()), encoding="utf-8")
        tables = report(cases, cross_fitted(cases))
        section = f"{HEADING}\n\n{_EXPLAINED}\n\n{tables}\n\n{_COMMAND}\n"
        put_into(bundle, replace(calibration, questions=fitted(cases).to_record()), section)
    click.echo(tables)


if __name__ == "__main__":
    main()
