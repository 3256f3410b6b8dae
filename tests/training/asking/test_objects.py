"""What is in a picture, and what is not, by several people's captions."""

from narrator.captioning.witness import Name
from narrator.questions.meaning import PERSON
from training.asking.objects import LEAST_PICTURES, Objects
from training.asking.polls import SPLITS, polls

NAMES = (
    Name(name="an animal", within=None, words=("animal",), classes=(0,)),
    Name(name="a dog", within="an animal", words=("dog",), classes=(1,)),
    Name(name="a cat", within="an animal", words=("cat",), classes=(2,)),
    Name(name="a person", within=None, words=("person",), classes=(3,)),
    Name(name="a ball", within=None, words=("ball",), classes=(4,)),
    Name(name="clothes or cloth", within=None, words=("shirt",), classes=(5,)),
)
DOG = ["a dog runs", "a brown terrier", "a dog with a ball"]
CAT = ["a cat sleeps", "a cat on a shirt", "a cat"]
MAN = ["a man with a ball", "a man", "somebody in a shirt"]
ANY = ["an animal runs", "an animal", "an animal"]
PICTURES = [each for each in (DOG, CAT, MAN, ANY) for _ in range(LEAST_PICTURES)]


def objects() -> Objects:
    return Objects(PICTURES, NAMES)


def test_it_is_asked_after_what_enough_pictures_show_and_people_would_mention() -> None:
    assert {each.word for each in objects().meanings} == {"animal", "dog", "cat", PERSON, "ball"}


def test_two_people_must_name_what_is_there() -> None:
    found = objects()
    dog, cat, person, _ = found.shown[::LEAST_PICTURES]
    meanings = {each.word: each for each in found.meanings}
    assert dog.holds(meanings["dog"])  # by whatever name
    assert not dog.holds(meanings["ball"])
    assert not dog.lacks(meanings["ball"])  # one person named it
    assert person.holds(meanings[PERSON])
    assert cat.lacks(meanings["dog"])


def test_what_may_be_it_is_not_absent() -> None:
    found = objects()
    meanings = {each.word: each for each in found.meanings}
    animal = found.shown[-1]
    assert not animal.lacks(meanings["dog"])
    assert not animal.lacks(meanings["animal"])
    assert animal.lacks(meanings[PERSON])


def test_as_much_is_asked_after_that_is_there_as_that_is_not() -> None:
    asked = list(polls(objects()))
    for split in SPLITS:
        own = [each for each in asked if each.split == split and each.picture == LEAST_PICTURES]
        assert [each.there for each in own].count(True) == 2  # the cat, and that it is an animal
        assert {each.meaning.word for each in own if not each.there} <= {"dog", PERSON, "ball"}


def test_what_is_popular_is_what_most_pictures_show() -> None:
    asked = polls(Objects([*PICTURES, *[MAN] * 9], NAMES))
    cat = next(each for each in asked if each.split == "popular" and each.picture == 5 and not each.there)
    assert cat.meaning.word == PERSON


def test_what_is_adversarial_goes_together_with_what_is_there() -> None:
    both = ["a dog and a ball", "a dog with a ball", "a dog"]
    asked = polls(Objects([*PICTURES, *[both] * 2, *[MAN] * 9], NAMES))
    wrong = next(
        each for each in asked if each.split == "adversarial" and each.picture == 0 and not each.there
    )
    assert wrong.meaning.word in ("cat", PERSON)
