"""Which command somebody means who types a word that is none."""

from collections.abc import Mapping
from pathlib import Path

from narrator.picture.files import as_argument, is_picture_name, is_video_name

WORDS: Mapping[str, str] = {
    **dict.fromkeys(("caption", "say", "tell", "show", "look", "open", "picture"), "speak"),
    **dict.fromkeys(("image", "photo", "see", "view", "what"), "speak"),
    **dict.fromkeys(("question", "answer", "is", "how", "where", "which"), "ask"),
    **dict.fromkeys(("text", "ocr", "scan"), "read"),
    **dict.fromkeys(("start", "run", "daemon", "monitor", "follow", "folder"), "watch"),
    **dict.fromkeys(("exit", "end", "kill", "close", "bye", "shutdown"), "quit"),
    **dict.fromkeys(("silence", "quiet", "hush", "mute", "cancel"), "stop"),
    **dict.fromkeys(("continue", "unpause", "unmute"), "resume"),
    **dict.fromkeys(("again", "last"), "repeat"),
    **dict.fromkeys(("details", "detail"), "more"),
    **dict.fromkeys(("journal", "log", "list", "search"), "history"),
    **dict.fromkeys(("delete", "remove", "clear", "erase"), "forget"),
    **dict.fromkeys(("correct", "correction", "fix", "edit"), "wrong"),
    **dict.fromkeys(("copy", "copied", "paste"), "clipboard"),
    **dict.fromkeys(("webcam", "photograph", "snap"), "camera"),
    **dict.fromkeys(("film", "movie"), "video"),
    **dict.fromkeys(("keys", "key", "shortcuts", "keyboard"), "hotkeys"),
    **dict.fromkeys(("server", "web", "http", "browser"), "serve"),
    **dict.fromkeys(("check", "test", "diagnose", "health"), "doctor"),
    **dict.fromkeys(("state", "info", "running"), "status"),
    **dict.fromkeys(("install", "login", "startup", "enable", "service"), "autostart"),
    "help": "--help",
    "version": "--version",
}
"""What other programs call it -> what it is called here."""


def command_for(word: str) -> str | None:
    """The command that a word stands for, or that describes the file that it names."""
    if known := WORDS.get(word.lower()):
        return known
    if is_video_name(word):
        return f"video {as_argument(word)}"
    if is_picture_name(word) or _exists(word):
        return f"speak {as_argument(word)}"
    return None


def _exists(word: str) -> bool:
    try:
        return bool(word) and Path(word).exists()
    except (OSError, ValueError):
        return False  # a name that no file can have
