from narrator.captioning.remainder import Remainder


def _left(caption: str, *dropped: int) -> Remainder:
    left = Remainder(caption.split())
    left.drop(dropped)
    return left


def test_articles_fit_what_follows_now_and_others_stay_as_they_were() -> None:
    assert _left("a brown umbrella", 1).text() == "an umbrella"
    assert _left("an old dog", 1).text() == "a dog"
    assert _left("a orange cat on a small island", 5).text() == "a orange cat on an island"


def test_what_leads_to_a_word_that_is_gone_goes_too() -> None:
    assert _left("a dog on the side of a", 6).text() == "a dog on the side"
    assert _left("a dog to look at").text() == "a dog to look at"


def test_another_needs_the_first() -> None:
    assert _left("a dog with another dog", 0, 1, 2).text() == "a dog"
    assert _left("a big dog with another dog", 1).text() == "a dog with another dog"


def test_a_word_can_be_put_where_one_was_dropped() -> None:
    left = _left("a dog chasing a cat", 2)
    left.put("and", 2)
    assert left.text() == "a dog and a cat"
    assert left.places == frozenset(range(5))


def test_what_is_left_alone_is_nobodys() -> None:
    left = _left("a person with their dogs", 0, 1, 2)
    left.disown(3, single=False)
    assert left.text() == "dogs"
    given = _left("a bowl and spoon", 0, 1, 2)
    given.give_article([3])
    assert given.text() == "a spoon"
