"""Torch networks behind the runtime's own protocols, so that one decoding serves both."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.captioner import Captioner
from models.decoders import Decoder, Tensors
from models.translator import Translator
from narrator.captioning.network import State


class TorchDecoder:
    """`step` of `narrator.captioning.network.Decoder`, computed by torch."""

    def __init__(self, decoder: Decoder) -> None:
        self._decoder = decoder.eval()
        self.vocabulary_size = decoder.vocabulary_size

    @torch.inference_mode()
    def step(self, tokens: NDArray[np.int64], state: State) -> tuple[NDArray[np.float32], State]:
        """Words [N] -> (log-probabilities [N, V], next state)."""
        features = {name: torch.from_numpy(array).to(self._device) for name, array in state.features.items()}
        recurrent = {
            name: torch.from_numpy(array).unsqueeze(0).to(self._device)
            for name, array in state.recurrent.items()
        }
        words = torch.from_numpy(tokens).unsqueeze(0).to(self._device)
        hidden, after = self._decoder.advance(words, features, recurrent)
        log_probs = self._decoder.logits(hidden)[0].log_softmax(dim=-1)
        return log_probs.cpu().numpy(), State(
            features=state.features, recurrent={name: t[0].cpu().numpy() for name, t in after.items()}
        )

    def _begun(self, features: Tensors) -> State:
        """The state before the first word, one row."""
        start = self._decoder.start(features, 1)
        return State(
            features=_arrays(features), recurrent={name: t[0].cpu().numpy() for name, t in start.items()}
        )

    @property
    def _device(self) -> torch.device:
        return next(self._decoder.parameters()).device


class TorchNetwork(TorchDecoder):
    """`encode` and `step` of `narrator.captioning.network.Network`, computed by torch."""

    def __init__(self, captioner: Captioner) -> None:
        self._captioner = captioner.eval()
        super().__init__(captioner.decoder)
        self.image_size = captioner.encoder.image_size

    @torch.inference_mode()
    def encode(self, pixels: NDArray[np.uint8]) -> State:
        """Pixels uint8 [S, S, 3] -> the state before the first word, one row."""
        picture = torch.tensor(pixels).permute(2, 0, 1).unsqueeze(0).float()
        return self.encode_activations(self._captioner.encoder.encode_trunk(picture.to(self._device)))

    @torch.inference_mode()
    def encode_activations(self, activations: Tensor) -> State:
        """Cached activations of one picture [1, C', H, W] -> the state before the first word, one row."""
        return self._begun(self._captioner.look(activations.to(self._device)))


class TorchTranslationNetwork(TorchDecoder):
    """`narrator.translation.network.TranslationNetwork`, computed by torch."""

    def __init__(self, translator: Translator) -> None:
        self._translator = translator.eval()
        super().__init__(translator.decoder)

    @torch.inference_mode()
    def encode(self, source: Sequence[int]) -> State:
        """The subwords of a sentence, the end included -> the state before the first subword, one row."""
        return self._begun(self._translator.prepare(torch.tensor([list(source)], device=self._device)))


def _arrays(tensors: Tensors) -> dict[str, NDArray[np.float32]]:
    return {name: tensor.cpu().numpy() for name, tensor in tensors.items()}
