"""The real session manager of XFCE, which starts what autostart entries say."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

__all__ = ["xfce_login"]

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


@contextmanager
def xfce_login(config: Path, output: Path) -> Iterator[None]:
    """A session from login to logout; `output` gets what the session and all that it starts write."""
    channel = config / "xfce4" / "xfconf" / "xfce-perchannel-xml" / "xfce4-session.xml"
    channel.parent.mkdir(parents=True, exist_ok=True)
    channel.write_text(_CHANNEL)
    (keeper,) = Path("/usr/lib").glob("*/xfce4/xfconf/xfconfd")
    with ExitStack() as stack, output.open("a") as stream:
        for command in ([keeper], ["xfce4-session"]):
            process = subprocess.Popen(
                command,
                env=os.environ | {"XDG_CURRENT_DESKTOP": "XFCE"},
                stdout=stream,
                stderr=stream,
            )
            stack.callback(process.wait)
            stack.callback(process.terminate)
        yield
