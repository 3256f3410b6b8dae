"""Engines that are missing, fail or hang."""

import os
import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.machinery import ModuleSpec
from pathlib import Path
from threading import Thread

import pytest
from PIL import Image

from narrator.errors import TextError
from narrator.installation.choice import this_installation
from narrator.looking.text import rapid
from narrator.looking.text.choice import text_reader
from narrator.looking.text.rapid import RapidReader
from narrator.looking.text.tesseract import TesseractReader

BLANK = Image.new("RGB", (40, 30))
HANGS = (sys.executable, "-c", "import time; time.sleep(600)")
FINDS = """
import sys
from narrator.workers.messages import receive, send
receive(sys.stdin.buffer)
while request := receive(sys.stdin.buffer):
    box = {"left": 0, "top": 0, "right": 9, "bottom": 9}
    send(sys.stdout.buffer, {"id": request.header["id"], "pieces": [{"text": "hello", "score": 1.0, **box}]})
"""


def program(folder: Path, code: str) -> str:
    """An executable file."""
    file = folder / "tesseract"
    file.write_text(f"#!{sys.executable}\n{code}\n")
    file.chmod(0o755)
    return str(file)


def test_a_process_that_hangs_is_ended() -> None:
    reader = RapidReader(command=HANGS, patience=0.2)
    with pytest.raises(TextError, match="no answer within"):
        reader.pieces(BLANK)
    assert reader._worker.pid is None
    reader.close()


def test_a_process_that_cannot_be_started_is_a_sentence() -> None:
    with pytest.raises(TextError, match="could not be read"):
        RapidReader(command=("/nowhere/at/all",)).pieces(BLANK)


def test_a_killed_process_is_replaced_without_losing_the_picture() -> None:
    reader = RapidReader(command=(sys.executable, "-c", FINDS))
    assert [piece.text for piece in reader.pieces(BLANK)] == ["hello"]
    assert reader._worker.pid
    os.kill(reader._worker.pid, signal.SIGKILL)
    assert [piece.text for piece in reader.pieces(BLANK)] == ["hello"]
    assert not reader.unload(unused_for=1000)
    assert reader.unload()
    assert not reader.unload()
    reader.close()


def test_closed_in_the_middle_of_a_picture_it_gives_up() -> None:
    reader = RapidReader(command=HANGS)
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


def test_a_library_that_fails_or_has_lost_its_networks_is_brought_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = re.escape(this_installation().to_mend("text"))
    code = "import sys; sys.modules['rapidocr'] = None; from narrator.looking.text.worker import main; main()"
    reader = RapidReader(command=(sys.executable, "-c", code))
    with pytest.raises(TextError, match=f"RapidOCR failed .* run {way}, which may mend it"):
        reader.pieces(BLANK)
    reader.close()
    spec = ModuleSpec("rapidocr", None, is_package=True)
    spec.submodule_search_locations = [str(tmp_path)]
    monkeypatch.setattr(rapid, "find_spec", lambda name: spec)
    with pytest.raises(TextError, match=f"networks that read text are missing; run {way} to get them"):
        text_reader()


def test_the_process_can_open_no_connection() -> None:
    code = "from narrator.looking.text import worker; worker.stay_offline(); import socket; socket.socket()"
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert process.returncode == 1
    assert process.stderr.endswith("OSError: nothing is asked of the network here\n")


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


def test_rapidocr_goes_before_tesseract_and_without_both_the_way_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert text_reader().name == "rapidocr"
    monkeypatch.setattr(rapid, "find_spec", lambda name: None)
    assert text_reader().name == "tesseract"
    monkeypatch.setenv("PATH", "")
    with pytest.raises(TextError, match=re.escape(this_installation().to_add("text"))):
        text_reader()
