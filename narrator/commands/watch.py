"""`narrator watch FOLDER...`: describe every new picture, aloud, until it is told to quit."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

import click

from narrator.errors import DaemonError, SettingsError
from narrator.picture.addresses import local_file
from narrator.settings.settings import Settings, load_settings
from narrator.terminal.arguments import not_empty
from narrator.terminal.console import tell
from narrator.terminal.debug import debug_option
from narrator.terminal.setting_options import setting_options

if TYPE_CHECKING:
    from narrator.daemon.daemon import Daemon
    from narrator.daemon.hotkeys.bindings import Bindings
    from narrator.daemon.watching import Watching
    from narrator.journal.journal import Journal
    from narrator.speech.speaker import Speaker


_HAND_OVER_SECONDS = 10.0
_HAND_OVER_POLL_SECONDS = 0.1
_SIGNAL_SECONDS = 0.5
"""A signal that another thread than the first one has received is noticed after so long at most."""


@dataclass(frozen=True, kw_only=True)
class _Run:
    """What holds for one run, and is no setting."""

    incognito: bool
    hotkeys: bool
    as_json: bool
    silent: bool


@click.command("watch")
@click.argument("folders", metavar="[FOLDER]...", nargs=-1, callback=not_empty)
@click.option("--recursive", is_flag=True, help="Watch the folders inside the folders too.")
@click.option("--backlog", is_flag=True, help="Describe the pictures that are there already, too.")
@click.option("--clipboard", is_flag=True, help="Describe every picture that is copied.")
@click.option(
    "--camera",
    metavar="[WHERE]",
    is_flag=False,
    flag_value="",
    help="Describe what a camera sees: the usual one, or a device, an address or a video file.",
)
@click.option("--incognito", is_flag=True, help="Keep nothing of what is described.")
@click.option("--no-hotkeys", is_flag=True, help="Leave all keys to other programs.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each event.")
@click.option("--silent", is_flag=True, help="Print only, say nothing.")
@setting_options("verbosity")
@click.option("--quiet-hours", metavar="FROM-TO", help="Announce nothing between these times of day.")
@click.option("--speaker", metavar="NAME", help="Speak with this, whatever else there is.")
@setting_options("samples", "seed", "voice", "rate", "volume", "model")
@debug_option
def command(
    folders: tuple[str, ...],
    recursive: bool,
    backlog: bool,
    clipboard: bool,
    camera: str | None,
    incognito: bool,
    no_hotkeys: bool,
    as_json: bool,
    silent: bool,
    **options: str | None,
) -> int:
    """Describe each new picture in every FOLDER, aloud, until narrator quit.

    If Narrator runs already, it watches these folders too, and this command ends.
    """
    if not folders and not clipboard and camera is None:
        raise click.UsageError("There is nothing to watch: name a folder, or give --clipboard or --camera")
    from narrator.captioning.shelves import find_bundle
    from narrator.daemon.watching import Watching

    watching = Watching(
        folders=tuple(str(_path(folder).absolute()) for folder in folders),
        recursive=recursive,
        backlog=backlog,
        clipboard=clipboard,
        camera=camera,
    )
    settings = load_settings(options)
    if settings.model:
        find_bundle(settings.model)  # one that is nowhere is known before anything begins
    run = _Run(incognito=incognito, hotkeys=not no_hotkeys, as_json=as_json, silent=silent)
    return _hand_over_or_serve(watching, settings, run)


def _path(folder: str) -> Path:
    """A folder by its path, or by the file:// address that a file manager copies."""
    return local_file(os.fsencode(folder)) or Path(folder)


def _hand_over_or_serve(watching: "Watching", settings: Settings, run: _Run) -> int:
    from narrator.daemon.control.client import NoDaemonError
    from narrator.daemon.single import AlreadyRunningError

    deadline = monotonic() + _HAND_OVER_SECONDS
    while True:
        try:
            return _hand_over(watching, run)
        except NoDaemonError:
            pass
        try:
            return _serve(watching, settings, run)
        except AlreadyRunningError:  # started at the same moment; it may not listen yet
            if monotonic() > deadline:
                raise
            sleep(_HAND_OVER_POLL_SECONDS)


def _hand_over(watching: "Watching", run: _Run) -> int:
    from narrator.daemon.control.client import ask

    if run.incognito:
        ask("status", timeout=_HAND_OVER_SECONDS)  # raises NoDaemonError where none runs
        raise SettingsError(
            "Narrator runs already and may keep what it describes; end it with narrator quit, "
            "then start it with --incognito."
        )
    tell(str(ask("watch", watching.to_arguments(), timeout=_HAND_OVER_SECONDS)["text"]))
    return 0


def _serve(watching: "Watching", settings: Settings, run: _Run) -> int:
    from narrator.daemon.control.server import ControlServer
    from narrator.daemon.daemon import Daemon
    from narrator.daemon.describing.describer import Describer
    from narrator.daemon.hotkeys.bindings import read_bindings
    from narrator.daemon.log import logging_to
    from narrator.daemon.notify import ServiceManager
    from narrator.daemon.requests import camera_now, clipboard_now
    from narrator.daemon.verbs import Verbs
    from narrator.places import control_file, log_file
    from narrator.speech.working_sound import play_working_sound
    from narrator.terminal.events import PrintedEvents

    bindings = read_bindings(settings.hotkeys) if run.hotkeys else None
    manager = ServiceManager()
    with ExitStack() as parts:
        parts.enter_context(logging_to(log_file()))
        journal = parts.enter_context(_journal(settings, incognito=run.incognito))
        speaker = parts.enter_context(
            _speaker(settings, silent=run.silent, on_passed_over=lambda reason: daemon.told(reason))
        )
        describer = Describer(
            settings.model,
            settings.threads,
            people=settings.people,
            claims=settings.claims,
            ranking=settings.ranking,
        )
        parts.callback(describer.close)
        daemon = Daemon(
            settings=settings,
            describer=describer,
            journal=journal,
            speaker=speaker,
            events=PrintedEvents(as_json=run.as_json),
            working_sound=play_working_sound,
            on_tick=manager.alive,
            tick_seconds=min(5.0, manager.alive_every or 5.0),
        )
        verbs = Verbs(daemon, clipboard=clipboard_now, camera=camera_now)
        # Started first, for it makes sure that there is one daemon; and so closed last.
        parts.enter_context(ControlServer(verbs.handle, control_file(), on_fault=daemon.fault_of_control))
        parts.enter_context(daemon)
        if journal.note:
            daemon.told(journal.note)
        daemon.begin_with(watching)
        # Afterwards: who has nothing to watch has no use for keys, nor for the reason why there are none.
        if bindings:
            parts.callback(_start_hotkeys(daemon, bindings).close)
        daemon.begun()
        manager.ready()
        # Python runs the handlers of signals on this thread, which sleeps on in a wait without end when the
        # kernel has woken another one for the signal.
        while not daemon.ended.wait(_SIGNAL_SECONDS):
            pass
        manager.stopping()
    return 0


def _start_hotkeys(daemon: "Daemon", bindings: "Bindings") -> ExitStack:
    """Keys that work everywhere, until what is returned is closed; where there can be none, that is told."""
    from narrator.daemon.hotkeys.choice import hotkeys_for
    from narrator.daemon.keys import Keys

    started = ExitStack()
    try:
        hotkeys = hotkeys_for(bindings)
        keys = Keys(daemon)
        hotkeys.start(keys.pressed, keys.taken, keys.lost)
    except DaemonError as error:
        daemon.noted(str(error))
    else:
        started.callback(hotkeys.close)
    return started


def _journal(settings: Settings, *, incognito: bool) -> "Journal":
    from narrator.journal.journal import Journal
    from narrator.places import journal_file

    if incognito or not settings.journal:
        return Journal.in_memory(instead_of=journal_file())
    return Journal.open(journal_file(), set_aside=True)


def _speaker(settings: Settings, *, silent: bool, on_passed_over: Callable[[str], None]) -> "Speaker":
    from narrator.speech.chooser import default_speaker
    from narrator.speech.silent import SilentSpeaker
    from narrator.speech.voices import VoiceOptions

    if silent:
        return SilentSpeaker()
    options = VoiceOptions(voice=settings.voice, rate=settings.rate, volume=settings.volume)
    return default_speaker(options, settings.speaker, on_passed_over=on_passed_over)
