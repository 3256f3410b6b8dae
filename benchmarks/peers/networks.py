"""A peer's network with random weights, and one caption by it. Needs the extra `peers`."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
import transformers
from PIL import Image
from transformers.initialization import no_init_weights

from benchmarks.peers.published import NEW_TOKENS, Peer

_ANY_WORD = 100
_DEVIATION = 0.02


def build(peer: Peer) -> Any:
    """The network of this configuration, as transformers makes it, in 32 bits.

    Raises ValueError where it has not as many parameters as the published one.
    """
    kind = getattr(transformers, peer.architecture)
    with no_init_weights():  # which takes longer than many captions
        network = kind(kind.config_class(**peer.configuration)).eval()
    network.tie_weights()
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.normal_(std=_DEVIATION)
    if (count := network.num_parameters()) != peer.parameters:
        raise ValueError(f"{peer.name} has {count:,} parameters instead of {peer.parameters:,}.")
    return network


def caption(network: Any, peer: Peer, picture: Path) -> None:
    """From a file to the tokens of a caption, each the most probable one. Letters are not made of them.

    Raises ValueError where there are not as many new ones as there should be.
    """
    given = {"pixel_values": _pixels(peer, picture).to(network.dtype)}
    prompt = _prompt(peer)
    if prompt.numel():
        given |= {"input_ids": prompt, "attention_mask": torch.ones_like(prompt)}
    with torch.inference_mode():
        tokens = network.generate(
            **given, min_new_tokens=NEW_TOKENS, max_new_tokens=NEW_TOKENS, num_beams=1, do_sample=False
        )
    # An encoder's decoder begins with one token of its own; what goes on writing gives the prompt too.
    before = 1 if network.config.is_encoder_decoder or not prompt.numel() else prompt.shape[1]
    if (count := tokens.shape[1] - before) != NEW_TOKENS:
        raise ValueError(f"{peer.name} made {count} tokens instead of {NEW_TOKENS}.")


def _pixels(peer: Peer, picture: Path) -> torch.Tensor:
    """[1, 3, S, S], or [1, 1, 3, S, S] where a picture may be cut into tiles; in the range of -1 to 1."""
    with Image.open(picture) as image:
        square = image.convert("RGB").resize((peer.side, peer.side), Image.Resampling.BICUBIC)
    pixels = torch.from_numpy(np.asarray(square, dtype=np.float32) / 127.5 - 1).permute(2, 0, 1)[None]
    return pixels[None] if peer.architecture.startswith("Idefics3") else pixels


def _prompt(peer: Peer) -> torch.Tensor:
    """[1, T]: places for the picture, and words around it. Which words does not matter to random weights."""
    words, places = [_ANY_WORD] * (peer.prompt_tokens // 2), [peer.image_token] * peer.image_tokens
    return torch.tensor([[*words, *places, *words]], dtype=torch.long)
