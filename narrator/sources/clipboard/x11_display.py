"""A connection to the X server of DISPLAY, by python-xlib and without its surprises."""

import os
from typing import Any

from Xlib import xauth
from Xlib.display import Display
from Xlib.error import ConnectionClosedError, DisplayError
from Xlib.protocol.display import bytesview

from narrator.errors import SourceError
from narrator.languages.catalogue import gettext


def open_display() -> Any:
    """An Xlib.display.Display. Raises SourceError when the server cannot be reached."""
    name = os.environ.get("DISPLAY", "")
    # python-xlib prints warnings about the file of keys on standard output, where captions belong.
    vars(xauth)["print"] = _ignore
    # It copies much of what it receives one byte at a time: 32 megabytes took 1.7 s and not 0.4.
    bytesview.__bytes__ = lambda received: received.view.tobytes()
    try:
        # Of a local server that is gone, python-xlib would ask the network, unless the name forbids that.
        display = Display(f"unix/{name}" if name.startswith(":") else name)
    except (DisplayError, ConnectionClosedError, OSError) as error:
        raise SourceError(
            gettext("The X server {name} cannot be reached; run this inside your desktop session.").format(
                name=name
            )
        ) from error
    # Requests concern a window of our own. If one fails, its answer is missing, and that is handled.
    display.set_error_handler(_ignore)
    return display


def _ignore(*_: object) -> None:
    pass
