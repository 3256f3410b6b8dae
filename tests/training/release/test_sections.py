"""Sections of a model card that a command writes anew."""

import shutil
from pathlib import Path

import pytest

from narrator.captioning.bundle import Bundle
from narrator.captioning.shelves import MANIFEST
from tests.places import TINY_BUNDLE
from training.errors import TrainingError
from training.release.sections import CARD, replace_section, with_section, write_section

TEXT = "# Name\n\n## Scores\n\nGood.\n\n## Errors\n\nMany.\n\n### of colour\n\nRed.\n\n## Terms\n\nFree.\n"


def test_only_that_section_changes_with_all_that_is_below_its_heading() -> None:
    expected = "# Name\n\n## Scores\n\nGood.\n\n## Errors\n\nFew.\n\n## Terms\n\nFree.\n"
    assert replace_section(TEXT, "Errors", "\nFew.\n\n") == expected
    assert replace_section(expected, "Errors", "Few.") == expected


def test_the_first_and_the_last_section_can_be_replaced() -> None:
    assert replace_section(TEXT, "Terms", "None.").endswith("Red.\n\n## Terms\n\nNone.\n")
    assert replace_section("## Only\n\nThis.\n", "Only", "That.") == "## Only\n\nThat.\n"


def test_a_section_that_is_not_there_is_not_made_up() -> None:
    with pytest.raises(TrainingError, match="Colour"):
        replace_section(TEXT, "Colour", "Red.")


def test_a_bundle_stays_whole_when_its_card_changes(tmp_path: Path) -> None:
    folder = tmp_path / "bundle"
    shutil.copytree(TINY_BUNDLE, folder)
    (folder / CARD).write_text(TEXT, encoding="utf-8")
    write_section(folder, "Errors", "Überall.")
    assert "\n## Errors\n\nÜberall.\n" in (folder / CARD).read_text(encoding="utf-8")
    assert CARD in (folder / MANIFEST).read_text(encoding="utf-8")
    Bundle.open(folder)  # compares every size and checksum
    (folder / CARD).write_text(TEXT, encoding="utf-8")
    with pytest.raises(Exception, match=CARD):
        Bundle.open(folder)


def test_a_folder_that_is_no_bundle_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="bundle"):
        write_section(tmp_path, "Errors", "Few.")


def test_a_section_comes_before_what_it_was_made_from_and_later_takes_its_own_place() -> None:
    card = "# A\n\n## Scores\n\n1\n\n## Made from\n\nthis\n"
    once = with_section(with_section(card, "## Trust\n\nfirst\n"), "## Kinds\n\nmany\n")
    assert once == (
        "# A\n\n## Scores\n\n1\n\n## Trust\n\nfirst\n\n## Kinds\n\nmany\n\n## Made from\n\nthis\n"
    )
    assert with_section(once, "## Trust\n\n\\2\n") == once.replace("first", "\\2")
    assert with_section("# A\n", "## Trust\n\nfirst") == "# A\n\n## Trust\n\nfirst\n"
