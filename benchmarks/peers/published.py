"""The captioners that are compared: the numbers of their published configurations, and their quality.

A configuration holds what differs from the defaults of its class in transformers, so that a network of the
same shape can be made without its weights. The number of parameters shows that the shape is the published
one. Each address has the file `config.json`, from which the numbers are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NEW_TOKENS = 12
"""Of a caption. Twelve words need twelve at least; nobody is made to say the one more that ends them."""
FORMS = ("32 bits", "bfloat16", "int8", "int8 encoder in ONNX Runtime, rest bfloat16")


@dataclass(frozen=True, kw_only=True)
class Peer:
    """An architecture, what it is given, and what its makers say of its captions."""

    name: str
    source: str
    """Where its configuration was published."""
    architecture: str
    """The class of transformers."""
    configuration: Mapping[str, Any]
    parameters: int
    """How many the published network has; tied ones count once."""
    side: int
    """Pixels of the square picture that it sees."""
    encoder: str
    """The path to the part that sees the picture."""
    image_token: int = 0
    image_tokens: int = 0
    """How many places of the prompt the picture takes; 0 for a network without a prompt."""
    prompt_tokens: int = 0
    """The rest of the prompt: the chat's marks and the question."""
    quality: str


_SIGLIP = {
    "hidden_size": 768,
    "intermediate_size": 3072,
    "num_hidden_layers": 12,
    "num_attention_heads": 12,
    "image_size": 512,
    "patch_size": 16,
}
_SMOLLM2 = {
    "model_type": "llama",
    "hidden_size": 576,
    "intermediate_size": 1536,
    "num_hidden_layers": 30,
    "num_attention_heads": 9,
    "num_key_value_heads": 3,
    "head_dim": 64,
    "vocab_size": 49280,
    "max_position_embeddings": 8192,
    "rms_norm_eps": 1e-5,
    "rope_theta": 100000,
    "bos_token_id": 1,
    "eos_token_id": 2,
    "pad_token_id": 2,
    "tie_word_embeddings": False,
}
_BART_BASE = {
    "model_type": "bart",
    "vocab_size": 51290,
    "d_model": 768,
    "encoder_layers": 6,
    "decoder_layers": 6,
    "encoder_attention_heads": 12,
    "decoder_attention_heads": 12,
    "encoder_ffn_dim": 3072,
    "decoder_ffn_dim": 3072,
    "max_position_embeddings": 1024,
    "bos_token_id": 0,
    "eos_token_id": 2,
    "pad_token_id": 1,
}

VIT_GPT2 = Peer(
    name="ViT-GPT2",
    source="https://huggingface.co/nlpconnect/vit-gpt2-image-captioning",
    architecture="VisionEncoderDecoderModel",
    # ViT-B/16 at 224 pixels and the small GPT-2, which are the defaults of their classes.
    configuration={
        "encoder": {"model_type": "vit"},
        "decoder": {"model_type": "gpt2", "add_cross_attention": True, "is_decoder": True},
        "decoder_start_token_id": 50256,
        "pad_token_id": 50256,
        "eos_token_id": 50256,
    },
    parameters=239_195_904,
    side=224,
    encoder="encoder",
    quality="none published; its makers call it a proof of concept",
)
BLIP_BASE = Peer(
    name="BLIP-base",
    source="https://huggingface.co/Salesforce/blip-image-captioning-base",
    architecture="BlipForConditionalGeneration",
    configuration={
        "vision_config": {"image_size": 384},
        "text_config": {"vocab_size": 30524, "num_attention_heads": 12},
    },
    parameters=223_971_644,
    side=384,
    encoder="vision_model",
    quality="CIDEr 1.335 (COCO, Karpathy's test split; benchmark page of LAVIS)",
)
SMOLVLM = Peer(
    name="SmolVLM-256M, one tile",
    source="https://huggingface.co/HuggingFaceTB/SmolVLM-256M-Instruct",
    architecture="Idefics3ForConditionalGeneration",
    configuration={
        "image_token_id": 49190,
        "scale_factor": 4,
        "tie_word_embeddings": False,
        "vision_config": _SIGLIP,
        "text_config": _SMOLLM2,
    },
    parameters=256_484_928,
    side=512,
    encoder="model.vision_model",
    image_token=49190,
    image_tokens=64,
    prompt_tokens=16,
    quality="no CIDEr on COCO published; its card measures questions and documents",
)
FLORENCE = Peer(
    name="Florence-2-base",
    source="https://huggingface.co/florence-community/Florence-2-base",
    architecture="Florence2ForConditionalGeneration",
    configuration={
        "image_token_id": 51289,
        "vision_config": {"projection_dim": 768},  # DaViT-B, the default of its class otherwise
        "text_config": _BART_BASE,
    },
    parameters=231_414_784,
    side=768,
    encoder="model.vision_tower",
    image_token=51289,
    image_tokens=577,
    prompt_tokens=8,
    quality="CIDEr 1.330, and 1.400 once tuned (COCO, Karpathy's test split; arXiv 2311.06242)",
)
PEERS = (VIT_GPT2, BLIP_BASE, SMOLVLM, FLORENCE)
GOAL_PEERS = (SMOLVLM, FLORENCE)
"""The fastest of these in its fastest form is what the goal is measured by."""
