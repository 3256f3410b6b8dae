"""docs/settings.md: the table of all settings."""

import ast
from collections.abc import Iterator, Mapping

from docs.make.part import Part
from docs.make.source import class_of, fields_of
from narrator.settings.settings import RULES, Settings
from training.terminal.markdown import markdown_table

EXAMPLES: Mapping[str, str] = {
    "model": '"small"',
    "samples": "20",
    "seed": "1",
    "threads": "2",
    "language": '"de"',
    "voice": '"gmw/en-gb-scotland"',
    "rate": "220",
    "volume": "0.8",
    "speaker": '"speech-dispatcher"',
    "printing": '"always"',
    "verbosity": '"brief"',
    "people": '"as captioned"',
    "claims": '"all"',
    "ranking": '"consensus"',
    "quiet_hours": '"22:00-07:00"',
    "working_sound": "true",
    "journal": "false",
    "retention_days": "30",
    "unload_minutes": "5",
    "text": '"always"',
    "question": '"is there a dog?"',
    "second": '"http://127.0.0.1:11434/v1"',
    "second_model": '"llava"',
    "second_seconds": "120",
    "hotkeys": '{ clipboard = "Super+Shift+C", stop = "off" }',
    "folders": '{ "~/Pictures/Screenshots" = { speak = false } }',
}
"""One value of each setting, as it can stand in the settings file."""

_UNSET = "not set"


def settings_table() -> str:
    """One row for each setting: what it is for, what it takes, its default and an example."""
    head = ("Setting", "What it does", "Value", "Default", "Example")
    return markdown_table(head, _rows())


def _rows() -> Iterator[tuple[str, ...]]:
    texts = {ast.unparse(node.target): text for node, text in fields_of(class_of(Settings))}
    for name, default in vars(Settings()).items():
        yield f"`{name}`", texts[name], str(RULES[name]), _value(default), f"`{EXAMPLES[name]}`"


def _value(default: object) -> str:
    """A default as it would stand in the file."""
    match default:
        case None:
            return _UNSET
        case bool():
            return f"`{str(default).lower()}`"
        case str():
            return f'`"{default}"`'
        case int() | float():
            return f"`{default:g}`"
        case _:
            return "empty"


PARTS = (Part(page="docs/settings.md", name="settings", make=settings_table),)
