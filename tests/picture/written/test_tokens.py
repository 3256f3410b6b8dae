"""What each word of a text is: language, a name, or something technical."""

import pytest

from narrator.picture.written.tokens import Kind, tokens


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("grandmother", Kind.WORD),
        ("Großmutter", Kind.WORD),
        ("祖母", Kind.WORD),
        ("Anna's", Kind.WORD),
        ("1st", Kind.WORD),
        ("Yosemite", Kind.NAME),
        ("McDonald", Kind.NAME),
        ("HELLOMOTO", Kind.CAPITALS),
        ("inside", Kind.PLACE),
        ("with", Kind.CONNECTIVE),
        ("scanned", Kind.VERB),
        ("Nikon", Kind.MAKER),
        ("camera", Kind.THING),
        ("Photoshop", Kind.THING),
        ("v1.02b", Kind.THING),
        ("DSC_0001.JPG", Kind.THING),
        ("https://example.org/a/b", Kind.THING),
        ("Inc.", Kind.COMPANY),
        ("oznorWO", Kind.CODE),
        ("S730", Kind.CODE),
        ("fbt", Kind.THING),
        ("1987", Kind.YEAR),
        ("12", Kind.NUMBER),
    ],
)
def test_kinds(text: str, kind: Kind) -> None:
    assert [token.kind for token in tokens(text)] == [kind]


def test_punctuation_is_no_part_of_a_word() -> None:
    assert [token.text for token in tokens("«Anna», (left) & Tom: black-and-white?")] == [
        *("Anna", "left", "Tom", "black", "and", "white")
    ]


def test_in_capitals_small_words_speak() -> None:
    assert [token.kind for token in tokens("MY CAT")] == [Kind.WORD, Kind.CAPITALS]
