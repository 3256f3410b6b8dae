"""A window with a text field. Run by the Python that has GTK's bindings."""

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk  # noqa: E402

window = Gtk.Window(title="Letter")
field = Gtk.TextView()
window.add(field)
window.set_default_size(400, 200)
window.show_all()
field.grab_focus()
window.present()
Gtk.main()
