from tests.sessionbus import session_bus
from tests.xserver import fingers, x_server

__all__ = ["fingers", "session_bus", "x_server"]
