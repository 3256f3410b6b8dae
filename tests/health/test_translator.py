from pathlib import Path

import pytest

from narrator.errors import TranslationError
from narrator.health import describing
from narrator.health.checks import checks
from narrator.places import models_folder, settings_file
from narrator.settings.settings import Settings
from narrator.translation.bundle import DECODER
from tests.tiny_translator import write_tiny_translator


@pytest.mark.parametrize(("language", "asked"), [("en", False), ("de", True)])
def test_it_is_looked_at_where_another_language_is_set(person: Path, language: str, asked: bool) -> None:
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_text(f'language = "{language}"\n')
    parts = set()
    for check in checks():
        parts.add(check.part)
        if check.part == "settings":
            assert check.find().works
    assert ("translator" in parts) is asked


def test_one_that_translates(person: Path) -> None:
    write_tiny_translator(models_folder() / "translator-de")
    found = describing.translator(Settings(language="de"))
    assert found.works
    assert found.what == "Captions are translated by tiny 1: a test sentence is Ein Hund rennt."


def test_a_damaged_one_is_told(person: Path) -> None:
    (write_tiny_translator(models_folder() / "translator-de") / DECODER).write_bytes(b"x")
    with pytest.raises(TranslationError, match="translator-de is damaged"):
        describing.translator(Settings(language="de"))


def test_a_missing_one_is_told(person: Path) -> None:
    with pytest.raises(TranslationError, match="There is no translator of captions into cs"):
        describing.translator(Settings(language="cs"))
