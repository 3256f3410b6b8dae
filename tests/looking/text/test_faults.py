"""Engines that are missing, fail or hang."""

import os
import re
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread

import pytest
from PIL import Image

from narrator.errors import TextError
from narrator.installation.choice import this_installation
from narrator.looking.text.choice import text_reader
from narrator.looking.text.ppocr import networks
from narrator.looking.text.ppocr.reader import PpocrReader
from narrator.looking.text.tesseract import TesseractReader

BLANK = Image.new("RGB", (40, 30))
HANGS = (sys.executable, "-c", "import time; time.sleep(600)")
FINDS = """
import sys
from narrator.workers.messages import receive, send
receive(sys.stdin.buffer)
while request := receive(sys.stdin.buffer):
    piece = {"text": "hello", "score": 1.0, "scores": [1.0], "left": 0, "top": 0, "right": 9, "bottom": 9}
    send(sys.stdout.buffer, {"id": request.header["id"], "pieces": [piece]})
"""


def program(folder: Path, code: str) -> str:
    """An executable file."""
    file = folder / "tesseract"
    file.write_text(f"#!{sys.executable}\n{code}\n")
    file.chmod(0o755)
    return str(file)


def test_a_process_that_hangs_is_ended() -> None:
    reader = PpocrReader(command=HANGS, patience=0.2)
    with pytest.raises(TextError, match="no answer within"):
        reader.pieces(BLANK)
    assert reader._worker.pid is None
    reader.close()


def test_a_process_that_cannot_be_started_is_a_sentence() -> None:
    with pytest.raises(TextError, match="could not be read"):
        PpocrReader(command=("/nowhere/at/all",)).pieces(BLANK)


def test_a_killed_process_is_replaced_without_losing_the_picture() -> None:
    reader = PpocrReader(command=(sys.executable, "-c", FINDS))
    assert [piece.text for piece in reader.pieces(BLANK)] == ["hello"]
    assert reader._worker.pid
    os.kill(reader._worker.pid, signal.SIGKILL)
    assert [piece.text for piece in reader.pieces(BLANK)] == ["hello"]
    assert not reader.unload(unused_for=1000)
    assert reader.unload()
    assert not reader.unload()
    reader.close()


def test_closed_in_the_middle_of_a_picture_it_gives_up() -> None:
    reader = PpocrReader(command=HANGS)
    caught: list[TextError] = []

    def read() -> None:
        with pytest.raises(TextError, match="Narrator ends") as error:
            reader.pieces(BLANK)
        caught.append(error.value)

    thread = Thread(target=read)
    thread.start()
    reader.close()
    thread.join(60)
    assert caught
    reader.close()


def run_with(change: str) -> tuple[str, ...]:
    """The command of a process in which something is not as it was installed."""
    code = f"from narrator.looking.text.ppocr import networks, worker; {change}; worker.main()"
    return (sys.executable, "-c", code)


def test_what_the_networks_fail_at_is_told_with_what_may_mend_it() -> None:
    way = re.escape(this_installation().to_mend(networks.PACKAGE))
    reader = PpocrReader(command=run_with("worker.load_engine = lambda _: 1 / 0"))
    with pytest.raises(TextError, match=rf"Reading failed \(ZeroDivisionError: .*\); run {way} and"):
        reader.pieces(BLANK)
    reader.close()


@pytest.mark.parametrize("there", [True, False])
def test_a_network_that_is_damaged_or_missing_is_not_run(tmp_path: Path, there: bool) -> None:
    if there:
        (tmp_path / "models").mkdir()
        (tmp_path / networks.FINDER.name).write_bytes(b"something else")
    change = f"import pathlib; networks.folder = lambda: pathlib.Path({str(tmp_path)!r})"
    reader = PpocrReader(command=run_with(change))
    way = re.escape(this_installation().to_mend(networks.PACKAGE))
    with pytest.raises(TextError, match=f"missing or damaged; run {way}"):
        reader.pieces(BLANK)
    reader.close()


def test_tesseract_that_hangs_is_ended(tmp_path: Path) -> None:
    hanging = program(tmp_path, "import time; time.sleep(600)")
    with pytest.raises(TextError, match="within 0 seconds"):
        TesseractReader(hanging, patience=0.2).pieces(BLANK)


def test_tesseract_closed_in_the_middle_of_a_picture_leaves_no_process(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "life")
    code = f"import time; life = open({str(tmp_path / 'life')!r}, 'w'); time.sleep(600)"
    reader = TesseractReader(program(tmp_path, code), patience=20)
    with ThreadPoolExecutor(1) as other:
        reading = other.submit(reader.pieces, BLANK)
        with (tmp_path / "life").open() as life:  # it has begun
            reader.close()
            assert life.read() == ""  # it has ended
        with pytest.raises(TextError, match="Narrator ends"):
            reading.result(60)
    with pytest.raises(TextError, match="Narrator ends"):
        reader.pieces(BLANK)


def test_tesseract_that_fails_says_why(tmp_path: Path) -> None:
    failing = program(tmp_path, "import sys; sys.exit('No languages could be loaded.')")
    with pytest.raises(TextError, match=r"failed \(No languages could be loaded\)"):
        TesseractReader(failing).pieces(BLANK)
    with pytest.raises(TextError, match="cannot be started"):
        TesseractReader(str(tmp_path / "absent")).pieces(BLANK)


def test_tesseract_stands_in_for_networks_that_are_missing_and_without_both_the_way_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert text_reader().name == "pp-ocr"
    monkeypatch.setattr(networks, "find_spec", lambda name: None)
    assert text_reader().name == "tesseract"
    monkeypatch.setenv("PATH", "")
    with pytest.raises(TextError, match=re.escape(this_installation().to_mend(networks.PACKAGE))):
        text_reader()
