"""The two graphs of a bundle, and the network that is made of them; loads nothing else of a bundle."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narrator.captioning.kept_graphs import KeptGraphs
from narrator.captioning.network import OnnxNetwork
from narrator.captioning.shelves import MANIFEST
from narrator.captioning.stated import Stated

ENCODER, DECODER = "encoder.onnx", "decoder.onnx"
_REMEDY = "reinstall narrator, or name another model with --model"


@dataclass(frozen=True, kw_only=True)
class Graphs:
    """Where they are, and what the manifest notes of them, of which nothing is checked yet."""

    stated: Stated
    files: Mapping[str, Any]

    @classmethod
    def of(cls, folder: Path) -> "Graphs":
        """Those of a bundle. Raises `BundleError` where its manifest cannot be read or notes none."""
        stated = stated_of(folder)
        noted = stated.field(stated.read(), "files", dict)
        files = {name: noted[name] for name in (ENCODER, DECODER) if name in noted}
        stated.check_files(files, {ENCODER, DECODER}, later=files)
        return cls(stated=stated, files=files)

    def network(self, threads: int | None = None) -> OnnxNetwork:
        """Start the network, of graphs that were kept if there are any. Raises `BundleError`."""
        return self._kept.network(threads) or self._own_network(threads)

    def keep(self, network: OnnxNetwork) -> bool:
        """Keep them as they are optimised for this machine, unless they are; whether they are there now.

        `network` is what `network` gave. It takes about as long as a start, so nobody should be waiting.
        """
        return network.optimised or self._kept.make(*self._places, network)

    @property
    def _kept(self) -> KeptGraphs:
        return KeptGraphs.of(*(str(self.files[name]["sha256"]) for name in (ENCODER, DECODER)))

    @property
    def _places(self) -> tuple[Path, Path]:
        return self.stated.folder / ENCODER, self.stated.folder / DECODER

    def _own_network(self, threads: int | None) -> OnnxNetwork:
        self.stated.check_files(self.files, set(self.files))
        return OnnxNetwork(*self._places, threads=threads)


def stated_of(folder: Path) -> Stated:
    """What a bundle's folder states of itself."""
    return Stated(folder=folder, noted_in=MANIFEST, kind="model", remedy=_REMEDY)
