"""The one list of what Narrator keeps, with all places where it ever writes for itself."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path

from narrator.belongings.belonging import Belonging, leads_elsewhere
from narrator.daemon.autostart.choice import autostarts
from narrator.daemon.hotkeys.bound.binder import Binder, perform
from narrator.daemon.hotkeys.bound.choice import binder_here, bound_here
from narrator.daemon.hotkeys.presence import entry_file
from narrator.errors import NarratorError
from narrator.languages.catalogue import gettext
from narrator.places import (
    allowed_file,
    control_file,
    ended_file,
    graphs_folder,
    handed_over_file,
    index_file,
    journal_file,
    log_file,
    models_folder,
    runtime_folder,
    settings_file,
    token_file,
    told_file,
)
from narrator.whole_file import unfinished


def kept() -> list[Belonging]:
    """Everything that is there now but models. Raises NarratorError where nobody can look."""
    return [*_started_at_login(), *_bound_keys(), *_unique(_files())]


def models() -> list[Belonging]:
    """The models that the person has put into the folder for them. Raises NarratorError, too."""
    return list(_unique((path, "Model") for path in _found(models_folder(), ["*"])))


def empty_folders() -> Iterator[Belonging]:
    """Narrator's own folders in which nothing is left, the inner ones first, each at the moment it is due."""
    for folder in sorted(_own_folders(), key=lambda folder: -len(folder.parts)):
        if folder.is_dir() and not leads_elsewhere(folder) and not _content(folder):
            yield Belonging(what="Folder", place=str(folder), size=None, erase=folder.rmdir)


def strangers() -> list[Path]:
    """What somebody else has put into Narrator's own folders."""
    known = {belonging.place for belonging in (*kept(), *models())}
    return [
        path
        for folder in sorted(_own_folders())
        if not any(leads_elsewhere(each) for each in _own(folder))
        for path in _content(folder)
        if str(path) not in known and path not in _own_folders()
    ]


def _files() -> Iterator[tuple[Path, str]]:
    journal, token, log, control = journal_file(), token_file(), log_file(), control_file()
    ended, told, handed_over = ended_file(token), told_file(), handed_over_file()
    index = index_file()
    allowed = allowed_file()
    controls = [control.with_suffix(end).name for end in (".sock", ".json", ".lock")]
    for what, folder, names in (
        ("Settings", settings_file().parent, [settings_file().name]),
        ("Journal", journal.parent, [journal.name, *(f"{journal.name}{end}" for end in ("-wal", "-shm"))]),
        ("Damaged journal", journal.parent, [f"{journal.name}.damaged-*"]),
        ("Index of pictures", index.parent, [index.name, f"{index.name}-journal"]),
        ("Token of the web service", token.parent, [token.name, unfinished(token)]),
        ("Who signed out of it", ended.parent, [ended.name, unfinished(ended)]),
        ("What was told once", told.parent, [told.name, unfinished(told)]),
        ("Second describers that you allowed", allowed.parent, [allowed.name, unfinished(allowed)]),
        ("Log", log.parent, [log.name, f"{log.name}.*"]),
        ("Name for hotkeys", entry_file().parent, [entry_file().name]),
        ("What was handed over", handed_over.parent, [handed_over.name, unfinished(handed_over)]),
        ("Control file", control.parent, [*controls, unfinished(control)]),
    ):
        for path in _found(folder, names):
            if leads_elsewhere(path) or not path.is_dir():  # a folder of such a name is somebody else's
                yield path, what
    for path in _found(graphs_folder().parent, [graphs_folder().name]):
        yield path, "Networks as they are optimised for this machine"


def _started_at_login() -> Iterator[Belonging]:
    for autostart in autostarts():
        if there := autostart.installed():
            what = f"Start at login by {autostart.name}"
            yield Belonging(what=what, place=there.place, size=None, erase=autostart.remove)


def _bound_keys() -> Iterator[Belonging]:
    """Those of the desktop in which this runs; others cannot be asked from here, or not without traces."""
    if (binder := binder_here()) and (bound := bound_here()[1]):
        what, place = f"Keys in the settings of {binder.name}", ", ".join(bound.values())
        yield Belonging(what=what, place=place, size=None, erase=partial(_unbind, binder))


def _unbind(binder: Binder) -> None:
    perform(binder.to_unbind())


def _unique(found: Iterator[tuple[Path, str]]) -> Iterator[Belonging]:
    """A link in the place of a folder is found by everybody who looks for something in there."""
    for path, what in dict(found).items():
        with suppress(FileNotFoundError):  # what a running Narrator has taken away in this moment
            yield Belonging.at(path, "Link to a folder" if path in _own_folders() else what)


def _found(folder: Path, names: Sequence[str]) -> Iterator[Path]:
    """What has one of these names; where a folder of Narrator's is a link out of its place, that link."""
    for each in _own(folder):
        if leads_elsewhere(each):
            yield each
            return
    for path in _content(folder):
        if any(fnmatchcase(path.name, name) for name in names):
            yield path


def _content(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise NarratorError(
            gettext("The folder {folder} cannot be read ({strerror}); make it yours and try again.").format(
                folder=folder, strerror=error.strerror
            )
        ) from error


def _own(folder: Path) -> list[Path]:
    """Narrator's own among a folder and those around it, the outermost first."""
    return [each for each in (*reversed(folder.parents), folder) if each in _own_folders()]


def _own_folders() -> set[Path]:
    """Folders that Narrator makes for itself. On some systems several of them are the same."""
    files = (
        settings_file(),
        journal_file(),
        token_file(),
        told_file(),
        log_file(),
        models_folder(),
        graphs_folder(),
    )
    return {*(file.parent for file in files), models_folder(), runtime_folder()}
