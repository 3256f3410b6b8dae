from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.errors import SettingsError
from narrator.places import settings_file
from narrator.settings.settings import FolderSettings, QuietHours, Settings, load_settings


def test_without_any_source_the_defaults_hold(tmp_path: Path) -> None:
    assert load_settings(environment={}, file=tmp_path / "absent.toml") == Settings()
    assert Settings().samples == 10


def test_each_source_overrules_the_one_before(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('samples = 3\nrate = 150\nvoice = "from-file"\nvolume = 1\n')
    environment = {"NARRATOR_RATE": "200", "NARRATOR_VOICE": "from-environment", "PATH": "ignored"}

    settings = load_settings({"voice": "from-option", "seed": None}, environment=environment, file=file)

    assert settings == Settings(samples=3, rate=200, voice="from-option", volume=1.0)


def test_an_option_that_is_not_given_hides_nothing(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("seed = 0\n")
    assert load_settings({"seed": None}, environment={}, file=file).seed == 0


def test_an_empty_variable_is_one_that_is_not_set(tmp_path: Path) -> None:
    assert load_settings(environment={"NARRATOR_MODEL": ""}, file=tmp_path / "absent.toml").model is None


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("sampels = 3", ["config.toml", "sampels", "did you mean samples"]),
        ("colour = 3", ["config.toml", "colour", "the settings are model, samples"]),
        ("samples = 0", ["config.toml", "samples", "an integer from 1 to 1000", "not 0"]),
        ("samples = 2.5", ["samples", "an integer", "not 2.5"]),
        ("samples = true", ["samples", "an integer", "not true."]),
        ('samples = "many"', ["samples", "an integer", 'not the string "many".']),
        ("samples = [3]", ["samples", "an integer", "not an array"]),
        ("volume = 1.5", ["volume", "a number from 0 to 1"]),
        (f"samples = {'9' * 310}", ["samples", "from 1 to 1000"]),
        (f"volume = {'9' * 310}", ["volume", "a number from 0 to 1"]),
        (f"samples = 0x{'9' * 5000}", ["samples", "an integer of more than 64 bits"]),
        ("volume = nan", ["volume", "a number from 0 to 1"]),
        ('voice = ""', ["voice", "not empty"]),
        ("voice = 7", ["voice", "a string", "not 7"]),
        ('people = "loud"', ["people", '"neutral" or "as captioned"']),
        ('claims = "some"', ["claims", '"sure" or "all"']),
        ('ranking = "loud"', ["ranking", '"most probable", "consensus" or "weighted consensus"']),
        ("samples 3", ["config.toml", "not valid TOML", "line 1", "strings in quotes"]),
        ('verbosity = "loud"', ["verbosity", '"brief", "normal" or "full", not the string "loud"']),
        ("verbosity = 3", ["verbosity", '"brief", "normal" or "full", not 3']),
        ('quiet_hours = "late"', ["quiet_hours", 'a string of two times of day such as "22:00-07:00"']),
        ("quiet_hours = 22:00:00", ["quiet_hours", "a string", "not the time 22:00:00"]),
        ("quiet_hours = 2026-03-31", ["quiet_hours", "not the date 2026-03-31"]),
        ("quiet_hours = 2026-03-31T22:00:00", ["not the date and time 2026-03-31 22:00:00"]),
        ('quiet_hours = "25:00-26:00"', ["quiet_hours", "two times of day"]),
        ('quiet_hours = "07:00-07:00"', ["quiet_hours", "two times of day"]),
        ("journal = 1", ["journal", "true or false"]),
        ("[hotkeys]\nstop = 3", ["hotkeys.stop in", "must be a string, not 3"]),
        ('hotkeys = "off"', ["hotkeys", "a table of strings", 'not the string "off"']),
        ('[folders."/a"]\nspeak = "no"', ['folders."/a".speak in', "true or false", 'the string "no"']),
        (
            '[folders."/a"]\nlouder = true',
            [
                'folders."/a" in',
                "speak, verbosity, quiet_hours, language and journal alone",
                "a table with louder",
            ],
        ),
        ('[folders]\n"/a" = 3', ['folders."/a" in', "a table with speak", "not 3"]),
        ('[folders."/a"]\nverbosity = 1', ['folders."/a".verbosity in', '"brief", "normal" or "full"']),
        ("[folders.Pictures]\nspeak = true", ["folders in", "whole or from ~/ on", 'the string "Pictures"']),
        (
            '[folders."~no such person/a"]\nspeak = true',
            ["folders", "whole or from ~/ on", "~no such person/a"],
        ),
        ("folders = 3", ["folders", "a table of tables", "not 3"]),
    ],
)
def test_a_wrong_line_is_one_sentence_that_names_file_and_key(
    tmp_path: Path, line: str, parts: list[str]
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(line)

    with pytest.raises(SettingsError) as caught:
        load_settings(environment={}, file=file)

    message = str(caught.value)
    assert all(part in message for part in parts), message
    assert "\n" not in message
    assert f" {file} " in message, "there may be other files of its name"


@pytest.mark.parametrize("value", ["1" * 5000, "[" * 5000 + "]" * 5000])
def test_a_value_without_end_is_a_sentence(tmp_path: Path, value: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f"samples = {value}")
    with pytest.raises(SettingsError) as caught:
        load_settings(environment={}, file=file)
    assert str(caught.value) == f"The settings file {file} has a value that is too long; shorten it."


def test_a_file_that_is_not_text_or_not_a_file_is_a_sentence(tmp_path: Path) -> None:
    binary = tmp_path / "config.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match=f"file {binary} is not UTF-8; save it as UTF-8"):
        load_settings(environment={}, file=binary)
    with pytest.raises(SettingsError, match=f"file {tmp_path} cannot be read"):
        load_settings(environment={}, file=tmp_path)


def test_a_file_that_notepad_saved_is_read(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("samples = 3\r\n", encoding="utf-8-sig")
    assert load_settings(environment={}, file=file).samples == 3


def test_wrong_values_name_the_variable_or_the_option(tmp_path: Path) -> None:
    absent = tmp_path / "absent.toml"
    with pytest.raises(SettingsError, match="NARRATOR_SAMPLES must be an integer from 1 to 1000, not 'ten'"):
        load_settings(environment={"NARRATOR_SAMPLES": "ten"}, file=absent)
    with pytest.raises(SettingsError, match="--volume must be a number from 0 to 1, not 'loud'"):
        load_settings({"volume": "loud"}, environment={}, file=absent)
    with pytest.raises(SettingsError, match="--rate must be an integer"):
        load_settings({"rate": "1.5"}, environment={}, file=absent)


def test_a_misspelt_variable_is_an_error_and_a_foreign_one_is_not(tmp_path: Path) -> None:
    absent = tmp_path / "absent.toml"
    with pytest.raises(SettingsError, match="NARRATOR_SAMPELS; did you mean NARRATOR_SAMPLES"):
        load_settings(environment={"NARRATOR_SAMPELS": "3"}, file=absent)
    assert load_settings(environment={"NARRATOR_HOMEPAGE": "x"}, file=absent) == Settings()


@given(samples=st.integers(1, 1000), volume=st.floats(0, 1), rate=st.integers(50, 900))
def test_text_from_outside_means_the_number_that_it_spells(samples: int, volume: float, rate: int) -> None:
    given_text = {"samples": str(samples), "volume": repr(volume), "rate": str(rate)}
    settings = load_settings(given_text, environment={}, file=Path("absent.toml"))
    assert (settings.samples, settings.volume, settings.rate) == (samples, volume, rate)


def test_the_settings_file_is_in_the_persons_own_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert settings_file() == tmp_path / "narrator" / "config.toml"


def test_the_daemons_settings(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(
        """
        quiet_hours = "22:00-7:00"
        working_sound = true
        unload_minutes = 0.5
        [hotkeys]
        stop = "off"
        [folders."~/Screens"]
        speak = false
        [folders."/data"]
        verbosity = "full"
        quiet_hours = "9:00-17:00"
        journal = false
        """
    )
    settings = load_settings({"verbosity": "brief"}, environment={"NARRATOR_JOURNAL": "off"}, file=file)
    assert settings.quiet_hours == QuietHours(begin=time(22), end=time(7))
    assert (settings.working_sound, settings.journal, settings.verbosity) == (True, False, "brief")
    assert settings.unload_minutes == 0.5
    assert settings.hotkeys == {"stop": "off"}
    assert settings.folders == {
        Path.home() / "Screens": FolderSettings(speak=False),
        Path("/data"): FolderSettings(
            verbosity="full", quiet_hours=QuietHours(begin=time(9), end=time(17)), journal=False
        ),
    }
