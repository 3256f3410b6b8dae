"""The examples for programmers do what they say."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT
from tests.web.serving import PATIENCE_SECONDS, Serving

EXAMPLES = ROOT / "examples"


def run(service: Serving, picture: Path, *command: str | Path) -> str:
    return subprocess.run(
        [*command, service.address, service.token_file, picture],
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE_SECONDS,
    ).stdout


@pytest.mark.needs_curl
def test_curl_and_python_describe_a_picture(service: Serving, red: bytes, tmp_path: Path) -> None:
    picture = tmp_path / "red.png"
    picture.write_bytes(red)
    spoken = json.loads(run(service, picture, EXAMPLES / "describe.sh"))["spoken"]
    assert spoken.endswith(".")
    assert run(service, picture, sys.executable, EXAMPLES / "describe.py").endswith(".\n")
