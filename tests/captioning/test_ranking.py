import pytest

from narrator.captioning.decoding import Hypothesis
from narrator.captioning.ranking import MOST_PROBABLE, RANKINGS, MostProbable, merge
from narrator.captioning.vocabulary import SPECIAL_TOKENS, Vocabulary
from narrator.description import Candidate
from narrator.settings.settings import RANKINGS as SETTINGS
from narrator.settings.settings import Settings

VOCABULARY = Vocabulary(words=(*SPECIAL_TOKENS, "a", "dog", "runs"))
DOG = Hypothesis(tokens=(4, 5), log_probs=(-1.0, -2.0, -3.0))
DOG_RUNS = Hypothesis(tokens=(4, 5, 6), log_probs=(-1.0, -2.0, -2.0, -1.0))


def test_equal_captions_are_merged_in_the_order_they_were_drawn_in() -> None:
    assert merge([DOG_RUNS, DOG, DOG_RUNS], VOCABULARY) == (
        Candidate(caption="a dog runs", log_prob=-1.5, count=2),
        Candidate(caption="a dog", log_prob=-2.0, count=1),
    )


def test_the_most_probable_a_word_is_first_whatever_its_length_and_count() -> None:
    ranked = MostProbable().rank(merge([DOG, DOG, DOG_RUNS], VOCABULARY))
    # By sum both have -6.
    assert [candidate.caption for candidate in ranked] == ["a dog runs", "a dog"]


def test_of_equally_probable_ones_the_sooner_is_first() -> None:
    candidates = [Candidate(caption=caption, log_prob=-1.0) for caption in ("b", "a", "c")]
    assert MostProbable().rank(candidates) == tuple(candidates)


@pytest.mark.parametrize(("power", "first"), [(0.0, "a dog"), (1.0, "a dog runs"), (2.0, "a dog runs")])
def test_the_less_the_length_counts_the_shorter_is_what_is_first(power: float, first: str) -> None:
    shorter = Candidate(caption="a dog", log_prob=-1.9)  # the sum is -5.7
    longer = Candidate(caption="a dog runs", log_prob=-1.5)  # the sum is -6.0
    assert MostProbable(length_power=power).rank([longer, shorter])[0].caption == first


def test_the_rankings_of_the_settings_are_those_that_there_are() -> None:
    assert tuple(RANKINGS) == SETTINGS
    assert Settings().ranking == MOST_PROBABLE
    assert RANKINGS[MOST_PROBABLE] == MostProbable()


@pytest.mark.parametrize("name", RANKINGS)
def test_every_ranking_takes_a_single_candidate(name: str) -> None:
    alone = Candidate(caption="a dog", log_prob=-1.0, count=10)
    assert RANKINGS[name].rank([alone]) == (alone,)
