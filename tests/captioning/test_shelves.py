import shutil
from pathlib import Path

import pytest

from narrator.captioning.shelves import NoModelError, find_bundle
from narrator.errors import BundleError
from tests.places import TINY_BUNDLE


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this person's models are; the working folder is elsewhere and nothing is set."""
    monkeypatch.delenv("NARRATOR_MODEL", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    return tmp_path / "data" / "narrator" / "models"


def test_a_model_can_be_a_folder(shelf: Path) -> None:
    assert find_bundle(str(TINY_BUNDLE)) == TINY_BUNDLE


def test_a_model_can_be_a_name_among_the_persons_own(shelf: Path) -> None:
    shutil.copytree(TINY_BUNDLE, shelf / "mine")
    assert find_bundle("mine") == shelf / "mine"


def test_the_persons_own_default_comes_before_the_released_one(shelf: Path) -> None:
    shutil.copytree(TINY_BUNDLE, shelf / "default")
    assert find_bundle() == shelf / "default"


def test_the_environment_names_a_model_unless_the_call_does(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(TINY_BUNDLE, shelf / "default")
    monkeypatch.setenv("NARRATOR_MODEL", str(TINY_BUNDLE))
    assert find_bundle() == TINY_BUNDLE
    assert find_bundle("default") == shelf / "default"


def test_a_folder_in_the_way_that_is_no_model_does_not_hide_one(shelf: Path) -> None:
    shutil.copytree(TINY_BUNDLE, shelf / "default")
    Path("default").mkdir()
    assert find_bundle("default") == shelf / "default"


@pytest.mark.parametrize("model", ["other", "/gone/other", "x" * 300, "~no such person/other"])
def test_a_model_that_is_nowhere_is_named_whole_beside_those_that_are_here(shelf: Path, model: str) -> None:
    shutil.copytree(TINY_BUNDLE, shelf / "mine")
    with pytest.raises(NoModelError) as refused:
        find_bundle(model)
    there = "name a bundle's folder, or one of these by name: default, mine, small"
    assert str(refused.value) == f"There is no model {model}; {there}."
    assert refused.value.exit_code == 2, "it is a wrong setting"


def test_the_released_model_is_missed_by_nobodys_fault(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("narrator.captioning.shelves.DEFAULT", "absent")
    with pytest.raises(BundleError) as refused:
        find_bundle()
    assert str(refused.value) == "The model that comes with narrator is missing; reinstall narrator."
    assert refused.value.exit_code == 1
