"""The registry's calls behind the autostart on Windows, and nothing else; not tried but on Windows."""

import sys

if sys.platform == "win32":
    import winreg

    class RegistryRunKey:
        """A key under HKEY_CURRENT_USER whose values are texts."""

        def __init__(self, key: str) -> None:
            self._key = key

        def get(self, name: str) -> str | None:
            """A value; None where there is none."""
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, self._key) as key:
                    return str(winreg.QueryValueEx(key, name)[0])
            except FileNotFoundError:
                return None

        def set(self, name: str, value: str) -> None:
            """Write a value."""
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, self._key) as key:
                winreg.SetValueEx(key, name, 0, winreg.REG_SZ, value)

        def delete(self, name: str) -> None:
            """Delete a value that is there."""
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, self._key, 0, winreg.KEY_SET_VALUE) as key:
                winreg.DeleteValue(key, name)
