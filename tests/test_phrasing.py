from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.description import (
    Agreement,
    Candidate,
    Claim,
    Claims,
    Description,
    Text,
    Thing,
    Written,
    shares,
)
from narrator.phrasing import (
    NO_SCENE,
    alternatives,
    announcement,
    answer,
    burst_sentence,
    caption_sentence,
    chance,
    comparison,
    doubtful,
    sentence,
    weighed_captions,
)

DOG = Candidate(caption="a dog runs on a beach", log_prob=-0.6, count=7)
CAT = Candidate(caption="a cat sits on a chair", log_prob=-0.9, count=3)
DESCRIPTION = Description(candidates=(DOG, CAT), bundle="tiny 1", size=(640, 480))

AGREED = replace(DESCRIPTION, agreement=Agreement(sentence="All ten say a dog.", words={"dog": 10}))

candidates = st.lists(
    st.builds(
        Candidate,
        caption=st.lists(st.sampled_from(["a", "dog", "on", "grass"]), min_size=1, max_size=12).map(" ".join),
        log_prob=st.floats(-20, 0),
        count=st.integers(1, 10),
    ),
    min_size=1,
    max_size=10,
)


def test_a_caption_becomes_a_sentence() -> None:
    assert sentence(DESCRIPTION) == "A dog runs on a beach."


def test_a_name_comes_first_and_notes_come_last() -> None:
    description = replace(DESCRIPTION, notes=("This is the first frame of an animation.",))
    assert sentence(description, "holiday") == (
        "holiday: A dog runs on a beach. This is the first frame of an animation."
    )


@pytest.mark.parametrize("end", [*".!?", "…", "。", "؟", "।"])
def test_a_sentence_that_has_its_end_gets_no_other_one(end: str) -> None:
    description = replace(DESCRIPTION, written=Written(text=f"Words{end}", by="person"))
    assert f": Words{end} A dog" in sentence(description)


def test_only_the_first_letter_is_changed() -> None:
    description = replace(DESCRIPTION, candidates=(replace(DOG, caption="two McLaren cars"),))
    assert sentence(description) == "Two McLaren cars."


def test_all_captions_are_said_with_their_shares_and_that_they_are_relative() -> None:
    spoken = alternatives(DESCRIPTION, "holiday")
    assert spoken.startswith("holiday: 2 different captions, weighed against each other. A dog runs")
    for text in weighed_captions(DESCRIPTION):
        assert text in spoken


def test_samples_that_agree_are_not_called_certain() -> None:
    agreed = replace(DESCRIPTION, candidates=(replace(DOG, count=10),))
    assert alternatives(agreed) == "All 10 samples say: A dog runs on a beach."
    assert "percent" not in alternatives(agreed, "holiday")
    single = replace(DESCRIPTION, candidates=(replace(DOG, count=1),))
    assert alternatives(single) == sentence(single)


def test_the_notes_are_said_with_all_captions_too() -> None:
    noted = replace(DESCRIPTION, notes=("It is dark.",))
    assert alternatives(noted).endswith(" It is dark.")
    assert alternatives(replace(noted, candidates=(DOG,))).endswith(" It is dark.")


def test_full_says_how_far_the_captions_agree_before_the_size() -> None:
    said = "A dog runs on a beach. All ten say a dog. 640 by 480 pixels."
    assert answer(AGREED, words=None, verbosity="full") == said
    assert announcement(AGREED, words=None, verbosity="full", place="Holiday") == f"Holiday: {said}"
    for verbosity in ("brief", "normal"):
        assert answer(AGREED, words=None, verbosity=verbosity) == "A dog runs on a beach."


def test_what_nobody_has_compared_is_left_out() -> None:
    assert answer(DESCRIPTION, words=None, verbosity="full") == "A dog runs on a beach. 640 by 480 pixels."
    assert comparison(DESCRIPTION) == alternatives(DESCRIPTION)


def test_a_comparison_is_what_they_agree_in_and_then_each_of_them() -> None:
    assert comparison(AGREED) == f"All ten say a dog. {alternatives(DESCRIPTION)}"
    alone = replace(AGREED, candidates=(DOG,))  # of one it would say the same twice
    assert comparison(alone) == alternatives(alone)


def test_a_share_is_by_the_words_whose_log_probability_it_rests_on() -> None:
    longer = replace(DOG, log_prob=-0.9)
    pairs = [replace(longer, caption="a person", raw_caption=DOG.caption), CAT]
    assert shares(pairs) == pytest.approx((0.5, 0.5))
    assert shares([replace(DOG, raw_caption=DOG.caption, caption="a dog"), CAT]) == shares([DOG, CAT])


@pytest.mark.parametrize(
    ("kind", "colours", "said"),
    [
        ("black", ("black",), "A picture that is almost black; the lens or the screen may be covered."),
        ("blank", ("white", "light grey"), "A blank picture, all white."),
        (
            "drawing",
            ("white", "blue", "red"),
            "No photograph: a drawing, a chart or a few words, mostly white, blue and red.",
        ),
        ("document", ("white",), "A page of text."),
        ("hologram", (), "A picture of which nothing can be said."),
    ],
)
def test_where_there_is_no_scene_it_is_said_what_there_is(
    kind: str, colours: tuple[str, ...], said: str
) -> None:
    description = replace(DESCRIPTION, candidates=(), kind=kind, colours=colours)
    assert sentence(description, "scan") == f"scan: {said}"
    assert alternatives(description) == answer(description, words=None, verbosity="normal") == said
    assert announcement(description, words=None, verbosity="brief", place="Scans") == f"Scans: {said}"
    assert caption_sentence(description, "my own words") == "My own words."


@pytest.mark.parametrize("kind", list(NO_SCENE))
def test_every_kind_without_a_scene_has_its_sentence(kind: str) -> None:
    said = sentence(replace(DESCRIPTION, candidates=(), kind=kind, colours=("red", "blue")))
    assert said.endswith(".")
    assert "{" not in said


def test_of_something_from_near_its_name_comes_first_and_its_colours_last() -> None:
    packet = Thing(name="a packet", probability=0.7)
    near = replace(DESCRIPTION, candidates=(), kind="lettered", colours=("white", "olive"), things=(packet,))
    assert sentence(near) == "Close up, probably with text on it: probably a packet. Mostly white and olive."
    read = replace(near, text=Text(lines=("20 mg",), engine="none"))
    assert sentence(read) == "Close up: probably a packet. It says: 20 mg. Mostly white and olive."


BANANA = replace(
    AGREED,
    candidates=(replace(DOG, caption="a person holding a banana"), CAT),
    claims=Claims(
        each=(
            Claim(kind="thing", words="a person", probability=0.9),
            Claim(kind="action", words="holding", probability=0.8),
            Claim(kind="colour", words="yellow banana", probability=0.2, told=False),
            Claim(kind="thing", words="a banana", probability=0.31, told=False),
        ),
        told="a person holding something",
    ),
)
NOTHING_SURE = replace(
    BANANA,
    claims=Claims(each=tuple(replace(each, told=False) for each in BANANA.claims.each), told=None)
    if BANANA.claims
    else None,
    band="doubtful",
    colours=("white", "orange"),
)
PACKET = Thing(name="a packet", probability=0.55)


def test_what_is_doubtful_is_not_said_and_the_rest_has_its_doubt() -> None:
    assert sentence(BANANA) == "A person holding something."
    assert sentence(replace(BANANA, band="likely")) == "Probably a person holding something."
    assert sentence(BANANA, words="my own words") == "My own words."


def test_more_tells_what_was_left_out_with_its_doubt_but_not_what_only_describes_it() -> None:
    assert alternatives(BANANA).endswith(" Doubtful: a banana, 3 in ten.")
    assert comparison(BANANA).startswith("All ten say a dog. 2 different captions")
    assert doubtful(AGREED) == ()
    hardly = Claim(kind="thing", words="a cup", probability=0.01, told=False)
    assert doubtful(replace(BANANA, claims=Claims(each=(hardly,), told=None))) == (
        "Doubtful: a cup, hardly likely.",
    )


def test_full_says_what_was_left_out_and_not_that_most_say_it() -> None:
    said = "A person holding something. Doubtful: a banana, 3 in ten. 640 by 480 pixels."
    assert answer(BANANA, words=None, verbosity="full") == said


def test_what_else_is_seen_is_said_where_something_is_left_out() -> None:
    assert sentence(replace(BANANA, things=(PACKET,))) == "A person holding something. Perhaps a packet."
    person = Thing(name="a person", probability=0.9)
    assert sentence(replace(BANANA, things=(person,))) == "A person holding something."
    assert sentence(replace(DESCRIPTION, things=(PACKET,))) == "A dog runs on a beach."
    assert alternatives(replace(BANANA, things=(PACKET,))).endswith(" Recognised: a packet, 6 in ten.")


@pytest.mark.parametrize(
    ("kind", "things", "said"),
    [
        ("close-up", (PACKET,), "Close up: perhaps a packet. Mostly white and orange."),
        ("photo", (), "A photograph; what it shows is not clear. Mostly white and orange."),
        (
            "dark",
            (
                Thing(name="a bottle", probability=0.9),
                Thing(name="a label", probability=0.7),
                PACKET,
                Thing(name="a menu", probability=0.5),
            ),
            "A very dark picture: a bottle, probably a label, perhaps a packet or a menu. "
            "Mostly white and orange.",
        ),
    ],
)
def test_where_nothing_is_sure_no_scene_is_told(kind: str, things: tuple[Thing, ...], said: str) -> None:
    description = replace(NOTHING_SURE, kind=kind, things=things)
    assert sentence(description) == said
    read = replace(description, text=Text(lines=("EXIT",), engine="none"))
    assert sentence(read) == f"{said} There is text: EXIT."
    assert sentence(replace(description, colours=())) == said.removesuffix(" Mostly white and orange.")


def test_of_a_photograph_that_shows_little_this_is_said_first() -> None:
    dark = replace(DESCRIPTION, kind="dark")
    assert sentence(dark) == "The picture is very dark. A dog runs on a beach."
    assert alternatives(dark).startswith("The picture is very dark. 2 different captions")


HEDGES = {
    "sure": "A dog runs on a beach.",
    "likely": "Probably a dog runs on a beach.",
    "unsure": "Perhaps a dog runs on a beach.",
    "doubtful": "I am not sure. Perhaps a dog runs on a beach.",
}


@pytest.mark.parametrize(("band", "said"), HEDGES.items())
def test_doubt_is_heard_first_however_little_is_said(band: str, said: str) -> None:
    description = replace(DESCRIPTION, band=band)
    assert sentence(description) == caption_sentence(description) == said
    for verbosity in ("brief", "normal", "full"):
        assert answer(description, words=None, verbosity=verbosity).startswith(said)
        announced = announcement(description, words=None, verbosity=verbosity, place="Holiday")
        assert announced.startswith(f"Holiday: {said}")
    assert burst_sentence(9, "Holiday", [caption_sentence(description)]).endswith(said)


@pytest.mark.parametrize("band", HEDGES)
def test_a_persons_own_words_and_what_holds_no_scene_are_not_doubted(band: str) -> None:
    description = replace(DESCRIPTION, band=band)
    assert answer(description, words="my dog Rex", verbosity="normal") == "My dog Rex."
    blank = replace(description, candidates=(), kind="blank", colours=("white",))
    assert sentence(blank) == "A blank picture, all white."


def test_what_can_hardly_be_seen_is_doubted_too() -> None:
    description = replace(DESCRIPTION, kind="blurred", band="doubtful")
    assert sentence(description) == f"The picture is blurred. {HEDGES['doubtful']}"


@given(candidates, st.sampled_from([*HEDGES, "a band of later days", None]))
def test_no_hedge_loses_the_caption(found: list[Candidate], band: str | None) -> None:
    description = replace(DESCRIPTION, candidates=tuple(found), band=band)
    assert caption_sentence(description).lower().endswith(f"{found[0].caption}.")


@pytest.mark.parametrize(
    ("confidence", "said"),
    [
        (0.0, "hardly any is right."),
        (0.12, "one in ten is right."),
        (0.43, "4 in ten are right."),
        (0.99, "nearly all are right."),
    ],
)
def test_who_asks_for_more_hears_how_often_such_captions_are_right(confidence: float, said: str) -> None:
    description = replace(AGREED, confidence=confidence)
    told = f"Of captions as sure as the first, {said}"
    assert chance(description) == (told,)
    assert comparison(description).endswith(told)
    alone = replace(description, candidates=(DOG,))
    assert alternatives(alone).endswith(f"Of captions as sure as this one, {said}")
    assert chance(DESCRIPTION) == ()


def test_how_often_such_captions_are_right_is_said_of_what_is_told() -> None:
    assert chance(replace(BANANA, confidence=0.8)) == (
        "What is told of it: A person holding something.",
        "Of captions as sure as this one, 8 in ten are right.",
    )


def test_advice_comes_after_the_caption_and_not_at_brief_unless_a_camera_is_held() -> None:
    soft = replace(DESCRIPTION, advice=("It is blurred; hold still.",))
    said = "A dog runs on a beach. It is blurred; hold still."
    assert answer(soft, words=None, verbosity="normal") == said
    assert answer(soft, words=None, verbosity="full") == f"{said} 640 by 480 pixels."
    assert answer(soft, words=None, verbosity="brief") == "A dog runs on a beach."
    assert answer(soft, words=None, verbosity="brief", camera=True) == said
    assert announcement(soft, words=None, verbosity="normal", place="Holiday") == f"Holiday: {said}"
    assert announcement(soft, words=None, verbosity="brief", place="Holiday") == (
        "Holiday: A dog runs on a beach."
    )
    assert answer(soft, words="my own words", verbosity="normal") == "My own words."


def test_a_page_without_a_caption_has_its_advice_too() -> None:
    page = replace(DESCRIPTION, candidates=(), kind="document", advice=("Text is cut off at the left.",))
    said = "A page of text. Text is cut off at the left."
    assert answer(page, words=None, verbosity="normal") == said


@given(candidates)
def test_shares_add_up_to_one_and_follow_the_ranking(found: list[Candidate]) -> None:
    weights = shares(found)
    assert sum(weights) == pytest.approx(1)
    pairs = list(zip(weights, found, strict=True))
    for share, candidate in pairs:
        assert all(share >= other for other, rival in pairs if candidate.log_prob > rival.log_prob)


def test_captions_of_one_length_share_by_the_probability_of_the_whole_caption() -> None:
    # Six words and the end: the whole captions' log-probabilities are 7 * -0.6 and 7 * -0.9.
    weights = shares((DOG, CAT))
    assert weights[0] / weights[1] == pytest.approx(2.718281828 ** (7 * 0.3))


def test_a_longer_caption_is_not_punished_for_its_length() -> None:
    longer = replace(DOG, caption="a brown dog runs along a sunny beach")
    assert shares((DOG, longer)) == pytest.approx((0.5, 0.5))


def test_a_share_is_never_said_to_be_all_or_nothing() -> None:
    description = replace(DESCRIPTION, candidates=(DOG, replace(CAT, log_prob=-9.0)))
    assert weighed_captions(description) == (
        "A dog runs on a beach, more than 99 percent.",
        "A cat sits on a chair, less than 1 percent.",
    )


def test_what_is_seen_is_told_before_the_text_which_may_be_long() -> None:
    text = Text(lines=("EXIT",), engine="none")
    near = replace(NOTHING_SURE, candidates=(), claims=None, kind="unclear", things=(PACKET,), text=text)
    assert sentence(near) == (
        "Hardly anything can be made out; it is far too blurred. Perhaps a packet. It says: EXIT."
    )


def test_what_the_sentence_names_by_another_word_is_not_said_once_more() -> None:
    seen = replace(PACKET, told=False)
    assert sentence(replace(BANANA, things=(seen,))) == "A person holding something."
