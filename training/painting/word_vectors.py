"""The captioner's own vectors of words, read out of a released bundle."""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from narrator.captioning.graphs import DECODER
from training.errors import TrainingError

_TABLE = "decoder.words.embedding.weight"


def word_vectors(bundle: Path) -> Tensor:
    """The table [V, E] of a bundle's decoder, each value of a deviation of about 1.

    Raises `TrainingError` for a bundle whose decoder has none under that name, such as an ensemble's.
    """
    model = onnx.load(bundle / DECODER)
    tensors = {tensor.name: tensor for tensor in model.graph.initializer}
    if _TABLE in tensors:
        table = numpy_helper.to_array(tensors[_TABLE])
    elif f"{_TABLE}_quantized" in tensors:
        whole, scale, zero = (
            numpy_helper.to_array(tensors[f"{_TABLE}_{part}"])
            for part in ("quantized", "scale", "zero_point")
        )
        table = (whole.astype(np.float32) - zero.astype(np.float32)) * scale
    else:
        raise TrainingError(
            f"{bundle} has no single table of words: name another bundle in the configuration."
        )
    return torch.from_numpy(np.array(table, dtype=np.float32) / table.std())
