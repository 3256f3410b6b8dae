"""A program that owns the clipboard of X11, well or badly: python x_owner.py [OPTIONS] TYPE=FILE...

It prints a line when it has become the owner, and another one for each target that it is asked for.
"""

import argparse
import os
from collections import deque
from pathlib import Path
from typing import Any

from Xlib import X
from Xlib.display import Display
from Xlib.protocol.event import SelectionNotify

PIECE = 60_000


class Owner:
    """Answers what it is asked, with the faults that it was started with."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._silent: list[str] = options.silent
        self._refuse: list[str] = options.refuse
        self._dies_after: int | None = options.dies_after
        self._stalls_after: int | None = options.stalls_after
        contents = dict(offer.split("=", 1) for offer in options.offers)
        self._contents = {name: Path(file).read_bytes() for name, file in contents.items()}
        self._display = Display()
        self._display.set_error_handler(lambda *_: None)  # whoever asked may have gone
        self._pieces: dict[tuple[int, int], deque[bytes]] = {}
        self._given = 0
        root = self._display.screen().root
        self._window = root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        self._window.set_selection_owner(self._display.intern_atom("CLIPBOARD"), X.CurrentTime)
        self._display.sync()
        print("owner", flush=True)

    def serve(self) -> None:
        """Answer for ever."""
        while True:
            event = self._display.next_event()
            if event.type == X.SelectionRequest:
                self._asked(event)
            elif event.type == X.PropertyNotify and event.state == X.PropertyDelete:
                self._taken(event)
            self._display.flush()

    def _asked(self, request: Any) -> None:
        name = self._display.get_atom_name(request.target)
        print(name, flush=True)
        if name in self._silent:
            return
        given = name not in self._refuse and self._give(request, name)
        answer = SelectionNotify(
            time=request.time,
            requestor=request.requestor,
            selection=request.selection,
            target=request.target,
            property=request.property if given else X.NONE,
        )
        request.requestor.send_event(answer)

    def _give(self, request: Any, name: str) -> bool:
        window, place = request.requestor, request.property
        if name == "TARGETS":
            names = ["TARGETS", *self._contents]
            atoms = [self._display.intern_atom(each) for each in names]
            window.change_property(place, self._display.intern_atom("ATOM"), 32, atoms)
        elif name not in self._contents:
            return False
        elif len(content := self._contents[name]) <= PIECE:
            window.change_property(place, request.target, 8, content)
        else:
            pieces = [content[start : start + PIECE] for start in range(0, len(content), PIECE)]
            self._pieces[window.id, place] = deque([*pieces, b""])
            window.change_attributes(event_mask=X.PropertyChangeMask)
            window.change_property(place, self._display.intern_atom("INCR"), 32, [len(content)])
        return True

    def _taken(self, event: Any) -> None:
        pieces = self._pieces.get((event.window.id, event.atom))
        if not pieces:
            return
        if self._given == self._dies_after:
            os._exit(1)
        if self._given == self._stalls_after:
            return
        self._given += 1
        event.window.change_property(event.atom, self._display.intern_atom("image/png"), 8, pieces.popleft())


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("offers", nargs="*")
    parser.add_argument("--silent", action="append", default=[], metavar="TYPE")
    parser.add_argument("--refuse", action="append", default=[], metavar="TYPE")
    parser.add_argument("--dies-after", type=int, metavar="PIECES")
    parser.add_argument("--stalls-after", type=int, metavar="PIECES")
    Owner(parser.parse_args()).serve()
