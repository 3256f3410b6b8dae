"""The command that downloads a data set, in processes of its own, from a real server."""

import hashlib
import io
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.places import ROOT
from tests.training.data.datasets.file_server import FileServer, serving

# The real archives cannot be had here; the command is the same but for their checksums.
COMMAND = """
import sys
from dataclasses import replace
from training import datasets as command
from training.data.datasets.archives import DATASETS
size, checksum, out, url = sys.argv[1:5]
one = DATASETS["karpathy"][0]
command.DATASETS = {"karpathy": (replace(one, size=int(size), checksum=checksum),)}
command.main(["get", "karpathy", "--out", out, "--from", url, "--pause", "0.001", *sys.argv[5:]])
"""
NAMES = ("dataset_coco.json", "dataset_flickr8k.json")


def archive() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as zipped:
        for number, name in enumerate((*NAMES, "dataset_flickr30k.json")):
            zipped.writestr(name, random.Random(number).randbytes(200_000))
    return packed.getvalue()


@pytest.fixture
def server() -> Iterator[FileServer]:
    with serving(archive()) as server:
        yield server


def get(
    server: FileServer, out: Path, *options: str, content: bytes | None = None
) -> subprocess.CompletedProcess[str]:
    content = server.content if content is None else content
    checksum = f"sha256:{hashlib.sha256(content).hexdigest()}"
    return subprocess.run(
        [sys.executable, "-c", COMMAND, str(len(content)), checksum, str(out), server.address, *options],
        cwd=ROOT,
        env={**os.environ, "no_proxy": "127.0.0.1"},
        stderr=subprocess.PIPE,
        text=True,
    )


def unpacked(out: Path) -> list[str]:
    return sorted(file.name for file in out.iterdir() if file.is_file())


def test_a_data_set_is_got_once(server: FileServer, tmp_path: Path) -> None:
    server.cut_after = [100_000]
    first = get(server, tmp_path)
    assert first.returncode == 0
    assert "was interrupted" in first.stderr
    assert f"caption_datasets.zip: 2 files lie in {tmp_path}." in first.stderr
    assert unpacked(tmp_path) == sorted(NAMES)
    assert (tmp_path / NAMES[0]).read_bytes() == random.Random(0).randbytes(200_000)

    # Nothing is left to do; a file that was lost is unpacked from the archive, which is deleted when asked.
    server.asked.clear()
    assert "is unpacked already" in get(server, tmp_path).stderr
    (tmp_path / NAMES[1]).unlink()
    assert get(server, tmp_path, "--delete-archives").returncode == 0
    assert unpacked(tmp_path) == sorted(NAMES)
    assert not (tmp_path / "archives" / "caption_datasets.zip").exists()
    assert server.asked == []


def test_what_goes_wrong_is_one_sentence(server: FileServer, tmp_path: Path) -> None:
    server.content = server.content[:-1] + b"?"
    result = get(server, tmp_path, content=archive())
    assert result.returncode == 1
    assert "Error: caption_datasets.zip does not have its published checksum" in result.stderr
    assert "Traceback" not in result.stderr
    assert unpacked(tmp_path) == []
    server.answers = [404]
    assert "it answers 404 Not Found" in get(server, tmp_path).stderr


def test_a_folder_that_cannot_be_made_is_one_sentence(server: FileServer, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = get(server, tmp_path / "file")
    assert result.returncode == 1
    assert "Not a directory. Mend this" in result.stderr
    assert "Traceback" not in result.stderr
