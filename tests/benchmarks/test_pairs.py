from benchmarks.pairs import Pairs, in_turns


def test_each_is_first_in_every_other_pair() -> None:
    asked: list[str] = []

    def once(name: str, value: float) -> list[float]:
        asked.append(name)
        return [value, float(len(asked))]

    olds, news = in_turns(3, lambda: once("old", 4), lambda: once("new", 2))
    assert asked == ["old", "new", "old", "new", "new", "old", "old", "new"]
    assert (olds, news) == ([(4, 4, 4), (3, 6, 7)], [(2, 2, 2), (4, 5, 8)])


def test_ratios_are_of_pairs_and_not_of_medians() -> None:
    pairs = Pairs(what="a command", unit="ms", old=(100, 1000, 10), new=(50, 600, 4))
    assert pairs.ratios == (0.5, 0.6, 0.4)
    assert str(pairs) == ("a command: old 100.0, new 50.0 ms; ratio 0.50 (median of 3 pairs, 0.40 to 0.60)")
