"""Text in pictures, in the daemon: read beside everything else, which never waits for it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from narrator.description import Written
from narrator.languages.passages import Passage, passages_of
from narrator.picture.opening import open_picture
from narrator.settings.settings import Settings
from narrator.sources.arrival import Origin
from tests.daemon.houses import SETTINGS, House, arrival
from tests.drawings import tinted
from tests.looking.text.pages import LEFT, page
from tests.looking.text.readers import piece

TEXT = "Its text, 1 line: HARBOUR CAFE."
ITS_WORDS = "It says: HARBOUR CAFE."
WORDS = "There is text: HARBOUR CAFE."


@pytest.fixture
def house() -> Iterator[House]:
    house = House(Settings(seed=SETTINGS.seed))
    house.reader.found = (piece("HARBOUR CAFE"),)
    yield house
    house.reader.go.set()
    house.close()


def letter_arrives(
    house: House,
    path: str = "/home/me/Letters/letter.png",
    *,
    written: Written | None = None,
    lines: int = 4,
) -> None:
    house.arrive(path=path, look=lambda: replace(open_picture(page(LEFT * lines)), written=written))


def test_a_page_is_announced_at_once_and_its_words_when_they_are_read(house: House) -> None:
    house.reader.go.clear()
    letter_arrives(house)
    assert house.voice.begun(1) == "Letters, letter: A page of text."
    (event,) = house.of_kind("described")
    assert event.fields["text"] is None
    house.reader.go.set()
    house.voice.finish()
    assert house.voice.begun(2) == ITS_WORDS
    house.voice.finish()
    last = house.journal.last()
    assert last and last.description.text
    assert last.description.text.lines == ("HARBOUR CAFE",)
    assert last.said == f"A page of text. {ITS_WORDS}"
    (event,) = house.of_kind("read")
    assert event.fields["text"] == {
        "lines": ("HARBOUR CAFE",),
        "engine": "made",
        "foremost": ("HARBOUR CAFE",),
        "unread": 0,
    }
    assert event.fields["spoken"] == ITS_WORDS
    assert house.daemon.answers.repeat() == f"Letters, letter: A page of text. {ITS_WORDS}"


def test_what_a_person_wrote_keeps_its_language_in_all_that_is_said_of_the_picture() -> None:
    """Announced, repeated, with more, and with its text; printed and kept, it is a text like any other."""
    written = Written(text="Ein Brief", by="person", language="de-AT")
    house = House(Settings(seed=SETTINGS.seed))
    house.reader.found = (piece("HARBOUR CAFE"),)
    house.reader.go.clear()  # what is read before the announcement begins becomes a part of it
    try:
        letter_arrives(house, written=written)
        german = Passage(text="Ein Brief. ", language="de-AT")
        assert german in passages_of(house.voice.begun(1))
        house.reader.go.set()
        house.voice.finish()
        house.voice.begun(2)
        house.voice.finish()
        house.heard(2)
        said = f"Letters, letter: Described by its author: Ein Brief. A page of text. {ITS_WORDS}"
        assert house.daemon.answers.repeat() == said
        assert german in passages_of(house.voice.begun(3))
        house.voice.finish()
        house.daemon.answers.more()
        assert german in passages_of(house.voice.begun(4))
        house.voice.finish()
        house.daemon.paused = True
        letter_arrives(house, "/home/me/Letters/other.png", written=written, lines=3)
        house.settle()
        assert house.daemon.answers.missed().startswith("1 picture that you have not heard: Letters: ")
        assert german in passages_of(house.voice.begun(5))
    finally:
        house.close()


def test_the_text_that_more_said_is_repeated_once(house: House) -> None:
    letter_arrives(house)
    house.of_kind_comes("read")
    more = house.daemon.answers.more()
    assert "Its text, 1 line: HARBOUR CAFE." in more
    assert house.daemon.answers.repeat() == more


def test_words_that_are_read_before_the_picture_is_announced_are_announced_with_it(house: House) -> None:
    house.daemon.told("The news.")
    assert house.voice.begun(1) == "The news."
    letter_arrives(house)
    house.settle()
    house.of_kind_comes("read")
    house.voice.finish()
    assert house.voice.begun(2) == f"Letters, letter: A page of text. {ITS_WORDS}"


def test_a_photograph_in_which_there_is_likely_text_is_read_too(house: House) -> None:
    house.lettered = True
    house.reader.go.clear()
    house.arrive()
    assert "text" not in house.voice.begun(1)
    house.reader.go.set()
    house.voice.finish()
    assert house.voice.begun(2) == WORDS


def test_a_photograph_without_likely_text_is_not_read(house: House) -> None:
    house.arrive()
    house.voice.begun(1)
    house.settle()
    house.daemon._readings.close()
    house.daemon._readings.join(60)
    assert not house.reader.began.is_set()


def test_while_it_is_read_other_pictures_are_announced_and_verbs_answered(house: House) -> None:
    house.reader.go.clear()
    letter_arrives(house)
    assert "A page" in house.voice.begun(1)
    house.voice.finish()
    house.arrive("blue")
    assert "blue" in house.voice.begun(2)
    house.voice.finish()
    house.heard(2)
    assert "blue" in house.daemon.answers.repeat()
    house.voice.begun(3)
    house.voice.finish()
    house.reader.go.set()
    # Which picture it is of would not be clear from its words alone.
    assert house.voice.begun(4) == f"Letters, letter: A page of text. {ITS_WORDS}"


def test_a_page_that_is_being_read_when_the_person_stops_is_silent_and_the_next_picture_is_not(
    house: House,
) -> None:
    house.reader.go.clear()
    letter_arrives(house)
    assert house.reader.began.wait(60)
    house.voice.begun(1)
    house.daemon.announcer.stop()
    house.arrive("blue", path="/home/me/Letters/sky.png")
    assert "blue" in house.voice.begun(2)
    house.reader.go.set()
    house.daemon._readings.close()
    house.daemon._readings.join(60)
    house.voice.finish()
    house.daemon.told("The end.")
    assert house.voice.begun(3) == "The end."
    assert house.daemon.announcer.waiting == 0


def test_more_answers_at_once_and_says_the_text_when_it_is_read(house: House, tmp_path: Path) -> None:
    file = tmp_path / "sign.png"
    tinted("red").save(file)
    house.arrive(path=str(file), look=lambda: open_picture(file))
    house.voice.begun(1)
    house.voice.finish()
    house.heard()
    house.reader.go.clear()
    assert "HARBOUR" not in house.daemon.answers.more()
    house.voice.begun(2)
    house.reader.go.set()
    house.voice.finish()
    assert house.voice.begun(3) == TEXT
    house.voice.finish()
    assert TEXT in house.daemon.answers.more()  # it is known now


def test_that_a_page_cannot_be_read_is_told(house: House, tmp_path: Path) -> None:
    file = tmp_path / "letter.png"
    page(LEFT * 4).save(file)
    house.reader.error = "The reader fails; mend it."
    house.reader.go.clear()
    house.arrive(path=str(file), look=lambda: open_picture(file))
    assert house.voice.begun(1).endswith("A page of text.")
    house.reader.go.set()
    house.voice.finish()
    assert house.voice.begun(2) == "The reader fails; mend it."
    house.voice.finish()
    house.heard(2)
    house.reader.error = "The reader fails otherwise; mend it again."
    house.daemon.answers.more()
    house.voice.begun(3)
    house.voice.finish()
    assert house.voice.begun(4) == "The reader fails otherwise; mend it again."


def test_once_a_page_was_read_nothing_says_any_more_that_it_cannot_be(house: House, tmp_path: Path) -> None:
    file = tmp_path / "letter.png"
    page(LEFT * 4).save(file)
    house.reader.error = "The reader fails; mend it."
    house.reader.go.clear()
    house.arrive(path=str(file), look=lambda: open_picture(file))
    house.voice.begun(1)
    house.reader.go.set()
    house.voice.finish()
    assert "The reader fails" in house.voice.begun(2)
    house.voice.finish()
    house.heard(2)
    house.reader.error = None
    house.daemon.answers.more()
    house.voice.begun(3)
    house.voice.finish()
    assert house.voice.begun(4) == TEXT
    last = house.journal.last()
    assert last and last.description.notes == ()
    assert "The reader fails" not in house.daemon.answers.more()


def test_that_a_photograph_has_no_text_is_said_to_who_wants_more(house: House) -> None:
    house.reader.found = ()
    house.arrive(origin=Origin.CLIPBOARD)
    assert "text" not in house.voice.begun(1).lower()
    house.voice.finish()
    house.heard()
    last = house.journal.last()
    assert last and last.description.kind == "photo"
    house.daemon.answers.more()
    house.voice.begun(2)
    house.voice.finish()
    assert house.voice.begun(3) == "No text was found."


def test_more_of_what_was_copied_is_read_too(house: House) -> None:
    house.arrive(origin=Origin.CLIPBOARD)
    house.voice.begun(1)
    house.voice.finish()
    house.heard()
    house.daemon.answers.more()
    house.voice.begun(2)
    house.voice.finish()
    assert house.voice.begun(3) == TEXT


def test_who_has_stopped_does_not_hear_the_text(house: House) -> None:
    house.arrive(origin=Origin.CLIPBOARD)
    house.voice.begun(1)
    house.voice.finish()
    house.heard()
    house.reader.go.clear()
    house.daemon.answers.more()
    house.voice.begun(2)
    house.daemon.announcer.stop()
    house.reader.go.set()
    house.daemon._readings.close()
    house.daemon._readings.join(60)
    house.daemon.told("The end.")
    assert house.voice.begun(3) == "The end."


def test_an_answer_about_a_page_tells_its_words(house: House) -> None:
    asked = arrival(origin=Origin.CLIPBOARD, look=lambda: open_picture(page(LEFT * 4)))
    house.reader.go.clear()
    results = house.daemon.answers.describe([asked])
    assert house.voice.begun(1) == "A page of text."
    house.reader.go.set()
    house.voice.finish()
    (result,) = results.result(60)
    assert result["said"] == f"A page of text. {ITS_WORDS}"
    assert house.voice.begun(2) == ITS_WORDS
    house.voice.finish()
    assert house.daemon.answers.repeat() == result["said"]


def test_whoever_waits_for_an_answer_does_not_wait_for_a_slow_reader(house: House) -> None:
    asked = arrival(origin=Origin.CLIPBOARD, look=lambda: open_picture(page(LEFT * 4)))
    house.reader.go.clear()
    (result,) = house.daemon.answers.describe([asked]).result(60)
    assert result["said"] == "A page of text."
    house.reader.go.set()
    house.voice.begun(1)
    house.voice.finish()
    assert house.voice.begun(2) == ITS_WORDS


def test_too_many_pages_at_once_are_told_of_without_their_words(house: House) -> None:
    house.reader.go.clear()
    for number in range(12):
        house.daemon.intake.put(
            arrival(
                path=f"/home/me/Letters/{number}.png",
                look=lambda number=number: open_picture(page((f"{number}", *LEFT * 4))),  # type: ignore[misc]
            )
        )
    house.settle()
    assert len(house.of_kind("described")) == 12
    house.reader.go.set()
    house.daemon._readings.close()
    house.daemon._readings.join(60)
    assert len(house.of_kind("read")) <= 1 + 4


def test_closed_while_it_reads_it_ends(house: House) -> None:
    house.reader.go.clear()
    letter_arrives(house)
    assert house.reader.began.wait(60)
    house.daemon.close()
    assert house.reader.closed
