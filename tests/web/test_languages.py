"""The sentences of errors in other languages: all that can reach a client, and only filled in, never lost."""

import ast
from collections.abc import Iterator
from importlib import import_module

import pytest

from narrator.web.api import OPTIONS
from narrator.web.languages import accepted_languages, in_language, language_of
from tests.places import ROOT

KNOWN = {
    "subject": "The picture",
    "_measures(size, subject)": "The picture measures 4 by 5 pixels, which is",
    "what": "true or false",
}
"""What the names in the sources' sentences stand for, where it matters."""


def sentences(folder: str, pattern: str, error: str) -> Iterator[str]:
    """Whatever the sources raise as this error, with a 7 in each gap that is not in KNOWN."""
    for file in sorted((ROOT / folder).glob(pattern)):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == error:
                module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
                yield written(node.args[-1], module)


def written(node: ast.expr, module: str) -> str:
    if isinstance(node, ast.Name):
        return str(getattr(import_module(module), node.id))
    if isinstance(node, ast.JoinedStr):
        return "".join(written(part, module) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return KNOWN.get(ast.unparse(node.value), "7")
    return str(node.value) if isinstance(node, ast.Constant) else ""  # what comes from elsewhere


ALL = sorted(
    {
        *sentences("narrator/web", "*.py", "RefusalError"),
        *(each for each in sentences("narrator/picture", "**/*.py", "PictureError") if "The picture" in each),
        *(f"The picture {each}" for each in sentences("narrator/picture", "**/*.py", "UnreadableError")),
        *sentences("narrator/speech", "synthesizer.py", "SpeechError"),
    }
)


def test_the_sentences_are_found() -> None:
    assert len(ALL) > 25
    assert any("4 by 5" in each for each in ALL)


@pytest.mark.parametrize("english", [each for each in ALL if each.endswith(".")])
def test_every_sentence_that_reaches_a_client_is_there_in_german(english: str) -> None:
    german, language = in_language(english, "de")
    assert language == "de"
    assert german != english
    for gap in ("7", "4 mal 5"):
        assert (gap in german) == (gap.replace("mal", "by") in english)
    assert in_language(english, "en") == (english, "en")


@pytest.mark.parametrize("option", OPTIONS)
def test_what_an_option_can_be_is_said_in_german_too(option: str) -> None:
    german, _ = in_language(f"The option {option} must be {OPTIONS[option]}.", "de")
    assert german.startswith(f"Die Option {option} muss ")
    assert not {"whole", "or"} & set(german.split())


def test_what_is_not_in_the_table_stays_as_it_is() -> None:
    assert in_language("Something new; do this.", "de") == ("Something new; do this.", "en")


@pytest.mark.parametrize(
    ("query", "language"),
    [
        (b"language=de", "de"),
        (b"a=1&language=de", "de"),
        (b"", "en"),
        (b"language=xx", "en"),
        (b"\xff=%", "en"),
    ],
)
def test_the_language_is_in_the_query(query: bytes, language: str) -> None:
    assert language_of(query) == language


@pytest.mark.parametrize(
    ("header", "languages"),
    [
        ("de-AT, de;q=0.9, en;q=0.8", ("de-AT", "de", "en")),
        ("en;q=0.2,fr;q=0.7 , ja", ("ja", "fr", "en")),
        ("de, en;q=0, *;q=0.1", ("de", "*")),
        ("", ()),
        (" , ;q=1, de;q=nonsense", ("de",)),
        ("a," * 10**5, ("a",) * 20),
    ],
)
def test_accepted_languages_by_their_weight(header: str, languages: tuple[str, ...]) -> None:
    assert accepted_languages(header) == languages
