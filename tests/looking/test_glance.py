"""Looking and squeezing at the same time come to what they come to one after the other."""

from pathlib import Path

import numpy as np
import pytest

import narrator.looking.glance as glance
from narrator.looking.glance import look_and_squeeze
from narrator.looking.kinds import look_at
from narrator.picture.opening import Picture, open_picture, squeeze
from tests.places import PHOTOGRAPHS


@pytest.mark.parametrize("photograph", sorted(PHOTOGRAPHS.glob("*.jpg")), ids=lambda file: file.stem)
def test_at_the_same_time_is_the_same(photograph: Path) -> None:
    picture = open_picture(photograph)
    for _ in range(5):
        looked, pixels = look_and_squeeze(picture, 224)
        assert looked == look_at(picture)
        assert np.array_equal(pixels, squeeze(picture.image, 224))


def test_where_looking_fails_that_is_what_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(picture: Picture) -> None:
        raise MemoryError("too large")

    monkeypatch.setattr(glance, "look_at", fail)
    with pytest.raises(MemoryError, match="too large"):
        look_and_squeeze(open_picture(PHOTOGRAPHS / "cat.jpg"), 224)
