"""A vision model of random weights, 300 kB, made as files of llama.cpp: a LLaMA behind a CLIP."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from gguf import GGUFWriter

_WIDTH, _HIDDEN, _HEADS, _LAYERS = 32, 64, 2, 2
_SIDE, _PATCH = 56, 14
_BYTES = [f"<0x{byte:02X}>" for byte in range(256)]
_WORDS = (
    *("a", "the", "dog", "cat", "man", "woman", "person", "beach", "grass", "sand", "water", "ball", "red"),
    *("green", "blue", "running", "standing", "sitting", "on", "in", "with", "and", "is", ".", "tree", "sky"),
)
_NORMAL, _UNKNOWN, _CONTROL, _BYTE = 1, 2, 3, 6
_TEMPLATE = "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}assistant:"


def write_model(folder: Path) -> tuple[Path, Path]:
    """The language model and the projector of a model that says its few words in any order."""
    draw = np.random.default_rng(1)
    return _language(folder / "tiny.gguf", draw), _vision(folder / "tiny-mmproj.gguf", draw)


def _language(file: Path, draw: np.random.Generator) -> Path:
    tokens = ["<unk>", "<s>", "</s>", *_BYTES, *(f"▁{word}" for word in _WORDS)]
    out = GGUFWriter(file, "llama")
    out.add_context_length(4096)
    out.add_embedding_length(_WIDTH)
    out.add_feed_forward_length(_HIDDEN)
    out.add_block_count(_LAYERS)
    out.add_head_count(_HEADS)
    out.add_head_count_kv(_HEADS)
    out.add_layer_norm_rms_eps(1e-5)
    out.add_rope_dimension_count(_WIDTH // _HEADS)
    out.add_vocab_size(len(tokens))
    out.add_tokenizer_model("llama")
    out.add_token_list(tokens)
    out.add_token_scores([0.0] * len(tokens))
    kinds = [_UNKNOWN, _CONTROL, _CONTROL, *[_BYTE] * len(_BYTES), *[_NORMAL] * len(_WORDS)]
    out.add_token_types(kinds)
    out.add_bos_token_id(1)
    out.add_eos_token_id(2)
    out.add_unk_token_id(0)
    out.add_chat_template(_TEMPLATE)
    weights = _Weights(out, draw)
    weights.random("token_embd.weight", len(tokens), _WIDTH)
    weights.ones("output_norm.weight")
    favoured = np.where(np.arange(len(tokens)) < len(tokens) - len(_WORDS), 0.05, 1.0)[:, None]
    weights.random("output.weight", len(tokens), _WIDTH, times=favoured)
    for layer in range(_LAYERS):
        block = f"blk.{layer}"
        weights.ones(f"{block}.attn_norm.weight")
        weights.ones(f"{block}.ffn_norm.weight")
        for part in ("attn_q", "attn_k", "attn_v", "attn_output"):
            weights.random(f"{block}.{part}.weight", _WIDTH, _WIDTH)
        weights.random(f"{block}.ffn_gate.weight", _HIDDEN, _WIDTH)
        weights.random(f"{block}.ffn_up.weight", _HIDDEN, _WIDTH)
        weights.random(f"{block}.ffn_down.weight", _WIDTH, _HIDDEN)
    return _written(out, file)


def _vision(file: Path, draw: np.random.Generator) -> Path:
    out = GGUFWriter(file, "clip")
    out.add_type("mmproj")
    out.add_bool("clip.has_vision_encoder", True)
    out.add_string("clip.projector_type", "mlp")
    out.add_bool("clip.use_gelu", True)
    sizes = {
        **{"image_size": _SIDE, "patch_size": _PATCH, "embedding_length": _WIDTH, "projection_dim": _WIDTH},
        **{"feed_forward_length": _HIDDEN, "block_count": _LAYERS, "attention.head_count": _HEADS},
    }
    for name, value in sizes.items():
        out.add_uint32(f"clip.vision.{name}", value)
    out.add_float32("clip.vision.attention.layer_norm_epsilon", 1e-5)
    for name in ("image_mean", "image_std"):
        out.add_array(f"clip.vision.{name}", [0.5] * 3)
    weights = _Weights(out, draw)
    weights.random("v.patch_embd.weight", _WIDTH, 3, _PATCH, _PATCH)
    weights.random("v.class_embd", _WIDTH)
    weights.random("v.position_embd.weight", (_SIDE // _PATCH) ** 2 + 1, _WIDTH)
    norms = ["v.pre_ln", "v.post_ln"]
    for layer in range(_LAYERS):
        block = f"v.blk.{layer}"
        norms += [f"{block}.ln1", f"{block}.ln2"]
        for part in ("attn_q", "attn_k", "attn_v", "attn_out"):
            weights.linear(f"{block}.{part}", _WIDTH, _WIDTH)
        weights.linear(f"{block}.ffn_up", _HIDDEN, _WIDTH)
        weights.linear(f"{block}.ffn_down", _WIDTH, _HIDDEN)
    for norm in norms:
        weights.ones(f"{norm}.weight")
        weights.random(f"{norm}.bias", _WIDTH)
    for part in ("mm.0", "mm.2"):
        weights.linear(part, _WIDTH, _WIDTH)
    return _written(out, file)


class _Weights:
    """Puts tensors into a file; their shapes are those of NumPy, the other way round in the file."""

    def __init__(self, out: GGUFWriter, draw: np.random.Generator) -> None:
        self._out = out
        self._draw = draw

    def random(self, name: str, *shape: int, times: float | npt.NDArray[Any] = 1.0) -> None:
        self._out.add_tensor(name, (self._draw.normal(0, 0.3, shape) * times).astype(np.float32))

    def linear(self, name: str, *shape: int) -> None:
        self.random(f"{name}.weight", *shape)
        self.random(f"{name}.bias", shape[0])

    def ones(self, name: str) -> None:
        self._out.add_tensor(name, np.ones(_WIDTH, np.float32))


def _written(out: GGUFWriter, file: Path) -> Path:
    out.write_header_to_file()
    out.write_kv_data_to_file()
    out.write_tensors_to_file()
    out.close()
    return file


def words() -> Sequence[str]:
    """What it can say besides single letters."""
    return _WORDS
