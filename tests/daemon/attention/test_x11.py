"""A real X server, on which keys are pressed and the pointer is moved."""

from contextlib import closing
from time import sleep

import pytest
from Xlib import X
from Xlib.display import Display
from Xlib.ext import xtest

from narrator.daemon.attention.x11 import X11Idleness
from narrator.errors import DaemonError
from tests.xserver import Fingers, XServer, own_display, running_x_server

SINCE = 0.6


def test_a_key_counts_and_the_pointer_does_not(x_server: XServer, fingers: Fingers) -> None:
    with closing(X11Idleness()) as idleness, closing(Display(x_server.display)) as pointer:
        sleep(SINCE)
        xtest.fake_input(pointer, X.MotionNotify, x=10, y=10)
        pointer.sync()
        before = idleness.seconds()
        assert before >= SINCE
        fingers.press("a")
        assert idleness.seconds() < before


@pytest.mark.needs_x
def test_a_server_that_is_gone_is_an_error_and_one_that_is_back_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    display = own_display()
    monkeypatch.setenv("DISPLAY", display)
    with closing(X11Idleness()) as idleness:
        with running_x_server(display):
            assert idleness.seconds() >= 0
        with pytest.raises(DaemonError, match="X server"):
            idleness.seconds()
        with running_x_server(display):
            assert idleness.seconds() >= 0
