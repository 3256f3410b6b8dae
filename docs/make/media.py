"""`python -m docs.make.media`: record the sample that the front page plays, and photograph the web page.

Needs the extra `test-all` and Chromium. What it makes is committed; run it when the voice, the page or the
released bundle has changed.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
import click
from playwright.sync_api import ViewportSize, sync_playwright

from docs.make.imports import ROOT

PICTURE = ROOT / "tests" / "data" / "photographs" / "cat.jpg"
MEDIA = ROOT / "docs" / "media"
_NARRATOR = (sys.executable, "-m", "narrator")
_OPUS_RATE = 48_000
_WINDOW: ViewportSize = {"width": 760, "height": 900}


def record(out: Path) -> None:
    """Say what is in the picture, and write it as Ogg Opus."""
    with tempfile.TemporaryDirectory() as folder:
        spoken = Path(folder, "spoken.wav")
        command = [*_NARRATOR, "speak", "--silent", "--seed", "1", "--save", str(spoken), str(PICTURE)]
        subprocess.run(command, check=True)
        with av.open(str(spoken)) as source, av.open(str(out), "w") as target:
            stream = target.add_stream("libopus", rate=_OPUS_RATE, layout="mono", bit_rate=32_000)
            for frame in source.decode(audio=0):
                target.mux(stream.encode(frame))
            target.mux(stream.encode(None))


def photograph(out: Path) -> None:
    """The page of `narrator serve` after it has described the picture."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with _serving() as link, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox"], ignore_default_args=["--mute-audio"]
        )
        page = browser.new_page(viewport=_WINDOW)
        page.goto(link)
        page.get_by_label("Choose a picture").set_input_files(PICTURE)
        page.locator("#result").wait_for(state="visible")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=out, full_page=True)
        browser.close()


@contextmanager
def _serving() -> Iterator[str]:
    """The link that opens the page of a service that runs meanwhile."""
    process = subprocess.Popen([*_NARRATOR, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        found = re.search(r"http://\S+", process.stdout.readline())
        if not found:
            raise click.ClickException("narrator serve did not start; see what it says above.")
        yield found[0]
    finally:
        process.terminate()
        process.wait()


@click.command()
def main() -> None:
    """Make docs/media/cat.ogg and docs/media/page.png."""
    MEDIA.mkdir(exist_ok=True)
    record(MEDIA / "cat.ogg")
    photograph(MEDIA / "page.png")


if __name__ == "__main__":
    main()
