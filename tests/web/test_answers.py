"""What is sent of a description is enough to say of it what would be said here."""

import json

from narrator.description import Candidate, Claim, Claims, Description, Thing, Written
from narrator.languages.passages import Passage, passages_of
from narrator.phrasing import answer
from narrator.web.answers import Described


def test_doubt_and_what_people_wrote_survive_the_wire() -> None:
    description = Description(
        candidates=(Candidate(caption="a dog on a beach", log_prob=-0.5),),
        bundle="tiny 1",
        size=(64, 48),
        confidence=0.2,
        band="doubtful",
        advice=("It is blurred; hold still.",),
        written=Written(text="Rex at the sea", by="person", language="en-GB"),
    )
    sent = Described.of(description, every=False, verbosity="normal").model_dump_json()
    received = Description.from_record(json.loads(sent))
    assert received.written == description.written
    for verbosity in ("brief", "full"):
        said = answer(received, words=None, verbosity=verbosity)
        assert said == answer(description, words=None, verbosity=verbosity)
        assert "I am not sure" in said


def test_the_language_of_what_people_wrote_survives_the_wire_and_is_known_to_the_services_own_voice() -> None:
    description = Description(
        candidates=(Candidate(caption="a dog on a beach", log_prob=-0.5),),
        bundle="tiny 1",
        size=(64, 48),
        written=Written(text="Rex am Meer", by="person", language="de-AT"),
    )
    sent = Described.of(description, every=False, verbosity="normal")
    assert Passage(text="Rex am Meer. ", language="de-AT") in passages_of(sent.spoken)
    assert json.loads(sent.model_dump_json())["spoken"] == sent.spoken
    assert Description.from_record(json.loads(sent.model_dump_json())).written == description.written


def test_what_is_told_what_is_doubtful_and_what_is_seen_survive_the_wire() -> None:
    dog = Claim(kind="thing", words="a dog", probability=0.9)
    beach = Claim(kind="thing", words="a beach", probability=0.3, told=False)
    description = Description(
        candidates=(Candidate(caption="a dog on a beach", log_prob=-0.5, count=10),),
        bundle="tiny 1",
        size=(64, 48),
        things=(Thing(name="a ball", probability=0.7),),
        claims=Claims(each=(dog, beach), told="a dog"),
    )
    sent = Described.of(description, every=False, verbosity="full")
    assert sent.told == "a dog"
    received = Description.from_record(json.loads(sent.model_dump_json()))
    assert (received.claims, received.things) == (description.claims, description.things)
    assert sent.spoken == "A dog. Probably a ball. Doubtful: a beach, 3 in ten. 64 by 48 pixels."
