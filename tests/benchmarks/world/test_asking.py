"""Asking about files: answers are kept, and a file that ends the program is found and named."""

import sys
from pathlib import Path

import pytest

from benchmarks.world.answer import answers_in, as_line
from benchmarks.world.asking import Asking, pictures_in
from tests.drawings import tinted
from tests.places import TINY_BUNDLE

_STAND_IN = """#!{python}
import json, os, sys, time
for path in sys.argv[sys.argv.index("--") + 1 :]:
    name = os.path.basename(path)
    if name == "dies.png":
        os._exit(7)
    if name == "hangs.png":
        time.sleep(600)
    if name == "eats.png":
        eaten = bytearray(os.urandom(1)) * 400_000_000
        time.sleep(600)
    print(json.dumps({{"picture": path, "spoken": f"{{name}}: A page of text."}}), flush=True)
"""
"""In place of an interpreter with Narrator: it fails at files of some names."""


@pytest.fixture
def stand_in(tmp_path: Path) -> str:
    program = tmp_path / "python"
    program.write_text(_STAND_IN.format(python=sys.executable))
    program.chmod(0o755)
    return str(program)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    (folder / "beneath").mkdir(parents=True)
    return folder


def asking(python: str, *, seconds: float = 60, megabytes: float = 4000) -> Asking:
    return Asking(python=python, seconds=seconds, megabytes=megabytes, text=False)


def test_a_real_narrator_is_asked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARRATOR_MODEL", str(TINY_BUNDLE))
    tinted("red").save(folder / "red.png")
    (folder / "beneath" / "none.png").write_bytes(b"no picture")
    tinted("red").save(folder / "the same.png")
    refused, described = asking(sys.executable).ask(list(pictures_in([folder])))
    assert (refused.file, refused.outcome) == ("library/beneath/none.png", "refused")
    assert "none.png" in refused.said
    assert (described.file, described.outcome) == ("library/red.png", "described")
    assert (described.kind, described.size) == ("photo", "270 by 180")
    assert described.caption
    assert described.megabytes > 10
    assert described.seconds > 0


@pytest.mark.parametrize(
    ("name", "seconds", "reason"),
    [
        ("dies.png", 60, "its exit code is 7"),
        ("hangs.png", 2, "no answer in 2 seconds"),
        ("eats.png", 60, "more than 300 MB"),
    ],
)
def test_a_file_that_ends_the_program_is_named_and_the_others_are_answered(
    stand_in: str, folder: Path, name: str, seconds: float, reason: str
) -> None:
    for each in ("a.png", name, "z.png"):
        (folder / each).write_text(each)
    answers = list(asking(stand_in, seconds=seconds, megabytes=300).ask(list(pictures_in([folder]))))
    assert [(Path(answer.file).name, answer.outcome) for answer in answers] == [
        ("a.png", "described"),
        (name, "lost"),
        ("z.png", "described"),
    ]
    assert reason in answers[1].said


def test_the_program_is_asked_what_it_is() -> None:
    assert asking(sys.executable).version().startswith("narrator")


def test_answers_are_kept_and_half_a_line_is_none(stand_in: str, folder: Path, tmp_path: Path) -> None:
    for each in ("a.png", "b.png"):
        (folder / each).write_text(each)
    first, second = asking(stand_in).ask(list(pictures_in([folder])))
    kept = tmp_path / "answers.jsonl"
    assert answers_in(kept) == {}
    kept.write_text(as_line(first) + as_line(second)[:40])
    assert answers_in(kept) == {"library/a.png": first}
