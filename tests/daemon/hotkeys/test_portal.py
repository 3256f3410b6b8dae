"""Hotkeys from a portal: a real bus, and on it, in a process of its own, a portal that never was."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from queue import Queue
from typing import Any, Protocol

import pytest

from narrator.daemon.desktop_entry import APP_ID
from narrator.daemon.hotkeys import portal_session
from narrator.daemon.hotkeys.bindings import DEFAULTS, Action
from narrator.daemon.hotkeys.combination import parse_combination
from narrator.daemon.hotkeys.portal import PortalHotkeys
from narrator.daemon.hotkeys.portal_session import trigger
from narrator.errors import DaemonError
from tests.daemon.hotkeys import portal_stub
from tests.daemon.hotkeys.listening import Listener, got, open_files
from tests.sessionbus import SessionBus


class Portal:
    """The stub's process."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, portal_stub.__file__, json.dumps(settings)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.calls: Queue[list[Any]] = Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        assert self.called("ready") == []

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.calls.put(json.loads(line))

    def called(self, member: str) -> list[Any]:
        """What a call brought, once it has come."""
        while (call := got(self.calls))[0] != member:
            pass
        return call[1:]

    def command(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def kill(self) -> None:
        self.process.kill()
        self._reader.join()
        self.process.communicate()


class Start(Protocol):
    def __call__(self, **settings: Any) -> AbstractContextManager[Portal]: ...


@pytest.fixture
def portal(session_bus: SessionBus, person: Path) -> Start:
    """Start a portal with other settings than usual."""

    @contextmanager
    def start(**settings: Any) -> Iterator[Portal]:
        portal = Portal(settings)
        try:
            yield portal
        finally:
            portal.kill()

    return start


@pytest.fixture
def hotkeys(session_bus: SessionBus) -> Iterator[PortalHotkeys]:
    hotkeys = PortalHotkeys(DEFAULTS)
    yield hotkeys
    hotkeys.close()


def test_the_portal_is_asked_for_all_keys_and_hands_them_over(portal: Start, hotkeys: PortalHotkeys) -> None:
    listener = Listener()
    with portal() as desktop:
        listener.start(hotkeys)
        [wishes] = desktop.called("BindShortcuts")
        assert wishes["clipboard"] == ["Describe the picture on the clipboard", "SHIFT+LOGO+d"]
        assert wishes.keys() == {action.value for action in Action}
        for action in Action:
            desktop.command(f"press {action.value}")
            assert listener.pressed() is action
        desktop.command("press something")
        desktop.command("press more /another/session")
        desktop.command("press stop")
        assert listener.pressed() is Action.STOP
    assert listener.refusals.empty()


@pytest.mark.needs_desktop_entries
def test_a_portal_that_wants_a_name_finds_our_desktop_entry(
    portal: Start, hotkeys: PortalHotkeys, person: Path
) -> None:
    with portal(nameless=False) as desktop:
        Listener().start(hotkeys)
        assert desktop.called("Register") == [APP_ID]
        entry = person / "data" / "applications" / f"{APP_ID}.desktop"
        subprocess.run(["desktop-file-validate", entry], check=True)
        assert "NoDisplay=true" in entry.read_text()
        assert desktop.called("BindShortcuts")


def test_a_key_that_is_not_granted_is_told_by_name(portal: Start, hotkeys: PortalHotkeys) -> None:
    listener = Listener()
    with portal(grant=["clipboard", "more", "stop"]) as desktop:
        listener.start(hotkeys)
        action, combination, sentence = listener.refused()
        assert (action, combination) == (Action.REPEAT, DEFAULTS[Action.REPEAT])
        assert "Super+Shift+B" in sentence
        assert "narrator repeat" in sentence
        desktop.command("press more")
        assert listener.pressed() is Action.MORE
    assert listener.refusals.empty()


def test_a_refusal_of_all_is_told_once(portal: Start, hotkeys: PortalHotkeys) -> None:
    listener = Listener()
    with portal(answer=1):
        listener.start(hotkeys)
        assert "told to give Narrator no hotkeys" in listener.lost()
        hotkeys.close()
    assert listener.losses.empty()


def test_no_portal_is_an_error_that_says_what_to_do(session_bus: SessionBus, person: Path) -> None:
    for hotkeys in (PortalHotkeys(DEFAULTS), PortalHotkeys(DEFAULTS)):
        with pytest.raises(DaemonError, match=r"no portal .* as narrator hotkeys tells"):
            Listener().start(hotkeys)
        with pytest.raises(DaemonError, match="no portal"):
            hotkeys.trouble()


def test_a_portal_without_hotkeys_is_an_error(portal: Start, hotkeys: PortalHotkeys) -> None:
    with portal(version=0), pytest.raises(DaemonError, match="no portal that gives programs hotkeys"):
        Listener().start(hotkeys)


def test_a_portal_that_gives_no_session_is_quoted(
    portal: Start, hotkeys: PortalHotkeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portal_session, "APP_ID", "")
    with portal(nameless=False), pytest.raises(DaemonError, match="An app id is required"):
        Listener().start(hotkeys)


@pytest.mark.parametrize("fault", ["mute", "forgetful"])
def test_a_portal_that_does_not_answer_holds_nobody_up(
    portal: Start, hotkeys: PortalHotkeys, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr(portal_session, "_PATIENCE_SECONDS", 0.2)
    with portal(**{fault: True}), pytest.raises(DaemonError, match="does not answer"):
        Listener().start(hotkeys)


def test_no_bus_is_an_error(person: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={person}/nowhere")
    with pytest.raises(DaemonError, match="session bus cannot be reached"):
        Listener().start(PortalHotkeys(DEFAULTS))


def test_the_bus_is_found_where_systemd_puts_it(
    portal: Start, hotkeys: PortalHotkeys, session_bus: SessionBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    with portal():
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
        path = session_bus.address.removeprefix("unix:path=").partition(",")[0]
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(Path(path).parent))
        assert hotkeys.trouble() == {}


def test_a_portal_that_starts_again_is_asked_again(portal: Start, hotkeys: PortalHotkeys) -> None:
    listener = Listener()
    for start in range(3):
        with portal(grant=["clipboard", "more", "stop"]) as desktop:
            if start == 0:
                listener.start(hotkeys)
                assert listener.refused()[0] is Action.REPEAT
            desktop.called("BindShortcuts")
            desktop.command("press clipboard")
            assert listener.pressed() is Action.CLIPBOARD
    assert listener.losses.empty()
    assert listener.refusals.empty()  # told once is enough


def test_keys_that_the_desktop_takes_back_are_told(portal: Start, hotkeys: PortalHotkeys) -> None:
    listener = Listener()
    with portal() as desktop:
        listener.start(hotkeys)
        desktop.called("BindShortcuts")
        desktop.command("close")
        assert "taken the hotkeys back" in listener.lost()


def test_a_lost_bus_is_told_once(portal: Start, hotkeys: PortalHotkeys, session_bus: SessionBus) -> None:
    listener = Listener()
    with portal() as desktop:
        listener.start(hotkeys)
        desktop.called("BindShortcuts")
        session_bus.process.kill()
        assert "session bus has ended" in listener.lost()
    hotkeys.close()
    assert listener.losses.empty()


def test_closing_leaves_nothing(portal: Start) -> None:
    with portal() as desktop:
        before = open_files(), threading.active_count()
        for _ in range(3):
            hotkeys, listener = PortalHotkeys(DEFAULTS), Listener()
            listener.start(hotkeys)
            desktop.called("BindShortcuts")
            hotkeys.close()
            hotkeys.close()
            assert hotkeys.trouble() == {}
            assert listener.losses.empty()
        assert (open_files(), threading.active_count()) == before


def test_closing_does_not_wait_for_the_persons_answer(portal: Start) -> None:
    with portal() as desktop:
        hotkeys, listener = PortalHotkeys(DEFAULTS), Listener()
        listener.start(hotkeys)
        desktop.process.send_signal(19)  # SIGSTOP: nobody answers the dialog any more
        hotkeys.close()
        assert not any(thread.name == "narrator hotkeys" for thread in threading.enumerate())
        assert listener.losses.empty()


def test_waiting_costs_no_processor_time(portal: Start, hotkeys: PortalHotkeys) -> None:
    with portal() as desktop:
        Listener().start(hotkeys)
        desktop.called("BindShortcuts")
        desktop.command("press stop")
        [thread] = [each for each in threading.enumerate() if each.name == "narrator hotkeys"]
        clock = time.pthread_getcpuclockid(thread.ident or 0)
        threading.Event().wait(0.2)  # the last of the binding
        before = time.clock_gettime(clock)
        threading.Event().wait(1.0)  # what is measured is that nothing happens in a second
        assert time.clock_gettime(clock) - before < 0.002


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Super+Shift+D", "SHIFT+LOGO+d"),
        ("Ctrl+Alt+Super+F5", "CTRL+ALT+LOGO+F5"),
        ("Super+PageUp", "LOGO+Page_Up"),
        ("Super+Space", "LOGO+space"),
    ],
)
def test_a_combination_is_written_as_the_specification_wants(text: str, expected: str) -> None:
    assert trigger(parse_combination(text)) == expected
