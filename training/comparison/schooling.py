"""Encoders without weights to start from: trained once, end to end, for all decoders and seeds."""

from dataclasses import replace
from pathlib import Path

from models.encoders import EncoderConfig, save_weights
from training.comparison.judge import discard_checkpoints, write_settings
from training.comparison.plan import Comparison, Contestant
from training.train import train


def school(
    comparison: Comparison, contestant: Contestant, root: Path, cache: Path, out: Path
) -> EncoderConfig:
    """Have an encoder from scratch learn to see; returns what it is with the weights that it has from that.

    It goes on where an earlier run stopped. Raises what training raises.
    """
    folder = out / contestant.school
    weights = folder / "encoder.safetensors"
    if not weights.is_file():
        config = comparison.encoder_config(contestant)
        write_settings(config, comparison.beam, folder)
        captioner = train(config, root, cache / contestant.folder, folder)
        unfinished = weights.with_suffix(".new")
        save_weights(captioner.encoder, unfinished)
        unfinished.replace(weights)
        discard_checkpoints(folder)
    return replace(contestant.encoder, weights=str(weights.resolve()))
