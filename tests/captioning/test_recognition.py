"""What the network tells of a picture's kind, on features of two directions."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from narrator import Captioner
from narrator.captioning.confidence import Calibration
from narrator.captioning.familiarity import Familiarity
from narrator.captioning.recognition import Recognition
from narrator.captioning.signs import LogOdds
from narrator.looking.kinds import look_at
from narrator.picture.opening import open_picture
from tests.drawings import tinted
from tests.places import TINY_BUNDLE

RECOGNITION = Recognition(
    kinds=("photo", "icon", "document"),
    weights=np.array([[20.0, 0.0], [0.0, 20.0], [-20.0, 0.0]]),
    intercepts=np.zeros(3),
)
SCENE, ICON, PAGE = (np.array(v, np.float32) for v in ([1, 0], [0, 1], [-1, 0]))


def test_what_is_seen_overrules_measures_that_found_a_photograph() -> None:
    assert RECOGNITION.kind(SCENE, "photo") == "photo"
    assert RECOGNITION.kind(ICON, "photo") == "icon"
    assert RECOGNITION.kind(PAGE, "photo") == "document"
    assert RECOGNITION.kind(ICON, "blurred") == RECOGNITION.kind(ICON, "bright") == "icon"
    assert RECOGNITION.kind(SCENE, "blurred") == "blurred"


def test_a_small_photograph_that_was_taken_for_an_icon_is_captioned_after_all() -> None:
    assert RECOGNITION.kind(SCENE, "icon") == "photo"
    assert RECOGNITION.kind(PAGE, "icon") == "icon"


def test_a_page_that_lies_in_a_scene_is_read_and_not_described() -> None:
    assert RECOGNITION.kind(SCENE, "document") == "document"
    assert RECOGNITION.kind(SCENE, "screenshot") == "screenshot"


def test_to_overrule_a_refusal_takes_more_than_not_to_refuse() -> None:
    between = np.array([0.55, 0.45], np.float32)  # a photograph with a probability of 0.88
    assert RECOGNITION.kind(between, "photo") == "photo"
    assert RECOGNITION.kind(between, "icon") == "icon"
    strange = np.array([0.45, 0.5], np.float32)  # of 0.27
    assert RECOGNITION.kind(strange, "photo") == "photo"


def test_what_has_lines_of_text_is_called_what_the_network_sees() -> None:
    chart = replace(RECOGNITION, kinds=("photo", "icon", "drawing"))
    assert chart.kind(PAGE, "document") == "drawing"
    assert chart.kind(PAGE, "screenshot") == "drawing"
    assert RECOGNITION.kind(PAGE, "screenshot") == "document"
    assert chart.kind(ICON, "document") == "document"  # lines of text are no icon


HANDHELD = Recognition(
    kinds=("photo", "label", "screen", "covered", "glare"),
    weights=np.array(
        [[-9.0, 0, 0, 0, 0], [0, 5, 0, 0, 0], [0, 0, 5, 0, 0], [0, 0, 0, 5, 0], [0, 0, 0, 0, 5]]
    ),
    intercepts=np.zeros(5),
)


@pytest.mark.parametrize(
    ("features", "kind"),
    [
        ((1, 1, 0.2, 0, 0), "label"),
        ((1, 0.2, 1, 0, 0), "screen"),
        ((1, 1, 0.99, 0.7, 0), "lettered"),
        ((1, 0, 0, 1, 0), "covered"),
        ((1, 0.7, 0, 0.99, 1), "unclear"),
        ((-0.2, 0.1, 0.1, 0, 0), "photo"),
    ],
)
def test_where_it_is_not_known_which_one_it_is_the_more_general_kind_is_told(
    features: tuple[float, ...], kind: str
) -> None:
    assert HANDHELD.kind(np.array(features, np.float32), "photo") == kind


def test_a_package_with_lines_of_text_is_no_screen() -> None:
    assert HANDHELD.kind(np.array((1, 1, 0, 0, 0), np.float32), "screenshot") == "label"


@pytest.mark.parametrize("measured", ["black", "blank", "noise", "gradient", "drawing", "dark"])
def test_what_measures_are_sure_of_stays(measured: str) -> None:
    for features in (SCENE, ICON, PAGE):
        assert RECOGNITION.kind(features, measured) == measured


def test_it_comes_back_from_its_record() -> None:
    read = Recognition.from_record(RECOGNITION.to_record())
    assert read.kinds == RECOGNITION.kinds
    assert read.probabilities(ICON) == RECOGNITION.probabilities(ICON)
    assert sum(read.probabilities(ICON).values()) == pytest.approx(1)


@pytest.mark.parametrize(
    "change",
    [
        {"kinds": ["icon", "document", "drawing"]},
        {"kinds": ["photo"]},
        {"weights": [1, 2]},
        {"intercepts": []},
    ],
)
def test_a_record_that_does_not_fit_together_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="belong together"):
        Recognition.from_record({**RECOGNITION.to_record(), **change})


def captioner(photo: float) -> Captioner:
    """The tiny captioner, to which everything is a photograph with such log-odds against a page of text."""
    plain = Captioner.load(str(TINY_BUNDLE))
    size = len(plain.features(tinted("red")))
    recognition = Recognition(
        kinds=("photo", "document"), weights=np.zeros((2, size)), intercepts=np.array([photo, 0.0])
    )
    familiarity = Familiarity(mean=np.zeros(size), directions=np.zeros((1, size)))
    calibration = Calibration(
        odds=LogOdds(intercept=0.0, signs={}),
        limits=(0.7, 0.5, 0.25),
        familiarity=familiarity,
        recognition=recognition,
    )
    return Captioner(plain._network, plain._vocabulary, name="tiny", version="1", calibration=calibration)


def test_no_scene_is_told_of_what_the_network_takes_for_a_page() -> None:
    description = captioner(photo=-3.0).describe(tinted("red"), seed=1)
    assert (description.kind, description.caption, description.confidence) == ("document", None, None)
    assert description.colours
    assert set(description.timings) == {"open", "look", "encode"}
    assert captioner(photo=3.0).describe(tinted("red"), seed=1).caption


def test_a_calibration_keeps_it(tmp_path: Path) -> None:
    written = captioner(photo=1.0)._calibration
    assert written is not None and written.recognition is not None
    written.save(tmp_path / "with.json")
    read = Calibration.load(tmp_path / "with.json").recognition
    assert read is not None
    assert read.kinds == written.recognition.kinds
    replace(written, recognition=None).save(tmp_path / "without.json")
    assert Calibration.load(tmp_path / "without.json").recognition is None


def test_advice_is_that_of_the_kind_as_which_it_is_known() -> None:
    looked = look_at(open_picture(tinted("red")))
    dim = replace(looked, measures=replace(looked.measures, brightest=100.0), kind="photo")
    assert "dark" in " ".join(dim.known_as("blurred").advice)
    assert dim.known_as("document").advice == ()
    assert dim.known_as("photo") is dim
