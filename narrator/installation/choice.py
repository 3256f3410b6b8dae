"""Which of the ways it was."""

from narrator.installation.environment import Environment
from narrator.installation.installation import Installation
from narrator.installation.pip import PipInstallation
from narrator.installation.pipx import PipxInstallation
from narrator.installation.uv_tool import UvToolInstallation


def this_installation(environment: Environment | None = None) -> Installation:
    """How Narrator was installed into an environment, the current one if none is named."""
    environment = environment or Environment.current()
    return (
        PipxInstallation.of(environment) or UvToolInstallation.of(environment) or PipInstallation(environment)
    )
