"""What X calls the keys; XKB, and with it Wayland's desktops, took the names over."""

from collections.abc import Mapping

_KEYSYMS: Mapping[str, str] = {
    "Space": "space",
    "Backspace": "BackSpace",
    "PageUp": "Page_Up",
    "PageDown": "Page_Down",
}


def keysym_of(key: str) -> str:
    """The name of the symbol that a key gives when nothing is held."""
    return _KEYSYMS.get(key) or (key.lower() if len(key) == 1 else key)
