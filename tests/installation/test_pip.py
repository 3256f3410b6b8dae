"""Virtual environments and systems' Pythons."""

from pathlib import Path

import pytest

from narrator.installation.choice import this_installation
from narrator.installation.environment import Environment
from narrator.installation.pip import PipInstallation

VENV = Environment(
    prefix=Path("/home/ann/my venv"), python=Path("/home/ann/my venv/bin/python"), has_pip=True
)
BY_UV = Environment(prefix=Path("/venv"), python=Path("/venv/bin/python"), has_pip=False)
SYSTEM = Environment(
    prefix=Path("/usr"), python=Path("/usr/bin/python3"), has_pip=True, externally_managed=True
)
CHECKOUT = Environment(
    prefix=Path("/venv"),
    python=Path("/venv/bin/python"),
    has_pip=True,
    checkout=Path("/home/ann/the source"),
)


@pytest.mark.parametrize(
    ("environment", "add", "mend", "remove"),
    [
        (
            VENV,
            "'/home/ann/my venv/bin/python' -m pip install 'av>=18'",
            "'/home/ann/my venv/bin/python' -m pip install --force-reinstall --no-deps 'numpy>=1.26'",
            "'/home/ann/my venv/bin/python' -m pip uninstall picture-narrator",
        ),
        (
            BY_UV,
            "uv pip install --python /venv/bin/python 'av>=18'",
            "uv pip install --python /venv/bin/python --force-reinstall --no-deps 'numpy>=1.26'",
            "uv pip uninstall --python /venv/bin/python picture-narrator",
        ),
        (
            SYSTEM,
            "/usr/bin/python3 -m pip install --break-system-packages 'av>=18'",
            "/usr/bin/python3 -m pip install --break-system-packages --force-reinstall --no-deps"
            " 'numpy>=1.26'",
            "/usr/bin/python3 -m pip uninstall --break-system-packages picture-narrator",
        ),
        (
            CHECKOUT,
            "/venv/bin/python -m pip install --editable '/home/ann/the source[camera]'",
            "/venv/bin/python -m pip install --force-reinstall --no-deps 'numpy>=1.26'",
            "/venv/bin/python -m pip uninstall picture-narrator",
        ),
    ],
)
def test_the_interpreter_is_named(environment: Environment, add: str, mend: str, remove: str) -> None:
    installation = this_installation(environment)
    assert isinstance(installation, PipInstallation)
    assert installation.to_add("camera") == add
    assert installation.to_mend("numpy") == mend
    assert installation.to_remove() == remove
