import pytest
from hypothesis import given

from narrator.captioning.reading import Part, mentions
from tests.captioning.made_captions import captions


@pytest.mark.parametrize(
    ("caption", "who", "does", "others"),
    [
        ("a dog is running on grass", "dog", "running", {"grass"}),
        ("a brown dog runs through the snow", "brown dog", "running", {"snow"}),
        ("the dog runs", "dog", "running", set()),
        ("the brown dogs are running", "brown dogs", "running", set()),
        ("two dogs run on a beach", "dogs", "running", {"beach"}),
        ("a group of people stand", "people", "standing", set()),
        ("a boy in a red shirt stands on a rock", "boy", "standing", {"red shirt", "rock"}),
        ("a boy wearing glasses is jumping", "boy", "jumping", {"glasses"}),
        ("a boy wearing glasses", "boy", "wearing", {"glasses"}),
        ("a dog catches a frisbee in midair", "dog", "catching", {"frisbee", "midair"}),
        ("a boy is playing in a large swimming pool", "boy", "playing", {"large swimming pool"}),
        ("a train parked at a station", "train", "parked", {"station"}),
        ("a black and white dog in a building", "black and white dog", "", {"building"}),
        ("black and standing", "black", "standing", set()),
        ("a cat sitting on top of a table", "cat", "sitting", {"table"}),
    ],
)
def test_a_caption_is_who_what_they_do_and_the_rest(
    caption: str, who: str, does: str, others: set[str]
) -> None:
    found = mentions(caption)

    def said(part: Part) -> list[str]:
        return [" ".join(mention.words) for mention in found if mention.part is part]

    assert (said(Part.WHO), "".join(said(Part.DOES)), set(said(Part.WITH))) == ([who], does, others)


def test_how_many_is_part_of_what_is_seen() -> None:
    (two,), (hedged,), (one,) = (mentions(f"{who} people") for who in ("two", "one or two", "the"))
    assert [each.number for each in (two, hedged, one)] == ["two", "one or two", ""]
    assert len({each.key for each in (two, hedged, one)}) == 3


@given(captions)
def test_what_is_mentioned_stands_in_the_caption(caption: str) -> None:
    for mention in mentions(caption):
        assert mention.words
        if mention.part in (Part.WHO, Part.WITH):
            assert " ".join(mention.words) in caption
            assert {mention.determiner, mention.number} <= {"", *caption.split(), "one or two"}
