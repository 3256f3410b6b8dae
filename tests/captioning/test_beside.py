from threading import Event, current_thread

import pytest

from narrator.captioning.beside import Beside
from narrator.errors import BundleError


def test_it_is_done_on_another_thread_meanwhile() -> None:
    go = Event()

    def make() -> str:
        assert go.wait(5)
        return current_thread().name

    made = Beside(make)
    go.set()
    assert made.result() == "narrator beside"
    assert made.result() == "narrator beside"


def test_an_error_is_raised_where_the_result_is_wanted() -> None:
    def fail() -> None:
        raise BundleError("There is no model.")

    with pytest.raises(BundleError, match="no model"):
        Beside(fail).result()
