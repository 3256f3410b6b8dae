from narrator.captioning.decoding import Hypothesis
from narrator.captioning.ranking import MostProbable, merge
from narrator.captioning.vocabulary import SPECIAL_TOKENS, Vocabulary
from narrator.description import Candidate

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
