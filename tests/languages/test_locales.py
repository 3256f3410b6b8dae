"""Every sentence of every language: there, whole, with its places, and as new as the code."""

import re
from collections.abc import Iterator
from itertools import chain

import pytest
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry

from docs.make.catalogues import as_mo, as_po, messages, path_of, read, renewed, things
from narrator.languages.catalogue import LANGUAGES, in_tongue
from narrator.phrasing.wording import A_THING, thing_name

OTHERS = [language for language in LANGUAGES if language != "en"]
PLACE = re.compile(r"\{(\w+)(?:!\w)?(?::[^}]*)?\}")


def entries(language: str) -> Iterator[Entry]:
    return (entry for entry in read(language) if entry.id)


def forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, (tuple, list)) else (str(text),)


@pytest.fixture(scope="module", params=OTHERS)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_what_the_code_says_is_what_the_catalogue_has(language: str) -> None:
    """Fails after a new sentence: python -m docs.make.catalogues puts it in, and somebody translates it."""
    assert path_of(language).read_bytes() == as_po(renewed(language))


def test_the_compiled_catalogue_is_that_of_the_written_one(language: str) -> None:
    assert path_of(language).with_suffix(".mo").read_bytes() == as_mo(renewed(language))


def test_a_fresh_extraction_finds_enough() -> None:
    found = {message.id for message in messages()}
    assert len(found) > 1000
    assert {"Be silent at once.", "Take it now", "The camera is on.", "a dog", "dark grey"} <= found


def test_every_sentence_is_there_in_all_its_forms(language: str) -> None:
    catalogue: Catalog = read(language)
    for entry in entries(language):
        expected = catalogue.num_plurals if entry.pluralizable else 1
        assert len(forms(entry.string)) == expected, entry.id
        assert all(form.strip() or form == "; " for form in forms(entry.string)), entry.id
        assert not entry.fuzzy, entry.id


def test_every_sentence_keeps_its_places(language: str) -> None:
    for entry in entries(language):
        wanted = set(PLACE.findall(forms(entry.id)[-1]))
        most = {*wanted, *PLACE.findall(forms(entry.id)[0])}
        *ones, last = forms(entry.string)
        assert set(PLACE.findall(last)) == wanted, entry.id
        for one in ones:
            assert set(PLACE.findall(one)) <= most, entry.id


def test_every_sentence_can_be_said(language: str) -> None:
    for entry in entries(language):
        for form in chain(forms(entry.id), forms(entry.string)):
            if '{"' in form:
                continue  # an example of JSON, in which nothing is filled
            said = form
            for place in re.findall(r"\{[^}]*\}", form):
                number = ":" in place
                said = said.replace(place, place.format(**{PLACE.findall(place)[0]: 7 if number else "x"}))
            assert "{" not in said, entry.id


def test_sentences_end_as_in_english(language: str) -> None:
    for entry in entries(language):
        for english, own in zip(forms(entry.id)[-1:], forms(entry.string)[-1:], strict=True):
            ends = {".": ".", ":": ":", "?": "?"}
            if english[-1:] in ends and not english.endswith("{name}:"):
                assert own[-1:] in (".", ":", "?", ";"), entry.id


def test_french_has_no_plain_space_before_its_high_marks() -> None:
    for entry in entries("fr"):
        for form in forms(entry.string):
            assert not re.search(r" [:;?!»]", form), form


def test_all_that_the_witness_sees_has_a_name(language: str) -> None:
    with in_tongue(language):
        named = {thing: thing_name(thing) for thing in things()}
    assert len(named) > 200
    own = {"a panda", "a tiger", "a zebra", "a pizza"}  # some are the same in two languages
    assert {thing for thing, name in named.items() if name == thing} <= own
    assert all(read(language).get(thing, A_THING) for thing in named)
