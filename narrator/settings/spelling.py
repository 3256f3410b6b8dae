"""A wrong value in the words of TOML, the language of the settings file: https://toml.io/en/v1.0.0."""

import json
from datetime import date, datetime, time

_BITS = 64
"""TOML promises no longer integers, and thousands of digits are no sentence."""


def spelt(value: object) -> str:
    """What stands in the file, as the end of a sentence: the string "x", true, 3, an array."""
    match value:
        case bool():
            return str(value).lower()
        case int() if value.bit_length() > _BITS:
            return f"an integer of more than {_BITS} bits"
        case str():
            return f"the string {json.dumps(value, ensure_ascii=False)}"
        case dict():
            return f"a table with {', '.join(value)}" if value else "an empty table"
        case list():
            return "an array"
        case datetime():
            return f"the date and time {value.isoformat(sep=' ')}"
        case date() | time():
            return f"the {type(value).__name__} {value.isoformat()}"
        case _:
            return str(value)
