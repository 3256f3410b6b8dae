"""The worker process by itself, over its pipes."""

import os
import subprocess
import wave
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from narrator.speech.synthesizer import WORKER_COMMAND
from narrator.workers.messages import Message, receive, send
from tests.places import ROOT

OPTIONS = {"voice": None, "rate": None, "volume": None}


class Worker:
    """A worker in a folder, with modules that it finds before all others."""

    def __init__(self, folder: Path, modules: Path, sounds: Path | None = None) -> None:
        self.process = subprocess.Popen(
            WORKER_COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=os.environ | {"PYTHONPATH": f"{modules}{os.pathsep}{ROOT}"},
        )
        assert self.process.stdin and self.process.stdout and self.process.stderr
        self.stdin, self.stdout, self.stderr = self.process.stdin, self.process.stdout, self.process.stderr
        send(self.stdin, {"options": OPTIONS, "folder": str(sounds) if sounds else None})

    def ask(self, **question: object) -> Message:
        send(self.stdin, question)
        answer = receive(self.stdout)
        assert answer is not None
        return answer

    def end(self) -> bytes:
        """What it wrote to stderr."""
        self.stdin.close()
        assert self.process.wait(20) == 0
        with self.stdout, self.stderr:
            assert self.stdout.read() == b""
            return self.stderr.read()


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    folder = tmp_path / "modules"
    folder.mkdir()
    return folder


@pytest.fixture
def worker(tmp_path: Path, modules: Path) -> Iterator[Worker]:
    worker = Worker(tmp_path, modules)
    yield worker
    if worker.process.poll() is None:
        worker.end()


def test_answers_are_alone_on_stdout_and_chatter_goes_to_stderr(worker: Worker) -> None:
    for number in (7, 8):
        answer = worker.ask(id=number, say="A dog.")
        assert answer.header == {"id": number}
        with wave.open(BytesIO(answer.payload)) as sound:
            assert sound.getnframes() > 10000
    assert b"Audio saved" in worker.end()


def test_it_ends_when_its_parent_is_gone_even_while_the_synthesizer_hangs(
    tmp_path: Path, modules: Path
) -> None:
    (modules / "pyttsx3.py").write_text("import time\ndef init():\n    time.sleep(600)\n")
    worker = Worker(tmp_path, modules)
    send(worker.stdin, {"id": 1, "say": "A dog."})
    worker.end()


@pytest.mark.parametrize("failure", ["import nowhere_at_all", "raise RuntimeError('no library')"])
def test_a_synthesizer_that_cannot_be_loaded_is_a_sentence(
    tmp_path: Path, modules: Path, failure: str
) -> None:
    (modules / "pyttsx3.py").write_text(failure)
    worker = Worker(tmp_path, modules)
    error = worker.ask(id=1, check=True).header["error"]
    assert "cannot be loaded" in error
    assert "install" in error
    worker.end()


def test_a_module_in_the_folder_where_somebody_stands_is_not_run(tmp_path: Path, modules: Path) -> None:
    (tmp_path / "pyttsx3.py").write_text("raise SystemExit('a stranger was run')")
    worker = Worker(tmp_path, modules)
    assert worker.ask(id=1, check=True).header["synthesizer"] == "espeak-ng"
    worker.end()


def test_it_clears_up_when_nobody_hears_its_answer_any_more(tmp_path: Path, modules: Path) -> None:
    sounds = tmp_path / "sounds"
    sounds.mkdir()
    worker = Worker(tmp_path, modules, sounds)
    worker.ask(id=1, say="A dog.")
    assert [file.name for file in sounds.iterdir()] == ["speech.wav"]
    # A killed parent loses both pipes at once; here one after the other, so that always the answer fails.
    worker.stdout.close()
    send(worker.stdin, {"id": 2, "say": "A cat."})
    with pytest.raises(subprocess.TimeoutExpired):
        worker.process.wait(1)
    worker.stdin.close()
    assert worker.process.wait(20) == 0
    worker.stderr.close()
    assert list(tmp_path.glob("sounds*")) == []
