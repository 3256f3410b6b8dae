"""Who would speak, as the settings want it; tests of speech try what is behind it."""

from pathlib import Path

import pytest

from narrator.health import speaking
from narrator.settings.settings import Settings
from tests.orca import running_orca
from tests.sessionbus import running_session_bus


@pytest.mark.needs_dbus
def test_it_says_who_speaks(person: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = "Speech goes to Narrator's own voice."
    with running_session_bus() as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        alone = speaking.speaker(Settings()).what
        preferred = speaking.speaker(Settings(speaker="orca")).what
        with running_orca():
            with_orca = speaking.speaker(Settings()).what
            chosen = speaking.speaker(Settings(speaker="own")).what
    assert alone == f"{own} Orca does not run. Speech Dispatcher does not run."
    assert preferred == f"{own} Orca does not run."
    assert with_orca == "Speech goes to Orca."
    assert chosen == own


def test_a_voice_that_is_not_there_is_found(person: Path) -> None:
    finding = speaking.synthesizer(Settings(voice="nobody at all"))
    assert not finding.works
    assert "nobody at all" in finding.what
