"""The whole way from a picture to a description, with the tiny bundle's real graphs."""

from io import BytesIO
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from narrator import BundleError, Captioner, PictureError, SettingsError
from narrator.captioning.captioner import Source
from narrator.captioning.consensus import Consensus
from narrator.captioning.decoding import SamplingOptions
from narrator.captioning.network import TableNetwork
from narrator.captioning.truncation import TopK
from narrator.captioning.vocabulary import SPECIAL_TOKENS, Vocabulary
from narrator.picture.opening import open_picture
from tests.drawings import tinted
from tests.places import TINY_BUNDLE
from tests.tiny_bundle import GRAMMAR, MEMORY, UNGRAMMATICAL, WORD_IDS, V, colour_weights, table

COLOURS = {"red": "#ff0000", "green": "#00ff00", "blue": "#0000ff", "white": "#ffffff", "black": "#000000"}


@pytest.fixture(scope="module")
def captioner() -> Captioner:
    return Captioner.load(str(TINY_BUNDLE), threads=1)


def picture(colour: str, size: tuple[int, int] = (60, 40)) -> Image.Image:
    return Image.new("RGB", size, colour)


@pytest.mark.parametrize("name", COLOURS)
def test_the_caption_is_the_pictures(name: str, captioner: Captioner) -> None:
    description = captioner.caption(picture(COLOURS[name]), seed=0)
    assert description.caption == f"a {name} square"
    assert all(name in candidate.caption for candidate in description.candidates)


def test_ten_samples_say_several_things_the_most_probable_first(captioner: Captioner) -> None:
    description = captioner.caption(picture("red"), seed=0)
    captions = [candidate.caption for candidate in description.candidates]
    assert len(captions) == len(set(captions)) > 1
    assert sum(candidate.count for candidate in description.candidates) == 10
    log_probs = [candidate.log_prob for candidate in description.candidates]
    assert log_probs == sorted(log_probs, reverse=True)
    assert description.log_prob == log_probs[0] < 0


def test_the_same_seed_says_the_same(captioner: Captioner) -> None:
    first, second = (captioner.caption(picture("red"), samples=5, seed=7) for _ in range(2))
    assert first.candidates == second.candidates


def test_every_kind_of_source_is_the_same_picture(captioner: Captioner, tmp_path: Path) -> None:
    image = tinted("blue")
    image.save(tmp_path / "blue.png")
    content = BytesIO()
    image.save(content, "PNG")
    file = tmp_path / "blue.png"
    sources: list[Source] = [
        file,
        str(file),
        content.getvalue(),
        image,
        np.asarray(image),
        open_picture(file),
        captioner.look(file),
    ]
    descriptions = [captioner.describe(source, seed=0) for source in sources]
    assert {description.candidates for description in descriptions} == {descriptions[0].candidates}
    assert {captioner.beam(source) for source in sources} == {captioner.beam(image)}


def test_a_description_carries_its_evidence(captioner: Captioner) -> None:
    description = captioner.caption(picture("red", size=(60, 40)), seed=0)
    assert description.bundle == f"{captioner.name} {captioner.version}" == "tiny 1"
    assert description.size == (60, 40)
    assert set(description.timings) == {"open", "encode", "decode"}
    assert all(seconds > 0 for seconds in description.timings.values())


def test_a_photograph_is_looked_at_and_then_captioned(captioner: Captioner) -> None:
    description = captioner.describe(tinted("red"), seed=0)
    assert description.candidates == captioner.caption(tinted("red"), seed=0).candidates != ()
    assert (description.kind, description.size) == ("photo", (270, 180))
    assert description.colours
    assert set(description.timings) == {"open", "look", "encode", "decode"}


def test_of_what_holds_no_scene_nothing_is_made_up(captioner: Captioner) -> None:
    for source in (picture("red"), captioner.look(picture("red"))):
        description = captioner.describe(source)
        assert (description.candidates, description.caption, description.log_prob) == ((), None, None)
        assert (description.kind, description.colours) == ("blank", ("red",))
        assert (description.bundle, description.size) == ("tiny 1", (60, 40))
        assert set(description.timings) == {"open", "look"}


def test_what_is_known_of_the_file_is_passed_on(captioner: Captioner) -> None:
    frames = BytesIO()
    picture("red").save(frames, "GIF", save_all=True, append_images=[picture("blue")])
    description = captioner.caption(frames.getvalue(), seed=0)
    assert description.notes == open_picture(frames.getvalue()).notes != ()
    assert description.caption == "a red square"


def test_a_beam_gives_as_many_captions_as_it_is_wide(captioner: Captioner) -> None:
    candidates = captioner.beam(picture("red"), width=3)
    assert [candidate.caption for candidate in candidates] == ["a red square", "the red block", "a red block"]


@pytest.mark.parametrize("colour", [(255, 0, 0), (180, 30, 40), (128, 128, 128)])
def test_log_probabilities_are_those_of_the_weights(
    colour: tuple[int, int, int], captioner: Captioner
) -> None:
    """Mean log-probability a word, the end included, computed from the tiny bundle's tables in numpy."""
    pixels = np.broadcast_to(np.array(colour, np.uint8), (40, 40, 3))
    weights, bias = colour_weights()
    for candidate in captioner.caption(pixels, seed=0).candidates:
        said, log_probs = np.zeros(V), []
        for shown, word in pairwise(["<start>", *candidate.caption.split(), "<end>"]):
            said[WORD_IDS[shown]] += 1
            seen = np.array(colour) / 255 @ weights + bias
            logits = table(GRAMMAR, UNGRAMMATICAL)[WORD_IDS[shown]] + seen + said @ table(MEMORY, 0.0)
            log_probs.append(logits[WORD_IDS[word]] - np.log(np.exp(logits).sum()))
        assert candidate.log_prob == pytest.approx(np.mean(log_probs), rel=1e-5)


def test_other_sampling_can_be_set(captioner: Captioner) -> None:
    greedy = Captioner.load(str(TINY_BUNDLE), threads=1, sampling=SamplingOptions(truncation=TopK(k=1)))
    assert [candidate.count for candidate in greedy.caption(picture("red")).candidates] == [10]
    assert greedy.beam(picture("red"), width=1)[0].caption == greedy.caption(picture("red")).caption


def test_another_ranking_speaks_another_caption_of_the_same_ones(captioner: Captioner) -> None:
    consensus = Captioner.load(str(TINY_BUNDLE), threads=1, ranking="consensus")
    usual, other = (each.caption(picture("#c08080"), samples=20, seed=1) for each in (captioner, consensus))
    assert set(other.candidates) == set(usual.candidates)
    assert other.candidates == Consensus().rank(usual.candidates) != usual.candidates
    assert (other.caption, other.log_prob) == (other.candidates[0].caption, other.candidates[0].log_prob)
    assert other.evidence().keys() == usual.evidence().keys()


def test_a_ranking_that_there_is_not_is_refused() -> None:
    with pytest.raises(SettingsError, match="no ranking loudest; set it to most probable or consensus or"):
        Captioner.load(str(TINY_BUNDLE), ranking="loudest")


def test_no_network_can_make_it_repeat_itself() -> None:
    """A table that knows "dog" and little else."""
    words = (*SPECIAL_TOKENS, "a", "dog", "on", "laptop")
    probabilities = np.full((8, 8, 8), 0.02, np.float32)
    probabilities[..., 5] = 0.86
    stammerer = Captioner(
        TableNetwork(np.log(probabilities)), Vocabulary(words=words), name="table", version="1"
    )
    descriptions = stammerer.caption(picture("red"), seed=0).candidates + stammerer.beam(picture("red"))
    assert all(candidate.caption.split().count("dog") == 1 for candidate in descriptions)


def test_what_is_no_picture_is_refused(captioner: Captioner) -> None:
    with pytest.raises(PictureError):
        captioner.describe(b"this is no picture")


def test_settings_that_cannot_be_are_refused(captioner: Captioner) -> None:
    with pytest.raises(SettingsError, match="samples"):
        captioner.describe(tinted("red"), samples=0)
    with pytest.raises(SettingsError, match="seed"):
        captioner.describe(picture("red"), seed=-1)


def test_a_model_that_is_nowhere_is_refused() -> None:
    with pytest.raises(BundleError):
        Captioner.load("no-such-model")


def test_of_a_grey_picture_no_colour_is_said_however_sure_the_network_is() -> None:
    words = (*SPECIAL_TOKENS, "red", "dog", "blond")
    probabilities = np.full((7, 7, 7), 0.02, np.float32)
    probabilities[..., 4] = 0.8
    probabilities[:, 4, :] = probabilities[0, 0, [0, 1, 4, 3, 2, 5, 6]]  # after "red" the end
    painter = Captioner(
        TableNetwork(np.log(probabilities)), Vocabulary(words=words), name="table", version="1"
    )

    def said(image: Image.Image) -> str:
        described = [painter.describe(image, seed=1), painter.describe_as(image, "photo", seed=1)]
        candidates = [*described[0].candidates, *described[1].candidates, *painter.beam(image)]
        return " ".join(candidate.caption for candidate in candidates)

    assert "red" in said(tinted("red"))
    grey = said(tinted("red").convert("L").convert("RGB"))
    assert "dog" in grey
    assert "red" not in grey and "blond" not in grey
