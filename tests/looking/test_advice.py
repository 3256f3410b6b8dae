"""Advice on photographs and pages that were spoilt in a known way; `training.advice` counts on many more."""

from dataclasses import replace
from random import Random

import pytest
from PIL import Image, ImageDraw, ImageOps

from narrator.description import Candidate, Description
from narrator.looking.advice import advise
from narrator.looking.kinds import look_at
from narrator.looking.measures import measure
from narrator.phrasing import answer
from narrator.picture.opening import open_picture
from tests.places import PHOTOGRAPHS
from training.trust.degradations import out_of_focus, overexposed, page_cut_off, shaken, underexposed
from training.trust.renderings import RENDERINGS, blurred, brightened, document

NAMES = ["astronaut", "cat", "coffee", "photographer"]


def photograph(name: str) -> Image.Image:
    return Image.open(PHOTOGRAPHS / f"{name}.jpg").convert("RGB")


def advice(image: Image.Image) -> tuple[str, ...]:
    return look_at(open_picture(image)).advice


@pytest.mark.parametrize("name", NAMES)
def test_of_a_good_photograph_nothing_is_advised(name: str) -> None:
    assert advice(photograph(name)) == ()


@pytest.mark.parametrize("name", NAMES)
def test_a_photograph_that_is_soft_or_dark_has_advice_once(name: str) -> None:
    for spoilt in (
        out_of_focus(photograph(name), Random(2)).image,
        shaken(photograph(name), Random(2)).image,
    ):
        said = " ".join(advice(spoilt)).lower()
        assert said.count("hold still") == 1
    dark = " ".join(advice(underexposed(photograph(name), Random(1)).image)).lower()
    assert dark.count("more light would help") == 1
    assert "hold still" not in dark


@pytest.mark.parametrize("name", ["astronaut", "cat", "coffee"])  # the photographer is grey: no colour tells
def test_a_photograph_with_too_much_light_has_advice_once(name: str) -> None:
    said = " ".join(advice(overexposed(photograph(name), Random(0)).image)).lower()
    assert said.count("less light would help") == 1
    assert "more light" not in said


def test_what_is_white_in_truth_had_no_more_light_than_it_should() -> None:
    for name in NAMES:
        framed = ImageOps.expand(photograph(name), 60, "white")  # as things on a white ground are
        assert advice(framed) == ()


def test_what_the_kind_has_said_already_is_not_said_again() -> None:
    for image, doubt in (
        (blurred(photograph("cat"), Random(0)), "The picture is blurred. A cat. Hold still."),
        (
            photograph("cat").point(lambda value: value // 5),
            "The picture is very dark. A cat. More light would help.",
        ),
        (
            brightened(photograph("cat"), Random(0)),
            "The picture is very bright. A cat. Less light would help.",
        ),
    ):
        looked = look_at(open_picture(image))
        description = Description(
            candidates=(Candidate(caption="a cat", log_prob=-1.0),),
            bundle="tiny 1",
            size=image.size,
            kind=looked.kind,
            advice=looked.advice,
        )
        assert answer(description, words=None, verbosity="normal") == doubt


@pytest.mark.parametrize(("turn", "side"), [(20, "left"), (-20, "right"), (9, "left"), (-9, "right")])
def test_where_things_lean_is_where_the_camera_has_to_turn(turn: int, side: str) -> None:
    street = Image.new("RGB", (480, 360), (150, 170, 200))
    draw = ImageDraw.Draw(street)
    for left in range(-200, 680, 60):
        draw.rectangle((left, 60, left + 30, 420), fill=(90, 70, 60))
    for top in range(-200, 560, 60):
        draw.rectangle((0, top, 480, top + 6), fill=(240, 240, 230))
    turned = street.rotate(turn, Image.Resampling.BICUBIC).crop((110, 90, 370, 270))
    sentence = f"It is tilted to the {side}; turn the camera to the {side}."
    assert advise("photo", measure(open_picture(turned))) == (sentence,)
    assert advise("photo", measure(open_picture(street.crop((110, 90, 370, 270))))) == ()
    assert advise("drawing", measure(open_picture(turned))) == ()  # what is drawn may run in any direction


def test_a_roof_that_leans_to_both_sides_is_not_tilted() -> None:
    roofs = Image.new("RGB", (480, 360), (150, 170, 200))
    draw = ImageDraw.Draw(roofs)
    for left in range(0, 480, 120):
        draw.polygon(((left, 300), (left + 60, 265), (left + 120, 300)), fill=(150, 40, 30))
    assert advise("photo", measure(open_picture(roofs))) == ()


def test_a_paper_that_lies_askew_is_not_tilted() -> None:
    table = Image.new("RGB", (480, 360), (150, 120, 90))
    paper = Image.new("RGBA", (220, 150), "white")
    for y in range(12, 150, 14):
        ImageDraw.Draw(paper).rectangle((12, y, 205, y + 5), fill="black")
    lying = paper.rotate(20, Image.Resampling.BICUBIC, expand=True)
    table.paste(lying, (90, 40), lying)
    found = measure(open_picture(table))
    assert abs(found.lean) == pytest.approx(20, abs=2)
    assert advise("photo", found) == ()


def test_of_what_a_hand_took_only_blur_and_darkness_are_advised() -> None:
    crisp = measure(open_picture(photograph("cat")))
    soft, dark = replace(crisp, sharpness=0.05), replace(crisp, brightest=100.0)
    leaning, bright = (
        replace(crisp, lean=20.0, leaning=9.0, leaning_parts=9),
        replace(crisp, clipped=0.2, white=0.2),
    )
    for kind in ("label", "paper", "lettered", "close-up"):
        assert [advise(kind, found) for found in (crisp, leaning, bright)] == [(), (), ()]
        assert advise(kind, soft) == ("It is blurred; hold still.",)
        assert advise(kind, dark) == ("It is dark; more light would help.",)
    assert advise("screen", dark) == ()


@pytest.mark.parametrize("kind", ["covered", "glare", "unclear"])
def test_where_nothing_can_be_made_out_one_sentence_says_what_would_help(kind: str) -> None:
    (said,) = advise(kind, replace(measure(open_picture(photograph("cat"))), sharpness=0.0, brightest=50.0))
    assert said.startswith("Take it again")


@pytest.mark.parametrize("seed", range(4))
def test_a_page_says_at_which_side_its_text_is_cut_off(seed: int) -> None:
    cut = page_cut_off(Random(seed))
    assert advice(cut.image) == (f"Text is cut off at the {cut.side}.",)
    assert advice(document(Random(seed))) == ()


def test_a_frame_around_a_page_cuts_nothing_off() -> None:
    page = document(Random(0))
    ImageDraw.Draw(page).rectangle((0, 0, page.width - 1, page.height - 1), outline="black", width=20)
    assert look_at(open_picture(page)).kind == "document"
    assert advice(page) == ()


def test_both_sides_are_one_sentence() -> None:
    measures = measure(open_picture(document(Random(0))))
    cut = replace(measures, cut_left=0.5, cut_right=0.5)
    assert advise("document", cut) == ("Text is cut off at both sides.",)


@pytest.mark.parametrize("name", sorted(RENDERINGS.keys() - {"document"}))
def test_of_what_is_no_photograph_and_no_page_nothing_is_advised(name: str) -> None:
    assert advice(RENDERINGS[name](Random(0))) == ()
