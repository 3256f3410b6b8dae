"""What of a description is translated, and when."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from narrator.description import Candidate, Claim, Claims, Description, Thing
from narrator.languages.catalogue import in_tongue
from narrator.places import models_folder
from narrator.translation import telling
from narrator.translation.shelf import translator_for
from narrator.translation.telling import expect_translation, stays_english, translated
from narrator.translation.translator import Translator
from tests.tiny_translator import write_tiny_translator

DESCRIPTION = Description(
    candidates=(
        Candidate(caption="a dog runs", log_prob=-0.5),
        Candidate(caption="a horse runs", log_prob=-0.6),
        Candidate(caption="a zebra runs", log_prob=-0.7),
    ),
    bundle="tiny 1",
    size=(32, 32),
    things=(Thing(name="a cat", probability=0.9), Thing(name="a xylophone", probability=0.9)),
    claims=Claims(each=(Claim(kind="action", words="sits", probability=0.3, told=False),), told="a dog runs"),
)


@pytest.fixture(autouse=True)
def shelf(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    telling._loaded.cache_clear()
    yield models_folder()
    telling._loaded.cache_clear()


@pytest.fixture
def german(shelf: Path) -> Iterator[None]:
    write_tiny_translator(shelf / "translator-de")
    with in_tongue("de"):
        yield


@pytest.mark.usefixtures("german")
def test_what_is_told_is_translated_at_once_and_the_rest_when_it_is_wanted() -> None:
    told = translated(DESCRIPTION).translation
    assert told is not None
    assert told.language == "de"
    assert told.texts["a dog runs"] == "ein Hund rennt"
    assert "a horse runs" not in told.texts
    whole = translated(replace(DESCRIPTION, translation=told), whole=True).translation
    assert whole is not None
    assert whole.texts["a horse runs"] == "ein Hund rennt"
    assert whole.texts["a zebra runs"] == "ein zebra rennt"
    assert whole.texts["sits"] == "sitzt"
    assert whole.unsure == ("a horse runs",)


@pytest.mark.usefixtures("german")
def test_a_lone_name_that_the_translator_does_not_know_stays_english() -> None:
    told = translated(DESCRIPTION).translation
    assert told is not None
    assert "a xylophone" not in told.texts


@pytest.mark.usefixtures("german")
def test_what_is_expected_is_loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[str] = []

    def load(language: str) -> Translator:
        loads.append(language)
        return translator_for(language)

    monkeypatch.setattr(telling, "translator_for", load)
    expect_translation()
    assert translated(DESCRIPTION).translation is not None
    assert loads == ["de"]


def test_nothing_is_asked_for_in_english(shelf: Path) -> None:
    write_tiny_translator(shelf / "translator-de")
    assert translated(DESCRIPTION, whole=True) is DESCRIPTION


@pytest.mark.parametrize("damaged", [False, True])
def test_without_a_translator_captions_stay_english(shelf: Path, damaged: bool) -> None:
    if damaged:
        (write_tiny_translator(shelf / "translator-cs", "cs") / "decoder.onnx").write_bytes(b"x")
    with in_tongue("cs"):
        assert translated(DESCRIPTION) is DESCRIPTION


def test_whose_captions_stay_english_is_told_so() -> None:
    assert stays_english(translated(DESCRIPTION)) == ""
    with in_tongue("fr"):
        assert "narrator doctor" in stays_english(translated(DESCRIPTION))
        assert stays_english(replace(DESCRIPTION, candidates=(), claims=None)) == ""


@pytest.mark.usefixtures("german")
def test_whose_captions_are_translated_is_told_nothing_of_it() -> None:
    assert stays_english(translated(DESCRIPTION)) == ""
