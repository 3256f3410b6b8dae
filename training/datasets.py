"""Download and unpack a data set.

    python -m training.datasets get coco2017 --out FOLDER
    python -m training.datasets get flickr8k --out FOLDER
    python -m training.datasets get karpathy --out FOLDER

The same command goes on after whatever stopped it, and does nothing where all is there. The archives stay
in `FOLDER/archives`; `--delete-archives` deletes each once it is unpacked.
"""

from pathlib import Path

import click

from narrator.whole_file import whole_file
from training.data.datasets.archives import DATASETS, Archive
from training.data.datasets.download import Patience, download
from training.data.datasets.unpack import unpack
from training.errors import TrainingError


def get(archive: Archive, out: Path, url: str, patience: Patience, *, delete: bool) -> None:
    """Download and unpack one archive as far as that is not done yet. Raises `TrainingError`."""
    archives = out / "archives"
    done = archives / f"{archive.name}.unpacked"
    if _all_there(done, out):
        _tell(f"{archive.name} is unpacked already.")
        return
    file = download(archive, archives, url, patience, _tell)
    unpacked = unpack(file, out, archive.members)
    sizes = [f"{path.stat().st_size} {path.relative_to(out).as_posix()}" for path in unpacked]
    with whole_file(done, synced=True) as stream:
        stream.write("\n".join(sizes).encode())
    if delete:
        file.unlink()
    _tell(f"{archive.name}: {len(unpacked):,} files lie in {out}.")


def _all_there(done: Path, out: Path) -> bool:
    """Whether all files of an archive that was unpacked before are still there, with their sizes."""
    if not done.is_file():
        return False
    for line in done.read_text(encoding="utf-8").splitlines():
        size, _, name = line.partition(" ")
        if not (out / name).is_file() or (out / name).stat().st_size != int(size):
            return False
    return True


def _tell(sentence: str) -> None:
    click.echo(sentence, err=True)


@click.group()
def main() -> None:
    """Data sets for training."""


@main.command(name="get")
@click.argument("name", type=click.Choice(sorted(DATASETS)))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Where the data set is to lie.")
@click.option(
    "--from", "mirror", default="", metavar="URL", help="Another server's folder with the same archives."
)
@click.option("--delete-archives", is_flag=True, help="Delete each archive once it is unpacked.")
@click.option("--attempts", default=Patience.attempts, show_default=True, help="Failures in a row to bear.")
@click.option("--pause", default=Patience.pause, show_default=True, help="Seconds after the first failure.")
def get_dataset(
    name: str, out: Path, mirror: str, delete_archives: bool, attempts: int, pause: float
) -> None:
    """Download and unpack the data set NAME."""
    patience = Patience(attempts=attempts, pause=pause)
    try:
        for archive in DATASETS[name]:
            url = f"{mirror.rstrip('/')}/{archive.name}" if mirror else ""
            get(archive, out, url, patience, delete=delete_archives)
    except TrainingError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(
            f"{error.filename or out}: {error.strerror}. Mend this and start the same command again."
        ) from error


if __name__ == "__main__":
    main()
