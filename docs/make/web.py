"""docs/web.md: the bounds of the service."""

import ast

from docs.make.part import Part
from docs.make.source import class_of, fields_of
from narrator.web.limits import Limits
from training.terminal.markdown import markdown_table

_UNITS = {"letters": "letters", "seconds": "seconds", "minute": "a minute"}
"""Last word of a limit's name -> its unit."""


def limits_table() -> str:
    """One row for each limit, with what it bounds."""
    texts = {ast.unparse(node.target): text for node, text in fields_of(class_of(Limits))}
    rows = [
        (f"`{name}`", _amount(name, limit), " ".join(texts[name].split()))
        for name, limit in vars(Limits()).items()
    ]
    return markdown_table(("Name", "Limit", "What it is"), rows)


def _amount(name: str, limit: float) -> str:
    last = name.rpartition("_")[2]
    if last == "bytes":
        return f"{limit / 2**20:g} MB" if limit >= 2**20 else f"{limit / 2**10:g} kB"
    return f"{limit:,g} {_UNITS.get(last, '')}".rstrip()


PARTS = (Part(page="docs/web.md", name="limits", make=limits_table),)
