import json

import pytest

from narrator.errors import SecondError
from narrator.second.models import chosen_model, spoken_name


def chosen(*models: object) -> str:
    return chosen_model(json.dumps({"data": models}).encode())


def named(*names: str) -> str:
    return chosen(*({"id": name} for name in names))


def test_the_only_one_is_asked_whatever_it_is_called() -> None:
    assert named("mine") == "mine"
    assert named("nomic-embed-text", "mine") == "mine"


@pytest.mark.parametrize(
    "name",
    [
        *("llava:7b", "llama3.2-vision:11b", "qwen2.5vl:3b", "moondream:latest", "gemma3:4b", "minicpm-v:8b"),
        *("qwen/qwen3-vl-4b", "smolvlm2-2.2b-instruct", "InternVL3-2B", "pixtral-12b", "glm-4.6v-flash"),
    ],
)
def test_one_whose_name_says_that_it_sees_is_taken(name: str) -> None:
    assert named("llama3.1:8b", name, "mistral:7b") == name


def test_one_that_says_itself_that_it_sees_goes_before_names() -> None:
    seeing = {"id": "b", "architecture": {"input_modalities": ["text", "image"]}}
    assert chosen({"id": "llava"}, seeing) == "b"
    assert chosen({"id": "llava"}, {"id": "c", "capabilities": ["multimodal"]}) == "c"
    assert chosen({"id": "llava"}, {"id": "d", "type": "vlm"}) == "d"


def test_of_several_that_nobody_can_tell_the_person_chooses() -> None:
    with pytest.raises(SecondError, match=r"such as a and b; choose with second_model\."):
        named("a", "b")


@pytest.mark.parametrize("models", [[], ["a"], [{"id": 3}], [{"id": " "}], [{"name": "x"}], [None]])
def test_none_is_one_sentence(models: list[object]) -> None:
    with pytest.raises(SecondError, match="has no model"):
        chosen(*models)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b'{"data": 3}', b"[" * 100_000])
def test_what_is_no_list_is_told(body: bytes) -> None:
    with pytest.raises(SecondError, match="has no list of models"):
        chosen_model(body)


def test_a_name_is_said_without_its_folders_and_letters_that_nobody_sees() -> None:
    assert spoken_name("/home/me/models/dog.gguf") == "dog.gguf"
    assert spoken_name("a\x1b[31mb\u202e") == "a b"
    assert spoken_name("\u202e") == "a model without a name"
