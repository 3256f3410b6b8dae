from pathlib import Path

import numpy as np
import pytest

from narrator.translation.dictionary import parts_of
from tests.training.translation.language import WORDS, sentences
from training.translation import dictionary as dictionary_module
from training.translation.dictionary import learn_dictionary, things_named
from training.translation.lexicon import learn_lexicon
from training.translation.pairs import Pair

PAIRS = [
    Pair(source=" ".join(parts_of(source)), target=target) for _ in range(4) for source, target in sentences()
]


def test_each_word_finds_its_own() -> None:
    lexicon = learn_lexicon([(parts_of(pair.source), parts_of(pair.target)) for pair in PAIRS])
    for probable, side in ((lexicon.forward, 0), (lexicon.backward, 1)):
        for number in range(len((lexicon.sources, lexicon.targets)[side])):
            those = np.flatnonzero(lexicon.pairs[:, side] == number)
            assert probable[those].sum() == pytest.approx(1)
            source, target = lexicon.pairs[those[probable[those].argmax()]]
            assert WORDS[lexicon.sources[source]] == lexicon.targets[target]


def test_a_dictionary_watches_things_and_nothing_else() -> None:
    dictionary = learn_dictionary(PAIRS)
    assert dictionary.watched_sources == {"dog", "cat"}
    assert dictionary.watched_targets == {"hund", "kat"} == things_named(PAIRS)
    assert dictionary.known == set(WORDS)
    assert dictionary.agree("a red dog runs", "Un hund rot lof.")
    assert dictionary.dropped("a red dog runs", "Un rot lof.") == ["dog"]
    assert dictionary.added("a red dog runs", "Un hund rot lof kat.") == ["kat"]


def test_what_is_seldom_translated_is_not_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionary_module, "LEAST", 0.5)
    free = [Pair(source="a dog runs", target="Un lof.")] * 4
    assert "dog" not in learn_dictionary([*PAIRS, *free]).watched_sources


def test_things_with_one_name_stand_in() -> None:
    same = [Pair(source=f"a jeans {verb}", target=f"Un jeans {WORDS[verb]}.") for verb in ("runs", "sits")]
    assert learn_dictionary([*PAIRS, *same]).stand_ins == ("jeans",)


def test_where_capital_letters_are() -> None:
    german = [
        Pair(source="a dog and a cat", target="Ein Hund und ein Kater."),
        Pair(source="dogs and cats", target="Hunde und Kater."),
    ]
    dictionary = learn_dictionary([*PAIRS, *german * 30])
    assert dictionary.capitals
    assert dictionary.small >= {"ein"}
    assert dictionary.within("Ein Hund") == "ein Hund"
    assert dictionary.within("Hunde und") == "Hunde und"
    assert not learn_dictionary(PAIRS).capitals
    assert learn_dictionary(PAIRS).within("Hund rot") == "hund rot"


def test_a_learned_dictionary_is_kept(tmp_path: Path) -> None:
    dictionary = learn_dictionary(PAIRS)
    dictionary.save(tmp_path / "dictionary.npz")
    loaded = type(dictionary).load(tmp_path / "dictionary.npz")
    assert loaded.dropped("a red dog runs", "Un rot lof.") == ["dog"]
