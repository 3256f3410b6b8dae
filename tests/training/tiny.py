"""A captioner that is as small as one can be, with pictures of random numbers."""

from pathlib import Path

import torch

from models.captioner import Captioner
from models.decoders import Decoder, DecoderConfig
from models.decoders.words import Words
from models.encoders import EncoderConfig, build_encoder, save_weights
from narrator.captioning.vocabulary import Vocabulary
from training.data.batches import Batch, rectangle

CAPTIONS = ("a dog runs", "a cat sleeps on a bed", "two birds fly")
VOCABULARY = Vocabulary.build(CAPTIONS, minimum_count=1)


def captioner(seed: int, decoder: str = "topdown", **settings: float) -> Captioner:
    """One whose decoder the seed decides, and what it finds probable; the encoder is always the same."""
    torch.manual_seed(0)
    encoder = build_encoder(EncoderConfig(name="small", trunk_until="block4"))
    torch.manual_seed(seed)
    config = decoder_config(decoder, hidden=16, heads=2, **settings)
    built = Captioner.build(encoder, config, len(VOCABULARY)).eval()
    with torch.no_grad():
        for table in tables(built.decoder):
            table.embedding.weight *= 8  # as it is made, it finds all words equally probable
    return built


def write_encoder(file: Path, seed: int) -> None:
    """Write weights of the small encoder, which the seed decides, for a configuration to begin with."""
    torch.manual_seed(seed)
    save_weights(build_encoder(EncoderConfig(name="small", trunk_until="block4")), file)


def decoder_config(name: str, **settings: float) -> DecoderConfig:
    """Settings of a decoder; of an ensemble, those of its members."""
    if name == "ensemble":
        members = tuple(decoder_config(member, **settings) for member in ("topdown", "transformer"))
        return DecoderConfig(name=name, members=members)
    return DecoderConfig(name=name, **settings)  # type: ignore[arg-type]


def tables(decoder: Decoder) -> list[Words]:
    """The table of words that a decoder has, or those of its members."""
    return [module for module in decoder.modules() if isinstance(module, Words)]


def batch() -> Batch:
    """Three pictures with a caption each, as many words as there are and padding."""
    shown, predicted = rectangle([[VOCABULARY.encode(caption)] for caption in CAPTIONS])
    generator = torch.Generator().manual_seed(1)
    inputs = torch.rand(3, 128, 3, 3, generator=generator)
    return Batch(inputs=inputs, shown=shown, predicted=predicted, pictures=(0, 1, 2))
