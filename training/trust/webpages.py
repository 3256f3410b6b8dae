"""Web pages that no site has, rendered by a headless Chromium: what `narrator.looking` has to know apart.

Many pages are laid out below each other in one document and cut from one screenshot, for a browser takes
longer to start than to render.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from PIL import Image

from training.errors import TrainingError

WIDTHS = (390, 1024, 1366)
"""A phone, a tablet, a laptop."""
HEIGHT = 768
_AT_ONCE = 16
"""Pages in a screenshot: Chromium draws none that is higher than 16,384 pixels."""
_SECONDS = 300.0

_WORDS = (
    *(
        "harbour",
        "letters",
        "weather",
        "engine",
        "paragraph",
        "window",
        "garden",
        "report",
        "ticket",
        "morning",
    ),
    *("account", "delivery", "music", "recipe", "travel", "notes", "market", "winter", "size", "answer"),
    *("question", "colour", "price", "offer", "station", "evening", "history"),
)

_STYLE = """
* {{ box-sizing: border-box }} body {{ margin: 0 }}
.page {{ width: {width}px; height: {height}px; overflow: hidden }}
.columns {{ display: flex; gap: 16px; padding: 16px }} .columns > div {{ flex: 1 }}
.picture {{ height: 120px; border-radius: 6px }} nav a {{ margin-right: 18px }}
td {{ border-bottom: 1px solid #ccc }}
button {{ padding: 8px 16px; border: 0; border-radius: 4px; color: white }} table {{ width: 100% }}
"""


def web_pages(random: Random, count: int) -> Iterator[Image.Image]:
    """So many pages of different widths. Raises TrainingError where there is no Chromium."""
    for first in range(0, count, _AT_ONCE):
        width = random.choice(WIDTHS)
        pages = [page(random) for _ in range(min(_AT_ONCE, count - first))]
        yield from _rendered(pages, width)


def page(random: Random) -> str:
    """The HTML of a page: a heading with links, then blocks of different kinds."""
    dark = random.random() < 0.25
    ground, ink = ("#16181c", "#e6e6e6") if dark else (random.choice(("#fff", "#f6f7f9", "#fdf8ef")), "#222")
    family, size = random.choice(("serif", "sans-serif")), random.randint(13, 18)
    accent = _colour(random)
    blocks = "".join(random.choice(_BLOCKS)(random, accent) for _ in range(8))
    links = "".join(f"<a>{_words(random, 1)}</a>" for _ in range(random.randint(3, 6)))
    return (
        f'<div class="page" style="background:{ground};color:{ink};font:{size}px {family}">'
        f'<nav style="background:{accent};color:white;padding:14px">{links}</nav>'
        f'<h1 style="padding:0 16px">{_words(random, 4)}</h1>{blocks}</div>'
    )


def _article(random: Random, accent: str) -> str:
    texts = (_words(random, random.randint(30, 90)) for _ in range(random.randint(1, 3)))
    return f'<div class="columns">{"".join(f"<div><p>{text}.</p></div>" for text in texts)}</div>'


def _cards(random: Random, accent: str) -> str:
    cards = "".join(
        f'<div><div class="picture" style="background:linear-gradient({random.randint(0, 180)}deg,'
        f'{_colour(random)},{_colour(random)})"></div><b>{_words(random, 3)}</b><br>{_words(random, 8)}</div>'
        for _ in range(random.randint(2, 4))
    )
    return f'<div class="columns">{cards}</div>'


def _table(random: Random, accent: str) -> str:
    rows = "".join(
        f"<tr><td>{_words(random, 2)}</td><td>{random.randint(1, 9999)}</td><td>{_words(random, 1)}</td></tr>"
        for _ in range(random.randint(3, 8))
    )
    return f'<div style="padding:16px"><table>{rows}</table></div>'


def _form(random: Random, accent: str) -> str:
    fields = "".join(f"{_words(random, 1)} <input> " for _ in range(random.randint(1, 3)))
    button = f'<button style="background:{accent}">{_words(random, 1)}</button>'
    return f'<div style="padding:16px">{fields}{button}</div>'


_BLOCKS: tuple[Callable[[Random, str], str], ...] = (_article, _article, _cards, _table, _form)


def _words(random: Random, count: int) -> str:
    return " ".join(random.choices(_WORDS, k=count)).capitalize()


def _colour(random: Random) -> str:
    return f"hsl({random.randint(0, 359)},{random.randint(20, 80)}%,{random.randint(20, 60)}%)"


def _rendered(pages: list[str], width: int) -> Iterator[Image.Image]:
    style = _STYLE.format(width=width, height=HEIGHT)
    html = f'<meta charset="utf-8"><style>{style}</style>{"".join(pages)}'
    with tempfile.TemporaryDirectory(prefix="narrator-pages-") as folder:
        document, screenshot = Path(folder, "pages.html"), Path(folder, "pages.png")
        document.write_text(html, encoding="utf-8")
        _take(document, screenshot, (width, HEIGHT * len(pages)))
        with Image.open(screenshot) as sheet:
            whole = sheet.convert("RGB")
    for i in range(len(pages)):
        yield whole.crop((0, i * HEIGHT, width, (i + 1) * HEIGHT))


def _take(document: Path, screenshot: Path, size: tuple[int, int]) -> None:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        raise TrainingError("Web pages are rendered by Chromium, which is not installed; install it.")
    sandbox = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []  # root has none
    command = [
        *(program, "--headless", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1"),
        *("--disable-background-networking", *sandbox, f"--user-data-dir={document.parent / 'profile'}"),
        *(f"--window-size={size[0]},{size[1]}", f"--screenshot={screenshot}", document.as_uri()),
    ]
    process = subprocess.run(command, capture_output=True, timeout=_SECONDS, text=True)
    if not screenshot.is_file():
        last = process.stderr.strip().splitlines()[-1:] or [f"exit code {process.returncode}"]
        raise TrainingError(f"Chromium took no screenshot ({last[0]}); try it by hand.")
