"""A window of GTK 4: /usr/bin/python3 window.py

It says "active" when it has the keyboard. Of a picture whose name comes on standard input it says "seen", and
"copied" when F2 was pressed then: who copies without a key is not believed. To an empty line it says what was
typed in it.
"""

import sys
from typing import TextIO

import gi

gi.require_version("Gdk", "4.0")
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, GLib, GObject, Gtk  # noqa: E402 - the versions are required first


class Window(Gtk.ApplicationWindow):  # type: ignore[misc]  # GTK has no types
    def __init__(self, application: Gtk.Application) -> None:
        super().__init__(application=application, title="window")
        self._picture = None
        self._entry = Gtk.Entry()
        self.set_child(self._entry)
        keys = Gtk.EventControllerKey(propagation_phase=Gtk.PropagationPhase.CAPTURE)
        keys.connect("key-pressed", self._pressed)
        self.add_controller(keys)
        self._greeting = self.connect("notify::is-active", self._greet)
        GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, self._hear)
        self.present()
        self._entry.grab_focus()

    def _greet(self, *_: object) -> None:
        if self.is_active():
            print("active", flush=True)
            self.disconnect(self._greeting)

    def _hear(self, channel: TextIO, _: object) -> bool:
        line = channel.readline()
        if not line:
            sys.exit()
        name = line.rstrip("\n")
        if name:
            self._picture = Gdk.Texture.new_from_filename(name)
        print("seen" if name else self._entry.get_text(), flush=True)
        return True

    def _pressed(self, _: object, key: int, *__: object) -> bool:
        if key != Gdk.KEY_F2:
            return False
        self.get_clipboard().set_content(
            Gdk.ContentProvider.new_for_value(GObject.Value(Gdk.Texture, self._picture))
        )
        print("copied", flush=True)
        return True


application = Gtk.Application()
application.connect("activate", Window)
application.run()
