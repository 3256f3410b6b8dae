import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from narrator.captioning.bundle import VOCABULARY, Bundle, write_manifest
from narrator.captioning.graphs import DECODER, ENCODER
from narrator.captioning.shelves import MANIFEST
from narrator.captioning.vocabulary import Vocabulary
from narrator.errors import BundleError
from tests.places import TINY_BUNDLE
from tests.tiny_bundle import SIDE, TINY_VOCABULARY


@pytest.fixture
def folder(person: Path, tmp_path: Path) -> Path:
    """A copy of the tiny bundle, to be damaged."""
    return Path(shutil.copytree(TINY_BUNDLE, tmp_path / "copied"))


def rewrite(folder: Path, **changes: Any) -> None:
    """Change keys of the manifest; None takes one out."""
    manifest = json.loads((folder / MANIFEST).read_text()) | changes
    kept = {key: value for key, value in manifest.items() if value is not None}
    (folder / MANIFEST).write_text(json.dumps(kept))


def seal(folder: Path, **changes: Any) -> None:
    """Write a true manifest for whatever the folder holds."""
    facts: dict[str, Any] = {"name": "copied", "version": "1", "precision": "fp32", "image_size": SIDE}
    write_manifest(folder, **(facts | {"scores": {}, "training": "none"} | changes))


def refusal(act: Callable[[], object]) -> str:
    """The sentence with which it is refused; it must say what to do."""
    with pytest.raises(BundleError) as refused:
        act()
    sentence = str(refused.value)
    assert sentence.endswith(" or name another model with --model.")
    assert "\n" not in sentence
    return sentence


def test_a_whole_bundle_opens() -> None:
    bundle = Bundle.open(TINY_BUNDLE)
    assert (bundle.name, bundle.version, bundle.precision, bundle.image_size) == ("tiny", "1", "fp32", SIDE)
    assert bundle.vocabulary == TINY_VOCABULARY
    assert bundle.calibration is None
    assert bundle.network(threads=1).vocabulary_size == len(TINY_VOCABULARY)


def test_what_is_written_is_what_is_read(folder: Path) -> None:
    (folder / "calibration.json").write_text("{}")
    scores = {"Flickr8k dev": {"CIDEr": 0.5}}
    seal(folder, version="2.1", scores=scores, training="On drawings.", calibration="calibration.json")
    bundle = Bundle.open(folder)
    assert (bundle.name, bundle.version, bundle.scores) == ("copied", "2.1", scores)
    assert bundle.training == "On drawings."
    assert bundle.calibration == folder / "calibration.json"


def test_keys_of_later_versions_are_ignored(folder: Path) -> None:
    rewrite(folder, languages=["en"])
    assert Bundle.open(folder).name == "tiny"


@pytest.mark.parametrize("name", [ENCODER, DECODER, VOCABULARY])
def test_a_missing_file_is_named(name: str, folder: Path) -> None:
    (folder / name).unlink()
    assert f"copied is not complete, because {name} cannot be read" in refusal(
        lambda: Bundle.open(folder).network()
    )


@pytest.mark.parametrize("name", [ENCODER, DECODER, VOCABULARY])
def test_a_truncated_file_is_named(name: str, folder: Path) -> None:
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[:-1])
    sentence = refusal(lambda: Bundle.open(folder).network())
    assert f"{name} has {len(content) - 1} bytes and should have {len(content)}" in sentence


@pytest.mark.parametrize("name", [ENCODER, DECODER, VOCABULARY])
def test_a_changed_file_is_named(name: str, folder: Path) -> None:
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    assert f"the content of {name} has changed" in refusal(lambda: Bundle.open(folder).network())


def test_a_newer_format_asks_for_an_update(folder: Path) -> None:
    rewrite(folder, format=2)
    assert "update narrator" in refusal(lambda: Bundle.open(folder))


@pytest.mark.parametrize("content", ["", "{", "[]", "\N{SNOWMAN}", '{"format": "one"}'])
def test_a_manifest_that_is_none_is_refused(content: str, folder: Path) -> None:
    (folder / MANIFEST).write_text(content, encoding="utf-16")
    assert MANIFEST in refusal(lambda: Bundle.open(folder))
    (folder / MANIFEST).write_text(content, encoding="utf-8")
    assert MANIFEST in refusal(lambda: Bundle.open(folder))


@pytest.mark.parametrize(
    "key", ["format", "name", "version", "precision", "image_size", "scores", "training", "files"]
)
@pytest.mark.parametrize("value", [None, [1]], ids=["missing", "wrong"])
def test_a_key_that_is_missing_or_wrong_is_named(key: str, value: object, folder: Path) -> None:
    rewrite(folder, **{key: value})
    assert f"{key} is missing or wrong" in refusal(lambda: Bundle.open(folder))


def test_a_manifest_must_list_the_files_that_are_used(folder: Path) -> None:
    files = json.loads((folder / MANIFEST).read_text())["files"]
    rewrite(folder, files={name: entry for name, entry in files.items() if name != DECODER})
    assert f"no {DECODER}" in refusal(lambda: Bundle.open(folder))
    rewrite(folder, files=files | {DECODER: "something"})
    assert f"{DECODER} has no size or checksum" in refusal(lambda: Bundle.open(folder))


def test_a_manifest_cannot_name_files_elsewhere(folder: Path) -> None:
    files = json.loads((folder / MANIFEST).read_text())["files"]
    rewrite(folder, files=files | {"../secret": files[ENCODER]})
    assert "outside its folder" in refusal(lambda: Bundle.open(folder))


def test_a_calibration_that_is_not_there_is_refused(folder: Path) -> None:
    rewrite(folder, calibration="calibration.json")
    assert "no calibration file" in refusal(lambda: Bundle.open(folder))


def test_other_special_tokens_are_refused(folder: Path) -> None:
    rewrite(folder, special_tokens={"<pad>": 3, "<start>": 1, "<end>": 2, "<unknown>": 0})
    assert "special tokens" in refusal(lambda: Bundle.open(folder))


def test_a_file_that_is_no_vocabulary_is_refused(folder: Path) -> None:
    (folder / VOCABULARY).write_text('["a", "dog"]')
    seal(folder)
    assert "no vocabulary" in refusal(lambda: Bundle.open(folder))


def test_a_vocabulary_of_another_size_than_the_graphs_is_refused(folder: Path) -> None:
    Vocabulary(words=(*TINY_VOCABULARY.words, "zebra")).save(folder / VOCABULARY)
    seal(folder)
    words = len(TINY_VOCABULARY)
    sentence = refusal(lambda: Bundle.open(folder).network(threads=1))
    assert f"{words + 1} words in its vocabulary and {words} in its decoder" in sentence


def test_an_image_size_that_is_not_the_graphs_is_refused(folder: Path) -> None:
    seal(folder, image_size=SIDE + 1)
    assert f"takes {SIDE} pixels" in refusal(lambda: Bundle.open(folder).network(threads=1))


def test_graphs_that_cannot_be_run_are_refused(folder: Path) -> None:
    (folder / DECODER).write_bytes(b"no graph, but a true checksum")
    seal(folder)
    assert f"cannot run {DECODER}" in refusal(lambda: Bundle.open(folder).network(threads=1))
