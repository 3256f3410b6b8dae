"""What the person asked to have described: files, folders and standard input, in order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from narrator.errors import PictureError
from narrator.languages.catalogue import gettext
from narrator.picture.addresses import path_of
from narrator.picture.files import LENGTH_LIMIT, short_name

if TYPE_CHECKING:
    from narrator.picture.opening import Picture

STANDARD_INPUT = "-"


@dataclass(frozen=True, kw_only=True)
class Request:
    """One picture that was asked for."""

    label: str
    """The path or address as the person wrote it, "-" for standard input; what a camera is called."""
    name: str
    """What the picture is called in a line or a sentence."""
    source: "Callable[[], Path | bytes | Picture]"
    """Called when its turn comes: what `Captioner.describe` takes, or a PictureError or SourceError that says
    why not."""
    camera: bool = False
    """Whether it is taken right now, so that it can be taken again."""


def requests_for(arguments: Sequence[str]) -> list[Request]:
    """One request for each file and for each picture of a folder, by name; subfolders are not entered.

    A folder that cannot be read or has no pictures becomes one request whose source says so.
    """
    return [request for argument in arguments for request in _requests_for(argument)]


def _requests_for(argument: str) -> Iterator[Request]:
    if argument == STANDARD_INPUT:
        yield Request(label=argument, name="standard input", source=_standard_input)
        return
    try:
        path = path_of(argument)
    except PictureError as error:
        yield Request(label=argument, name=short_name(argument), source=_refusal(error))
        return
    if not _is_folder(path):
        yield _file(path, argument)
    else:
        try:
            pictures = _pictures_of(path)
        except PictureError as error:
            yield Request(label=argument, name=path.name, source=_refusal(error))
        else:
            yield from (_file(picture, str(picture)) for picture in pictures)


def _file(path: Path, label: str) -> Request:
    return Request(label=label, name=path.name, source=lambda: path)


def _refusal(error: PictureError) -> Callable[[], Path]:
    def refuse() -> Path:
        raise error

    return refuse


def _standard_input() -> bytes:
    try:
        with open(0, "rb", closefd=False) as stream:
            # One byte past the limit is enough for the picture to be refused; an endless stream ends there.
            return stream.read(LENGTH_LIMIT + 1)
    except OSError as error:
        raise PictureError(
            gettext("Standard input cannot be read ({strerror}); send a picture into it.").format(
                strerror=error.strerror
            )
        ) from error


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False  # opening it as a picture will say why


def _pictures_of(folder: Path) -> list[Path]:
    from narrator.sources.folder.tree import is_wanted  # a folder that is watched has the same pictures

    name = short_name(folder)
    try:
        pictures = sorted(path for path in folder.iterdir() if is_wanted(path) and path.is_file())
    except OSError as error:
        raise PictureError(
            gettext(
                "The folder {name} cannot be read ({strerror}); change its permissions and try again."
            ).format(name=name, strerror=error.strerror)
        ) from error
    if not pictures:
        raise PictureError(
            gettext("The folder {name} has no pictures in it; name another folder or a picture.").format(
                name=name
            )
        )
    return pictures
