"""VoiceOver, played by a function that is given the commands; no Mac was near."""

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from narrator.speech.reader import ReaderSpeaker
from narrator.speech.voiceover import VoiceOver, run_program

LONG = "A brown dog runs along a beach. " * 100
EVIL = '-e "do shell script \\"rm -rf ~\\""'

NUMBERS = r"\(string id \{\d+(?:, \d+)*\}\)"
SCRIPT = re.compile(rf'tell application "VoiceOver" to output ({NUMBERS}(?: & {NUMBERS})*)\n')


class Mac:
    """What was output, and whether VoiceOver runs there."""

    def __init__(self) -> None:
        self.runs = True
        self.takes = True
        self.outputs: list[str] = []

    def __call__(self, command: Sequence[str], script: str) -> int:
        if command[0] == "pgrep":
            return 0 if self.runs else 1
        assert command == ["osascript", "-"], "everybody on the machine can read the arguments"
        assert self.runs, "this would start VoiceOver"
        told = SCRIPT.fullmatch(script)
        assert told, "there are but numbers in the script"
        self.outputs.append("".join(chr(int(number)) for number in re.findall(r"\d+", told[1])))
        return 0 if self.takes else 1


def test_a_text_is_output_and_a_stop_puts_nothing_in_its_place() -> None:
    mac = Mac()
    with ReaderSpeaker(VoiceOver(mac)) as speaker:
        assert speaker.available() is None
        utterance = speaker.say(LONG)
        while not mac.outputs:
            assert not utterance.wait(0.005)
        speaker.stop()
        assert utterance.wait(20)
        assert utterance.error is None
    assert mac.outputs == [LONG.strip(), " "]


def test_no_text_becomes_part_of_the_script() -> None:
    mac = Mac()
    with ReaderSpeaker(VoiceOver(mac)) as speaker:
        for text in ("A dog.", EVIL, "Zoë and a 🐕"):
            assert speaker.say(text).wait(60)
    assert mac.outputs == ["A dog.", EVIL, "Zoë and a 🐕"]


def test_one_that_ends_in_the_middle_is_an_error_and_is_not_started() -> None:
    mac = Mac()
    with ReaderSpeaker(VoiceOver(mac)) as speaker:
        utterance = speaker.say(LONG)
        while not mac.outputs:
            assert not utterance.wait(0.005)
        mac.runs = False
        assert utterance.wait(20)
        assert "VoiceOver does not run" in str(utterance.error)
        assert "VoiceOver does not run" in str(speaker.available())


def test_without_permission_the_error_says_where_it_is_given() -> None:
    mac = Mac()
    mac.takes = False
    with ReaderSpeaker(VoiceOver(mac)) as speaker:
        utterance = speaker.say("A dog.")
        assert utterance.wait(20)
        assert "VoiceOver Utility" in str(utterance.error)


@pytest.mark.parametrize("failure", [FileNotFoundError(), subprocess.TimeoutExpired("pgrep", 2)])
def test_a_system_that_cannot_tell_has_no_voiceover(failure: Exception) -> None:
    def run(command: Sequence[str], script: str) -> int:
        raise failure

    assert "does not run" in str(VoiceOver(run).missing())


def test_a_program_is_given_its_arguments_and_its_script(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    assert run_program(["sh", "-c", 'cat > "$0"; exit 3', str(kept)], "the script") == 3
    assert kept.read_text() == "the script"
