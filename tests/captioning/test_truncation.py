from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from narrator.captioning.truncation import DECK, Nucleus, TopK
from narrator.errors import SettingsError


@st.composite
def rows(draw: st.DrawFn) -> NDArray[np.float32]:
    """Log-probabilities of some words, of which some are forbidden, but not all."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    logits = rng.normal(scale=draw(st.sampled_from([0.1, 2.0, 8.0])), size=draw(st.integers(1, 40)))
    log_probs: NDArray[np.float32] = (logits - np.log(np.exp(logits).sum())).astype(np.float32)
    forbidden = rng.permutation(len(log_probs))[: draw(st.integers(0, len(log_probs) - 1))]
    log_probs[forbidden] = -np.inf
    return log_probs


def shares(log_probs: NDArray[np.float32]) -> NDArray[np.float64]:
    """The probabilities among the allowed words."""
    probabilities = np.exp(log_probs.astype(np.float64))
    return np.asarray(probabilities / probabilities.sum())


@given(rows(), st.integers(1, 50))
def test_the_k_most_probable_words_are_kept_and_none_that_is_forbidden(
    log_probs: NDArray[np.float32], k: int
) -> None:
    kept = TopK(k=k).kept(log_probs, 0)
    assert len(kept) == min(k, np.isfinite(log_probs).sum())
    np.testing.assert_array_equal(kept, np.argsort(-log_probs, kind="stable")[: len(kept)])


@given(rows(), st.floats(0.01, 0.999))
def test_a_nucleus_is_the_fewest_words_that_hold_the_share(log_probs: NDArray[np.float32], p: float) -> None:
    kept = Nucleus(p=p).kept(log_probs, 0)
    np.testing.assert_array_equal(kept, np.argsort(-log_probs, kind="stable")[: len(kept)])
    held = shares(log_probs)[kept]
    assert held.sum() >= p - 1e-9
    assert held[:-1].sum() < p + 1e-9


@given(rows())
def test_a_whole_nucleus_keeps_every_word_that_is_allowed(log_probs: NDArray[np.float32]) -> None:
    kept = Nucleus(p=1.0).kept(log_probs, 0)
    lost = shares(log_probs).sum() - shares(log_probs)[kept].sum()
    assert lost == pytest.approx(0.0, abs=1e-12)
    assert np.isfinite(log_probs[kept]).all()


def test_a_nucleus_by_hand() -> None:
    log_probs = np.log(np.array([0.1, 0.5, 0.1, 0.3], np.float32))
    assert Nucleus(p=0.4).kept(log_probs, 0).tolist() == [1]
    assert Nucleus(p=0.75).kept(log_probs, 5).tolist() == [1, 3]
    assert Nucleus(p=0.85).kept(log_probs, 0).tolist() == [1, 3, 0]


def test_the_schedule_narrows_from_four_words_over_two_to_one() -> None:
    flat = np.zeros(9, np.float32)
    assert [len(DECK.kept(flat, position)) for position in range(9)] == [4, 4, 4, 4, 2, 2, 2, 1, 1]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: TopK(k=0),
        lambda: TopK(k=1, schedule=((4, 0),)),
        lambda: Nucleus(p=0.0),
        lambda: Nucleus(p=1.1),
        lambda: Nucleus(p=float("nan")),
    ],
)
def test_what_would_keep_no_word_is_refused(wrong: Callable[[], object]) -> None:
    with pytest.raises(SettingsError, match="set it"):
        wrong()
