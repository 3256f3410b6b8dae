import pytest

from narrator.errors import SpeechError
from narrator.speech.voices import Voice, VoiceOptions, choose_voice

BRITISH = Voice(id="gmw/en", name="English (Great Britain)", languages=("en-gb",))
AMERICAN = Voice(id="gmw/en-us", name="English (America)", languages=("en-us",))
GERMAN = Voice(id="gmw/de", name="German", languages=("de",))
VOICES = [BRITISH, AMERICAN, GERMAN]


@pytest.mark.parametrize(
    "wanted", ["gmw/en-us", "GMW/EN-US", "English (America)", "english (america)", "en-us"]
)
def test_a_voice_is_found_by_id_name_or_language(wanted: str) -> None:
    assert choose_voice(VOICES, wanted) == AMERICAN


def test_an_id_goes_before_a_name_and_a_name_before_a_language() -> None:
    confusing = Voice(id="de", name="gmw/en", languages=("german",))
    assert choose_voice([confusing, *VOICES], "gmw/en") == BRITISH
    assert choose_voice([confusing, *VOICES], "german") == GERMAN
    assert choose_voice([*VOICES, confusing], "de") == confusing


@pytest.mark.parametrize(
    ("wanted", "near", "far"),
    [("English", "English (America), gmw/en-us", "German"), ("Germann", "German, gmw/de", "English")],
)
def test_a_voice_that_is_not_there_names_the_nearest(wanted: str, near: str, far: str) -> None:
    with pytest.raises(SpeechError) as caught:
        choose_voice(VOICES, wanted)
    assert wanted in str(caught.value)
    assert near in str(caught.value)
    assert far not in str(caught.value)


def test_a_voice_like_no_other_leads_to_the_list() -> None:
    with pytest.raises(SpeechError, match="narrator voices"):
        choose_voice(VOICES, "qqqqqq")


@pytest.mark.parametrize(("rate", "volume"), [(0, None), (-200, None), (None, 1.5), (None, -0.1)])
def test_options_that_cannot_be_are_refused(rate: int | None, volume: float | None) -> None:
    with pytest.raises(SpeechError, match="must be"):
        VoiceOptions(rate=rate, volume=volume)
