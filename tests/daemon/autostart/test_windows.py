"""The logic of the autostart on Windows; only the registry is not real."""

import pytest

from narrator.daemon.autostart.windows import WindowsAutostart
from narrator.daemon.program import program
from narrator.errors import DaemonError

COMMAND = (*program(), "watch", r"C:\Users\me\My Pictures", "--clipboard")


class RunKey:
    """Values in memory; one that is read-only, where Windows refuses."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.values = {"Other": "other.exe"}
        self.refuses = refuses

    def get(self, name: str) -> str | None:
        return self.values.get(name)

    def set(self, name: str, value: str) -> None:
        self._check()
        self.values[name] = value

    def delete(self, name: str) -> None:
        self._check()
        del self.values[name]

    def _check(self) -> None:
        if self.refuses:
            raise PermissionError(13, "Access is denied")


def test_the_value_holds_the_command_and_others_stay() -> None:
    run_key = RunKey()
    autostart = WindowsAutostart(run_key)
    assert autostart.installed() is None
    for _ in range(2):
        autostart.install(COMMAND)
    [value] = [value for name, value in run_key.values.items() if name != "Other"]
    assert value.endswith(r'watch "C:\Users\me\My Pictures" --clipboard')
    installed = autostart.installed()
    assert installed
    assert (installed.ours, installed.command) == (True, value)
    assert autostart.remove()
    assert not autostart.remove()
    assert run_key.values == {"Other": "other.exe"}


def test_another_installation_is_told() -> None:
    autostart = WindowsAutostart(RunKey())
    autostart.install([r"C:\old\pythonw.exe", "-m", "narrator", "watch"])
    installed = autostart.installed()
    assert installed
    assert not installed.ours


def test_a_refusal_of_windows_is_one_sentence() -> None:
    run_key = RunKey()
    autostart = WindowsAutostart(run_key)
    autostart.install(COMMAND)
    run_key.refuses = True
    for attempt in (lambda: autostart.install(COMMAND), autostart.remove):
        with pytest.raises(DaemonError, match=r"Access is denied\); ask who manages this computer"):
            attempt()
