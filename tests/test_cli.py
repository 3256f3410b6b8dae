import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from narrator import __version__
from narrator.cli import main, narrator
from narrator.errors import NarratorError, SettingsError
from narrator.terminal.meant import WORDS
from tests.conftest import Narrate


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """`main` owns its process; a test that calls it in this one gives the signals back."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    handlers = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, handlers, strict=True):
        signal.signal(number, handler)


def raise_in_command(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(_: object) -> None:
        raise error

    monkeypatch.setattr("narrator.commands.speak.load_settings", fail)


def test_version_and_help(narrate: Narrate) -> None:
    assert narrate("--version").stdout == f"narrator {__version__}\n"
    text = narrate("--help").stdout
    for command in ("speak", "voices", "doctor"):
        assert command in text
    options = narrate("speak", "--help").stdout
    for name in [
        "samples",
        "seed",
        "all",
        "save",
        "json",
        "silent",
        "voice",
        "rate",
        "volume",
        "model",
        "debug",
    ]:
        assert f"--{name} " in options


def test_python_m_narrator_is_the_command(narrate: Narrate, narrator_program: Path) -> None:
    process = subprocess.run(
        [narrator_program.parent / "python", "-m", "narrator", "--version"], capture_output=True, text=True
    )
    assert process.stdout == narrate("--version").stdout


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["speak", "--sampels", "3", "a.png"], "--sampels"),
        (["speak"], "PICTURE"),
        (["speek", "a.png"], "speek"),
        (["--colour"], "--colour"),
        (["speak", "a.png", "--samples"], "--samples"),
        (["speak", "a.png", "--samples", "many"], "--samples"),
    ],
)
def test_wrong_usage_is_one_sentence_with_the_next_step(
    narrate: Narrate, arguments: list[str], part: str
) -> None:
    process = narrate(*arguments)
    assert (process.returncode, process.stdout) == (2, "")
    assert process.stderr.count("\n") == 1
    assert part in process.stderr


@pytest.mark.parametrize("group", [[], ["autostart"]])
def test_a_command_that_has_commands_is_help_when_it_stands_alone(narrate: Narrate, group: list[str]) -> None:
    process = narrate(*group)
    assert (process.returncode, process.stderr) == (0, "")
    assert process.stdout == narrate(*group, "--help").stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["caption", "a.png"], "narrator has no command 'caption'; did you mean narrator speak?"),
        (["speek"], "narrator has no command 'speek'; did you mean narrator speak?"),
        (["Watch"], "narrator has no command 'Watch'; did you mean narrator watch?"),
        (["picture.JPG"], "narrator has no command 'picture.JPG'; did you mean narrator speak picture.JPG?"),
        (["clip.mp4"], "narrator has no command 'clip.mp4'; did you mean narrator video clip.mp4?"),
        (["a file"], "narrator has no command 'a file'; did you mean narrator speak 'a file'?"),
        (["a" * 300], f"narrator has no command '{'a' * 300}'; narrator --help lists its commands."),
        (["", "a.png"], "narrator has no command ''; narrator --help lists its commands."),
        (
            ["autostart", "instal"],
            "narrator autostart has no command 'instal'; did you mean narrator autostart install?",
        ),
        (
            ["autostart", "a file"],
            "narrator autostart has no command 'a file'; narrator autostart --help lists its commands.",
        ),
    ],
)
def test_who_types_no_command_is_told_which_one_they_meant(
    narrate: Narrate, tmp_path: Path, words: list[str], sentence: str
) -> None:
    (tmp_path / "a file").touch()
    process = narrate(*words)
    assert (process.returncode, process.stdout, process.stderr) == (2, "", f"{sentence}\n")


def test_a_word_never_stands_for_a_command_that_there_is_not() -> None:
    context = click.Context(narrator)
    for word, command in WORDS.items():
        assert command.startswith("--") or narrator.get_command(context, command), (word, command)
        assert narrator.get_command(context, word) is None, word


@pytest.mark.parametrize(
    "arguments", [["speak", "a.png", "--json"], ["watch", "."], ["serve", "--port", "0"]]
)
def test_a_model_that_is_nowhere_is_wrong_use_and_named_whole(narrate: Narrate, arguments: list[str]) -> None:
    process = narrate(*arguments, "--model", "/no/such/model")
    assert (process.returncode, process.stdout, process.stderr.count("\n")) == (2, "", 1)
    assert process.stderr.startswith("There is no model /no/such/model; ")


def test_an_error_is_its_sentence_and_its_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    raise_in_command(monkeypatch, NarratorError("It rains; take an umbrella."))
    assert main(["speak", "a.png"]) == 1
    assert capsys.readouterr() == ("", "It rains; take an umbrella.\n")
    raise_in_command(monkeypatch, SettingsError("It snows; take a sledge."))
    assert main(["speak", "a.png"]) == 2


def test_a_fault_is_one_sentence_that_says_whose_fault_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    raise_in_command(monkeypatch, ZeroDivisionError("division by zero"))
    assert main(["speak", "a.png"]) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.count("\n") == 1
    assert "fault of its own (ZeroDivisionError: division by zero)" in output.err
    assert "--debug" in output.err


@pytest.mark.parametrize("arguments", [["--debug", "speak", "a.png"], ["speak", "a.png", "--debug"]])
@pytest.mark.parametrize("error", [ZeroDivisionError("no"), NarratorError("No; yes.")])
def test_a_traceback_is_shown_on_request_wherever_the_option_stands(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    error: Exception,
) -> None:
    raise_in_command(monkeypatch, error)
    assert main(arguments) == 1
    assert "Traceback" in capsys.readouterr().err


def test_a_signal_that_is_ignored_stays_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
    assert main(["--version"]) == 0
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    assert callable(signal.getsignal(signal.SIGTERM))


def test_a_second_signal_does_not_cut_the_cleaning_up_short() -> None:
    assert main(["--version"]) == 0
    with pytest.raises(SystemExit) as ending:
        signal.raise_signal(signal.SIGTERM)
    assert ending.value.code == 143
    signal.raise_signal(signal.SIGTERM)
    signal.raise_signal(signal.SIGINT)
