"""The fourteen ways in which pictures come to a person, and what looks like them and is none."""

import os
import random
import subprocess
import tarfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from shutil import copy2

import numpy as np
from PIL import Image

from benchmarks.soak.ledger import Ledger

_SIZE = (96, 72)
_OLD = 1_000_000_000
"""Seconds since 1970: the time of files that are older than the soak."""
_SLOW_SECONDS = 0.15


def picture(number: int) -> bytes:
    """A PNG whose pixels no other number has."""
    chance = np.random.default_rng(number)
    tint = chance.integers(0, 256, 3)
    pixels = np.full((_SIZE[1], _SIZE[0], 3), tint, np.uint8)
    pixels[20:50, 20:70] = 255 - tint
    pixels[0, :4] = np.frombuffer((number * 2_654_435_761).to_bytes(12, "little"), np.uint8).reshape(4, 3)
    file = BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


class Pictures:
    """Brings pictures in ways drawn by chance and notes each in the ledger."""

    def __init__(self, folder: Path, elsewhere: Path, ledger: Ledger, chance: random.Random) -> None:
        """`elsewhere` is a folder on the same disk that nobody watches."""
        self._folder = folder
        self._elsewhere = elsewhere
        self._ledger = ledger
        self._chance = chance
        self.ways: dict[str, Callable[[int], bytes]] = {
            "saved": self._saved,
            "moved in": self._moved,
            "moved in, with an old time": self._moved_old,
            "written slowly": self._slowly,
            "renamed from .part": self._part,
            "downloaded by a browser": self._download,
            "linked": self._linked,
            "a symbolic link": self._symbolic,
            "overwritten": self._overwritten,
            "replaced": self._replaced,
            "copied with its old time": self._copied,
            "unpacked from an archive": self._unpacked,
            "in a new folder": self._in_new_folder,
            "copied to the clipboard": self._clipboard,
        }
        self.others: dict[str, Callable[[Path], None]] = {"touched": _touch, "renamed": _rename}

    def bring(self, number: int) -> None:
        """One picture, and now and then something that is no news."""
        way = self._chance.choice(sorted(self.ways))
        began = time.monotonic()
        data = self.ways[way](number)
        self._ledger.saved(data, way, began)
        if self._chance.random() < 0.05 and (victim := self._victim()):
            self.others[self._chance.choice(sorted(self.others))](victim)

    def _victim(self) -> Path | None:
        """A file whose picture is described, so that nothing is lost with it."""
        return self._ledger.settled_file(self._chance)

    def _file(self, number: int, folder: Path | None = None) -> Path:
        return (folder or self._folder) / f"picture {number}.png"

    def _outside(self, number: int) -> tuple[Path, bytes]:
        data = picture(number)
        file = self._file(number, self._elsewhere)
        file.write_bytes(data)
        return file, data

    def _saved(self, number: int) -> bytes:
        data = picture(number)
        self._file(number).write_bytes(data)
        return data

    def _moved(self, number: int) -> bytes:
        file, data = self._outside(number)
        file.rename(self._file(number))
        return data

    def _moved_old(self, number: int) -> bytes:
        file, data = self._outside(number)
        os.utime(file, (_OLD + number, _OLD + number))
        file.rename(self._file(number))
        return data

    def _slowly(self, number: int) -> bytes:
        data = picture(number)
        with self._file(number).open("wb") as file:
            for start in range(0, len(data), 1 + len(data) // 3):
                file.write(data[start : start + 1 + len(data) // 3])
                file.flush()
                time.sleep(_SLOW_SECONDS)
        return data

    def _part(self, number: int) -> bytes:
        data = picture(number)
        part = self._file(number).with_suffix(".png.part")
        part.write_bytes(data)
        part.rename(self._file(number))
        return data

    def _download(self, number: int) -> bytes:
        """The name is taken by an empty file until the download is done."""
        data = picture(number)
        self._file(number).touch()
        download = self._file(number).with_suffix(".crdownload")
        download.write_bytes(data)
        time.sleep(_SLOW_SECONDS)
        download.replace(self._file(number))
        return data

    def _linked(self, number: int) -> bytes:
        file, data = self._outside(number)
        self._file(number).hardlink_to(file)
        return data

    def _symbolic(self, number: int) -> bytes:
        file, data = self._outside(number)
        self._file(number).symlink_to(file)
        return data

    def _overwritten(self, number: int) -> bytes:
        data = picture(number)
        (self._victim() or self._file(number)).write_bytes(data)
        return data

    def _replaced(self, number: int) -> bytes:
        file, data = self._outside(number)
        file.replace(self._victim() or self._file(number))
        return data

    def _copied(self, number: int) -> bytes:
        file, data = self._outside(number)
        os.utime(file, (_OLD + number, _OLD + number))
        copy2(file, self._file(number))
        file.unlink()
        return data

    def _unpacked(self, number: int) -> bytes:
        data = picture(number)
        archive = BytesIO()
        with tarfile.open(fileobj=archive, mode="w") as tar:
            info = tarfile.TarInfo(self._file(number).name)
            info.size, info.mtime = len(data), _OLD + number
            tar.addfile(info, BytesIO(data))
        unpack = ["tar", "--extract", "--directory", str(self._folder)]
        subprocess.run(unpack, input=archive.getvalue(), check=True)
        return data

    def _in_new_folder(self, number: int) -> bytes:
        data = picture(number)
        folder = self._folder / f"folder {number}"
        folder.mkdir()
        self._file(number, folder).write_bytes(data)
        return data

    def _clipboard(self, number: int) -> bytes:
        data = picture(number)
        subprocess.run(
            ["xclip", "-selection", "clipboard", "-target", "image/png"],
            input=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(1.0)
        return data


def _touch(file: Path) -> None:
    file.touch()


def _rename(file: Path) -> None:
    file.rename(file.with_name(f"renamed {file.name}"))
