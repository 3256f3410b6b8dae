"""`python -m benchmarks.world`: what Narrator says of other people's files, and in what two versions differ.

`FOLDER... --write FILE` asks about every file and keeps the answers; run again after a stop, it goes on.
`--python` asks another version, in an environment of its own. `--compare OLD NEW` prints what differs.
"""

import subprocess
import sys
from pathlib import Path

import click

from benchmarks.world.answer import answers_in, as_line
from benchmarks.world.asking import Asking, pictures_in
from benchmarks.world.changes import report

_BATCH = 100
"""Files that one process is asked about: enough that its start does not count, and few arguments."""

_File = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--write", type=_File, help="Keep the answers in this file.")
@click.option("--compare", nargs=2, type=_File, help="Print in what the answers of two files differ.")
@click.option("--python", default=sys.executable, help="The interpreter of the version to ask.")
@click.option("--seconds", default=60.0, show_default=True, help="The most time for one file.")
@click.option("--megabytes", default=3000.0, show_default=True, help="The most memory for one file.")
@click.option("--text", is_flag=True, help="Read text too, which takes seconds where there is some.")
def main(
    folders: tuple[Path, ...],
    write: Path | None,
    compare: tuple[Path, Path] | None,
    python: str,
    seconds: float,
    megabytes: float,
    text: bool,
) -> None:
    """Ask about every file of FOLDERS, or compare two versions' answers."""
    if compare:
        for line in report(answers_in(compare[0]), answers_in(compare[1])):
            click.echo(line)
    elif folders and write:
        _ask(folders, write, Asking(python=python, seconds=seconds, megabytes=megabytes, text=text))
    else:
        raise click.UsageError("Name folders and --write, or --compare two files of answers.")


def _ask(folders: tuple[Path, ...], write: Path, asking: Asking) -> None:
    try:
        click.echo(f"asking {asking.version()}")
    except (subprocess.CalledProcessError, OSError) as error:
        raise click.UsageError(f"{asking.python} runs no Narrator: {error}") from error
    kept = answers_in(write)
    waiting = [
        picture
        for picture in pictures_in(folders)
        if picture.file not in kept or kept[picture.file].sha256 != picture.sha256
    ]
    click.echo(f"{len(waiting)} files to ask about, {len(kept)} answers are there")
    with write.open("a", encoding="utf-8") as lines:
        for start in range(0, len(waiting), _BATCH):
            for answer in asking.ask(waiting[start : start + _BATCH]):
                lines.write(as_line(answer))
                lines.flush()
                if answer.outcome == "lost":
                    click.echo(f"{answer.file}: {answer.said}")


if __name__ == "__main__":
    main()
