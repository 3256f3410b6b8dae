"""Installed by pipx, which gives every program an environment of its own.

https://pipx.pypa.io/stable/how-to/inject-packages/
"""

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from narrator.installation.environment import Environment
from narrator.installation.extras import requirements_of
from narrator.installation.installation import DISTRIBUTION
from narrator.installation.shell import typed

_NOTES = "pipx_metadata.json"
_FOR_ALL = Path("/opt/pipx")
"""Where pipx keeps what it has installed for all people of a machine."""


@dataclass(frozen=True)
class PipxInstallation:
    """pipx remembers what was injected and brings it again when it makes the environment anew."""

    prefix: Path

    @classmethod
    def of(cls, environment: Environment) -> Self | None:
        """None where pipx has not made the environment, or made it for another program."""
        with suppress(
            OSError, ValueError, LookupError, TypeError
        ):  # no notes, or none that can be understood
            notes = json.loads((environment.prefix / _NOTES).read_text(encoding="utf-8"))
            if notes["main_package"]["package"] == DISTRIBUTION:
                return cls(environment.prefix)
        return None

    def to_add(self, extra: str) -> str:
        """Inject what the extra needs."""
        return self._command("inject", self.prefix.name, *requirements_of(extra))

    def to_mend(self, package: str) -> str:
        """Make the environment anew."""
        return self._command("reinstall", self.prefix.name)

    def to_remove(self) -> str:
        """Remove the environment."""
        return self._command("uninstall", self.prefix.name)

    def _command(self, verb: str, *what: str) -> str:
        if self.prefix.is_relative_to(_FOR_ALL):
            return typed(["sudo", "pipx", verb, "--global", *what])
        return typed(["pipx", verb, *what])
