"""The settings of desktops for one person, on a private session bus that starts what keeps them.

`from tests.desktopsettings import desktop_settings` gives tests that fixture.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sessionbus import running_session_bus

__all__ = ["desktop_settings"]


@pytest.fixture
def desktop_settings(person: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A person's settings, which the bus starts when they are asked for."""
    with running_session_bus(services=True) as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        yield
