"""What is sent of a description is enough to say of it what would be said here."""

import json

from narrator.description import Candidate, Description, Written
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
        written=Written(text="Rex at the sea", by="person"),
    )
    sent = Described.of(description, every=False, verbosity="normal").model_dump_json()
    received = Description.from_record(json.loads(sent))
    for verbosity in ("brief", "full"):
        said = answer(received, words=None, verbosity=verbosity)
        assert said == answer(description, words=None, verbosity=verbosity)
        assert "I am not sure" in said
