"""Hotkeys from a portal: a real bus, and on it, in a process of its own, a portal that never was."""

import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from narrator.daemon.desktop_entry import APP_ID
from narrator.daemon.hotkeys import portal_session
from narrator.daemon.hotkeys.bindings import DEFAULTS, Action
from narrator.daemon.hotkeys.combination import parse_combination
from narrator.daemon.hotkeys.portal import PortalHotkeys
from narrator.daemon.hotkeys.portal_words import trigger
from narrator.errors import DaemonError
from tests.daemon.hotkeys.listening import Listener, open_files
from tests.daemon.hotkeys.portals import Start
from tests.sessionbus import SessionBus


@pytest.fixture
def hotkeys(session_bus: SessionBus) -> Iterator[PortalHotkeys]:
    hotkeys = PortalHotkeys(DEFAULTS)
    yield hotkeys
    hotkeys.close()


def test_the_portal_is_asked_for_all_keys_and_hands_them_over(portal: Start, hotkeys: PortalHotkeys) -> None:
    listener = Listener()
    with portal() as desktop:
        hotkeys.start(listener)
        [wishes] = desktop.called("BindShortcuts")
        assert wishes["clipboard"] == ["Describe the picture on the clipboard", "SHIFT+LOGO+d"]
        assert wishes.keys() == {action.value for action in DEFAULTS}
        for action in DEFAULTS:
            desktop.command(f"press {action.value}")
            assert listener.next_press() is action
        desktop.command("press something")
        desktop.command("press more /another/session")
        desktop.command("press stop")
        assert listener.next_press() is Action.STOP
    assert listener.refusals.empty()


@pytest.mark.needs_desktop_entries
def test_a_portal_that_wants_a_name_finds_our_desktop_entry(
    portal: Start, hotkeys: PortalHotkeys, person: Path
) -> None:
    with portal(nameless=False) as desktop:
        hotkeys.start(Listener())
        assert desktop.called("Register") == [APP_ID]
        entry = person / "data" / "applications" / f"{APP_ID}.desktop"
        subprocess.run(["desktop-file-validate", entry], check=True)
        assert "NoDisplay=true" in entry.read_text()
        assert desktop.called("BindShortcuts")


def test_a_key_that_is_not_granted_is_told_by_name(portal: Start, hotkeys: PortalHotkeys) -> None:
    listener = Listener()
    with portal(grant=["clipboard", "more", "stop"]) as desktop:
        hotkeys.start(listener)
        assert "has given no key for repeat; bind commands" in listener.next_refusal()
        desktop.command("press more")
        assert listener.next_press() is Action.MORE
    assert listener.refusals.empty()


def test_a_refusal_of_all_is_told_once(portal: Start, hotkeys: PortalHotkeys) -> None:
    listener = Listener()
    with portal(answer=1):
        hotkeys.start(listener)
        assert "told to give Narrator no hotkeys" in listener.next_refusal()
        hotkeys.close()
    assert listener.losses.empty()


def test_no_portal_is_an_error_that_says_what_to_do(session_bus: SessionBus, person: Path) -> None:
    for hotkeys in (PortalHotkeys(DEFAULTS), PortalHotkeys(DEFAULTS)):
        with pytest.raises(DaemonError, match=r"no portal .* as narrator hotkeys tells"):
            hotkeys.start(Listener())
        with pytest.raises(DaemonError, match="no portal"):
            hotkeys.trouble()


def test_a_portal_without_hotkeys_is_an_error(portal: Start, hotkeys: PortalHotkeys) -> None:
    with portal(version=0), pytest.raises(DaemonError, match="no portal that gives programs hotkeys"):
        hotkeys.start(Listener())


def test_a_portal_that_gives_no_session_is_quoted(
    portal: Start, hotkeys: PortalHotkeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portal_session, "APP_ID", "")
    listener = Listener()
    with portal(nameless=False):
        hotkeys.start(listener)
        assert "An app id is required" in listener.next_refusal()


def test_a_portal_that_does_not_answer_holds_nobody_up(
    portal: Start, hotkeys: PortalHotkeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portal_session, "_PATIENCE_SECONDS", 0.2)
    with portal(mute=True), pytest.raises(DaemonError, match="does not answer"):
        hotkeys.start(Listener())


def test_a_portal_that_answers_without_a_result_is_told(
    portal: Start, hotkeys: PortalHotkeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portal_session, "_PATIENCE_SECONDS", 0.2)
    listener = Listener()
    with portal(forgetful=True):
        hotkeys.start(listener)
        assert "does not answer" in listener.next_refusal()


def test_no_bus_is_an_error(person: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={person}/nowhere")
    with pytest.raises(DaemonError, match="session bus cannot be reached"):
        PortalHotkeys(DEFAULTS).start(Listener())


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
                hotkeys.start(listener)
                assert "no key for repeat" in listener.next_refusal()
            desktop.called("BindShortcuts")
            desktop.command("press clipboard")
            assert listener.next_press() is Action.CLIPBOARD
    assert listener.losses.empty()
    assert listener.refusals.empty()  # told once is enough


def test_keys_that_the_desktop_takes_back_are_told(portal: Start, hotkeys: PortalHotkeys) -> None:
    listener = Listener()
    with portal() as desktop:
        hotkeys.start(listener)
        desktop.called("BindShortcuts")
        desktop.command("close")
        assert "taken the hotkeys back" in listener.next_loss()


def test_a_lost_bus_is_told_once(portal: Start, hotkeys: PortalHotkeys, session_bus: SessionBus) -> None:
    listener = Listener()
    with portal() as desktop:
        hotkeys.start(listener)
        desktop.called("BindShortcuts")
        session_bus.process.kill()
        assert "session bus has ended" in listener.next_loss()
    hotkeys.close()
    assert listener.losses.empty()


def test_closing_leaves_nothing(portal: Start) -> None:
    with portal() as desktop:
        before = open_files(), threading.active_count()
        for _ in range(3):
            hotkeys, listener = PortalHotkeys(DEFAULTS), Listener()
            hotkeys.start(listener)
            desktop.called("BindShortcuts")
            hotkeys.close()
            hotkeys.close()
            assert hotkeys.trouble() == {}
            assert listener.losses.empty()
        assert (open_files(), threading.active_count()) == before


def test_closing_does_not_wait_for_the_persons_answer(portal: Start) -> None:
    with portal() as desktop:
        hotkeys, listener = PortalHotkeys(DEFAULTS), Listener()
        hotkeys.start(listener)
        desktop.process.send_signal(19)  # SIGSTOP: nobody answers the dialog any more
        hotkeys.close()
        assert not any(thread.name == "narrator hotkeys" for thread in threading.enumerate())
        assert listener.losses.empty()


def test_waiting_costs_no_processor_time(portal: Start, hotkeys: PortalHotkeys) -> None:
    with portal() as desktop:
        hotkeys.start(Listener())
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
