from pathlib import Path

from narrator.health.checks import checks
from narrator.places import settings_file


def test_settings_are_read_by_their_own_check_alone(person: Path) -> None:
    """For that one ends, whatever it meets, and what is between two checks does not."""
    settings_file().parent.mkdir()
    settings_file().write_text('[hotkeys]\nstop = "Super+Shift+F9"\n')
    looked_at = {}
    for check in checks():
        if check.part in ("settings", "table of hotkeys"):
            looked_at[check.part] = check.find()
            settings_file().unlink(missing_ok=True)
    assert looked_at["settings"].works
    assert "Super+Shift+F9 for stop" in looked_at["table of hotkeys"].what
