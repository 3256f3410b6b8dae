"""Installed by uv as a tool, which keeps a receipt of what was asked for.

https://docs.astral.sh/uv/concepts/tools/
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from narrator.installation.environment import Environment
from narrator.installation.installation import DISTRIBUTION
from narrator.installation.shell import typed

_RECEIPT = "uv-receipt.toml"

Entry = Mapping[str, Any]
"""A requirement as the receipt has it."""


@dataclass(frozen=True)
class UvToolInstallation:
    """What uv does not find in its receipt, its next update removes, so additions have to get in there.

    `uv tool install` writes the receipt anew, so it has to be told everything that was asked for before.
    """

    main: Entry
    others: Sequence[Entry]
    python: str | None

    @classmethod
    def of(cls, environment: Environment) -> Self | None:
        """None where uv has not made the environment, made it for another tool, or lost Narrator's source."""
        with suppress(
            OSError, ValueError, LookupError, TypeError
        ):  # no receipt, or none that can be understood
            receipt = tomllib.loads((environment.prefix / _RECEIPT).read_text(encoding="utf-8"))["tool"]
            main, *others = receipt["requirements"]
            if main["name"] == DISTRIBUTION and all(file.exists() for file in _files(main)):
                return cls(main, others, receipt.get("python"))
        return None

    def to_add(self, extra: str) -> str:
        """Install Narrator from where it came, with one extra more."""
        extras = dict.fromkeys([*self.main.get("extras", []), extra])
        words = ["uv", "tool", "install"]
        if self.python:
            words += ["--python", self.python]
        for other in self.others:
            words += ["--with-editable" if "editable" in other else "--with", _requirement(other)]
        if "editable" in self.main:
            words.append("--editable")
        return typed([*words, _requirement({**self.main, "extras": list(extras)})])

    def to_mend(self, package: str) -> str:
        """Install all that the receipt names once more."""
        return typed(["uv", "tool", "upgrade", "--reinstall", DISTRIBUTION])

    def to_remove(self) -> str:
        """Remove the environment."""
        return typed(["uv", "tool", "uninstall", DISTRIBUTION])


def _files(entry: Entry) -> Iterator[Path]:
    """Where a requirement comes from, if that is on this machine."""
    return (Path(entry[key]) for key in ("path", "directory", "editable") if key in entry)


def _requirement(entry: Entry) -> str:
    """A requirement as uv's commands take it."""
    extras = f"[{','.join(entry['extras'])}]" if entry.get("extras") else ""
    for file in _files(entry):
        return f"{file}{extras}"
    name = f"{entry['name']}{extras}"
    if "git" in entry:
        return f"{name} @ git+{_pinned(entry['git'])}"
    if "url" in entry:
        return f"{name} @ {entry['url']}"
    return f"{name}{entry.get('specifier', '')}"


def _pinned(address: str) -> str:
    """An address of git: revision and subfolder are in its query in the receipt, and behind it elsewhere."""
    parts = urlsplit(address)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    pins = [f"@{query[key]}" for key in ("rev", "tag", "branch") if key in query]
    folder = [f"#subdirectory={query['subdirectory']}"] if "subdirectory" in query else []
    return "".join((parts._replace(query="", fragment="").geturl(), *pins, *folder))
