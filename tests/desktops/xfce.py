"""The real session manager of XFCE, which starts what autostart entries say.

`from tests.desktops.xfce import session_bus, x_server, xfce` gives a file of tests the fixture `xfce`.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.sessionbus import SessionBus, session_bus
from tests.xserver import XServer, x_server

__all__ = ["Xfce", "session_bus", "x_server", "xfce"]

# One program instead of XFCE's own desktop, and no agents, which would outlive the session.
_CHANNEL = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-session" version="1.0">
  <property name="general" type="empty">
    <property name="FailsafeSessionName" type="string" value="Failsafe"/>
  </property>
  <property name="startup" type="empty">
    <property name="ssh-agent" type="empty"><property name="enabled" type="bool" value="false"/></property>
    <property name="gpg-agent" type="empty"><property name="enabled" type="bool" value="false"/></property>
  </property>
  <property name="sessions" type="empty">
    <property name="Failsafe" type="empty">
      <property name="IsFailsafe" type="bool" value="true"/>
      <property name="Count" type="int" value="1"/>
      <property name="Client0_Command" type="array"><value type="string" value="true"/></property>
      <property name="Client0_PerScreen" type="bool" value="false"/>
    </property>
  </property>
</channel>
"""


class Xfce:
    """Lets a person log in."""

    def __init__(self, config: Path, output: Path) -> None:
        self._channel = config / "xfce4" / "xfconf" / "xfce-perchannel-xml" / "xfce4-session.xml"
        self.output = output
        """What the sessions write, and all that they start."""

    @contextmanager
    def session(self) -> Iterator[None]:
        """From login to logout."""
        self._channel.parent.mkdir(parents=True, exist_ok=True)
        self._channel.write_text(_CHANNEL)
        (keeper,) = Path("/usr/lib").glob("*/xfce4/xfconf/xfconfd")
        with ExitStack() as stack, self.output.open("a") as stream:
            for command in (str(keeper), "xfce4-session"):
                process = subprocess.Popen(
                    [command],
                    env=os.environ | {"XDG_CURRENT_DESKTOP": "XFCE"},
                    stdout=stream,
                    stderr=stream,
                )
                stack.callback(process.wait)
                stack.callback(process.terminate)
            yield


@pytest.fixture
def xfce(person: Path, session_bus: SessionBus, x_server: XServer, tmp_path: Path) -> Xfce:
    """XFCE on the screen of this person."""
    return Xfce(person / "config", tmp_path / "output")
