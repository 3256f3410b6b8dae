from dataclasses import replace

import pytest

from narrator.description import Candidate, Description, Text
from narrator.errors import TextError
from narrator.looking.text.texts import Texts
from narrator.phrasing import caption_sentence, whole_text
from narrator.picture.opening import open_picture
from tests.drawings import tinted
from tests.looking.text.readers import MadeReader, piece

PICTURE = open_picture(tinted("red"))
DOG = Candidate(caption="a dog", log_prob=-1.0)


def description(kind: str, *lines: str, read: bool = True) -> Description:
    text = Text(lines=lines, engine="made") if read else None
    candidates = (DOG,) if kind == "photo" else ()
    return Description(
        candidates=candidates, bundle="b 1", size=(9, 9), kind=kind, colours=("white", "red"), text=text
    )


@pytest.mark.parametrize(
    ("wanted", "verbosity", "kinds"),
    [
        ("auto", "normal", {"document", "screenshot", "drawing", "icon"}),
        ("auto", "full", {"document", "screenshot", "drawing", "icon", "photo", "dark"}),
        ("always", "brief", {"document", "screenshot", "drawing", "icon", "photo", "dark"}),
        ("never", "full", set()),
    ],
)
@pytest.mark.parametrize("likely", [False, True])
def test_which_pictures_are_read(wanted: str, verbosity: str, kinds: set[str], likely: bool) -> None:
    every = ("document", "screenshot", "drawing", "icon", "photo", "dark", "black", "blank", "noise")
    texts = Texts(wanted, MadeReader, lambda _: likely)
    photographs = {"photo", "dark"} if likely and wanted != "never" else set()
    found = {kind for kind in every if texts.wanted(description(kind, read=False), PICTURE, verbosity)}
    assert found == kinds | photographs
    assert not texts.wanted(description("document", "known already"), PICTURE, verbosity)


@pytest.mark.parametrize("kind", ["label", "paper", "screen", "lettered", "close-up"])
def test_what_a_hand_took_is_read_without_being_asked(kind: str) -> None:
    assert Texts("auto", MadeReader).wanted(description(kind, read=False), PICTURE, "normal")


@pytest.mark.parametrize("kind", ["covered", "glare", "unclear"])
def test_where_nothing_can_be_made_out_nothing_is_read(kind: str) -> None:
    assert not Texts("auto", MadeReader).wanted(description(kind, read=False), PICTURE, "normal")


def test_text_is_added_with_the_time_that_it_took() -> None:
    read = Texts("auto", lambda: MadeReader(piece("hello"))).added_to(
        description("icon", read=False), PICTURE
    )
    assert read.text == Text(lines=("hello",), engine="made", foremost=("hello",))
    assert read.timings["text"] >= 0
    assert Description.from_record(read.to_record()) == read
    assert read.evidence()["text"] == {
        "lines": ("hello",),
        "engine": "made",
        "foremost": ("hello",),
        "unread": 0,
    }


def test_why_it_cannot_be_read_is_told_once_and_of_pages_only() -> None:
    def none() -> MadeReader:
        raise TextError("Nothing reads here; install something.")

    texts = Texts("auto", none)
    page = texts.added_to(description("document", read=False), PICTURE)
    assert page.notes == ("Nothing reads here; install something.",)
    assert texts.added_to(page, PICTURE) == page
    assert texts.added_to(description("icon", read=False), PICTURE).notes == ()


def test_a_reason_goes_when_another_takes_its_place_or_it_was_read() -> None:
    reader = MadeReader(piece("hello"), error="It fails.")
    texts = Texts("auto", lambda: reader)
    picture = replace(PICTURE, notes=("This is the first frame of an animation.",))
    once = texts.added_to(replace(description("document", read=False), notes=picture.notes), picture)
    assert once.notes == (*picture.notes, "It fails.")
    reader.error = "It fails otherwise."
    again = texts.added_to(once, picture)
    assert again.notes == (*picture.notes, "It fails otherwise.")
    reader.error = None
    assert texts.added_to(again, picture).notes == picture.notes


def test_closed_it_reads_nothing_and_leaves_no_note() -> None:
    reader = MadeReader(piece("hello"))
    texts = Texts("auto", lambda: reader)
    texts.read(PICTURE)
    texts.close()
    assert reader.closed
    assert texts.added_to(description("document", read=False), PICTURE) == description("document", read=False)
    with pytest.raises(TextError, match="Narrator ends"):
        texts.read(PICTURE)


@pytest.mark.parametrize(
    ("kind", "lines", "said"),
    [
        ("photo", ("HARBOUR CAFE",), "A dog. There is text: HARBOUR CAFE."),
        ("photo", (), "A dog."),
        ("document", ("Dear Sir,", *["a line of some words to fill the page"] * 4), None),
        ("document", (), "A page of text. No text could be made out in it."),
        ("screenshot", ("File Edit",), "A screen with text on it, mostly white and red. It says: File Edit."),
        ("icon", ("OK",), "A small picture such as an icon, mostly white and red. It says: OK."),
        ("icon", (), "A small picture such as an icon, mostly white and red."),
        (
            "label",
            ("20 mg",),
            "Probably a label or a package from near, mostly white and red. It says: 20 mg.",
        ),
        ("paper", ("Menu",), "Probably a photographed paper or card with text on it. It says: Menu."),
        (
            "lettered",
            (),
            "Close up, probably with text on it. No text could be made out in it. Mostly white and red.",
        ),
        ("lettered", ("20 mg",), "Close up. It says: 20 mg. Mostly white and red."),
    ],
)
def test_how_text_is_said_at_first(kind: str, lines: tuple[str, ...], said: str | None) -> None:
    filled = "a line of some words to fill the page"
    assert caption_sentence(description(kind, *lines)) == (
        said or f"A page of text. It says: Dear Sir, {filled}."
    )


def test_of_a_very_long_line_the_first_words_are_said() -> None:
    said = caption_sentence(description("document", "word " * 100, "more"))
    assert said.endswith("word and so on and 1 more line.")
    assert len(said) < 200


def test_the_whole_text() -> None:
    assert (
        whole_text(Text(lines=("Dear Sir,", "goodbye"), engine="made"))
        == "Its text, 2 lines: Dear Sir, goodbye."
    )
    assert whole_text(Text(lines=("EXIT",), engine="made")) == "Its text, 1 line: EXIT."
    assert whole_text(Text(lines=(), engine="made")) == "No text was found."
