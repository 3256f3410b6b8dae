"""What is not translated, and what stands in for it meanwhile."""

import pytest

from narrator.translation.kept import Kept, kept_of

KNOWN = frozenset(
    {
        *("a", "and", "blond", "dog", "gray", "hand", "hard", "hat", "holds", "jeans", "man", "sits", "the"),
        *("two", "zebra"),
    }
)
STAND_INS = ("jeans", "hand")


@pytest.mark.parametrize(
    ("caption", "given", "originals"),
    [
        ("a man sits", "a man sits", {}),
        ("a man holds a xylophone", "a man holds a jeans", {"jeans": "xylophone"}),
        ("a xylophone and a jeans", "a hand and a jeans", {"hand": "xylophone"}),
        ("a man and 17", "a man and jeans", {"jeans": "17"}),
        ('the "Old Dog" sits', "the jeans sits", {"jeans": '"Old Dog"'}),
        ("a 7 and a \u201c7\u201d", "a jeans and a hand", {"jeans": "7", "hand": "\u201c7\u201d"}),
    ],
)
def test_stand_ins(caption: str, given: str, originals: dict[str, str]) -> None:
    assert kept_of(caption, KNOWN, STAND_INS) == Kept(caption=given, originals=originals)


@pytest.mark.parametrize(
    ("caption", "given"),
    [
        ("a grey dog sits", "a gray dog sits"),
        ("a blonde man", "a blond man"),
        ("a man holds a hardhat", "a man holds a hard hat"),
    ],
)
def test_another_spelling_is_no_other_word(caption: str, given: str) -> None:
    assert kept_of(caption, KNOWN, STAND_INS) == Kept(caption=given, originals={})


@pytest.mark.parametrize(
    ("caption", "strange"), [("two zebras", "zebras"), ("a dog is frolicking", "frolicking")]
)
def test_subwords_make_something_of_other_forms_and_of_what_is_no_thing(caption: str, strange: str) -> None:
    kept = kept_of(caption, KNOWN | {"is"}, STAND_INS)
    assert kept == Kept(caption=caption, originals={}, strange=(strange,))


def test_too_few_stand_ins() -> None:
    assert kept_of("1 2 3", KNOWN, STAND_INS) is None


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Ein Mann mit Jeans.", "Ein Mann mit xylophone."),
        ("Ein Mann.", None),
        ("Jeans und Jeans.", None),
        ("Ein Jeansmann.", None),
    ],
)
def test_what_is_put_back(text: str, whole: str | None) -> None:
    assert Kept(caption="", originals={"jeans": "xylophone"}).put_back(text) == whole
