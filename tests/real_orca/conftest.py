from tests.real_orca.desktop import orca_desktop, shared_orca_desktop

__all__ = ["orca_desktop", "shared_orca_desktop"]
