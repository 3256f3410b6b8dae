import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep

import numpy as np
import pytest
from PIL import Image

from narrator.captioning.captioner import Captioner
from narrator.captioning.consensus import Consensus
from narrator.captioning.setup import Setup
from narrator.daemon.describing.describer import Describer
from narrator.errors import BundleError, DaemonError, PictureError
from narrator.picture.opening import Picture, open_picture
from narrator.places import graphs_folder
from tests.drawings import tinted
from tests.places import PHOTOGRAPHS, TINY_BUNDLE

RED = open_picture(tinted("red"))


@pytest.fixture
def describer() -> Iterator[Describer]:
    describer = Describer(Setup(model=str(TINY_BUNDLE)))
    yield describer
    describer.close()


def program(code: str) -> tuple[str, ...]:
    """A worker of another kind."""
    return (sys.executable, "-c", code)


def alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def test_it_describes_as_the_captioner_does(describer: Describer) -> None:
    description = describer.describe(RED, 10, seed=3)
    expected = Captioner.load(str(TINY_BUNDLE)).describe(RED, 10, seed=3)
    assert description.candidates == expected.candidates
    assert (description.bundle, description.size) == (expected.bundle, (270, 180))
    assert set(description.timings) == {"open", "look", "encode", "decode"}


def test_how_sure_one_can_be_is_the_captioners_too() -> None:
    photograph = open_picture(PHOTOGRAPHS / "cat.jpg")
    dark = open_picture(photograph.image.point(lambda level: level * 0.15))
    describer, captioner = Describer(Setup(model="default", people="as captioned")), Captioner.load("default")
    try:
        described = [describer.describe(each, 10, seed=0) for each in (photograph, dark)]
    finally:
        describer.close()
    expected = [captioner.describe(each, 10, seed=0) for each in (photograph, dark)]
    assert [each.kind for each in described] == [each.kind for each in expected] == ["photo", "dark"]
    assert [each.confidence for each in described] == [each.confidence for each in expected]
    assert [each.band for each in described] == [each.band for each in expected]
    assert described[0].confidence is not None


def test_a_blank_picture_does_not_reach_the_network(describer: Describer) -> None:
    image = Image.new("RGB", (640, 480), "white")
    description = describer.describe(open_picture(image), 10)
    assert (description.candidates, description.kind, description.colours) == ((), "blank", ("white",))
    assert (description.bundle, description.size) == ("tiny 1", (640, 480))
    assert set(description.timings) == {"look"}


def test_people_are_called_what_it_was_told() -> None:
    photograph = open_picture(PHOTOGRAPHS / "photographer.jpg")
    captioned, neutral = (
        Describer(Setup(model="default", people=people)) for people in ("as captioned", "neutral")
    )
    try:
        raw, said = (each.describe(photograph, 5, seed=0) for each in (captioned, neutral))
    finally:
        captioned.close()
        neutral.close()
    assert {"man", "woman"} & set(str(raw.caption).split())
    assert not {"man", "woman"} & set(str(said.caption).split())
    assert (said.candidates[0].raw_caption, said.log_prob) == (raw.caption, raw.log_prob)


def test_captions_are_ranked_as_it_was_told(describer: Describer) -> None:
    pale = open_picture(tinted("#c08080"))
    other = Describer(Setup(model=str(TINY_BUNDLE), threads=1, ranking="consensus"))
    try:
        usual, ranked = (each.describe(pale, 20, seed=1).candidates for each in (describer, other))
    finally:
        other.close()
    assert ranked == Consensus().rank(usual) != usual


def test_notes_and_size_are_those_of_the_file(describer: Describer) -> None:
    picture = Picture(image=RED.image, format="GIF", size=(640, 480), notes=("This is the first frame.",))
    description = describer.describe(picture, 1)
    assert (description.size, description.notes) == ((640, 480), ("This is the first frame.",))


def test_unloaded_it_holds_no_process_and_comes_back(describer: Describer) -> None:
    assert describer.loaded is None
    first = describer.load()
    assert describer.loaded == first
    assert not describer.unload(unused_for=1000)
    assert describer.unload()
    assert describer.loaded is None
    assert not alive(first.pid)
    assert describer.describe(RED, 1).caption
    assert describer.loaded
    assert describer.loaded.pid != first.pid


def test_woken_it_loads_while_nobody_asks(describer: Describer, person: Path) -> None:
    describer.wake()
    pid = describer._worker.pid
    assert pid is not None
    for _ in range(1000):  # the graphs are kept once it has loaded, and has had nothing to do for a moment
        if graphs_folder().is_dir():
            break
        sleep(0.02)
    assert graphs_folder().is_dir()
    assert describer.load().pid == pid


def test_that_there_is_no_program_is_told_to_who_describes() -> None:
    describer = Describer(Setup(model=str(TINY_BUNDLE)), command=("/nowhere",))
    describer.wake()
    with pytest.raises(DaemonError, match="cannot be started"):
        describer.load()


def test_while_it_describes_nothing_is_unloaded_and_nobody_waits_for_it(describer: Describer) -> None:
    with ThreadPoolExecutor(1) as other, describer._worker.turn:
        loaded = describer.load()
        assert not other.submit(describer.unload).result(20)
        assert describer.loaded == loaded
    assert describer.unload()


def test_a_killed_process_is_replaced_without_losing_the_picture(describer: Describer) -> None:
    first = describer.load()
    os.kill(first.pid, signal.SIGKILL)
    assert describer.describe(RED, 1).caption


def test_a_picture_that_ends_the_process_twice_is_refused_and_the_next_one_is_described(
    tmp_path: Path,
) -> None:
    deadly = f"""
import os, sys
from narrator.daemon.describing import worker
answer = worker._Desk._answer
def fatal(desk, request):
    with open({str(tmp_path / "deaths")!r}, "a+") as deaths:
        deaths.seek(0)
        if "describe" in request.header and len(deaths.read()) < 2:
            deaths.write("x")
            deaths.flush()
            os._exit(11)
    return answer(desk, request)
worker._Desk._answer = fatal
worker.main()
"""
    describer = Describer(Setup(model=str(TINY_BUNDLE)), command=program(deadly))
    with pytest.raises(PictureError, match="failed twice"):
        describer.describe(RED, 1)
    assert describer.describe(RED, 1).caption
    describer.close()


def test_a_process_that_hangs_is_ended() -> None:
    describer = Describer(Setup(), command=program("import time; time.sleep(600)"), patience=0.2)
    with pytest.raises(DaemonError, match=r"cannot be started \(no answer"):
        describer.load()
    describer.close()


def test_a_process_that_cannot_be_started_is_a_sentence() -> None:
    with pytest.raises(DaemonError, match="install Narrator again"):
        Describer(Setup(), command=("/nowhere/at/all",)).load()


def test_a_missing_model_is_the_captioners_own_sentence(tmp_path: Path) -> None:
    describer = Describer(Setup(model=str(tmp_path / "absent")))
    with pytest.raises(BundleError) as expected:
        Captioner.load(str(tmp_path / "absent"))
    with pytest.raises(BundleError) as caught:
        describer.load()
    assert str(caught.value) == str(expected.value)
    describer.close()


def test_features_are_the_captioners(describer: Describer) -> None:
    pixels = np.asarray(RED.image)
    features = describer.features(pixels)
    assert np.allclose(features, Captioner.load(str(TINY_BUNDLE)).features(RED))
