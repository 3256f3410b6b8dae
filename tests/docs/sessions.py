"""Runs the examples of a page as a newcomer would: one after the other, in one shell."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.docs.fences import Fence
from tests.docs.needs import NEEDS
from tests.documents.pdfs import drawn, pdf
from tests.documents.samples import book, picture, slides, two_pictures
from tests.drawings import tinted
from tests.places import PHOTOGRAPHS, ROOT, TINY_BUNDLE

_SECONDS = 120
_CHECKOUT = ("deploy", "docs", "examples", "training")
"""What a checkout has that examples name."""

# The last command's exit code is asked for once more: `set -e` does not look at the first part of
# `first && second`.
_PROLOGUE = """
set -eu
trap 'trap "" TERM; kill 0; wait' EXIT
said_something() { while [ ! -s "$1" ]; do kill -0 "$2"; sleep 0.05; done; }
"""
_EXAMPLE = """
echo {where} > "$PROGRESS"
{text}
test $? -eq 0
"""
_STAYING_EXAMPLE = """
echo {where} > "$PROGRESS"
{{
{text}
}} > "$PROGRESS.{line}" 2>&1 &
said_something "$PROGRESS.{line}" $!
"""

# Nobody can be heard here, which doctor reports as its exit code says.
_DOCTOR = re.compile(r"^narrator doctor\b", re.MULTILINE)
_ON_A_DEAF_MACHINE = r"\g<0> || test $? -eq 1"


def newcomer(folder: Path) -> Mapping[str, str]:
    """The environment of somebody whose home is in this folder, where no sound, no desktop and no model is.

    Where they stand is a folder with pictures, documents and pages; the tiny model is set.
    """
    home, runtime, work = (folder / name for name in ("home", "runtime", "work"))
    for place in (home / "Pictures", runtime, work / "holiday"):
        place.mkdir(parents=True)
    runtime.chmod(0o700)
    (work / "photo.jpg").write_bytes((PHOTOGRAPHS / "cat.jpg").read_bytes())
    for name, colour in {"holiday/beach.png": "blue", "holiday/forest.png": "green"}.items():
        tinted(colour).save(work / name)
    _save_documents(work)
    if NEEDS["video"].is_here():
        from tests.sources.camera.videos import film, tinted_frame

        film(work / "film.mp4", [(tinted_frame("red"), 3.0)])
    for name in _CHECKOUT:
        (work / name).symlink_to(ROOT / name)
    scripts = Path(sys.executable).parent
    return {
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "XDG_RUNTIME_DIR": str(runtime),
        "NARRATOR_MODEL": str(TINY_BUNDLE),
        "PULSE_SERVER": f"unix:{folder}/nowhere",
        "ALSA_CONFIG_PATH": os.devnull,
        "PROGRESS": str(folder / "progress"),
    }


def _save_documents(work: Path) -> None:
    """The documents and pages of the examples, each with pictures."""
    two_pictures(work / "report.docx")
    slides(work / "talk.pptx", {"slide1": picture("rId1")}, ("slide1",))
    book(work / "book.epub", {"one": '<img src="../images/red.png"/>'})
    pdf(work / "paper.pdf", [drawn("R", 50, 50, 100, 100)])
    (work / "site").mkdir()
    for page in ("page.html", "site/index.html"):
        (work / page).write_text('<img src="sea.png">')
        tinted("blue").save((work / page).with_name("sea.png"))


def run_examples(fences: Sequence[Fence], folder: Path) -> None:
    """Run examples in one shell. Raises AssertionError with the one that failed and what it printed.

    Where one of them needs the released model, all have it.
    """
    script = _PROLOGUE + "".join(
        (_STAYING_EXAMPLE if fence.stays else _EXAMPLE).format(
            where=shlex.quote(str(fence)), text=_DOCTOR.sub(_ON_A_DEAF_MACHINE, fence.text), line=fence.line
        )
        for fence in fences
    )
    environment = dict(newcomer(folder))
    if any("released" in fence.needs for fence in fences):
        del environment["NARRATOR_MODEL"]
    _run(["bash", "-c", script], folder, environment)


def run_python(fences: Sequence[Fence], folder: Path) -> None:
    """Run a page's Python in one process, in which the lines have the numbers that they have in the page."""
    lines: list[str] = []
    for fence in fences:
        lines += [""] * (fence.line - len(lines)) + fence.text.splitlines()
    script = folder / fences[0].page.with_suffix(".py").name
    environment = newcomer(folder)
    script.write_text("\n".join(lines), encoding="utf-8")
    _run([sys.executable, str(script)], folder, environment)


def _run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
    output = folder / "output"
    with output.open("wb") as stream:
        process = subprocess.run(
            command,
            cwd=folder / "work",
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # whose processes all end with the shell
            timeout=_SECONDS,
        )
    progress = folder / "progress"
    where = progress.read_text() if progress.exists() else ""
    assert process.returncode == 0, f"{where}{output.read_text(errors='replace')[-2000:]}"
