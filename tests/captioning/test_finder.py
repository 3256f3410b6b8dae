from pathlib import Path

import numpy as np
import pytest

from narrator.captioning.bundle import FINDER, Bundle
from narrator.captioning.captioner import Captioner
from narrator.captioning.finder import Finder
from narrator.errors import BundleError
from tests.drawings import tinted
from tests.places import TINY_BUNDLE
from tests.search.finders import COLOURS, bundle_with_finder, colour_finder


def test_a_picture_is_nearest_to_its_own_colour(tmp_path: Path) -> None:
    bundle = bundle_with_finder(tmp_path / "bundle")
    finder, captioner = bundle.found_by(), Captioner.load(str(bundle.folder))
    assert finder is not None
    vectors = [finder.query(f"a {colour} picture") for colour in COLOURS]
    queries = np.stack([vector for vector in vectors if vector is not None])
    for place, colour in enumerate(COLOURS):
        vector = finder.picture(captioner.look(tinted(colour)).state)
        assert (queries @ vector).argmax() == place
        assert np.linalg.norm(vector.astype(np.float32) / 127) == pytest.approx(1, abs=0.02)


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    colour_finder().save(tmp_path / FINDER)
    finder, again = colour_finder(), Finder.load(tmp_path / FINDER)
    assert (again.words, again.inputs, again.fitting) == (finder.words, finder.inputs, finder.fitting)
    for one, other in (
        (finder.picture_weight, again.picture_weight),
        (finder.word_vectors, again.word_vectors),
    ):
        np.testing.assert_allclose(one, other, atol=0.01 * np.abs(one).max())


def test_words_that_it_does_not_know() -> None:
    finder = colour_finder()
    assert finder.query("a quagga") is None
    assert finder.query("") is None
    assert finder.unknown("a red quagga") == ["a", "quagga"]
    np.testing.assert_array_equal(finder.query("a red quagga"), finder.query("red"))
    assert finder.query("red " * 10_000) is not None


def test_descriptions_have_an_embedding_where_the_bundle_can_find(tmp_path: Path) -> None:
    bundle = bundle_with_finder(tmp_path / "bundle")
    assert Bundle.open(TINY_BUNDLE).found_by() is None
    assert Captioner.load(str(TINY_BUNDLE)).describe(tinted("red"), seed=0).embedding is None
    description = Captioner.load(str(bundle.folder)).describe(tinted("red"), seed=0)
    assert description.embedding is not None
    assert type(description).from_record(description.to_record()) == description
    assert "embedding" not in description.evidence()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no archive at all"])
def test_what_is_no_finder_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    bundle = bundle_with_finder(tmp_path / "bundle")
    (bundle.folder / FINDER).write_bytes(content)
    with pytest.raises(BundleError, match=r"finder\.npz that this narrator cannot read"):
        bundle.found_by()
