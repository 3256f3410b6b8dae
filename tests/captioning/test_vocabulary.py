from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.captioning.vocabulary import END, PAD, SPECIAL_TOKENS, START, UNKNOWN, Vocabulary, words_of

CAPTIONS = ["A dog runs.", "A dog sleeps.", "The cat sleeps !"]


@pytest.mark.parametrize(
    ("caption", "words"),
    [
        ("A dog's T-shirt , red", ["a", "dog's", "t-shirt", "red"]),
        ("it isn\N{RIGHT SINGLE QUOTATION MARK}t", ["it", "isn't"]),
        ('"Stop" -- he said...', ["stop", "he", "said"]),
        ("2 men/3 women", ["2", "men", "3", "women"]),
        ("' - '", []),
    ],
)
def test_words(caption: str, words: list[str]) -> None:
    assert words_of(caption) == words


def test_special_tokens_have_the_ids_that_the_graphs_were_trained_with() -> None:
    vocabulary = Vocabulary.build(CAPTIONS, minimum_count=1)
    assert [vocabulary.words[i] for i in (PAD, START, END, UNKNOWN)] == list(SPECIAL_TOKENS)


def test_frequent_words_come_first_and_equals_by_alphabet() -> None:
    vocabulary = Vocabulary.build(CAPTIONS, minimum_count=1)
    assert vocabulary.words[4:] == ("a", "dog", "sleeps", "cat", "runs", "the")


def test_words_said_too_seldom_are_unknown() -> None:
    vocabulary = Vocabulary.build(CAPTIONS, minimum_count=2)
    assert vocabulary.encode("a dog runs") == [4, 5, UNKNOWN]


def test_a_word_spelled_like_a_special_token_stays_unknown() -> None:
    vocabulary = Vocabulary.build(CAPTIONS, minimum_count=1)
    assert vocabulary.encode("<end>") == [UNKNOWN]
    assert vocabulary.ids(["<end>", "dog", "zebra"]) == {5}


def test_a_caption_is_without_padding_start_and_end() -> None:
    vocabulary = Vocabulary.build(CAPTIONS, minimum_count=1)
    assert vocabulary.caption([START, 4, 5, END, PAD]) == "a dog"


@given(st.lists(st.text(alphabet="abc'-, 1"), min_size=1))
def test_encoding_is_undone_by_reading(captions: list[str]) -> None:
    vocabulary = Vocabulary.build(captions, minimum_count=1)
    for caption in captions:
        assert vocabulary.caption(vocabulary.encode(caption)) == " ".join(words_of(caption))


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    vocabulary = Vocabulary.build(CAPTIONS, minimum_count=1)
    vocabulary.save(tmp_path / "vocabulary.json")
    assert Vocabulary.load(tmp_path / "vocabulary.json") == vocabulary


@pytest.mark.parametrize("content", ["{}", "[1, 2]", '["a", "dog"]', "not JSON"])
def test_other_files_are_no_vocabulary(content: str, tmp_path: Path) -> None:
    (tmp_path / "vocabulary.json").write_text(content)
    with pytest.raises(ValueError):
        Vocabulary.load(tmp_path / "vocabulary.json")


def test_a_word_cannot_have_two_ids() -> None:
    with pytest.raises(ValueError, match="dog"):
        Vocabulary(words=(*SPECIAL_TOKENS, "dog", "dog"))
