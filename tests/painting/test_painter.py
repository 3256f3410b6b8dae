"""What of a request can be read, and what is refused."""

import pytest

from narrator.errors import SettingsError
from narrator.painting.flow import PaintingOptions
from narrator.painting.painter import Painter
from tests.tiny_bundle import WORD_IDS
from tests.tiny_painter import write_tiny_painter


@pytest.fixture(scope="module")
def painter(tmp_path_factory: pytest.TempPathFactory) -> Painter:
    return Painter.load(str(write_tiny_painter(tmp_path_factory.mktemp("painter"))))


def test_the_colour_that_was_asked_for(painter: Painter) -> None:
    options = PaintingOptions(steps=2, guidance=1)
    painting = painter.paint(painter.understand("A red square!"), seed=1, options=options)
    assert (painting.pixels == (255, 0, 0)).all()
    assert painting.painter == "tiny 1"


def test_words_that_it_never_learned_are_named_once(painter: Painter) -> None:
    request = painter.understand("A Zebra, a red zebra and a gnu")
    assert request.unknown == ("zebra", "and", "gnu")
    assert request.ids == (1, WORD_IDS["a"], WORD_IDS["a"], WORD_IDS["red"], WORD_IDS["a"])


def test_words_after_the_last_that_it_reads_are_named(painter: Painter) -> None:
    request = painter.understand("a big red square of black colour")
    assert len(request.ids) == 5
    assert request.beyond == ("of", "black", "colour")


@pytest.mark.parametrize("words", ["", " \t", "?!", "日本"])
def test_no_words(painter: Painter, words: str) -> None:
    with pytest.raises(SettingsError, match="no words to paint"):
        painter.understand(words)


def test_no_word_that_it_knows(painter: Painter) -> None:
    with pytest.raises(SettingsError, match="None of these words"):
        painter.understand("zebra gnu")


@pytest.mark.parametrize(
    ("steps", "guidance", "seed"),
    [(0, 1.0, 1), (1001, 1.0, 1), (1, -0.1, 1), (1, float("nan"), 1), (1, 1.0, -1), (1, 1.0, 2**63)],
)
def test_options_that_cannot_be(painter: Painter, steps: int, guidance: float, seed: int) -> None:
    with pytest.raises(SettingsError):
        painter.paint(
            painter.understand("red"), seed=seed, options=PaintingOptions(steps=steps, guidance=guidance)
        )
