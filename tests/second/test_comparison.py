import pytest

from narrator.second.comparison import answers_compared, compared


@pytest.mark.parametrize(
    ("ours", "theirs", "said"),
    [
        (
            "a brown dog running on the grass with a ball",
            ["A brown dog is running across a field with a frisbee in its mouth.", "There is a tree."],
            "Both speak of a dog. Only Narrator speaks of grass and a ball."
            " Only the other speaks of a field, a frisbee and a tree.",
        ),
        (
            "a person standing on a beach",
            ["The image shows a woman in a dress standing on a sandy beach."],
            "Both speak of a person and a beach. Only the other speaks of a dress.",
        ),
        (
            "a cat sitting on a couch",
            ["A small dog lies on a sofa."],
            "Both speak of a couch. Where Narrator says a cat, the other says a dog.",
        ),
        (
            "two dogs",
            ["A sandwich lies on a plate."],
            "They name nothing in common. Only Narrator speaks of dogs."
            " Only the other speaks of a sandwich and a plate.",
        ),
        ("a dog", ["In the picture is a dog."], "Both speak of a dog."),
        ("a dog", ["Ein Hund läuft über die Wiese."], ""),
        ("a dog", ["一只狗。"], ""),
        ("a dog", [], ""),
    ],
)
def test_two_descriptions_are_compared_thing_by_thing(ours: str, theirs: list[str], said: str) -> None:
    assert compared([ours], theirs) == said


@pytest.mark.parametrize(
    ("ours", "theirs", "said"),
    [
        ("Yes, probably.", "Yes, there is a dog.", "Both say yes."),
        ("I do not think so.", "There is a dog.", "Narrator says no, the other says yes."),
        ("I do not think there is a dog.", "There is no dog in it.", "Both say no."),
        ("Yes, probably there is a dog.", "No.", "Narrator says yes, the other says no."),
        ("I cannot answer that myself.", "He smiles.", ""),
        ("Two people.", "There are two people.", "Both speak of people."),
        ("I cannot tell.", "It is raining.", ""),
    ],
)
def test_two_answers_are_compared(ours: str, theirs: str, said: str) -> None:
    assert answers_compared(ours, [theirs]) == said
