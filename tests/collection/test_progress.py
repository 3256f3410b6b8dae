from narrator.collection.progress import Progress, spoken_time


def told(seconds: list[float], total: int | None) -> list[str]:
    """What is said when a picture is done at each of these times."""
    sentences: list[str] = []
    now = [0.0]
    progress = Progress(say=sentences.append, clock=lambda: now[0])
    if total is not None:
        progress.expect(total)
    for second in seconds:
        now[0] = second
        progress.count(failed=False)
    return sentences


def test_it_says_how_far_it_is_how_fast_it_goes_and_what_is_left() -> None:
    assert told([5.0, 10.0], 2000) == ["2 of 2,000 pictures, 0.2 a second, 3 hours left."]
    assert told([5.0, 10.0], None) == ["2 pictures, 0.2 a second."]


def test_the_last_picture_is_no_news() -> None:
    assert told([5.0, 20.0], 2) == []


def test_a_night_has_few_sentences_and_most_of_them_at_its_beginning() -> None:
    night = [float(second) for second in range(10 * 3600)]
    sentences = told(night, len(night) + 1)
    assert 50 < len(sentences) < 80
    assert len(told(night[:600], len(night))) >= 5


def test_a_time_is_as_exact_as_it_need_be() -> None:
    assert [spoken_time(seconds) for seconds in (0.2, 40, 700, 9000)] == [
        "1 second",
        "40 seconds",
        "12 minutes",
        "2 hours",
    ]
