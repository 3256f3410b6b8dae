import pytest

import narrator


@pytest.mark.parametrize("name", narrator.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(narrator, name).__name__ == name


def test_other_names_are_not() -> None:
    with pytest.raises(AttributeError, match="caption"):
        _ = narrator.caption
