"""What the captioner would say, and how near it is to other words."""

import numpy as np

from narrator.captioning.likelihood import without_picture
from narrator.captioning.teacher_forcing import teacher_forced
from narrator.captioning.vocabulary import END
from narrator.questions.view import View, view_of
from tests.drawings import tinted
from tests.questions.made import captioner


def seen(colour: str) -> View:
    tiny = captioner()
    look = tiny.look(tinted(colour))
    return view_of(
        tiny.network, tiny.vocabulary, look.state, without_picture(tiny.network), tiny.filters_for(look)
    )


def test_near_is_what_teacher_forcing_finds_at_the_best_place() -> None:
    tiny, view = captioner(), seen("red")
    found: dict[int, float] = {}
    for caption in set(view.captions):
        (read,) = teacher_forced(tiny.network, view.state, [tiny.vocabulary.encode(" ".join(caption))])
        for token, log_prob in zip((*read.tokens, END), read.log_probs, strict=True):
            found[token] = max(found.get(token, -np.inf), log_prob)
    assert found
    for token, log_prob in found.items():
        assert view.near[token] >= log_prob - 1e-5
    assert view.near[END] == np.float32(max(found[END], view.near[END]))


def test_a_colour_is_nearer_where_it_is_seen() -> None:
    (red,) = captioner().vocabulary.ids(["red"])
    assert seen("red").near[red] > seen("blue").near[red] + 1
    gain = seen("red").near[red] - seen("red").alone[red]
    assert gain > 1


def test_the_share_counts_samples_and_not_words() -> None:
    view = seen("red")
    assert view.share(["red"]) == 1
    assert view.share(["red", "square", "block"]) == 1
    assert view.share(["blue"]) == 0
