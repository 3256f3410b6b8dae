"""Whose language is taken, and that no more than a tag is believed."""

import pytest

from narrator.languages.session import languages_of
from narrator.languages.tags import stated
from narrator.picture.written.languages import chosen
from tests.picture.written.made import ALT, alternatives, by_person, chunk, jpeg, png_with, written, xmp

DOG = {
    "de-DE": "Ein Hund",
    "en-US": "A dog",
    "x-default": "Un chien",
    "en-GB": "A hound",
    "pt-BR": "Um cão",
    "no": "En hund",
}


@pytest.mark.parametrize(
    ("preferred", "tag"),
    [
        (["en-GB"], "en-GB"),
        (["EN-us"], "en-US"),
        (["en-AU"], "en-US"),
        (["fr", "en-GB"], "en-GB"),
        (["en"], "en-US"),
        (["pt"], "pt-BR"),
        (["pt-PT", "de"], "pt-BR"),
        (["ja", "de-AT"], "de-DE"),
        (["nb-NO"], "no"),
    ],
)
def test_a_preferred_tag_then_its_language(preferred: list[str], tag: str) -> None:
    assert chosen(DOG, preferred) == (DOG[tag], tag)


def test_else_the_default_then_the_first() -> None:
    assert chosen(DOG, ["ja"]) == chosen(DOG, []) == ("Un chien", None)
    assert chosen({"de": "Hund", "en": "dog"}, ["ja"]) == ("Hund", "de")
    assert chosen({}, ["ja"]) == ("", None)


def test_the_default_is_in_the_language_of_its_twin() -> None:
    assert chosen({"x-default": "Hund", "en": "dog", "de": "Hund"}, ["ja"]) == ("Hund", "de")


def test_letters_tell_which_text_is_the_listeners_where_nobody_states_it() -> None:
    assert chosen({"x-default": "茶色の犬", "en": "A dog"}, ["ja"]) == ("茶色の犬", None)
    assert chosen({"": "Коричневая собака", "en": "A dog"}, ["ru-RU", "en"]) == ("Коричневая собака", None)
    assert chosen({"x-default": "茶色の犬", "en": "A dog"}, ["fr", "en"]) == ("A dog", "en")


def test_only_languages_are_stated() -> None:
    assert stated("zh-Hant-TW") == "zh-Hant-TW"
    for tag in (
        "",
        "x-default",
        "x-repair",
        "i-default",
        "und",
        "zxx",
        "en-" + "a" * 90,
        "de AT",
        "<b>",
        "en\n",
    ):
        assert stated(tag) is None


@pytest.mark.parametrize(
    ("environ", "languages"),
    [
        ({"LANG": "de_AT.UTF-8@euro"}, ("de-AT",)),
        ({"LANG": "de_AT.UTF-8", "LC_MESSAGES": "en_GB", "LC_TIME": "fr_FR"}, ("en-GB",)),
        ({"LANG": "de_AT", "LC_MESSAGES": "en_GB", "LC_ALL": "pl_PL.UTF-8"}, ("pl-PL",)),
        ({"LANG": "de_AT.UTF-8", "LANGUAGE": "gsw:de_CH:de_AT"}, ("gsw", "de-CH", "de-AT")),
        ({"LANG": "C.UTF-8", "LANGUAGE": "de"}, ()),
        ({"LC_ALL": "POSIX", "LANG": "de_DE"}, ()),
        ({"LC_ALL": "", "LANG": "sr_RS@latin"}, ("sr-RS",)),
        ({}, ()),
    ],
)
def test_the_session_states_its_languages_as_gettext_reads_them(
    environ: dict[str, str], languages: tuple[str, ...]
) -> None:
    assert languages_of(environ) == languages


def test_the_listeners_language_is_taken_of_xmp_and_of_png() -> None:
    block = jpeg(xmp=xmp(alternatives(ALT, DOG)))
    assert written(block, "en-GB") == by_person("A hound", "en-GB")
    assert written(block, "de") == by_person("Ein Hund", "de-DE")
    assert written(block) == by_person("Un chien")
    texts = [chunk(b"iTXt", f"Description\0\0\0{tag}\0\0{text}".encode()) for tag, text in DOG.items()]
    assert written(png_with(*texts), "de") == by_person("Ein Hund", "de-DE")


def test_what_is_for_the_blind_goes_before_what_is_in_ones_language() -> None:
    block = alternatives("dc:description", {"en": "Our dog"}) + alternatives(
        ALT, {"de": "Ein Hund am Strand"}
    )
    assert written(jpeg(xmp=xmp(block)), "en") == by_person("Ein Hund am Strand", "de")
