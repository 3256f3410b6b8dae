"""Which translators there are, and the one sentence where there is none."""

import sys
from pathlib import Path

import pytest

from narrator.errors import TranslationError
from narrator.places import models_folder
from narrator.translation.bundle import DECODER
from narrator.translation.shelf import translated_languages, translator_for
from tests.tiny_translator import write_tiny_translator


@pytest.fixture(autouse=True)
def shelf(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return models_folder()


@pytest.mark.parametrize("tag", ["xx", "xx-AT", "XX_AT"])
def test_the_translator_of_a_language(shelf: Path, tag: str) -> None:
    write_tiny_translator(shelf / "translator-xx", "xx")
    assert "xx" in translated_languages()
    assert translator_for(tag).translate(["a dog runs"])[0].text == "Ein Hund rennt."


@pytest.mark.parametrize("tag", ["zz", "", "../translator-xx", "translator-xx", "und"])
def test_a_language_without_one(shelf: Path, tag: str) -> None:
    write_tiny_translator(shelf / "translator-xx", "xx")
    with pytest.raises(TranslationError, match=r"so they stay English; put its folder there .*: en, .*xx\.$"):
        translator_for(tag)


def test_a_damaged_one_is_a_sentence(shelf: Path) -> None:
    (write_tiny_translator(shelf / "translator-xx", "xx") / DECODER).write_bytes(b"x")
    with pytest.raises(TranslationError, match=r"^The translator translator-xx is damaged.*install it again"):
        translator_for("xx")


def test_the_extra_is_named_where_it_is_missing(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_tiny_translator(shelf / "translator-xx", "xx")
    monkeypatch.setitem(sys.modules, "sentencepiece", None)
    with pytest.raises(
        TranslationError,
        match=r"is not installed, so they stay English; run .*(languages|sentencepiece).* and try",
    ):
        translator_for("xx")
