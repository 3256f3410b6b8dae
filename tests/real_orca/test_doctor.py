"""What doctor says beside the real Orca, whichever version runs."""

from narrator.health.speaking import speaker
from narrator.settings.settings import Settings
from narrator.speech.orca import Orca, runs_without_service
from tests.real_orca.desktop import OrcaDesktop


def test_doctor_knows_that_orca_runs(orca_desktop: OrcaDesktop) -> None:
    found = speaker(Settings()).what
    assert "does not run" not in found
    if orca_desktop.has_service:
        assert Orca().missing() is None
        assert found == "Speech goes to Orca."
    else:
        assert runs_without_service()
        assert found.startswith("Speech goes to Speech Dispatcher. Orca runs")
