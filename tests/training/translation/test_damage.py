from training.translation.damage import damaged
from training.translation.pairs import Pair

PAIRS = [
    Pair(source="a dog runs", target="Ein Hund rennt."),
    Pair(source="a cat sits on a chair", target="Eine Katze sitzt auf einem Stuhl."),
    Pair(source="it runs", target="Er rennt."),
]


def test_one_noun_is_spoilt() -> None:
    spoilt = damaged(PAIRS)
    assert {name: len(pairs) for name, pairs in spoilt.items()} == {"dropped": 2, "exchanged": 2, "added": 2}
    assert spoilt["dropped"][0] == Pair(source="a dog runs", target="Ein rennt.")
    for name, change in (("dropped", -1), ("exchanged", 0), ("added", 1)):
        for before, after in zip(PAIRS, spoilt[name], strict=False):
            assert after.source == before.source
            assert after.target != before.target
            assert len(after.target.split()) == len(before.target.split()) + change


def test_nouns_may_be_listed_instead() -> None:
    spoilt = damaged(PAIRS, {"katze", "er"})
    assert [pair.target for pair in spoilt["dropped"]] == ["Eine sitzt auf einem Stuhl.", "rennt."]


def test_the_same_seed_spoils_the_same() -> None:
    assert damaged(PAIRS) == damaged(PAIRS)
