"""A bundle's graphs as ONNX Runtime has optimised them for this machine, kept for the next start.

Most of a start is ONNX Runtime's optimising, and packing of weights for the processor's instructions. What
comes of it is kept beside the person's other caches: graphs without weights, and the weights in files that
every process maps and all share.

A kept graph is used only where bundle, ONNX Runtime and processor are those it was made of, where nobody but
this person could have written it, and where its files have the content that was noted. Whatever is otherwise,
the bundle's own graphs are read, which is as good and takes longer.
"""

import hashlib
import json
import os
import shutil
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import numpy as np

from narrator.captioning.integrity import damage_of, fingerprint
from narrator.captioning.network import OnnxNetwork, State, save_optimised
from narrator.captioning.processor import processor
from narrator.captioning.vocabulary import START
from narrator.errors import BundleError
from narrator.places import graphs_folder
from narrator.private_folder import keep_private

_ENCODER, _DECODER = "encoder.onnx", "decoder.onnx"
_NOTE = "kept.json"
_PART = "part-"
_MOST = 3
"""So many are kept: of the released bundles, and of one more."""
_ROOM = 10
"""A disk must have so many times the graphs' size free; a full one is somebody's trouble already."""
_STALE_SECONDS = 3600.0
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


@dataclass(frozen=True, kw_only=True)
class KeptGraphs:
    """Where the optimised graphs of one bundle are, or would be."""

    folder: Path

    @classmethod
    def of(cls, *digests: str) -> "KeptGraphs":
        """Those of graphs with these SHA-256, on this machine."""
        import onnxruntime

        made_of = [*digests, onnxruntime.__version__, processor()]
        name = hashlib.sha256("\n".join(made_of).encode()).hexdigest()[:32]
        return cls(folder=graphs_folder() / name)

    def network(self, threads: int | None) -> OnnxNetwork | None:
        """The network made of them; None where there are none that can be trusted. What is damaged goes."""
        if not _is_private(self.folder.parent) or not _is_private(self.folder):
            return None
        if self._is_whole():
            with suppress(BundleError):  # the bundle's own graphs will tell what is wrong
                return OnnxNetwork(
                    self.folder / _ENCODER, self.folder / _DECODER, threads=threads, optimised=True
                )
        _remove(self.folder)
        return None

    def make(self, encoder: Path, decoder: Path, reference: OnnxNetwork) -> bool:
        """Optimise two graphs that are loaded as `reference`; whether they are there now.

        They are kept only if they give to the last bit what the reference gives. Where they cannot be
        written, nothing is left of them.
        """
        try:
            needed = _ROOM * (encoder.stat().st_size + decoder.stat().st_size)
            keep_private(self.folder.parent)
            if shutil.disk_usage(self.folder.parent).free < needed or not _is_private(self.folder.parent):
                return False
            with _part_of(self.folder) as part:
                save_optimised(encoder, part / _ENCODER)
                save_optimised(decoder, part / _DECODER)
                if not _same(reference, OnnxNetwork(part / _ENCODER, part / _DECODER, optimised=True)):
                    return False
                noted = {file.name: fingerprint(file) for file in part.iterdir()}
                (part / _NOTE).write_text(json.dumps(noted), encoding="utf-8")
                part.rename(self.folder)
        except (OSError, BundleError):  # a start takes longer, as before; nobody needs to know
            return self.folder.is_dir()
        self._prune()
        return True

    def _is_whole(self) -> bool:
        try:
            noted = json.loads((self.folder / _NOTE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        if not isinstance(noted, dict) or not {_ENCODER, _DECODER} <= noted.keys():
            return False
        return not any(damage_of(self.folder, *each, noted_in=_NOTE) for each in noted.items())

    def _prune(self) -> None:
        """Remove what is older: of other versions and processors, and of processes that were cut short."""
        now = time.time()
        with suppress(OSError):  # another process removes the same
            others = [each for each in self.folder.parent.iterdir() if each != self.folder]
            age = {each: now - each.stat().st_mtime for each in others}
            parts = [each for each in others if each.name.startswith(_PART)]
            older = sorted(set(others) - set(parts), key=age.__getitem__)
            for each in [part for part in parts if age[part] > _STALE_SECONDS] + older[_MOST - 1 :]:
                _remove(each)


def _is_private(folder: Path) -> bool:
    """Whether it is a folder that nobody else can write to, and no link."""
    try:
        state = folder.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(state.st_mode):
        return False
    if sys.platform == "win32":  # where a person's own folders are private from the start
        return True
    return state.st_uid == os.geteuid() and not state.st_mode & _OTHERS_WRITE


def _same(one: OnnxNetwork, other: OnnxNetwork) -> bool:
    """Whether both make the same of a picture of noise and of the first word after it, to the last bit."""
    side = one.image_size
    pixels = np.random.default_rng(0).integers(0, 256, (side, side, 3), dtype=np.uint8)

    def made(network: OnnxNetwork) -> Iterator[tuple[str, bytes]]:
        state = network.encode(pixels)
        log_probs, after = network.step(np.array([START, START]), state.select([0, 0]))
        yield "log_probs", log_probs.tobytes()
        yield from _arrays(state)
        yield from _arrays(after)

    return list(made(one)) == list(made(other))


def _arrays(state: State) -> Iterator[tuple[str, bytes]]:
    for arrays in (state.features, state.recurrent, state.witness):
        for name in sorted(arrays):
            yield name, arrays[name].tobytes()


@contextmanager
def _part_of(folder: Path) -> Iterator[Path]:
    """A new folder beside it, gone at the end unless it was renamed."""
    part = Path(mkdtemp(prefix=_PART, dir=folder.parent))
    try:
        yield part
    finally:
        _remove(part)


def _remove(folder: Path) -> None:
    """Remove it, as far as possible: on Windows a file that is mapped stays until its process ends."""
    shutil.rmtree(folder, ignore_errors=True)
