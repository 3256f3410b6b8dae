"""pipx, known by the notes that it keeps in each environment."""

import json
from pathlib import Path

import pytest

from narrator.installation.choice import this_installation
from narrator.installation.environment import Environment
from narrator.installation.pip import PipInstallation
from narrator.installation.pipx import PipxInstallation


def environment(folder: Path, notes: str) -> Environment:
    prefix = folder / "picture-narrator-new"  # as with --suffix
    prefix.mkdir()
    (prefix / "pipx_metadata.json").write_text(notes)
    return Environment(prefix=prefix, python=prefix / "bin" / "python", has_pip=True)


def made_for(package: object) -> str:
    return json.dumps({"main_package": {"package": package}, "pipx_metadata_version": "0.12"})


def test_what_an_extra_needs_is_injected_into_the_environment_by_its_name(tmp_path: Path) -> None:
    installation = this_installation(environment(tmp_path, made_for("picture-narrator")))
    assert installation.to_add("camera") == "pipx inject picture-narrator-new 'av>=18'"
    assert installation.to_mend("camera") == "pipx reinstall picture-narrator-new"
    assert installation.to_remove() == "pipx uninstall picture-narrator-new"


def test_an_environment_for_all_people_needs_an_administrator() -> None:
    installation = PipxInstallation(Path("/opt/pipx/venvs/picture-narrator"))
    assert installation.to_add("camera") == "sudo pipx inject --global picture-narrator 'av>=18'"
    assert installation.to_remove() == "sudo pipx uninstall --global picture-narrator"


@pytest.mark.parametrize("notes", [made_for("ipython"), "", "{}", "[]", made_for(None)])
def test_another_programs_environment_and_notes_in_disorder_are_left_to_pip(
    tmp_path: Path, notes: str
) -> None:
    installation = this_installation(environment(tmp_path, notes))
    assert isinstance(installation, PipInstallation)
    assert "pipx" not in installation.to_remove().split()
