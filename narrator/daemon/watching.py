"""What a daemon is asked to watch, on the command line or by a second `narrator watch`."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from narrator.daemon.describing.describer import Describer
from narrator.errors import DaemonError
from narrator.languages.catalogue import gettext, ngettext
from narrator.settings.rules import WrongPartError
from narrator.settings.settings import FOLDER
from narrator.sources.arrival import Source
from narrator.sources.folder.past import Past


@dataclass(frozen=True, kw_only=True)
class Watching:
    """Sources, by what makes them."""

    folders: tuple[str, ...] = ()
    """Whole paths."""
    recursive: bool = False
    backlog: bool = False
    """Whether what is in the folders already is described too."""
    clipboard: bool = False
    camera: str | None = None
    """A device, an address or a file; empty for the default camera, None for no camera."""
    own: Mapping[str, str | bool] = field(default_factory=dict)
    """What the folders have otherwise than the rest, as it would stand in the settings file."""

    def to_arguments(self) -> dict[str, object]:
        """The arguments of the verb `watch`.

        Folders with something of their own are an object and no list, so that a daemon which does not know of
        that refuses them, and does not watch them in another way than the person wants.
        """
        arguments = asdict(self)
        if own := arguments.pop("own"):
            arguments["folders"] = {"paths": self.folders, "own": own}
        return arguments

    @classmethod
    def from_arguments(cls, arguments: Mapping[str, Any]) -> "Watching":
        """What the verb's arguments say. Raises DaemonError for anything else."""
        given, camera = arguments.get("folders", []), arguments.get("camera")
        with_own: Mapping[str, Any] = given if isinstance(given, dict) else {"paths": given, "own": {}}
        folders = with_own.get("paths")
        if not isinstance(folders, (list, tuple)) or not all(isinstance(path, str) for path in folders):
            raise DaemonError(gettext("The folders of a request are no list of paths; send one."))
        if not all(Path(path).is_absolute() for path in folders):
            raise DaemonError(gettext("The folders of a request do not begin at the root; send whole paths."))
        return cls(
            folders=tuple(folders),
            recursive=arguments.get("recursive") is True,
            backlog=arguments.get("backlog") is True,
            clipboard=arguments.get("clipboard") is True,
            camera=camera if isinstance(camera, str) else None,
            own=_checked(with_own.get("own")),
        )

    @property
    def wishes(self) -> Mapping[str, Any]:
        """What the folders have of their own, each value in its own type, as `Wishes` takes it."""
        return FOLDER.given(dict(self.own))

    @property
    def promise(self) -> str:
        """What holds for the folders' pictures, in sentences; empty where they have nothing of their own."""
        own = FOLDER.read(dict(self.own))
        folders = len(self.folders)
        sentences = {
            ngettext(
                "Nothing of its pictures is kept.", "Nothing of their pictures is kept.", folders
            ): not own.journal,
            ngettext(
                "Its pictures are not announced.", "Their pictures are not announced.", folders
            ): not own.speak,
            ngettext(
                "The verbosity of its pictures is {verbosity}.",
                "The verbosity of their pictures is {verbosity}.",
                folders,
            ).format(verbosity=own.verbosity): own.verbosity,
            ngettext(
                "From {hours} its pictures are not announced.",
                "From {hours} their pictures are not announced.",
                folders,
            ).format(hours=own.quiet_hours): own.quiet_hours,
            ngettext(
                "The language of its pictures is {language}.",
                "The language of their pictures is {language}.",
                folders,
            ).format(language=own.language): own.language,
        }
        return " ".join(sentence for sentence, holds in sentences.items() if holds)

    def sources(
        self, describer: Describer, past_of: Callable[[Path, bool], Past]
    ) -> Iterator[Callable[[], Source]]:
        """What makes each source, not yet started, or raises SourceError where there can be no such one.

        A camera's scenes are told apart by what the network sees. `past_of` gives what was seen in a folder,
        with or without those inside it, last.
        """
        for folder in self.folders:
            yield partial(
                _folder, Path(folder), recursive=self.recursive, backlog=self.backlog, past_of=past_of
            )
        if self.clipboard:
            yield _clipboard
        if self.camera is not None:
            yield partial(_camera, self.camera or None, describer)


def _checked(own: object) -> Mapping[str, str | bool]:
    try:
        FOLDER.given(own)
    except WrongPartError as error:
        what = f"What a folder has of its own{error.part}"
        raise DaemonError(
            gettext("{what} must be {must_be}; send that.").format(what=what, must_be=error.must_be)
        ) from error
    assert isinstance(own, dict)
    return own


def _folder(path: Path, *, recursive: bool, backlog: bool, past_of: Callable[[Path, bool], Past]) -> Source:
    from narrator.sources.folder.source import FolderSource

    return FolderSource(path, recursive=recursive, backlog=backlog, past=past_of(path, recursive))


def _clipboard() -> Source:
    from narrator.sources.clipboard import clipboard_source

    return clipboard_source()


def _camera(where: str | None, describer: Describer) -> Source:
    from narrator.sources.camera.source import CameraSource

    return CameraSource(where, look=describer.features)
