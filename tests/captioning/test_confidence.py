"""From what is known of a caption to a probability and a band."""

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator import BundleError, Captioner
from narrator.captioning.agreement import agreement_of
from narrator.captioning.bundle import Bundle, write_manifest
from narrator.captioning.confidence import BANDS, Calibration
from narrator.captioning.familiarity import Familiarity
from narrator.captioning.signs import Sign, signs_of
from narrator.description import Agreement, Candidate
from tests.captioning.made_calibration import CALIBRATION, FAMILIARITY
from tests.drawings import tinted
from tests.places import TINY_BUNDLE

DOG = Candidate(caption="a dog runs on grass", log_prob=-0.3, count=9)
CAT = Candidate(caption="a cat runs on grass", log_prob=-0.6)
SHIP = Candidate(caption="ships", log_prob=-0.6)

captions = st.lists(
    st.sampled_from(["a", "dog", "two", "men", "on", "running", "'s", "\N{SNOWMAN}"]), max_size=9
)
candidates = st.lists(
    st.builds(
        Candidate,
        caption=captions.map(" ".join),
        log_prob=st.floats(max_value=0) | st.just(math.nan),
        count=st.integers(1, 10),
    ),
    min_size=1,
    max_size=10,
)


def signs(*found: Candidate, distance: float = 1.0, kind: str = "photo") -> dict[str, float]:
    return signs_of(found, distance, kind)


def test_samples_that_agree_speak_for_the_caption() -> None:
    alone, near, far = signs(replace(DOG, count=10)), signs(DOG, CAT), signs(DOG, SHIP)
    for sign in ("overlap", "words", "weakest"):
        assert alone[sign] == 1
        assert far[sign] < alone[sign]
    assert far["overlap"] < near["overlap"] < alone["overlap"]
    assert near["weakest"] == 0.9
    assert near["words"] == pytest.approx((0.9 + 1 + 1) / 3)  # dog, runs, grass
    assert near["margin"] == pytest.approx(0.03)


def test_the_overlap_is_dices_coefficient_of_n_grams() -> None:
    one, other = replace(DOG, count=1), CAT
    # Of five words four are common, of four pairs two, of three triples one, of two quadruples none.
    assert signs(one, other)["overlap"] == pytest.approx((1 + (4 / 5 + 2 / 4 + 1 / 3 + 0) / 4) / 2)


def test_one_sample_tells_nothing_of_agreement_and_counts_as_usual() -> None:
    found = signs(replace(DOG, count=1))
    assert all(math.isnan(found[sign]) for sign in ("margin", "overlap", "words", "weakest"))
    assert CALIBRATION.odds.probability(found) == CALIBRATION.odds.probability(
        {**found, "overlap": 0.9, "words": 0.9}
    )


def test_what_is_dark_or_unlike_the_training_pictures_is_trusted_less() -> None:
    assert signs(DOG)["clear"] > signs(DOG, kind="dark")["clear"]
    assert signs(DOG)["familiarity"] > signs(DOG, distance=2.0)["familiarity"]


@given(candidates, st.floats(0, 1e6), st.sampled_from(["photo", "blurred", "hologram"]))
def test_whatever_is_said_there_is_a_probability_and_a_band(
    found: Sequence[Candidate], distance: float, kind: str
) -> None:
    probability = CALIBRATION.odds.probability(signs_of(found, distance, kind))
    assert 0 < probability < 1
    assert CALIBRATION.band(probability) in BANDS


@given(candidates, st.sampled_from(list(CALIBRATION.odds.signs)), st.floats(0, 1e6))
def test_no_sign_that_gets_better_lowers_the_confidence(
    found: Sequence[Candidate], sign: str, more: float
) -> None:
    before = signs_of(found, 1.0, "photo")
    after = {**before, sign: before[sign] + more}
    assert CALIBRATION.odds.probability(after) >= CALIBRATION.odds.probability(before)


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_band_is_monotone_in_the_confidence(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert BANDS.index(CALIBRATION.band(high)) <= BANDS.index(CALIBRATION.band(low))


def test_the_limits_belong_to_the_surer_band() -> None:
    assert [CALIBRATION.band(limit) for limit in (1, 0.7, 0.69, 0.5, 0.25, 0.24, 0)] == [
        *("sure", "sure", "likely", "likely", "unsure", "doubtful", "doubtful")
    ]


def test_of_a_kind_that_nobody_tried_nothing_is_surer_than_perhaps() -> None:
    bands = [CALIBRATION.band(confidence, "close-up") for confidence in (1.0, 0.6, 0.3, 0.1)]
    assert bands == ["unsure", "unsure", "unsure", "doubtful"]


def test_a_calibration_comes_back_whole(tmp_path: Path) -> None:
    CALIBRATION.save(tmp_path / "calibration.json")
    read = Calibration.load(tmp_path / "calibration.json")
    assert (read.odds, read.limits) == (CALIBRATION.odds, CALIBRATION.limits)
    features = np.linspace(0, 1, 12, dtype=np.float32)
    assert read.familiarity.distance(features) == FAMILIARITY.distance(features)


@pytest.fixture
def calibrated(tmp_path: Path) -> Path:
    """The tiny bundle with a calibration."""
    folder = tmp_path / "calibrated"
    folder.mkdir()
    for file in TINY_BUNDLE.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    CALIBRATION.save(folder / "calibration.json")
    seal(folder)
    return folder


def seal(folder: Path) -> None:
    tiny = Bundle.open(TINY_BUNDLE)
    write_manifest(
        folder,
        name=tiny.name,
        version=tiny.version,
        precision=tiny.precision,
        image_size=tiny.image_size,
        scores=tiny.scores,
        training=tiny.training,
        calibration="calibration.json",
    )


def test_a_bundle_that_has_one_gives_each_caption_its_confidence(calibrated: Path) -> None:
    neutral, captioned = (
        Captioner.load(str(calibrated), people=people).describe(tinted("red"), seed=0)
        for people in ("neutral", "as captioned")
    )
    assert neutral.confidence is not None
    assert neutral.confidence == captioned.confidence
    assert neutral.band == CALIBRATION.band(neutral.confidence)


def test_candidates_are_compared_once_where_their_words_are_neutral_already(
    calibrated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[Sequence[Candidate]] = []

    def comparing(found: Sequence[Candidate]) -> Agreement:
        compared.append(found)
        return agreement_of(found)

    for module in ("captioner", "signs"):
        monkeypatch.setattr(f"narrator.captioning.{module}.agreement_of", comparing)
    description = Captioner.load(str(calibrated), people="neutral").describe(tinted("red"), seed=0)
    assert compared == [description.candidates]
    assert description.confidence is not None


def test_a_bundle_without_one_says_nothing_of_it() -> None:
    description = Captioner.load(str(TINY_BUNDLE)).describe(tinted("red"), seed=0)
    assert (description.confidence, description.band) == (None, None)


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"limits": [0.5, 0.7, 0.2]},
        {"limits": [0.5]},
        {"signs": {"overlap": {"usual": 0, "deviation": 0, "coefficient": 1}}},
        {"signs": {"overlap": {"usual": 0, "deviation": 1, "coefficient": -1}}},
        {"signs": {"horoscope": {"usual": 0, "deviation": 1, "coefficient": 1}}},
        {"signs": {"overlap": {}}},
        {"signs": []},
        {"familiarity": {"mean": [0], "directions": [[1, 0]]}},
        {"intercept": math.nan},
        {"recognition": {"kinds": ["photo", "label"], "weights": [[0, 1], [1, 0]], "intercepts": [0, 0]}},
    ],
)
def test_a_calibration_that_cannot_be_used_is_refused(calibrated: Path, change: dict[str, object]) -> None:
    file = calibrated / "calibration.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **change}))
    seal(calibrated)
    with pytest.raises(BundleError, match=r"calibration\.json that this narrator cannot read"):
        Captioner.load(str(calibrated))


def test_what_lies_far_out_counts_no_more_than_three_deviations() -> None:
    sign = Sign(usual=1.0, deviation=2.0, coefficient=0.5)
    assert [sign.log_odds(value) for value in (1, 3, 7, 1e9, -1e9)] == [0, 0.5, 1.5, 1.5, -1.5]


def test_what_training_has_not_shown_is_far_off() -> None:
    random = np.random.default_rng(0)
    spread = np.array([3.0, 1.0, *[0.01] * 6])
    familiarity = Familiarity.of((random.normal(size=(400, 8)) * spread + 5).astype(np.float32), directions=2)
    along, beside = np.eye(8, dtype=np.float32)[[0, 7]]
    assert familiarity.distance(5 + 2 * along) < 0.2
    assert familiarity.distance(5 + 2 * beside) == pytest.approx(2, abs=0.1)
