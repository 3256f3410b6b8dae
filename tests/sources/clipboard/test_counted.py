"""The clipboards of Windows and macOS, with fakes of the two calls of the system."""

import ctypes
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import ImageGrab

from narrator.errors import PictureError
from narrator.picture.opening import open_picture
from narrator.sources.clipboard import read_clipboard
from narrator.sources.clipboard.counted import Grabbed
from tests.drawings import corners
from tests.sources.clipboard.listener import listening


class System:
    """What the calls of Windows and macOS answer."""

    def __init__(self) -> None:
        self.changes = 0
        self.content: Grabbed | Exception = None

    def put(self, content: Grabbed | Exception) -> None:
        self.content = content
        self.changes += 1

    def grab(self) -> Grabbed:
        if isinstance(self.content, Exception):
            raise self.content
        return self.content


@pytest.fixture(params=["win32", "darwin"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> System:
    """A machine with either system, as far as its clipboard can tell."""
    system = System()
    monkeypatch.setattr(ImageGrab, "grabclipboard", system.grab)
    user32 = SimpleNamespace(GetClipboardSequenceNumber=lambda: system.changes)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(user32=user32), raising=False)
    board = SimpleNamespace(changeCount=lambda: system.changes)
    appkit = SimpleNamespace(NSPasteboard=SimpleNamespace(generalPasteboard=lambda: board))
    monkeypatch.setitem(sys.modules, "AppKit", appkit)
    monkeypatch.setattr(sys, "platform", request.param)
    return system


def test_a_copied_picture_arrives_once(system: System) -> None:
    system.put(corners(40, 30))
    with listening() as listener:
        system.put(corners())
        arrival = listener.arrival()
        assert (arrival.name, arrival.path) == ("", None)
        assert arrival.open().digest == open_picture(corners()).digest


def test_copied_files_that_are_pictures_arrive_in_order(system: System) -> None:
    with listening() as listener:
        system.put(["/a/2.png", "/a/notes.txt", "/a/1.jpg"])
        assert [listener.arrival().path for _ in range(2)] == [Path("/a/2.png"), Path("/a/1.jpg")]


def test_text_does_not_arrive(system: System) -> None:
    with listening() as listener:
        system.put(None)
        system.put(corners())
        listener.arrival()


def test_a_picture_that_cannot_be_decoded_is_told_of(system: System) -> None:
    with listening() as listener:
        system.put(OSError("broken data stream"))
        with pytest.raises(PictureError, match="The picture on the clipboard is damaged"):
            listener.arrival().open()


def test_the_picture_that_is_there_now(system: System) -> None:
    with pytest.raises(PictureError, match="no picture on the clipboard; copy one and try again"):
        read_clipboard()
    system.put(corners())
    assert read_clipboard().digest == open_picture(corners()).digest


def test_a_fault_is_told_and_the_watch_goes_on(system: System) -> None:
    with listening() as listener:
        system.put(ReferenceError("of a kind"))
        assert "by a fault of Narrator's own (ReferenceError)" in listener.sentence()
        assert listener.sentence().startswith("The clipboard is back;")
        system.put(corners())
        assert listener.arrival().open().digest == open_picture(corners()).digest
