"""All that a person's Narrator has ever written goes, and nothing else."""

import os
import pty
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from narrator.commands.uninstall_data import command
from narrator.daemon.hotkeys.presence import make_known
from narrator.journal.journal import Journal
from narrator.places import control_file, graphs_folder, journal_file, models_folder, settings_file
from tests.commands.memories import remember
from tests.conftest import Narrate
from tests.daemon.control.daemons import Daemon, daemon_at
from tests.daemon.running import running, save_picture
from tests.journal.entries import new_entry
from tests.web.serving import serving

KEEPS_NOTHING = "Narrator keeps nothing on this machine."


@pytest.fixture
def home(person: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Everything that this person has."""
    monkeypatch.setenv("HOME", str(person))
    (person / "Pictures").mkdir()
    return person


@pytest.fixture
def memories(home: Path) -> Path:
    """The journal, with something in it."""
    remember(new_entry("a dog"))
    return journal_file()


@pytest.fixture
def model(home: Path) -> Path:
    """A model that the person has made."""
    folder = models_folder() / "mine"
    folder.mkdir(parents=True)
    (folder / "encoder.onnx").write_bytes(bytes(2_500_000))
    return folder


def files_of(person: Path) -> set[Path]:
    return {path for path in person.rglob("*") if not path.is_dir()}


def test_everything_that_was_ever_written_is_listed_and_goes(
    home: Path, narrate: Narrate, narrator_program: Path
) -> None:
    picture = save_picture(home / "Pictures" / "red.png")
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text("samples = 3\n")
    assert narrate("autostart", "install", "--", home / "Pictures").returncode == 0
    make_known()
    with serving(narrator_program) as service:
        assert service.ask("GET", "/").status == 200
    for arguments in (["speak", "--silent", picture], ["doctor"], ["history"], ["hotkeys"]):
        narrate(*arguments)
    with running(narrator_program, home / "Pictures", "--speaker", "own") as narrator:
        save_picture(home / "Pictures" / "green.png", 1)
        narrator.wait_until_described("green.png")
        written = files_of(home) - files_of(home / "Pictures")
        assert len(written) > 8

        listed = narrate("uninstall-data", "--dry-run")
        assert (listed.returncode, listed.stderr) == (0, "")
        for path in written:
            named = graphs_folder() if graphs_folder() in path.parents else path  # the folder is one thing
            assert f": {named}" in listed.stdout
        assert "Narrator is running; it is ended first." in listed.stdout
        assert files_of(home) - files_of(home / "Pictures") == written

        process = narrate("uninstall-data", "--yes")
        assert (process.returncode, process.stderr) == (0, "")
        assert narrator.process.wait(60) == 0
    lines = process.stdout.splitlines()
    assert "Narrator was running and has ended." in lines
    assert f"Removed: {settings_file()}." in lines
    assert lines[-1].startswith("Run ")
    assert lines[-1].endswith(" picture-narrator to remove the program itself.")
    assert files_of(home) == files_of(home / "Pictures") == {picture, home / "Pictures" / "green.png"}
    assert not list(home.rglob("narrator"))
    assert narrate("uninstall-data", "--yes").stdout.splitlines()[0] == KEEPS_NOTHING


def test_nobody_to_ask_is_wrong_usage(narrate: Narrate, memories: Path) -> None:
    process = narrate("uninstall-data")
    assert (process.returncode, process.stdout, process.stderr.count("\n")) == (2, "", 1)
    assert "add --yes" in process.stderr
    assert memories.exists()


def answered(program: Path, answers: str, *options: str) -> tuple[int, list[str], str]:
    """The command on a terminal: its exit code, its lines, and what it asked."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [program, "uninstall-data", *options],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        os.write(ours, answers.encode())
        output, errors = process.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    return process.returncode, output.splitlines(), errors


@pytest.mark.parametrize(("answer", "goes"), [("y\n", True), ("n\n", False), ("\n", False), ("\x04", False)])
def test_on_a_terminal_the_person_hears_what_goes_and_is_asked(
    narrator_program: Path, memories: Path, answer: str, goes: bool
) -> None:
    size = memories.stat().st_size
    code, lines, asked = answered(narrator_program, answer)
    assert code == (0 if goes else 1)
    assert lines[0] == f"Journal: {memories}, {size / 1000:.1f} kB."
    assert asked.startswith("Remove all this for good? [y/N]: ")
    assert asked.endswith("Nothing was removed.\n") == (not goes)
    assert memories.exists() == (not goes)


@pytest.mark.parametrize(("answers", "goes"), [("y\ny\n", True), ("y\nn\n", False)])
def test_models_are_asked_about_by_themselves(
    narrator_program: Path, memories: Path, model: Path, answers: str, goes: bool
) -> None:
    code, lines, asked = answered(narrator_program, answers)
    assert code == 0
    assert f"Model: {model}, 2.5 MB." in lines
    assert "Remove your own models for good, too? [y/N]: " in asked
    assert not memories.exists()
    assert model.exists() == (not goes)


@pytest.mark.parametrize("options", [[], ["--models"]])
def test_on_a_terminal_no_model_goes_without_a_question(
    narrator_program: Path, model: Path, options: list[str]
) -> None:
    code, _, asked = answered(narrator_program, "n\n", *options)
    assert code == 0
    assert asked.startswith("Remove your own models for good, too? [y/N]: ")
    assert model.exists()


def test_without_a_question_models_stay_unless_they_are_named(
    narrate: Narrate, memories: Path, model: Path, home: Path
) -> None:
    process = narrate("uninstall-data", "--yes")
    assert process.returncode == 0
    assert "Your own models stay; with --yes, --models removes them too." in process.stdout.splitlines()
    assert files_of(home) == {model / "encoder.onnx"}
    assert narrate("uninstall-data", "--yes", "--models").returncode == 0
    assert files_of(home) == set()
    assert narrate("uninstall-data", "--yes").stdout.splitlines()[0] == KEEPS_NOTHING


def test_what_others_have_written_stays_and_is_named(narrate: Narrate, memories: Path) -> None:
    note = memories.with_name("note.txt")
    note.touch()
    process = narrate("uninstall-data", "--yes")
    assert process.returncode == 0
    assert f"Narrator did not write {note}, so it stays." in process.stdout.splitlines()
    assert note.exists()


def test_what_cannot_be_removed_is_told_and_the_rest_goes(
    memories: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().touch()
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path == settings_file():
            raise PermissionError(1, "Operation not permitted")
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    result = CliRunner().invoke(command, ["--yes"], standalone_mode=False)
    assert result.return_value == 1
    lines = result.stdout.splitlines()
    assert f"Not removed, {settings_file()}: Operation not permitted." in lines
    assert f"Removed: {memories}." in lines
    assert not any("did not write" in line for line in lines)
    assert files_of(home) == {settings_file()}


@pytest.fixture
def daemon(home: Path) -> Iterator[Daemon]:
    """One that answers."""
    with daemon_at(control_file()) as daemon:
        yield daemon


def test_a_running_narrator_is_not_ended_before_the_person_agrees(
    narrator_program: Path, daemon: Daemon, memories: Path
) -> None:
    code, lines, _ = answered(narrator_program, "n\n")
    assert code == 1
    assert "Narrator is running; it is ended first." in lines
    assert "quit" not in [request.verb for request in daemon.handler.requests]
    with Journal.open(memories) as journal:
        assert journal.last()
