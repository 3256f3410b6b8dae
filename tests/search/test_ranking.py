import numpy as np
import pytest

from narrator.search.finding import reordered
from narrator.search.ranking import Ranked, nearness, ranked


def test_nearness_is_the_product_of_unit_vectors() -> None:
    rows = np.array([[127, 0], [0, 127], [-127, 0]], np.int8)
    assert nearness(rows.tobytes(), np.array([1, 0], np.float32)).tolist() == [1, 0, -1]
    assert nearness(b"", np.array([1, 0], np.float32)).shape == (0,)


def test_vectors_and_words_count_together() -> None:
    near = np.array([0.5, 0.45, 0.1], np.float32)
    assert [each.id for each in ranked(np.array([1, 2, 3]), near, {}, 3)] == [1, 2, 3]
    both = ranked(np.array([1, 2, 3]), near, {2: 4.0, 3: 1.0}, 3, words_count=0.1)
    assert [each.id for each in both] == [2, 1, 3]
    assert both[0].score == pytest.approx(0.55)


def test_a_picture_without_a_vector_is_found_by_its_words() -> None:
    near = np.array([0.9, 0.2, 0.1], np.float32)
    found = ranked(np.array([1, 2, 3]), near, {7: 2.0}, 2)
    assert [each.id for each in found] == [1, 7]
    assert found[1].nearness is None
    assert [
        each.id for each in ranked(np.zeros(0, np.int64), np.zeros(0, np.float32), {7: 2.0, 8: 3.0}, 5)
    ] == [8, 7]


def test_a_picture_far_down_counts_where_it_has_the_words() -> None:
    near = np.linspace(1, 0, 1000, dtype=np.float32)
    ids = np.arange(1000)
    assert [each.id for each in ranked(ids, near, {900: 1.0}, 2, words_count=2.0)] == [900, 0]


def test_the_captioner_changes_the_order_of_what_it_read() -> None:
    one, other, unread = (
        Ranked(id=n, score=s, nearness=s, words=0.0) for n, s in ((1, 0.5), (2, 0.4), (3, 0.45))
    )
    assert [each.id for each in reordered([(one, 0.0), (other, 20.0), (unread, None)])] == [2, 3, 1]
    assert [each.id for each in reordered([(one, None), (other, None)])] == [1, 2]
