"""The report of what a captioner gets wrong."""

from pathlib import Path

from training.datasets import Example
from training.failures import count_failures


def example(*captions: str) -> Example:
    return Example(picture=Path("picture.jpg"), captions=captions)


def test_claims_that_nobody_made_are_counted_and_shown() -> None:
    captions = ["a red dog runs", "a green dog runs", "a man sits"]
    examples = [
        example("a brown dog is running", "a puppy"),
        example("a dog runs on green grass"),
        example("a lady sitting on a bench"),
    ]
    report = {failures.kind: failures for failures in count_failures(captions, examples)}
    assert (report["colours"].claims, report["colours"].unsupported) == (2, 1)
    assert report["colours"].examples == (("a red dog runs", "red"),)
    assert (report["gender"].claims, report["gender"].unsupported) == (1, 1)
    assert (report["actions"].claims, report["actions"].unsupported) == (3, 0)


def test_the_most_frequent_errors_are_shown_first() -> None:
    captions = ["a cat", "a horse", "a horse on a street"]
    report = {f.kind: f for f in count_failures(captions, [example("a dog")] * 3, shown=1)}
    assert report["animals and things"].examples == (("a horse", "horse"),)
