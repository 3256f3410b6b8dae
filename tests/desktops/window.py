"""A window of GTK 4: /usr/bin/python3 window.py

It says "active" when it has the keyboard. The name of a picture on standard input is copied, and it says
"copied"; to an empty line it says what was typed in it.
"""

import sys

import gi

gi.require_version("Gdk", "4.0")
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402 - the version is required first


def activate(application):
    window = Gtk.ApplicationWindow(application=application, title="window")
    entry = Gtk.Entry()
    window.set_child(entry)

    def hear(channel, _):
        name = channel.readline().rstrip("\n")
        if name:
            picture = Gdk.Texture.new_from_filename(name)
            window.get_clipboard().set_content(Gdk.ContentProvider.new_for_value(picture))
            print("copied", flush=True)
        else:
            print(entry.get_text(), flush=True)
        return True

    def greet(*_):
        if window.is_active():
            print("active", flush=True)
            window.disconnect(greeting)

    greeting = window.connect("notify::is-active", greet)
    GLib.io_add_watch(sys.stdin, GLib.IO_IN, hear)
    window.present()
    entry.grab_focus()


application = Gtk.Application()
application.connect("activate", activate)
application.run()
