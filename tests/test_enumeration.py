import pytest

from narrator.enumeration import enumerated


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["sea"], "sea"),
        (["sea", "sand"], "sea and sand"),
        (["sea", "sand", "sky"], "sea, sand and sky"),
    ],
)
def test_the_last_word_is_joined_with_and(words: list[str], sentence: str) -> None:
    assert enumerated(words) == sentence


def test_another_conjunction_may_join_it() -> None:
    assert enumerated(["sea", "sand"], "or") == "sea or sand"


def test_nothing_is_no_part_of_a_sentence() -> None:
    with pytest.raises(ValueError, match="unpack"):
        enumerated([])
