"""What single folders have otherwise than the rest, in a daemon."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from narrator.settings.settings import FolderSettings, QuietHours
from tests.daemon.houses import SETTINGS, Houses


def test_a_folder_that_is_switched_off_is_described_and_not_said(houses: Houses) -> None:
    house = houses(replace(SETTINGS, folders={Path("/home/me/Screens"): FolderSettings(speak=False)}))
    house.arrive("red", path="/home/me/Screens/old/a.png")
    house.arrive("blue")
    assert "blue" in house.voice.begun(1)
    house.voice.finish()
    house.heard()
    assert len(list(house.journal.history())) == 2
    assert house.journal.missed() == [], "nobody wanted to hear it"


def test_a_folder_can_be_more_talkative_than_the_rest(houses: Houses) -> None:
    folders = {Path("/home/me/Holiday"): FolderSettings(verbosity="full")}
    house = houses(replace(SETTINGS, verbosity="brief", folders=folders))
    house.arrive()
    assert house.voice.begun(1).endswith("270 by 180 pixels.")


def test_a_folder_has_quiet_hours_of_its_own(houses: Houses) -> None:
    now = datetime.now()
    hours = QuietHours(begin=(now - timedelta(hours=1)).time(), end=(now + timedelta(hours=1)).time())
    folders = {Path("/home/me/Screens"): FolderSettings(quiet_hours=hours)}
    house = houses(replace(SETTINGS, folders=folders))
    house.arrive("red", path="/home/me/Screens/a.png")
    house.arrive("blue")
    assert house.voice.begun(1).startswith("Holiday")
    assert house.journal.missed_count() == 2
