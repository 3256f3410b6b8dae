"""Files that are opened in another process: what comes back, and what befalls a file that ends it."""

import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import fields
from pathlib import Path
from threading import Barrier, Thread
from time import sleep

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from narrator.errors import NotNowError, PictureError
from narrator.picture.apart.decoder import Decoder
from narrator.picture.opening import Picture, closer, open_picture
from narrator.picture.other_process import opened_by
from tests.drawings import corners, encoded, scene
from tests.places import DATA
from tests.tiffs import tiff

STAND_IN = """
import os, signal, sys, time
from pathlib import Path
from narrator.picture.apart import worker

answer = worker._answer

def answered(request, **options):
    if b"slow" in request.payload:
        time.sleep(600)
    if b"crash" in request.payload:
        os.kill(os.getpid(), signal.SIGSEGV)
    if b"once" in request.payload and not os.path.exists(request.payload):
        Path(os.fsdecode(request.payload)).write_bytes(Path(os.environ["SOUND"]).read_bytes())
        os.kill(os.getpid(), signal.SIGKILL)
    return answer(request, **options)

worker._answer = answered
worker.main()
"""
"""The real process, over which some files are fatal: by what stands in them, or in their names."""


def stand_in(seconds: float) -> Decoder:
    return Decoder(command=(sys.executable, "-c", STAND_IN), seconds=seconds)


def number_of(decoder: Decoder) -> int:
    """How many processes it has."""
    return len(decoder.pids)


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with closing(Decoder()) as decoder:
        yield decoder


def with_words() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_itxt("Description", "Eine rote Scheune", lang="de")
    return encoded(corners(), "PNG", pnginfo=info)


SCROLLED = Image.new("RGB", (300, 4000), "teal")
FILES = {
    "a JPEG at a fraction": encoded(scene(2400, 1800), "JPEG"),
    "words": with_words(),
    "a page that was scrolled": encoded(SCROLLED, "JPEG"),
    "an animation": encoded(corners(), "GIF", save_all=True, append_images=[corners().rotate(180)]),
    "the end is missing": encoded(scene(640, 480), "JPEG", quality=95)[:-9000],
    "a HEIC": (DATA / "corners.heic").read_bytes(),
    "a TIFF": tiff((8, 8), [bytes(range(64))], bits=[8], photometric=1),
}


def same(one: Picture, other: Picture) -> bool:
    """In everything that a picture has."""
    assert one.digest == other.digest
    names = [field.name for field in fields(Picture) if field.name not in ("image", "whole", "known_digest")]
    return [getattr(one, name) for name in names] == [getattr(other, name) for name in names]


@pytest.mark.parametrize("what", FILES)
def test_a_picture_is_the_same_wherever_it_is_opened(what: str, decoder: Decoder, tmp_path: Path) -> None:
    file = tmp_path / "picture"
    file.write_bytes(FILES[what])
    here = open_picture(FILES[what], ["de"])
    with opened_by(decoder):
        for source in (FILES[what], file, str(file)):
            apart = open_picture(source, ["de"])
            assert same(apart, here)
            assert apart.image == here.image
            assert closer(apart, 900) == closer(here, 900)


def test_a_digest_is_that_of_the_pixels() -> None:
    with closing(Decoder(digests=True)) as decoder:
        apart = decoder.open(FILES["a page that was scrolled"], None)

    assert apart.known_digest == open_picture(FILES["a page that was scrolled"]).digest


@pytest.mark.parametrize("name", ["missing.png", "empty.png", "film.mp4", "caf\udce9.png", "text.png"])
def test_what_cannot_be_opened_is_told_in_the_same_words(name: str, decoder: Decoder, tmp_path: Path) -> None:
    file = tmp_path / name
    if name != "missing.png":
        file.write_bytes(b"" if name == "empty.png" else b"nothing that is drawn")
    with pytest.raises(PictureError) as here:
        open_picture(file)
    with opened_by(decoder), pytest.raises(PictureError) as apart:
        open_picture(file)

    assert str(apart.value) == str(here.value)


def test_arrays_and_images_are_opened_here() -> None:
    with closing(Decoder()) as decoder, opened_by(decoder):
        open_picture(corners())
        open_picture(np.asarray(corners()))

        assert number_of(decoder) == 0


@pytest.mark.parametrize(
    ("ending", "sentence"), [("crash", "made its decoder fail twice"), ("slow", "takes too long to open")]
)
def test_a_file_that_ends_the_process_is_one_sentence_and_the_next_is_opened(
    ending: str, sentence: str, tmp_path: Path
) -> None:
    with closing(stand_in(seconds=4)) as decoder, opened_by(decoder):
        first = open_picture(with_words())
        (before,) = decoder.pids
        for source in (ending.encode(), tmp_path / ending):
            with pytest.raises(PictureError, match=sentence):
                open_picture(source)

        assert open_picture(with_words()).digest == first.digest
        assert before not in decoder.pids


def test_a_process_that_is_killed_in_the_middle_costs_no_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = tmp_path / "sound.png"
    sound.write_bytes(with_words())
    monkeypatch.setenv("SOUND", str(sound))
    with closing(stand_in(seconds=60)) as decoder, opened_by(decoder):
        assert open_picture(tmp_path / "once").size == corners().size


def test_a_process_that_was_killed_meanwhile_is_started_again(decoder: Decoder) -> None:
    decoder.open(with_words(), None)
    for pid in decoder.pids:
        os.kill(pid, signal.SIGKILL)

    assert decoder.open(with_words(), None).size == corners().size


def test_one_that_does_not_even_take_a_file_is_given_up() -> None:
    with closing(stand_in(seconds=2)) as decoder:
        decoder.open(with_words(), None)
        os.kill(decoder.pids[0], signal.SIGSTOP)
        with pytest.raises(PictureError, match="takes too long"):
            decoder.open(bytes(2**23), None)

        assert decoder.open(with_words(), None).size == corners().size


def test_a_slow_file_holds_no_other_up_and_is_given_up_at_the_end() -> None:
    with ThreadPoolExecutor() as others:
        decoder = stand_in(seconds=600)
        slow = others.submit(decoder.open, b"slow", None)
        for _ in range(3):
            assert decoder.open(with_words(), None).size == corners().size
        assert not slow.done()
        decoder.close()
        with pytest.raises(NotNowError, match="given up"):
            slow.result()


def test_whoever_waits_for_processes_that_hang_is_given_up_at_the_end() -> None:
    decoder, all_there = stand_in(seconds=600), Barrier(8)

    def open_one() -> None:
        all_there.wait()
        decoder.open(b"slow" + bytes(500_000), None)  # which fit into a pipe twice

    with ThreadPoolExecutor(9) as others:
        waiting = [others.submit(open_one) for _ in range(8)]
        while number_of(decoder) < 2:
            sleep(0.01)
        hanging = decoder.pids
        try:
            others.submit(decoder.close).result(60)
            for each in waiting:
                with pytest.raises(PictureError, match="given up"):
                    each.result(60)
            assert number_of(decoder) == 0
        finally:
            for pid in hanging:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


SHORT_OF_MEMORY = """
import re
from pathlib import Path
from narrator.picture.apart import worker
(data,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmData"))
worker._MEMORY = int(data.split()[1]) * 1024 + 2**26
worker.main()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process")
def test_memory_has_a_bound() -> None:
    large = encoded(Image.new("L", (8000, 8000), 90), "PNG")
    with closing(Decoder(command=(sys.executable, "-c", SHORT_OF_MEMORY))) as decoder:
        with pytest.raises(PictureError, match="needs more memory than is free"):
            decoder.open(large, None)

        assert decoder.open(with_words(), None).size == corners().size
    assert open_picture(large).size == (8000, 8000)


def test_it_is_unloaded_and_comes_back() -> None:
    with closing(Decoder()) as decoder:
        decoder.start()
        assert number_of(decoder) == 1
        assert not decoder.unload(unused_for=600)
        assert decoder.unload()
        assert number_of(decoder) == 0
        assert not decoder.unload()

        assert decoder.open(with_words(), None).size == corners().size


def test_common_kinds_may_be_left_to_whoever_asks(tmp_path: Path) -> None:
    with closing(Decoder(rare_alone=True)) as decoder:
        for kind, rare in (("JPEG", False), ("PNG", False), ("TIFF", True), ("WEBP", True)):
            file = tmp_path / kind
            file.write_bytes(encoded(corners(), kind))
            assert decoder.takes(file) is decoder.takes(file.read_bytes()) is rare
        assert not decoder.takes(tmp_path / "missing")
        assert not decoder.takes(tmp_path)
        with opened_by(decoder):
            open_picture(tmp_path / "JPEG")
            assert number_of(decoder) == 0
            open_picture(tmp_path / "TIFF")
            assert number_of(decoder) == 1


def test_without_a_process_it_is_said_why() -> None:
    with (
        closing(Decoder(command=("/nowhere/at/all",))) as decoder,
        pytest.raises(PictureError, match="cannot be opened now"),
    ):
        decoder.open(with_words(), None)


def test_without_a_thread_it_is_said_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_more_threads(_: Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(Thread, "start", no_more_threads)
    with closing(Decoder()) as decoder, pytest.raises(PictureError, match="cannot be opened now"):
        decoder.open(with_words(), None)
