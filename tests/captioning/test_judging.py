from dataclasses import replace

import pytest
from PIL import Image

from narrator import Captioner
from narrator.captioning.bundle import Bundle
from narrator.captioning.confidence import Calibration
from narrator.captioning.judging import Evidence, TableJudge, judged_claims
from narrator.captioning.look import Look
from narrator.captioning.network import State
from narrator.description import Candidate, Claim, Claims, Thing
from narrator.picture.opening import open_picture
from tests.captioning.made_calibration import CALIBRATION
from tests.places import TINY_BUNDLE

RED = Image.new("RGB", (60, 40), "red")
EVIDENCE = Evidence.of(
    [
        Candidate(caption="a person holding a banana", log_prob=-0.5, count=8),
        Candidate(caption="a brown dog", log_prob=-0.9, count=2),
    ],
    (),
    Look(picture=open_picture(RED), state=State(features={}, recurrent={}), timings={}),
    "photo",
)


def _claim(kind: str, words: str, probability: float = 0.9, *, told: bool = True) -> Claim:
    return Claim(kind=kind, words=words, probability=probability, told=told)


def test_a_caption_is_judged_word_by_word_and_what_is_doubtful_is_not_told() -> None:
    judge = TableJudge(probabilities={"banana": 0.2}, otherwise=0.9)
    person, holding = _claim("thing", "a person"), _claim("action", "holding")
    assert judged_claims(judge, EVIDENCE) == Claims(
        each=(person, holding, _claim("thing", "a banana", 0.2, told=False)),
        told="a person holding something",
    )


def test_what_is_told_of_another_sample_is_judged_too() -> None:
    judge = TableJudge(probabilities={"dog": 0.95, "brown": 0.95}, otherwise=0.1)
    judged = judged_claims(judge, EVIDENCE)
    assert judged.told == "a brown dog"
    assert judged.each[:3] == tuple(
        _claim(kind, words, 0.1, told=False)
        for kind, words in [("thing", "a person"), ("action", "holding"), ("thing", "a banana")]
    )
    assert judged.each[3:] == (_claim("colour", "brown dog", 0.95), _claim("thing", "a dog", 0.95))


def test_all_is_told_where_the_person_wants_it_and_judged_all_the_same() -> None:
    judged = judged_claims(TableJudge(probabilities={}, otherwise=0.1), EVIDENCE, "all")
    assert judged.told == "a person holding a banana"
    assert [(claim.probability, claim.told) for claim in judged.each] == [(0.1, True)] * 3


def test_how_sure_is_sure_is_the_judges_to_say() -> None:
    strict = TableJudge(probabilities={"dog": 0.1}, otherwise=0.7, even=0.8)
    assert judged_claims(strict, EVIDENCE).told is None
    assert judged_claims(replace(strict, even=0.6), EVIDENCE).told == "a person holding a banana"


def test_what_is_seen_bears_out_general_names() -> None:
    seen = replace(EVIDENCE, things=(Thing(name="an animal", probability=0.9),))
    judge = TableJudge(probabilities={"dog": 0.4}, otherwise=0.1)
    assert judged_claims(judge, EVIDENCE).told is None
    assert judged_claims(judge, seen).told == "an animal"


def test_a_more_general_name_is_a_claim_of_its_own() -> None:
    captions = ("a dog on grass", "a cow on grass")
    candidates = [Candidate(caption=caption, log_prob=-0.5, count=5) for caption in captions]
    evidence = Evidence.of(candidates, (), EVIDENCE.look, "photo")
    judge = TableJudge(probabilities={"dog": 0.4, "cow": 0.4})
    judged = judged_claims(judge, evidence)
    assert judged.told == "an animal on grass"
    assert _claim("thing", "an animal", 0.64) in [
        replace(claim, probability=round(claim.probability, 2)) for claim in judged.each
    ]


def _captioner(
    judge: TableJudge | None, claims: str = "sure", calibration: Calibration | None = None
) -> Captioner:
    bundle = Bundle.open(TINY_BUNDLE)
    return Captioner(
        bundle.network(1),
        bundle.vocabulary,
        name="tiny",
        version="1",
        judge=judge,
        claims=claims,
        calibration=calibration,
        witness=lambda look: (Thing(name="a square", probability=0.7),),
    )


def test_the_captioner_asks_the_judge_and_the_witness() -> None:
    judge = TableJudge(probabilities={"red": 0.3})
    description = _captioner(judge).caption(RED, seed=0)
    assert description.caption == "a red square"
    assert description.told == "a square"
    assert description.things == (Thing(name="a square", probability=0.7),)
    assert _captioner(judge, "all").caption(RED, seed=0).told == "a red square"


def test_without_a_judge_all_is_told_and_nothing_is_judged() -> None:
    description = _captioner(None).caption(RED, seed=0)
    assert (description.claims, description.told) == (None, "a red square")


def test_nobody_is_confident_of_what_is_not_told() -> None:
    sure = _captioner(TableJudge(probabilities={}), calibration=CALIBRATION).caption(RED, seed=0)
    assert sure.confidence is not None and sure.band is not None
    doubting = TableJudge(probabilities={}, otherwise=0.1, even=0.8)
    nothing = _captioner(doubting, calibration=CALIBRATION).caption(RED, seed=0)
    assert (nothing.told, nothing.confidence, nothing.band) == (None, None, None)


@pytest.mark.parametrize(("kind", "seen"), [("label", 1), ("document", 0), ("blank", 0), ("drawing", 0)])
def test_the_witness_is_asked_about_photographs_alone(kind: str, seen: int) -> None:
    assert len(_captioner(None).describe_as(RED, kind).things) == seen
