"""Captions are split into the words that COCO's evaluation splits them into."""

import string
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.training.captions import CAPTIONS
from training.metrics.tokenizer import tokenize

FUSED = {"cannot", "gonna", "wanna", "gotta", "gimme", "lemme"}


def java_program(captions: Sequence[str]) -> list[str]:
    """The words of each caption, as COCO's evaluation has them."""
    from pycocoevalcap.tokenizer.ptbtokenizer import PTBTokenizer

    found = PTBTokenizer().tokenize({i: [{"caption": caption}] for i, caption in enumerate(captions)})
    return [found[i][0] for i in range(len(captions))]


@pytest.mark.needs_metrics
@pytest.mark.needs_java
@pytest.mark.parametrize("name", CAPTIONS)
def test_equal_to_the_java_program(name: str) -> None:
    captions = [caption for picture in CAPTIONS[name] for caption in picture]
    assert [" ".join(tokenize(caption)) for caption in captions] == java_program(captions)


ODD = {
    '"Stop!", he says...': "stop he says",
    "The dog's ball isn't theirs, I can't see it.": "the dog 's ball is n't theirs i ca n't see it",
    "a well-known t-shirt - the boys' own": "a well-known t-shirt the boys own",
    "U.S. flag, by Mr. Smith at 4 p.m.": "u.s. flag by mr. smith at 4 p.m.",
    "a U.S.-made car, etc. in Jan. 2010": "a u.s.-made car etc. in jan. 2010",
    "No. 5 says no. The end": "no. 5 says no the end",
    "fell ill. Chicago, Ill. in March": "fell ill chicago ill. in march",
    "1,000 at 4:30, 1/2 and 3-1/2 of 3.5-inch at -5": "1,000 at 4:30 1/2 and 3-1/2 of 3.5-inch at -5",
    "black/white and/or 18-wheeler 4x4 2nd": "black/white and/or 18-wheeler 4x4 2nd",
    "(left) [x] AT&T, R&amp;B, M & M&nbsp;": "-lrb- left -rrb- -lsb- x -rsb- at&t r&b m & m",
    "SHE'S in D's car with N'Gozi": "she 's in d 's car with n'gozi",
    "cats cannot, gonna, wanna, gotta, gimme, lemme": "cats can not gon na wan na got ta gim me lem me",
    "Cannot cannots": "can not cannots",
    "'tis 'twas 'til": "'t is 't was 'til",
    "rock 'n' roll at six o'clock in the '70s": "rock 'n' roll at six o'clock in the '70s",
    "give 'em hors-d'oeuvres, ma'am": "give 'em hors-d'oeuvres ma'am",
    "O'Brien, y'all! Ho'ohu d'oh s'mores": "o'brien y' all ho'ohu d'oh s'mores",
    "l' D' ol' man Dunkin' 'no' 'Native'": "l' d' ol' man dunkin' no native",
    "a man,a dog.A cat.": "a man a dog.a cat",
    "the men., the t-shirt.; the cat.": "the men. the t-shirt. the cat",
    "vitamin K. The K. Smith": "vitamin k the k. smith",
    "the letter K.": "the letter k",
    "#5 #dog @home $5 US$ 50% A+ ?! !!! ** - --": "# 5 #dog @home $ 5 us$ 50 % a + ?! !!! **",
    "....4pm": "4pm",
    "": "",
    " . ": "",
}


@pytest.mark.parametrize("caption", ODD)
def test_words(caption: str) -> None:
    assert tokenize(caption) == ODD[caption].split()


@pytest.mark.needs_metrics
@pytest.mark.needs_java
def test_the_java_program_says_the_same_of_odd_captions() -> None:
    # It looks into the next caption, so each is followed by one that begins as captions do.
    captions = [line for caption in ODD for line in (caption, "A dog.")]
    assert [words.split() for words in java_program(captions)[::2]] == [
        words.split() for words in ODD.values()
    ]


def test_typographic_signs_are_read_as_plain_ones() -> None:
    caption = "the dog\u2019s \u201cown\u201d \u2014 caf\u00e9, 2\u20133\u2026"
    assert tokenize(caption) == ["the", "dog", "'s", "own", "caf\u00e9", "2", "3"]


@settings(deadline=None)
@given(st.lists(st.text(string.ascii_letters, min_size=1).filter(lambda word: word.lower() not in FUSED)))
def test_plain_words_stay_as_they_are_but_lower(words: list[str]) -> None:
    assert tokenize(" ".join(words)) == [word.lower() for word in words]


@settings(deadline=None)
@given(st.text())
def test_anything_becomes_words_without_spaces(text: str) -> None:
    for word in tokenize(text):
        assert word.split() == [word]
