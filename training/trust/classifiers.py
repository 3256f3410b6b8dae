"""What EfficientNets say of pictures as they were trained: logits of ImageNet's classes, kept in files."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as F
from tqdm import tqdm

from models.encoders import EncoderConfig, build_encoder
from models.encoders.efficientnet_lite import classifier
from narrator.picture.opening import open_picture, squeeze
from narrator.whole_file import whole_file

NETWORKS = ("efficientnet_lite0", "efficientnet_lite2")
SQUEEZED, SEEN = 299, 256
"""Pixels: the square that the released bundle takes, and what its EfficientNets see of that."""


class Classifiers:
    """The networks with their own last layers; what is said is the mean of their logits."""

    def __init__(self, networks: Sequence[str] = NETWORKS) -> None:
        """Raises `MissingWeightsError` where a network's package is not installed."""
        self._members = [
            (
                build_encoder(
                    EncoderConfig(name=name, weights="package", trunk_until="features.7", image_size=SEEN)
                ).eval(),
                classifier(name),
            )
            for name in networks
        ]

    def logits(self, picture: Path) -> NDArray[np.float32]:
        """Of each class [C]. Raises PictureError."""
        pixels = torch.tensor(squeeze(open_picture(picture).image, SQUEEZED)).permute(2, 0, 1)[None].float()
        sized = F.interpolate(pixels, size=(SEEN, SEEN), mode="bilinear", align_corners=False)
        with torch.inference_mode():
            said = [last(encoder(sized).mean(dim=1))[0] for encoder, last in self._members]
        mean: NDArray[np.float32] = torch.stack(said).mean(dim=0).numpy()
        return mean

    def logits_of(self, pictures: Sequence[Path], kept: Path | None) -> NDArray[np.float32]:
        """Of each picture [P, C]; a file keeps them for the next time, if the pictures are the same then."""
        names = [picture.name for picture in pictures]
        if kept and kept.exists():
            with np.load(kept) as found:
                if found["names"].tolist() == names:
                    known: NDArray[np.float32] = found["logits"]
                    return known
        logits = np.stack([self.logits(picture) for picture in tqdm(pictures, unit="picture")])
        if kept:
            kept.parent.mkdir(parents=True, exist_ok=True)
            with whole_file(kept) as stream:
                np.savez(stream, names=np.array(names), logits=logits)
        return logits
