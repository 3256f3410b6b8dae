"""A painted file says of itself that a machine made it."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from narrator.painting.marked import marked, requested
from narrator.picture.opening import open_picture

WORDS = 'a <b>dog</b> & "a cat"\x07 in the café'


@pytest.fixture(scope="module")
def file() -> bytes:
    pixels = np.random.default_rng(1).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    return marked(Image.fromarray(pixels), tool="narrator 1, tiny 1", words=WORDS, how="Seed 3.")


def test_narrator_reads_its_own_mark(file: bytes) -> None:
    picture = open_picture(file)
    assert picture.notes == ("This picture is marked as made by a machine.",)
    # Nobody looked whether what was asked for can be seen, so it is not said as a person's words.
    assert picture.written is None or picture.written.by == "machine"


def test_others_can_read_tool_and_words(file: bytes) -> None:
    with Image.open(BytesIO(file)) as image:
        image.load()
        assert image.size == (64, 64)
        assert image.info["Software"] == "narrator 1, tiny 1"
        assert image.info["Comment"] == f"{requested(WORDS)} Seed 3."
        assert "trainedAlgorithmicMedia" in image.info["XML:com.adobe.xmp"]
        assert "&lt;b&gt;dog&lt;/b&gt; &amp;" in image.info["XML:com.adobe.xmp"]


def test_the_words_are_a_request_and_no_description() -> None:
    assert requested("a  dog\n") == "Painted by a machine that was asked for: a dog."
