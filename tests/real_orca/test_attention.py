"""What a person hears of Narrator who works with Orca meanwhile, and what Orca says all the same."""

from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest

from tests.conftest import Narrate
from tests.daemon.running import RunningNarrator, running, save_picture
from tests.real_orca.desktop import OrcaDesktop
from tests.real_orca.hearing import PATIENCE_SECONDS

LETTERS = "wednesday"
FINGERS_AWAY_SECONDS = 1.5
"""A key earlier than a second after an answer began may be the one with which it was asked for."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose name is long enough for somebody to type while it is said, on a busy machine too."""
    folder = tmp_path / (
        "Pictures of the last summer by the sea with all the children and the dog and our friends from the "
        "north who came by boat and brought their two cats and a large basket full of apples and plums"
    )
    folder.mkdir()
    return folder


@pytest.fixture
def narrator(narrator_program: Path, orca_desktop: OrcaDesktop, folder: Path) -> Iterator[RunningNarrator]:
    """`narrator watch` beside Orca."""
    with running(narrator_program, folder) as narrator:
        yield narrator


def test_letters_typed_during_an_announcement_are_spoken_and_it_is_heard_afterwards(
    orca_desktop: OrcaDesktop, narrator: RunningNarrator, narrate: Narrate, folder: Path
) -> None:
    hearing = orca_desktop.hearing
    with orca_desktop.text_field():
        hearing.begin()
        save_picture(folder / "picture.png")
        hearing.wait_for("begin", folder.name)
        for already in range(1, 1 + len(LETTERS)):
            orca_desktop.types(LETTERS[already - 1])
            hearing.wait_until(lambda: len(hearing.texts) > already)  # noqa: B023  # called at once
        # Where the machine was so busy that the first key came late, it is kept instead.
        is_said_again = hearing.hears("end", folder.name, PATIENCE_SECONDS)
        assert is_said_again or "red" in narrate("missed").stdout
        assert hearing.texts[1 : 1 + len(LETTERS)] == list(LETTERS)


def test_an_announcement_waits_until_nobody_types(
    orca_desktop: OrcaDesktop, narrator: RunningNarrator, folder: Path
) -> None:
    hearing = orca_desktop.hearing
    with orca_desktop.text_field():
        hearing.begin()
        orca_desktop.types(LETTERS[0])
        save_picture(folder / "picture.png")
        orca_desktop.types(LETTERS[1:], seconds=0.5)
        hearing.wait_for("end", folder.name)
        assert hearing.texts[:-1] == list(LETTERS)


def test_control_silences_an_answer_for_good_and_orca_speaks_at_once(
    orca_desktop: OrcaDesktop, narrator: RunningNarrator, narrate: Narrate, folder: Path
) -> None:
    hearing = orca_desktop.hearing
    save_picture(folder / "picture.png")
    narrator.wait_for("spoken")
    with orca_desktop.text_field():
        hearing.begin()
        narrate("repeat")
        hearing.wait_for("begin", folder.name)
        sleep(FINGERS_AWAY_SECONDS)
        orca_desktop.presses("Control_L")
        hearing.wait_for("cut", folder.name)
        orca_desktop.types("a")
        hearing.wait_for("end", "a")
        hearing.wait_for_silence(3.0)
        assert hearing.count(folder.name) == 1
