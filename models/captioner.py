"""The captioner: one encoder and one decoder, trained together with teacher forcing."""

from torch import Tensor, nn

from models.decoders import Decoder, DecoderConfig, Tensors, build_decoder
from models.encoders import Encoder


class Captioner(nn.Module):
    """Pictures and captions in, log-probabilities of the words out."""

    def __init__(self, encoder: Encoder, decoder: Decoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.decoder = decoder

    @classmethod
    def build(cls, encoder: Encoder, config: DecoderConfig, vocabulary_size: int) -> "Captioner":
        """Put a fresh decoder behind an encoder."""
        decoder = build_decoder(config, channels=encoder.channels, vocabulary_size=vocabulary_size)
        return cls(encoder, decoder)

    def look(self, activations: Tensor) -> Tensors:
        """The trunk's activations [P, C', H, W] -> the decoder's features, each [P, ...]."""
        return self.decoder.prepare(self.encoder.encode_head(activations))

    def read(self, features: Tensors, tokens: Tensor) -> Tensor:
        """Teacher forcing: features of P pictures, K captions each [P, K, T] -> logits [P, K, T, V].

        `tokens` are the words that are shown, the start token first; the logits at i are of the word
        that follows token i.
        """
        return self.decoder.logits(self.decoder.read(tokens, features))

    def forward(self, activations: Tensor, tokens: Tensor) -> Tensor:
        """Activations [P, C', H, W] and shown words [P, K, T] -> logits [P, K, T, V]."""
        return self.read(self.look(activations), tokens)
