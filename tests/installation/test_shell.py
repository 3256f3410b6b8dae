"""A command that is typed reaches the program word by word."""

import subprocess
import sys

import pytest

from narrator.installation.shell import typed

WORDS = ["av>=18", "/home/ann/it's mine[camera]", "a b", "$HOME", "*", 'say "x"']


def test_a_posix_shell_hands_the_words_on_as_they_are() -> None:
    line = typed([sys.executable, "-c", "import sys; print(sys.argv[1:])", *WORDS], windows=False)
    process = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True)
    assert process.stdout == f"{WORDS}\n"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["pipx", "inject", "picture-narrator", "av>=18"], 'pipx inject picture-narrator "av>=18"'),
        (["uv", "tool", "install", r"C:\a b[camera]"], r'uv tool install "C:\a b[camera]"'),
        (
            [r"C:\Ann\venv\Scripts\python.exe", "-m", "pip", "install", "av>=18"],
            r'C:\Ann\venv\Scripts\python.exe -m pip install "av>=18"',
        ),
        (
            [r"C:\Ann O'Neil\python.exe", "-m", "pip", "install", "av>=18"],
            "powershell -Command \"& 'C:\\Ann O''Neil\\python.exe' '-m' 'pip' 'install' 'av>=18'\"",
        ),
    ],
)
def test_on_windows_cmd_and_powershell_take_the_same_line(words: list[str], line: str) -> None:
    assert typed(words, windows=True) == line
