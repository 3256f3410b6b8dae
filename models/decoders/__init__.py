"""Decoders: from a grid of features to words, one step at a time."""

from collections.abc import Callable

from models.decoders.attentive import AttentionDecoder, TopDownDecoder
from models.decoders.decoder import Decoder, DecoderConfig, Tensors
from models.decoders.ensemble import EnsembleDecoder
from models.decoders.pooled import PooledDecoder
from models.decoders.transformer import TransformerDecoder

__all__ = ["DECODERS", "Decoder", "DecoderConfig", "Tensors", "build_decoder"]

DECODERS: dict[str, Callable[[DecoderConfig, int, int], Decoder]] = {
    "lstm": lambda config, channels, size: PooledDecoder(
        config, channels=channels, vocabulary_size=size, cell="lstm"
    ),
    "gru": lambda config, channels, size: PooledDecoder(
        config, channels=channels, vocabulary_size=size, cell="gru"
    ),
    "attention": lambda config, channels, size: AttentionDecoder(
        config, channels=channels, vocabulary_size=size
    ),
    "topdown": lambda config, channels, size: TopDownDecoder(config, channels=channels, vocabulary_size=size),
    "transformer": lambda config, channels, size: TransformerDecoder(
        config, channels=channels, vocabulary_size=size
    ),
    "ensemble": lambda config, channels, size: EnsembleDecoder(
        [build_decoder(member, channels=channels, vocabulary_size=size) for member in config.members]
    ),
}


def build_decoder(config: DecoderConfig, *, channels: int, vocabulary_size: int) -> Decoder:
    """Make the decoder that the configuration names. Raises `ValueError` when there is none."""
    if config.name not in DECODERS:
        raise ValueError(f"There is no decoder {config.name!r}; there are {', '.join(sorted(DECODERS))}.")
    return DECODERS[config.name](config, channels, vocabulary_size)
