"""Installed by pip, or by uv in pip's place, into a virtual environment or a system's Python."""

from dataclasses import dataclass

from narrator.installation.environment import Environment
from narrator.installation.extras import requirement_of, requirements_of
from narrator.installation.installation import DISTRIBUTION
from narrator.installation.shell import typed


@dataclass(frozen=True)
class PipInstallation:
    """Commands name the interpreter, so that they reach its environment from wherever they are typed."""

    environment: Environment

    def to_add(self, extra: str) -> str:
        """Install what the extra needs, not Narrator: nobody knows where that came from."""
        if self.environment.checkout:
            return self._command("install", "--editable", f"{self.environment.checkout}[{extra}]")
        return self._command("install", *requirements_of(extra))

    def to_mend(self, package: str) -> str:
        """Install that package once more, and nothing else."""
        return self._command("install", "--force-reinstall", "--no-deps", requirement_of(package))

    def to_remove(self) -> str:
        """Uninstall Narrator alone; what it needs may have been there before."""
        return self._command("uninstall", DISTRIBUTION)

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
