from threading import Event

from hypothesis import given
from hypothesis import strategies as st

from narrator.languages.letters import plain_letters
from narrator.languages.passages import Passage, in_language, joined, passages_of
from narrator.speech.pieces import letters_heard, pieces_of, speakable
from narrator.speech.synthesizer import Synthesizer

SHORT = "A dog runs on a beach. This is the first frame of an animation."
LONG = " ".join(f"Sentence number {number} tells of a dog, a child and a beach." for number in range(6))


def test_a_caption_with_its_notes_is_one_piece() -> None:
    assert pieces_of(SHORT) == [SHORT]


def test_a_long_text_is_divided_after_sentences() -> None:
    pieces = pieces_of(LONG)
    assert len(pieces) > 1
    assert " ".join(pieces) == LONG
    assert all(piece.endswith(".") for piece in pieces)


def test_chinese_is_divided_after_sentences_too_which_have_no_space_between_them() -> None:
    sentence = "一只棕色的狗沿着海滩奔跑、后面跟着两个孩子。"
    pieces = pieces_of(sentence * 6)
    assert len(pieces) > 1
    assert "".join(pieces).replace(" ", "") == sentence * 6
    assert all(piece.endswith("。") for piece in pieces)


def test_a_letter_that_is_a_syllable_takes_as_long_as_several() -> None:
    assert letters_heard("A dog.") == 6
    assert letters_heard("海辺を走る茶色の犬") > 2 * 9
    assert letters_heard("갈색 개") > letters_heard("a dog")


def test_a_speakable_text_keeps_the_languages_of_its_passages() -> None:
    text = speakable(joined(["By its\nauthor: ", in_language("Ein \0Hund. ", "de"), "A dog"], ""))
    assert text == "By its author: Ein Hund. A dog"
    assert Passage(text="Ein Hund. ", language="de") in passages_of(text)


def test_nothing_speakable_gives_no_piece() -> None:
    assert pieces_of("") == []
    assert pieces_of(" \0\n\t\ud800 ") == []


@given(st.text() | st.text("ab. ", max_size=2000))
def test_no_word_is_lost_and_no_piece_is_endless(text: str) -> None:
    pieces = pieces_of(text)
    printable = "".join(letter if letter.isprintable() else " " for letter in plain_letters(text))
    assert "".join("".join(pieces).split()) == "".join(printable.split())
    assert all(0 < len(piece) <= 640 for piece in pieces)
    assert all(piece.isprintable() and piece.strip() for piece in pieces)


def test_the_divided_text_sounds_the_same_to_the_sample() -> None:
    def sound_of(pieces: list[str]) -> bytes:
        synthesizer = Synthesizer()
        try:
            sounds = [synthesizer.synthesize(piece, Event()) for piece in pieces]
        finally:
            synthesizer.close()
        return b"".join(sound.samples for sound in sounds if sound)

    assert sound_of(pieces_of(LONG)) == sound_of([LONG])
