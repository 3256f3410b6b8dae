"""What desktops answer besides yes and no, as they were seen to; see portal_stub."""

from collections.abc import Iterator

import pytest

from narrator.daemon.desktop_entry import APP_ID
from narrator.daemon.hotkeys import portal_session
from narrator.daemon.hotkeys.bindings import DEFAULTS, Action
from narrator.daemon.hotkeys.portal import PortalHotkeys
from tests.daemon.hotkeys.listening import Listener
from tests.daemon.hotkeys.portals import Start
from tests.sessionbus import SessionBus


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portal_session, "_SETTLE_SECONDS", 0.05)
    monkeypatch.setattr(portal_session, "_REGISTER_SECONDS", 0.05)


@pytest.fixture
def hotkeys(session_bus: SessionBus) -> Iterator[PortalHotkeys]:
    hotkeys = PortalHotkeys(DEFAULTS)
    yield hotkeys
    hotkeys.close()


def test_plasma_5_gives_the_keys_with_the_session_and_is_not_bothered_again(
    portal: Start, hotkeys: PortalHotkeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KDE_SESSION_VERSION", "5")
    listener = Listener()
    with portal(like="plasma 5") as desktop:
        hotkeys.start(listener)
        assert listener.next_news() == ""
        desktop.command("press stop")
        assert listener.next_press() is Action.STOP
        assert "BindShortcuts" not in [call[0] for call in desktop.all_calls()]
    assert listener.refusals.empty()


def test_keys_that_plasma_5_does_not_give_are_one_sentence_and_open_no_settings(
    portal: Start, hotkeys: PortalHotkeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KDE_SESSION_VERSION", "5")
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "KDE")
    listener = Listener()
    with portal(like="plasma 5", grant=[]) as desktop:
        hotkeys.start(listener)
        assert listener.next_refusal() == (
            "The desktop has given no key for clipboard, repeat, more and stop; "
            "open System Settings, Keyboard, Shortcuts, look for Narrator there and give it keys."
        )
        assert "BindShortcuts" not in [call[0] for call in desktop.all_calls()]
    assert listener.refusals.empty()


def test_plasma_6_gives_keys_without_saying_so(portal: Start, hotkeys: PortalHotkeys) -> None:
    listener = Listener()
    with portal(like="plasma 6"):
        hotkeys.start(listener)
        assert listener.next_news() == ""
    assert listener.refusals.empty()


@pytest.mark.parametrize("like", ["plasma 6", "gnome"])
def test_a_key_without_words_is_no_key(portal: Start, hotkeys: PortalHotkeys, like: str) -> None:
    listener = Listener()
    with portal(like=like, grant=["more"]):
        hotkeys.start(listener)
        assert "no key for clipboard, repeat and stop;" in listener.next_refusal()


def test_keys_that_the_person_changes_are_heard(portal: Start, hotkeys: PortalHotkeys) -> None:
    listener = Listener()
    with portal(grant=["clipboard", "repeat", "more"]) as desktop:
        hotkeys.start(listener)
        assert "no key for stop;" in listener.next_refusal()
        desktop.command("change stop Meta+F12")
        assert listener.next_news() == "The desktop gives these keys now: Meta+F12 for stop."
        desktop.command("change stop Meta+F12")  # the same again is no news
        desktop.command("change more")
        assert "no key for more;" in listener.next_refusal()
        desktop.command("change stop")
        assert "no key for more and stop;" in listener.next_refusal()
        desktop.command("change stop Meta+F11")
        refusal = listener.next_refusal()
        assert refusal.startswith(
            "The desktop gives these keys now: Meta+F11 for stop. The desktop has given no"
        )
    assert listener.news.empty()


def test_a_desktop_entry_that_was_just_written_is_waited_for(portal: Start, hotkeys: PortalHotkeys) -> None:
    listener = Listener()
    with portal(nameless=False, new=3) as desktop:
        hotkeys.start(listener)
        assert desktop.called("Register") == [APP_ID]
        assert listener.next_news() == ""
    assert listener.refusals.empty()


def test_a_portal_that_never_knows_us_is_told(portal: Start, hotkeys: PortalHotkeys) -> None:
    listener = Listener()
    with portal(nameless=False, new=1000):
        hotkeys.start(listener)
        assert "gives no hotkeys (An app id is required); bind commands" in listener.next_refusal()
