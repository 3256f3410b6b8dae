"""The tongue: whose it is, for how long, and what is said where a catalogue has nothing."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path

import pytest

from narrator.languages import catalogue
from narrator.languages.catalogue import (
    LANGUAGES,
    best_of,
    gettext,
    has,
    in_tongue,
    missing,
    ngettext,
    pgettext,
    speak_in,
    spoken,
    tongue,
)
from narrator.languages.passages import Passage, passages_of

KNOWN = "The picture is very dark."


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    yield
    speak_in("en")
    catalogue._catalogue.cache_clear()
    catalogue._words.cache_clear()


def test_the_tongue_is_english_until_somebody_says_otherwise() -> None:
    assert tongue() == "en"
    assert gettext(KNOWN) == KNOWN


def test_another_tongue_holds_for_a_while() -> None:
    with in_tongue("de"):
        assert gettext(KNOWN) == "Das Bild ist sehr dunkel."
        with in_tongue("fr"):
            assert gettext(KNOWN) == "L'image est très sombre."
        with in_tongue(None):
            assert tongue() == "de"
    assert tongue() == "en"


def test_the_tongue_of_a_process_is_that_of_its_threads() -> None:
    speak_in("cs")
    with in_tongue("de"), ThreadPoolExecutor() as threads:
        assert threads.submit(tongue).result() == "cs"
        assert threads.submit(copy_context().run, tongue).result() == "de"


@pytest.mark.parametrize(("number", "said"), [(1, "1 obrázek."), (3, "3 obrázky."), (5, "5 obrázků.")])
def test_plurals_are_those_of_the_language(number: int, said: str) -> None:
    with in_tongue("cs"):
        assert ngettext("1 picture.", "{count} pictures.", number).format(count=number) == said


def test_words_that_mean_several_things_are_told_apart() -> None:
    with in_tongue("fr"):
        assert pgettext("so many descriptions", "one") == "une"
        assert not has("", "one")


def test_what_a_catalogue_lacks_is_english_and_says_so() -> None:
    with in_tongue("de"):
        said = gettext("Something new.")
        assert said == "Something new."
        assert passages_of(said) == (Passage(text="Something new.", language="en"),)
        assert passages_of(spoken(f"{gettext(KNOWN)}")) == (
            Passage(text="Das Bild ist sehr dunkel.", language="de"),
        )


@pytest.mark.parametrize(
    "content", [None, b"", b"rubbish that is no catalogue", b"\xde\x12\x04\x95" + bytes(8)]
)
def test_a_catalogue_that_cannot_be_read_is_english_too(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if content is not None:
        file = tmp_path / "de" / "LC_MESSAGES" / "narrator.mo"
        file.parent.mkdir(parents=True)
        file.write_bytes(content)
    whole = {language: catalogue._words(language) for language in ("fr", "cs")}
    monkeypatch.setattr(catalogue, "LOCALE", tmp_path)
    catalogue._catalogue.cache_clear()
    monkeypatch.setattr(catalogue, "_words", lambda language: whole.get(language, frozenset()))
    with in_tongue("de"):
        assert gettext(KNOWN) == KNOWN
        assert ngettext("1 picture.", "{count} pictures.", 1) == "1 picture."
    assert KNOWN in missing("de")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogues_lack_nothing_that_another_has(language: str) -> None:
    assert missing(language) == ()


@pytest.mark.parametrize(
    ("wanted", "language"),
    [(("de-AT", "en"), "de"), (("es", "cs_CZ"), "cs"), (("es",), "en"), ((), "en"), (("FR",), "fr")],
)
def test_the_first_language_that_there_is(wanted: tuple[str, ...], language: str) -> None:
    assert best_of(wanted) == language
