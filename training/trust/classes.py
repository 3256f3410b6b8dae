"""What the classifiers of a bundle's own encoder say of pictures, kept in a folder."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from models.encoders import EncoderConfig
from narrator.captioning.graphs import DECODER, ENCODER
from narrator.captioning.network import OnnxNetwork
from narrator.captioning.witness import CLASSES
from narrator.picture.opening import open_picture, squeeze
from narrator.whole_file import whole_file
from training.release.witness import CLASS_COUNT, add_witness

Logits = NDArray[np.float32]


class Classifiers:
    """The classifiers on the int8 trunks that are shipped, so that what is learned of them fits."""

    def __init__(self, bundle: Path, encoder: EncoderConfig, kept: Path | None = None) -> None:
        """`kept` is the folder in which answers are kept, None to forget them.

        Raises `TrainingError` where no member of the encoder names things, and `MissingWeightsError`.
        """
        with tempfile.TemporaryDirectory(prefix="narrator-classes-") as temporary:
            graph = Path(temporary, ENCODER)
            shutil.copy(bundle / ENCODER, graph)
            add_witness(graph, encoder, np.zeros((CLASS_COUNT, 1), np.float32), np.zeros(1, np.float32))
            self._network = OnnxNetwork(graph.read_bytes(), bundle / DECODER, threads=1)
        self._kept = kept

    def logits(self, name: str, pictures: Sequence[Path]) -> Logits:
        """Those of each picture of a set [P, C]. Raises PictureError."""
        file = self._kept / f"{name}.npz" if self._kept else None
        stems = [picture.name for picture in pictures]
        if file and file.exists():
            with np.load(file) as found:
                if found["pictures"].tolist() == stems:
                    known: Logits = found["logits"]
                    return known
        logits = np.stack([self._of(picture) for picture in tqdm(pictures, desc=name, unit="picture")])
        if file:
            file.parent.mkdir(parents=True, exist_ok=True)
            with whole_file(file) as stream:
                np.savez(stream, pictures=np.array(stems), logits=logits)
        return logits

    def _of(self, picture: Path) -> Logits:
        pixels = squeeze(open_picture(picture).image, self._network.image_size)
        logits: Logits = self._network.encode(pixels).witness[CLASSES][0]
        return logits
