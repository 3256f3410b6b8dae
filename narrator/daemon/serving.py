"""A daemon put together from its parts for one run, from the first lock to the last thread."""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass

from narrator.captioning.setup import Setup
from narrator.daemon.attention.choice import attention_here
from narrator.daemon.control.server import ControlServer
from narrator.daemon.daemon import Daemon
from narrator.daemon.describing.describer import Describer
from narrator.daemon.events import Events
from narrator.daemon.handed_over import HandedOver
from narrator.daemon.hotkeys.bindings import Bindings, read_bindings
from narrator.daemon.hotkeys.bound.choice import bound_here
from narrator.daemon.hotkeys.choice import NoDesktopError, hotkeys_for
from narrator.daemon.keys import Keys
from narrator.daemon.log import logging_to
from narrator.daemon.notify import ServiceManager
from narrator.daemon.once import Once
from narrator.daemon.requests import camera_now, clipboard_now
from narrator.daemon.verbs import Verbs
from narrator.daemon.watching import Watching
from narrator.errors import DaemonError, JournalError, SettingsError
from narrator.journal.journal import Journal
from narrator.places import control_file, journal_file, log_file
from narrator.private_folder import keep_private
from narrator.second.second import SecondDescriber, second_of
from narrator.settings.settings import Settings
from narrator.speech.chooser import default_speaker
from narrator.speech.silent import SilentSpeaker
from narrator.speech.speaker import Speaker
from narrator.speech.voices import VoiceOptions
from narrator.speech.working_sound import play_working_sound
from narrator.workers.memory import keep_what_is_there, share_memory

_SIGNAL_SECONDS = 0.5
"""A signal that another thread than the first one has received is noticed after so long at most."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """What holds for one run, and is no setting."""

    incognito: bool
    hotkeys: bool
    silent: bool


def serve(watching: Watching, settings: Settings, run: Run, events: Events) -> None:
    """Watch until the person or a signal ends it.

    Raises AlreadyRunningError when another daemon of this person runs, and NarratorError for what keeps this
    one from beginning.
    """
    share_memory()
    bindings = read_bindings(settings.hotkeys) if run.hotkeys else None
    second, without_second = _second(settings, incognito=run.incognito)
    manager = ServiceManager()
    with ExitStack() as parts:
        _keep_state_private()
        without_log = parts.enter_context(logging_to(log_file()))
        journal, without_journal = _journal(settings, incognito=run.incognito)
        parts.enter_context(journal)
        speaker = parts.enter_context(
            _speaker(settings, silent=run.silent, on_passed_over=lambda reason: daemon.told(reason))
        )
        describer = Describer(Setup.of(settings))
        parts.callback(describer.close)
        handed_over = HandedOver()
        daemon = Daemon(
            settings=settings,
            describer=describer,
            journal=journal,
            speaker=speaker,
            events=events,
            working_sound=play_working_sound,
            on_tick=manager.alive,
            tick_seconds=min(5.0, manager.alive_every or 5.0),
            attention=attention_here(),
            handed_over=handed_over,
            second=second,
        )
        verbs = Verbs(daemon, clipboard=clipboard_now, camera=camera_now)
        # Started first, for it makes sure that there is one daemon; and so closed last.
        parts.enter_context(ControlServer(verbs.handle, control_file(), on_fault=daemon.fault_of_control))
        parts.enter_context(daemon)
        parts.enter_context(handed_over)
        for news in filter(None, (without_log, without_journal, without_second, journal.note)):
            daemon.told(news)
        daemon.watched.take_up()
        daemon.watched.begin_with(watching)
        # Afterwards: who has nothing to watch has no use for keys, nor for the reason why there are none.
        if bindings:
            parts.callback(_start_hotkeys(daemon, bindings).close)
        keep_what_is_there()
        daemon.begun()
        manager.ready()
        # Python runs the handlers of signals on this thread, which sleeps on in a wait without end when the
        # kernel has woken another one for the signal.
        while not daemon.ended.wait(_SIGNAL_SECONDS):
            pass
        manager.stopping()


def _start_hotkeys(daemon: Daemon, bindings: Bindings) -> ExitStack:
    """Keys that work everywhere, until what is returned is closed; where there can be none, that is told."""
    started = ExitStack()
    keys = Keys(daemon, Once())
    desktop, bound = bound_here()
    if bound:
        daemon.noted(f"{desktop} has {len(bound)} of the keys in its own settings.")
    own = {action: key for action, key in bindings.items() if action not in bound}
    if not own:
        return started
    try:
        hotkeys = hotkeys_for(own)
        hotkeys.start(keys)
    except NoDesktopError as error:
        daemon.noted(str(error))
    except DaemonError as error:
        keys.refused(str(error))
    else:
        started.callback(hotkeys.close)
    return started


def _keep_state_private() -> None:
    """Close what is kept to others, which versions before left open."""
    with suppress(OSError):  # the log and the journal say it better
        keep_private(journal_file().parent)


def _journal(settings: Settings, *, incognito: bool) -> tuple[Journal, str | None]:
    """The journal; if it is in memory because there can be no other, also why, as a sentence."""
    if incognito or not settings.journal:
        return Journal.in_memory(instead_of=journal_file()), None
    try:
        return Journal.open(journal_file(), set_aside=True), None
    except JournalError as error:
        return (
            Journal.in_memory(),
            f"{error} Until you start Narrator again, it keeps nothing of what it describes.",
        )


def _second(settings: Settings, *, incognito: bool) -> tuple[SecondDescriber | None, str | None]:
    """Who is asked besides, and, for an address that is none, why there is nobody: the rest works without.

    Of pictures of which nothing is to be kept, nobody on another machine is asked.
    """
    try:
        second = second_of(settings)
    except SettingsError as error:
        return None, str(error)
    return (None if second and incognito and not second.is_here else second), None


def _speaker(settings: Settings, *, silent: bool, on_passed_over: Callable[[str], None]) -> Speaker:
    if silent:
        return SilentSpeaker()
    options = VoiceOptions(voice=settings.voice, rate=settings.rate, volume=settings.volume)
    return default_speaker(options, settings.speaker, on_passed_over=on_passed_over)
