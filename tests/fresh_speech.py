"""What texts should sound like: pyttsx3 alone, in a new process, without any of Narrator's code."""

import ctypes
import os
import subprocess
import sys
import tempfile
import wave
from pathlib import Path
from threading import Event

import numpy as np
from numpy.typing import NDArray


def fresh_speech(*texts: str) -> list[NDArray[np.float64]]:
    """The sounds of texts said one after the other, at 22050 samples a second.

    In the order in which they were said, because espeak-ng is repeatable only from its start on: its
    oscillators run through, and a sentence said second correlates with itself said first by a half.
    """
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, __file__, folder, *texts], check=True, stdout=subprocess.DEVNULL)
        return [read_wav(Path(folder) / f"{number}.wav") for number in range(len(texts))]


def read_wav(path: Path) -> NDArray[np.float64]:
    """The samples of a 16-bit mono WAV file."""
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 22050)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float64)


def _main(folder: str, *texts: str) -> None:
    try:
        library = ctypes.CDLL("libespeak-ng.so.1")
    except OSError:
        import espeakng_loader

        os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
        library = ctypes.CDLL(espeakng_loader.get_library_path())
    import pyttsx3

    engine = pyttsx3.init()
    finished = Event()
    engine.connect("finished-utterance", lambda **_: finished.set())
    for number, text in enumerate(texts):
        library.espeak_Synchronize()  # or pyttsx3 cancels the changes of voice and rate that still wait
        finished.clear()
        engine.save_to_file(text, f"{folder}/{number}.wav")
        engine.runAndWait()
        assert finished.wait(10)


if __name__ == "__main__":
    _main(*sys.argv[1:])
