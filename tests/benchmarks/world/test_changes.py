"""What differs between two versions' answers."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from benchmarks.world.answer import Answer
from benchmarks.world.changes import changes, report

DOG = Answer(
    file="library/dog.png",
    sha256="d0",
    outcome="described",
    said="A dog.",
    seconds=0.1,
    megabytes=200,
    kind="photo",
    size="640 by 480",
    colours=("brown",),
    caption="a dog",
)
DAMAGED = replace(DOG, outcome="refused", said="dog.png is damaged.", kind=None, size=None, colours=())


def kept(answer: Answer) -> Mapping[str, Answer]:
    return {answer.file: answer}


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (DAMAGED, DOG, "refused, now described"),
        (DOG, DAMAGED, "described, now refused"),
        (DOG, replace(DAMAGED, outcome="lost"), "described, now lost"),
        (DAMAGED, replace(DAMAGED, said="dog.png ends too early."), "another reason"),
        (DOG, replace(DOG, size="480 by 640", colours=("red",)), "another size"),
        (DOG, replace(DOG, kind="blank"), "another kind"),
        (DOG, replace(DOG, written="Rex", written_by="person"), "other words of a person or program"),
        (DOG, replace(DOG, colours=("red",), caption="a cat"), "other colours"),
        (DOG, replace(DOG, caption="a cat", said="A cat."), "another caption"),
        (DOG, replace(DOG, said="Probably a dog."), "said otherwise"),
    ],
)
def test_a_change_is_of_the_kind_that_tells_most(before: Answer, after: Answer, kind: str) -> None:
    (change,) = changes(kept(before), kept(after))
    assert change.kind == kind


def test_time_and_memory_are_no_change_and_another_file_is_not_compared() -> None:
    assert not list(changes(kept(DOG), kept(replace(DOG, seconds=9, megabytes=999))))
    assert not list(changes(kept(DOG), kept(replace(DAMAGED, sha256="e1"))))
    assert not list(changes(kept(DOG), {}))


def test_the_report_counts_first_and_shows_both_answers() -> None:
    same, changed = (replace(DOG, file=f"library/{name}.png") for name in ("cat", "cow"))
    before = {**kept(DAMAGED), **kept(same), **kept(changed)}
    lines = list(report(before, {**kept(DOG), **kept(same), **kept(replace(changed, sha256="e1"))}))
    assert lines[:3] == [
        "2 files in both, 1 only before, 1 only after",
        "1 answered as before",
        "1 refused, now described",
    ]
    assert lines[-2:] == ["    - [refused] dog.png is damaged.", "    + [photo] A dog."]
