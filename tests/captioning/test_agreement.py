import re
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.captioning.agreement import agreement_of
from narrator.captioning.content import number_of
from narrator.description import Candidate
from tests.captioning.made_captions import candidates, captions

_CLAIM = re.compile(r"(?:All )?(\w+) says? (.+)")


def said(*counted: tuple[int, str]) -> str:
    return agreement_of(
        [Candidate(caption=text, log_prob=-1.0, count=count) for count, text in counted]
    ).sentence


def test_what_all_say_comes_first_and_then_where_they_part() -> None:
    assert said((6, "a dog is running on grass"), (1, "a dog runs"), (3, "the dog is standing on grass")) == (
        "All ten say a dog. Seven say running, three say standing. Nine say grass."
    )


def test_who_comes_before_what_all_say_of_the_rest() -> None:
    assert said((8, "a dog is sitting on a bed"), (2, "two cats are sitting on a bed")) == (
        "Eight say a dog, two say two cats. All ten say sitting and a bed."
    )


def test_a_number_is_something_to_part_over() -> None:
    assert said((6, "two dogs are running"), (4, "one or two people are running")) == (
        "Six say two dogs, four say one or two people. All ten say running."
    )


def test_only_what_all_mean_by_a_thing_is_said_of_it() -> None:
    assert (
        said((9, "a white plate on an old table"), (1, "a plate on a table"))
        == "All ten say a plate and a table."
    )
    assert said((9, "a hot dog on a plate"), (1, "a hot dog on a table")).startswith("All ten say a hot dog.")


def test_one_is_one_and_two_are_both() -> None:
    assert said((1, "a dog runs"), (1, "a dog sits")) == "Both say a dog. One says running, one says sitting."


def test_more_than_ten_are_digits() -> None:
    assert said((29, "a dog runs"), (1, "a dog sits")).startswith(
        "All 30 say a dog. 29 say running, one says"
    )


def test_what_is_said_once_is_not_said_again() -> None:
    assert said((10, "a dog runs")) == "All ten say the same."
    assert said((2, "a dog runs")) == "Both say the same."
    assert said((1, "a dog runs")) == "There is only one description to go by."


def test_nothing_in_common_is_a_sentence_too() -> None:
    assert said((1, "and"), (2, "the")) == "The three have nothing in common."


def test_words_have_their_counts_the_most_frequent_first() -> None:
    found = agreement_of(
        [
            Candidate(caption="a brown dog runs", log_prob=-1.0, count=3),
            Candidate(caption="a dog is running", log_prob=-1.0, count=4),
        ]
    )
    assert list(found.words.items()) == [("dog", 7), ("running", 7), ("brown", 3)]


def claims(sentence: str, samples: int) -> list[tuple[int, str]]:
    """Every count with what it counts; what all say counts in full."""
    found = []
    for text in sentence.rstrip(".").split(". "):
        if text.startswith(("All ", "Both say ")):
            found.append((samples, text.partition(" say ")[2]))
            continue
        for way in text.split(", "):
            match = _CLAIM.fullmatch(way)
            assert match, way
            count = number_of(match[1].lower())
            assert count
            found.append((count, match[2]))
    return found


@given(candidates)
def test_it_is_up_to_three_sentences_that_begin_large_and_end_with_a_full_stop(
    found: Sequence[Candidate],
) -> None:
    sentence = agreement_of(found).sentence
    assert sentence.endswith(".")
    parts = sentence.rstrip(".").split(". ")
    assert 1 <= len(parts) <= 3
    assert all(part[0].isupper() or part[0].isdigit() for part in parts)
    assert "  " not in sentence


@given(candidates)
def test_no_count_is_more_than_there_are_and_no_claim_is_made_twice(found: Sequence[Candidate]) -> None:
    samples = sum(each.count for each in found)
    agreement = agreement_of(found)
    assert all(0 < count <= samples for count in agreement.words.values())
    if len(found) == 1 or "nothing in common" in agreement.sentence:
        return
    made = claims(agreement.sentence, samples)
    assert len({phrase for _, phrase in made}) == len(made)
    for count, phrase in made:
        assert 0 < count <= samples
        if count < samples:  # a list of what all say may be long, and has words of its own
            assert agreement.words[phrase.split()[-1]] >= count


@given(candidates)
def test_so_many_captions_as_are_counted_say_the_words(found: Sequence[Candidate]) -> None:
    for word, count in agreement_of(found).words.items():
        stem = word.removesuffix("ing")[:3]
        assert sum(each.count for each in found if stem in each.caption) >= count


@given(candidates, st.randoms())
def test_the_order_of_the_candidates_does_not_matter(found: list[Candidate], random: Random) -> None:
    shuffled = random.sample(found, len(found))
    assert agreement_of(found) == agreement_of(shuffled)
    assert list(agreement_of(found).words) == list(agreement_of(shuffled).words)


@given(captions, st.integers(1, 12))
def test_one_caption_alone_says_no_more_than_that_it_is_alone(caption: str, count: int) -> None:
    (candidate,) = [Candidate(caption=caption, log_prob=-1.0, count=count)]
    assert agreement_of([candidate]).sentence in (
        "There is only one description to go by.",
        "Both say the same.",
        *(f"All {word} say the same." for word in ("three", "four", "five", "six", "seven", "eight", "nine")),
        *("All ten say the same.", "All 11 say the same.", "All 12 say the same."),
    )


@pytest.mark.parametrize("caption", ["a", "s s s", "3", "and and and", "one or two"])
def test_what_is_no_sentence_is_read_all_the_same(caption: str) -> None:
    assert said((1, caption), (1, "a dog")).endswith(".")
