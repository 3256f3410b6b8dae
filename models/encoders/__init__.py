"""Encoders: pictures in, a grid of features out."""

from models.encoders.catalogue import ENCODERS, build_encoder
from models.encoders.encoder import (
    BY_NAME,
    Encoder,
    EncoderConfig,
    MissingWeightsError,
    WeightsError,
)
from models.encoders.weights import load_weights, save_weights

__all__ = [
    "BY_NAME",
    "ENCODERS",
    "Encoder",
    "EncoderConfig",
    "MissingWeightsError",
    "WeightsError",
    "build_encoder",
    "load_weights",
    "save_weights",
]
