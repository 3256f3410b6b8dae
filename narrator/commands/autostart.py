"""`narrator autostart`: let the daemon start when the person logs in, or no longer, or tell what is."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from narrator.errors import DaemonError, SourceError
from narrator.languages.catalogue import gettext
from narrator.picture.files import printable
from narrator.terminal.command_group import CommandGroup
from narrator.terminal.console import show
from narrator.terminal.debug import debug_option

if TYPE_CHECKING:
    from narrator.commands.watch import Asked


@click.group("autostart", cls=CommandGroup)
@debug_option
def command() -> None:
    """Start narrator watch at every login."""


@command.command("install")
@click.argument("watch_options", metavar="[-- WATCH OPTIONS...]", nargs=-1, type=click.UNPROCESSED)
@debug_option
def install(watch_options: tuple[str, ...]) -> int:
    """Start narrator watch at every login from now on.

    What follows -- is given to narrator watch; without it, that watches your Pictures folder, the folders
    in it, where screenshots go, and the clipboard.
    """
    from narrator.daemon.autostart.choice import autostarts
    from narrator.daemon.autostart.usual import usual_watch
    from narrator.daemon.program import program

    words = _checked(watch_options) if watch_options else usual_watch()
    chosen, *others = autostarts()
    place = chosen.install([*program(), "watch", *words])
    for other in others:
        if other.installed():
            other.remove()  # two of them would start it twice
    show(f"From your next login on, {chosen.name} starts narrator watch; this is written in {place}.")
    if doubt := chosen.doubt():
        show(doubt)
    return 0


@command.command("remove")
@debug_option
def remove() -> int:
    """Start nothing at login any more; what runs, runs on."""
    from narrator.daemon.autostart.choice import autostarts

    removed = [autostart.name for autostart in autostarts() if autostart.remove()]
    for name in removed:
        show(f"At your next login, {name} does not start narrator any more.")
    if not removed:
        show("Nothing starts narrator at login, so there was nothing to remove.")
    return 0


@command.command("status")
@debug_option
def status() -> int:
    """Tell what starts narrator at login, and whether it runs."""
    from narrator.daemon.autostart.choice import autostarts

    found = [(autostart.name, autostart.installed()) for autostart in autostarts()]
    if not any(installed for _, installed in found):
        show("Nothing starts narrator at login; narrator autostart install changes that.")
    for name, installed in found:
        if installed:
            show(f"At every login, {name} starts {installed.command}")
            show(f"This is written in {installed.place}.")
            if not installed.ours:
                show("That is another installation of Narrator; narrator autostart install puts this one in.")
            if installed.outdated:
                show(f"A version before wrote that; {installed.again} writes it as it is now.")
            show(_RUNS[installed.running])
    return 0


_RUNS = {
    True: "It runs now.",
    False: "It does not run now.",
    None: "Whether it runs now, narrator status tells.",
}


def _checked(words: Sequence[str]) -> list[str]:
    """What narrator watch is given at login: folders by their whole paths, for it is started somewhere else.

    Links keep the name that the person gave them, by which their settings know the folder. Raises what
    narrator watch itself would raise then, where nobody would see it.
    """
    from narrator.commands.watch import asked, command

    context = command.make_context("narrator watch", list(words))
    watch = asked(**context.params)
    if watch.as_json:
        raise click.UsageError(gettext("At login nobody reads what --json prints; leave it out"))
    whole = dict(zip(context.params["folders"], watch.watching.folders, strict=True))
    for typed, folder in whole.items():
        _refuse_missing(typed, folder)
    _refuse_unusable(watch)
    if typed := context.params["camera"]:
        whole |= {typed: watch.watching.camera, f"--camera={typed}": f"--camera={watch.watching.camera}"}
    return [whole.get(word, word) for word in words]


def _refuse_unusable(watch: "Asked") -> None:
    """Raise for a voice and a speaker that are not on this system, and for a video that is not there."""
    from narrator.sources.camera.feed import feed_for, file_of
    from narrator.speech.chooser import refuse_foreign
    from narrator.speech.voice import voices
    from narrator.speech.voices import choose_voice

    if "speaker" in watch.given:
        refuse_foreign(watch.settings.speaker)
    # Speech Dispatcher has voices of its own, and may not run now.
    if "voice" in watch.given and watch.settings.voice and watch.settings.speaker != "speech-dispatcher":
        choose_voice(voices(), watch.settings.voice)
    if where := watch.watching.camera:
        feed_for(where)
        if (file := file_of(where)) and not file.exists():
            raise SourceError(
                gettext(
                    "There is no camera and no video {name}; name a device, an address or a file."
                ).format(name=printable(file))
            )


def _refuse_missing(typed: str, folder: str) -> None:
    # These two of os.path answer for any name.
    if os.path.isfile(folder):  # noqa: PTH113
        raise DaemonError(
            gettext("{name} is a file and no folder; name the folder that it is in.").format(
                name=printable(typed)
            )
        )
    if not os.path.isdir(folder):  # noqa: PTH112
        raise DaemonError(
            gettext(
                "There is no folder {name} to watch; make it, or put its drive in, and try again."
            ).format(name=printable(typed))
        )
