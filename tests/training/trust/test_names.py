"""The tree of names that is shipped, and which of them captions bear out."""

from itertools import pairwise
from pathlib import Path

import pytest
from torchvision.models._meta import _IMAGENET_CATEGORIES

from narrator.captioning.content import article
from narrator.captioning.witness import Witness
from training.errors import ConfigError
from training.trust.names import borne_out, read_names

NAMES, LABELS = read_names()
ARTICLES = {"a", "an"}
NEVER_SAID = {
    "man",
    "woman",
    "boy",
    "girl",
    "fat",
    "blind",
    "disabled",
    "bikini",
    "brassiere",
    "groom",
    "bride",
}


def said(*captions: str) -> set[str]:
    return {name.name for name, found in zip(NAMES, borne_out(NAMES, captions), strict=True) if found}


def parent(name: str) -> str | None:
    return next(each.within for each in NAMES if each.name == name)


def of_class(label: str) -> str:
    return next(each.name for each in NAMES if LABELS.index(label) in each.classes)


def test_each_class_of_imagenet_is_in_one_name_under_its_own() -> None:
    assert list(LABELS) == list(_IMAGENET_CATEGORIES)
    Witness(names=NAMES, temperature=1.0, intercept=0.0, slope=1.0)  # which refuses any other


def test_names_are_few_and_everyday_and_tell_nothing_of_a_person() -> None:
    assert 200 <= len(NAMES) <= 300
    assert NEVER_SAID.isdisjoint(word for name in NAMES for word in name.name.split())


def test_a_name_is_words_in_lower_case_with_the_right_articles() -> None:
    for name in NAMES:
        assert name.name == name.name.lower()
        for one, following in pairwise(name.name.replace(",", "").split()):
            assert one not in ARTICLES or article(following) == one, name


def test_a_name_is_borne_out_by_each_of_its_words() -> None:
    for name in NAMES:
        for word in name.words:
            assert name.name in said(f"There is {word} here."), word


def test_what_holds_many_classes_is_what_blind_people_photograph() -> None:
    assert {of_class(label) for label in ("web site", "monitor", "screen")} == {"a computer"}
    assert parent("a computer") == parent("a television") == "a screen"
    assert parent("a pill bottle") == parent("a water bottle") == "a bottle"
    assert of_class("diaper") == of_class("Band Aid") == parent("a packet") == "packaging"
    assert parent("packaging") == parent("paper") == "something printed"
    assert of_class("Chihuahua") == of_class("Samoyed") == "a dog"


def test_a_word_of_a_name_bears_out_all_that_holds_the_name() -> None:
    assert said("A laptop on fire!") >= {"a laptop", "a computer", "a screen", "a device"}
    assert "a laptop" not in said("A computer monitor")
    assert "a dog" in said("nothing", "Two puppies run")
    assert "a sheep or a goat" in said("Sheep, grazing.")


def test_several_words_bear_out_only_together_and_no_part_of_a_word_does() -> None:
    assert "a hot dog" in said("Three hot dogs.")
    assert "a hot dog" not in said("A hot day for a dog")
    assert "a car" not in said("a carpet and cards")


@pytest.mark.parametrize(
    "text",
    ['["a car"]\nclasses = ["0 car"]', '["a car"]\nwords = ["car"]\nclasses = ["car"]', "car = 1", "car"],
)
def test_a_file_of_another_form_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "names.toml").write_text(text)
    with pytest.raises(ConfigError, match=r"names\.toml"):
        read_names(tmp_path / "names.toml")
