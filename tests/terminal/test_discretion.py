"""Where what a daemon prints goes: to a terminal, or nowhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from narrator.terminal.discretion import PRINTED
from tests.places import ROOT

PROGRAM = """
import os, sys
from narrator.terminal.discretion import discreet

with discreet(as_json=sys.argv[1] == "json") as explain:
    explain()
    print("a caption", flush=True)
    print("an error", file=sys.stderr, flush=True)
    os.write(2, b"a library's own\\n")
print("the end")
print("why", file=sys.stderr)
"""


def printed(form: str, output: int, errors: int) -> None:
    subprocess.run([sys.executable, "-c", PROGRAM, form], stdout=output, stderr=errors, cwd=ROOT, check=True)


@pytest.mark.parametrize(
    ("form", "output"), [("lines", "the end\n"), ("json", "a caption\nthe end\n")], ids=["lines", "objects"]
)
def test_into_a_file_goes_what_was_asked_for_and_what_comes_before_and_after(
    tmp_path: Path, form: str, output: str
) -> None:
    out, err = tmp_path / "out", tmp_path / "err"
    with out.open("wb") as stream, err.open("wb") as errors:
        printed(form, stream.fileno(), errors.fileno())
    assert out.read_text() == output
    assert err.read_text() == ("why\n" if form == "json" else f"{PRINTED}\nwhy\n")


def test_on_a_terminal_all_is_printed() -> None:
    master, terminal = os.openpty()
    try:
        printed("lines", terminal, terminal)
        lines = os.read(master, 4096).decode().split("\r\n")
    finally:
        os.close(master)
        os.close(terminal)
    assert lines == ["a caption", "an error", "a library's own", "the end", "why", ""]


def test_streams_that_are_closed_are_no_fault() -> None:
    command = [sys.executable, "-c", PROGRAM, "lines"]
    process = subprocess.run(["sh", "-c", 'exec "$@" >&- 2>&-', "sh", *command], cwd=ROOT)
    assert process.returncode in (0, 1)  # os.write itself fails there
