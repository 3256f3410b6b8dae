"""Which model of a server is asked, where the person names none."""

import json
import re
from typing import Any

from narrator.enumeration import enumerated
from narrator.errors import SecondError
from narrator.languages.catalogue import gettext
from narrator.second.letters import clean, shortened

_SEES = re.compile(
    r"vl\b|vlm|vision|llava|moondream|minicpm-?v|minicpm-?o|pixtral|internvl|gemma-?3|idefics|florence|"
    r"molmo|bakllava|cogvlm|llama-?4|mistral-small-?3\.[12]|qwen3\.5|[-_\d]v\b|omni",
    re.IGNORECASE,
)
"""Names of families that are known to see pictures."""
_NO_CHAT = re.compile(r"embed|rerank|whisper|tts|\bbge|nomic", re.IGNORECASE)
_NAMED = 4
_LONGEST_NAME = 60


def chosen_model(body: bytes) -> str:
    """The id of the model, of what a server answers to "/models".

    One that says of itself that it sees pictures, or whose name does; else the only one there is. Raises
    SecondError where that leaves none, or no one can tell.
    """
    models = _models(body)
    for sees in (_says_so, lambda model: bool(_SEES.search(str(model["id"])))):
        if seeing := [model for model in models if sees(model)]:
            return str(seeing[0]["id"])
    if len(models) == 1:
        return str(models[0]["id"])
    if not models:
        raise SecondError(gettext("Your second describer has no model; load one that sees pictures there."))
    names = enumerated(spoken_name(str(model["id"])) for model in models[:_NAMED])
    raise SecondError(
        gettext(
            "Your second describer has several models, such as {names}; choose with second_model."
        ).format(names=names)
    )


def spoken_name(model: str) -> str:
    """A model's id as it is said: of a path the last part."""
    name = re.split(r"[/\\]", model.strip("/\\"))[-1]
    return shortened(clean(name), _LONGEST_NAME) or "a model without a name"


def _models(body: bytes) -> list[dict[str, Any]]:
    try:
        record = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _no_list() from error
    models = record.get("data") if isinstance(record, dict) else None
    if not isinstance(models, list):
        raise _no_list()
    return [
        model
        for model in models
        if isinstance(model, dict)
        and isinstance(model.get("id"), str)
        and model["id"].strip()
        and not _NO_CHAT.search(model["id"])
    ]


def _says_so(model: dict[str, Any]) -> bool:
    """As llama.cpp's server and some others tell it."""
    architecture = model.get("architecture")
    inputs = architecture.get("input_modalities") if isinstance(architecture, dict) else None
    told = [inputs, model.get("capabilities"), [model.get("type")]]
    words = {str(word).lower() for each in told if isinstance(each, list) for word in each}
    return not words.isdisjoint({"image", "vision", "multimodal", "vlm"})


def _no_list() -> SecondError:
    return SecondError(
        gettext(
            "What answers at the address of your second describer has no list of models; "
            "look at your setting second, which often ends in /v1."
        )
    )
