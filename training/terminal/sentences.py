"""What stops a command of training, said in one sentence instead of a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from models.encoders import WeightsError
from narrator.errors import NarratorError
from training.errors import TrainingError


@contextmanager
def as_training_errors() -> Iterator[None]:
    """Make a `TrainingError` of what the program, an encoder or the system finds wrong."""
    try:
        yield
    except (NarratorError, WeightsError) as error:
        raise TrainingError(str(error)) from error
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise TrainingError(
            f"{where}{error.strerror or error}. Mend this and start the same command again; what is whole is "
            "not made anew."
        ) from error


@contextmanager
def said_in_a_sentence() -> Iterator[None]:
    """End the command with what is wrong, if anything is, and exit code 1."""
    try:
        with as_training_errors():
            yield
    except TrainingError as error:
        raise click.ClickException(str(error)) from error
