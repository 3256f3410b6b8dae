import subprocess
import sys
from pathlib import Path

from tests.places import ROOT

PROGRAM = """
import sys
from narrator.daemon.events import Event
from narrator.terminal.events import PrintedEvents

events = PrintedEvents(as_json=True)
events.emit(Event(kind="ready", line="It watches.", fields={}))
sys.stdin.readline()
for _ in range(2):
    events.emit(Event(kind="ready", line="It watches.", fields={}))
sys.exit(7)
"""


def test_who_no_longer_reads_the_events_changes_nothing(person: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdout
    assert b'"ready"' in process.stdout.readline()
    process.stdout.close()
    _, errors = process.communicate(b"\n", timeout=60)
    assert (process.returncode, errors) == (7, b"")
