"""Text in pictures that are sent to the service."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from PIL import Image

from narrator.captioning.captioner import Captioner
from narrator.looking.text.texts import Texts
from narrator.picture.opening import Picture
from narrator.speech.voices import VoiceOptions
from narrator.web.answers import Described
from narrator.web.limits import Limits
from narrator.web.service import NOT_IN_TIME, Service, Wish
from narrator.web.voice import WebVoice
from tests.drawings import encoded, tinted
from tests.looking.text.pages import LEFT, page
from tests.looking.text.readers import MadeReader, piece
from tests.places import TINY_BUNDLE

USUAL = Wish(samples=3, seed=1, every=False, verbosity="normal")


@contextmanager
def served(reader: MadeReader, *, likely: bool = True, seconds: float = 60.0) -> Iterator[Service]:
    def is_likely(_: Picture) -> bool:
        return likely

    service = Service(
        captioner=Captioner.load(str(TINY_BUNDLE)),
        texts=Texts("auto", lambda: reader, is_likely),
        voice=WebVoice(VoiceOptions(), most_seconds=60),
        limits=replace(Limits(), reading_seconds=seconds),
        usual=USUAL,
    )
    try:
        yield service
    finally:
        service.close()


def answer(service: Service, image: Image.Image) -> Described:
    return asyncio.run(service.describe_file(encoded(image, "PNG"), USUAL))


def test_the_text_in_a_photograph_is_said_and_sent() -> None:
    with served(MadeReader(piece("HARBOUR CAFE"))) as service:
        described = answer(service, tinted("red"))
    assert described.spoken.endswith(" There is text: HARBOUR CAFE.")
    assert described.text
    assert (described.text.lines, described.text.foremost) == (["HARBOUR CAFE"], ["HARBOUR CAFE"])


def test_a_photograph_without_likely_text_is_not_read() -> None:
    reader = MadeReader(piece("HARBOUR CAFE"))
    with served(reader, likely=False) as service:
        assert answer(service, tinted("red")).text is None
    assert not reader.began.is_set()


@pytest.mark.parametrize(("image", "said"), [(tinted("red"), False), (page(LEFT * 4), True)])
def test_an_answer_does_not_wait_for_a_slow_reader(image: Image.Image, said: bool) -> None:
    reader = MadeReader(piece("HARBOUR CAFE"))
    reader.go.clear()
    with served(reader, seconds=0.01) as service:
        described = answer(service, image)
        reader.go.set()
    assert described.text is None
    assert (NOT_IN_TIME in described.notes) is said


def test_that_nothing_here_reads_is_not_told_to_who_asks() -> None:
    with served(MadeReader(error="Install something.")) as service:
        described = answer(service, page(LEFT * 4))
    assert (described.text, described.notes) == (None, [])
