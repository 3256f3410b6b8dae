"""An error's sentence, in its two parts."""

import pytest

from narrator.errors import fact_and_advice


@pytest.mark.parametrize("between", ["; ", "\u202f; ", ".; "])
def test_what_happened_and_what_to_do_are_told_apart(between: str) -> None:
    assert fact_and_advice(f"It is off{between}turn it on.") == ("It is off", "turn it on.")


def test_an_error_may_have_no_advice() -> None:
    assert fact_and_advice("It is off.") == ("It is off", "")
