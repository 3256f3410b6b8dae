"""Whatever an extra would bring, its absence is one sentence with the command that brings it here."""

import subprocess
import sys
from pathlib import Path

import pytest

from narrator.installation.choice import this_installation
from tests.places import ROOT

WITHOUT = """
import sys
sys.modules.update(dict.fromkeys({modules}))
from narrator.cli import main
sys.exit(main({arguments}))
"""


@pytest.mark.parametrize(
    ("extra", "module", "arguments"),
    [
        ("camera", "av", ["camera"]),
        ("camera", "av", ["video", "film.mp4"]),
        ("web", "uvicorn", ["serve"]),
        ("web", "fastapi", ["serve"]),
    ],
)
def test_a_command_says_how_to_get_what_it_lacks(
    extra: str, module: str, arguments: list[str], person: Path
) -> None:
    code = WITHOUT.format(modules=[module], arguments=arguments)
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=person, timeout=120
    )
    assert process.returncode in {1, 2}
    sentence, *_ = process.stderr.splitlines()  # where nothing can be heard, that is the second one
    assert f"run {this_installation().to_add(extra)} and try again." in sentence


def test_a_function_of_aws_says_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import sys; sys.modules['mangum'] = None; import narrator.web.aws_lambda"
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert process.returncode == 1
    assert f"run {this_installation().to_add('aws')} and try again." in process.stderr


def test_no_sentence_has_a_command_of_its_own() -> None:
    files = [file for file in (ROOT / "narrator").rglob("*.py") if "installation" not in file.parts]
    assert len(files) > 100
    assert [file for file in files if "pip install" in file.read_text(encoding="utf-8")] == []
