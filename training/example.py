"""Draw a small data set, so that the whole way to a bundle can be tried in minutes.

    python -m training.example --out ROOT

The pictures are drawn by `training.data.drawings` and laid out as Flickr8k is. Nothing is downloaded. The
configuration `training/configs/example.toml` learns from them.
"""

from pathlib import Path

import click

from training.data.drawings import write_dataset
from training.errors import TrainingError
from training.terminal.sentences import said_in_a_sentence


@click.command()
@click.option("--out", "root", type=click.Path(path_type=Path), required=True, help="A new folder.")
@click.option("--training", default=1440, show_default=True, help="Pictures to learn from.")
@click.option("--validation", default=72, show_default=True, help="Pictures to validate on.")
def main(root: Path, training: int, validation: int) -> None:
    """Draw a data set into ROOT."""
    with said_in_a_sentence():
        if root.exists() and (root.is_file() or any(root.iterdir())):
            raise TrainingError(f"{root} is not empty: name a new folder with --out.")
        write_dataset(root, training=training, validation=validation, lit=True)
    click.echo(f"{training} pictures to learn from and {validation} to validate on are in {root}.")


if __name__ == "__main__":
    main()
