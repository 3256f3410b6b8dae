"""What Narrator keeps and watches: the journal, pictures, the token; and what starts it."""

import os
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from narrator.health.check import Finding
from narrator.health.extras import missing_extra
from narrator.languages.catalogue import gettext, ngettext
from narrator.places import journal_file, pictures_folder, token_file
from narrator.settings.settings import Settings

# This room is for machines on which a part may not even import, so each check imports its own.


def journal(settings: Settings) -> Finding:
    """What the journal holds. It is not made, nor changed."""
    from narrator.journal.state import state_of

    file = journal_file()
    if not file.exists():
        begins = "the first picture begins it" if settings.journal else "the settings want none"
        return Finding(
            works=True,
            what=gettext("There is no journal {file} yet; {begins}.").format(file=file, begins=begins),
        )
    state = state_of(file)
    what = ngettext(
        "The journal {file} is undamaged and has 1 entry in {size:.1f} MB.",
        "The journal {file} is undamaged and has {entries} entries in {size:.1f} MB.",
        state.entries,
    ).format(file=file, entries=state.entries, size=state.size / 1_000_000)
    return Finding(works=True, what=what)


def pictures() -> Finding:
    """Whether there is a folder for pictures."""
    folder = pictures_folder()
    if folder is None:
        return Finding(
            works=False,
            what=gettext("You have no folder for pictures."),
            mend=gettext("Make one called Pictures, or name your own folders to narrator watch."),
        )
    return Finding(works=True, what=gettext("Your folder for pictures is {folder}.").format(folder=folder))


def autostart() -> Finding:
    """What starts Narrator at login, and whether that watches the folder for pictures."""
    from narrator.daemon.autostart.choice import autostarts

    for each in autostarts():
        if installed := each.installed():
            starts = f"At every login, {each.name} starts"
            if not installed.ours:
                return Finding(
                    works=False,
                    what=gettext("{starts} another installation of Narrator.").format(starts=starts),
                    mend=gettext("Run narrator autostart install, which puts this one in its place."),
                )
            if installed.outdated:
                return Finding(
                    works=False,
                    what=gettext("{starts} Narrator as a version before wrote it.").format(starts=starts),
                    mend=gettext("Run {again}, which writes it as it is now.").format(again=installed.again),
                )
            folder = pictures_folder()
            if folder is None:
                return Finding(works=True, what=gettext("{starts} Narrator.").format(starts=starts))
            watches = "watches" if _watches(installed.watched, folder) else "does not watch"
            return Finding(
                works=True,
                what=gettext("{starts} Narrator, which {watches} your folder for pictures.").format(
                    starts=starts, watches=watches
                ),
            )
    return Finding(
        works=True, what=gettext("Nothing starts Narrator at login; narrator autostart install changes that.")
    )


def web_service() -> Finding:
    """Whether `narrator serve` can be used. It is not started."""
    try:
        for module in ("app", "server"):
            import_module(f"narrator.web.{module}")
    except ImportError as error:
        return missing_extra("The web service is not installed", error, "web")
    return Finding(works=True, what=gettext("The web service can be started with narrator serve."))


def web_token() -> Finding:
    """Whether programs can show the token to the service. It is not made."""
    from narrator.web.token import VARIABLE, read_token, token_of_environment

    if token_of_environment(os.environ):
        return Finding(
            works=True,
            what=gettext("The token of the web service is in {variable}.").format(variable=VARIABLE),
        )
    file = token_file()
    if not file.exists():
        return Finding(
            works=True,
            what=gettext("There is no token {file} yet; narrator serve makes it.").format(file=file),
        )
    read_token(file)
    return Finding(works=True, what=gettext("The token of the web service is in {file}.").format(file=file))


def _watches(words: Sequence[str], folder: Path) -> bool:
    """Whether what stands behind watch names a folder, or one around it as a whole."""
    around = folder.parents if "--recursive" in words else ()
    return any(Path(word) in (folder, *around) for word in words)
