"""The order of narrator's rooms: what a lower one may not know."""

LAYERS = (
    ("__main__",),
    ("cli",),
    ("commands",),
    ("belongings", "cluster", "health"),
    ("terminal", "web", "daemon", "collection", "painting"),
    ("second",),
    ("narrator",),
    ("search", "questions"),
    ("translation",),
    ("captioning", "documents"),
    ("alt_text", "looking", "sources", "speech", "journal", "phrasing", "file_names"),
    ("picture", "settings"),
    ("file_lock", "whole_file", "workers"),
    (
        "description",
        "desktop",
        "enumeration",
        "installation",
        "places",
        "private_folder",
        "days",
        "faults",
    ),
    ("languages",),
    ("errors",),
)
"""From the top. A room is a module or a package directly inside narrator; "narrator" itself is its public
names. A room imports from lower layers only, except for what SIDEWAYS lists."""

SIDEWAYS = {("terminal", "daemon")}
"""Who imports whom in the same layer: commands talk to the running daemon and print its events."""


def depth(room: str) -> int:
    """How far down a room is; 0 is the top. Raises KeyError for a room that no layer has."""
    for number, layer in enumerate(LAYERS):
        if room in layer:
            return number
    raise KeyError(room)
