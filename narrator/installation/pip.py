"""Installed by pip, or by uv in pip's place, into a virtual environment or a system's Python."""

from dataclasses import dataclass

from narrator.installation.environment import Environment
from narrator.installation.extras import requirements_of
from narrator.installation.installation import DISTRIBUTION
from narrator.installation.shell import typed


@dataclass(frozen=True)
class PipInstallation:
    """Commands name the interpreter, so that they reach its environment from wherever they are typed."""

    environment: Environment

    def to_add(self, extra: str) -> str:
        """Install what the extra needs, not Narrator: nobody knows where that came from."""
        return self._command("install", *self._what(extra))

    def to_mend(self, extra: str) -> str:
        """Install that once more."""
        return self._command("install", "--force-reinstall", *self._what(extra))

    def to_remove(self) -> str:
        """Uninstall Narrator alone; what it needs may have been there before."""
        return self._command("uninstall", DISTRIBUTION)

    def _what(self, extra: str) -> list[str]:
        if self.environment.checkout:
            return ["--editable", f"{self.environment.checkout}[{extra}]"]
        return requirements_of(extra)

    def _command(self, verb: str, *what: str) -> str:
        python = str(self.environment.python)
        if self.environment.has_pip:
            words = [python, "-m", "pip", verb]
        else:
            words = ["uv", "pip", verb, "--python", python]
        if self.environment.externally_managed:
            # Without it Narrator could not have come here.
            words.append("--break-system-packages")
        return typed([*words, *what])
