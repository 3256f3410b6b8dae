"""Drawings and documents made pixels, in a process of its own that has little memory and little time.

Unlike a photograph, a drawing is a program: a few lines of it can keep a renderer busy for days.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngImageFile

from narrator.picture.formats.fonts import installed_families
from narrator.picture.formats.unreadable import UnreadableError

SECONDS = 10.0
"""Drawings and pages of 60 test pictures take half a second, two at most."""
_LARGER = 2
"""Times the size that was asked for. Drawings whose size is understood in two ways stay below."""
_MEMORY = 3 * 2**30
"""Bytes of address space; most of it is libraries and fonts."""

_MISSING, _PASSWORD = 3, 4
"""How the process ends when its library is not installed, and when a document asks for a password."""


class PasswordError(Exception):
    """A document that opens with a password only."""


def rendered(kind: str, data: bytes, size: tuple[int, int], page: int = 0, *, seconds: float) -> Image.Image:
    """A page of an "svg" or a "pdf" in that size, RGB or RGBA, drawn within so many seconds.

    Raises ImportError if what draws it is not installed, PasswordError, ValueError if it cannot be drawn or
    becomes far larger than that size, and UnreadableError if it takes too long.
    """
    drawn = PngImageFile(BytesIO(_asked(kind, data, *size, page, seconds=seconds)))
    if max(drawn.size) > _LARGER * max(size):
        raise ValueError("a drawing far larger than it says")
    return drawn


def page_sizes(data: bytes) -> list[tuple[float, float]]:
    """Width and height of the pages of a PDF in points, of a thousand at most. Raises as `rendered` does."""
    return [(width, height) for width, height in json.loads(_asked("pdf-sizes", data, seconds=SECONDS))]


def _asked(kind: str, data: bytes, *numbers: int, seconds: float) -> bytes:
    command = [sys.executable, "-P", "-m", __name__, kind, *map(str, numbers)]
    # The process need not be able to import narrator by itself, as in a checkout.
    path = os.pathsep.join(filter(None, [str(Path(__file__).parents[3]), os.environ.get("PYTHONPATH")]))
    try:
        done = subprocess.run(
            command,
            input=data,
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "PYTHONPATH": path},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableError("takes too long to draw; save it as PNG and try again.") from error
    if done.returncode == _MISSING:
        raise ImportError(kind)
    if done.returncode == _PASSWORD:
        raise PasswordError
    if done.returncode:
        raise ValueError(f"it cannot be drawn: {done.stderr[-200:]!r}")
    return done.stdout


_CSS_DPI = 96
"""Pixels of an inch, as CSS fixes them."""


def _draw_svg(data: bytes, width: int, height: int, _: int) -> bytes:
    from resvg_py import svg_to_bytes

    side: dict[str, Any] = {"width": width} if width >= height else {"height": height}
    fonts: dict[str, Any] = dict(installed_families() if b"text" in data else {})
    # Without `dpi` it refuses every drawing whose size is in millimetres (findings/resvg_py_needs_dpi.sh).
    return bytes(svg_to_bytes(svg_string=data.decode(), resources_dir=None, dpi=_CSS_DPI, **side, **fonts))


def _draw_pdf(data: bytes, width: int, height: int, number: int) -> bytes:
    from pypdfium2 import PdfDocument

    page = PdfDocument(data)[number]
    scale = max(width, height) / max(page.get_size())
    drawn = BytesIO()
    page.render(scale=scale).to_pil().convert("RGB").save(drawn, "PNG", compress_level=1)
    return drawn.getvalue()


def _measure_pdf(data: bytes) -> bytes:
    from pypdfium2 import PdfDocument

    document = PdfDocument(data)
    sizes = [document.get_page_size(number) for number in range(min(len(document), 1000))]
    return json.dumps(sizes).encode()


def _main(kind: str, *numbers: str) -> int:
    _bound()
    data = sys.stdin.buffer.read()
    kinds: dict[str, Callable[..., bytes]] = {"svg": _draw_svg, "pdf": _draw_pdf, "pdf-sizes": _measure_pdf}
    try:
        answer = kinds[kind](data, *map(int, numbers))
    except ImportError:
        return _MISSING
    except (RuntimeError, ValueError) as error:
        print(error, file=sys.stderr)
        return _PASSWORD if "password" in str(error).lower() else 1
    sys.stdout.buffer.write(answer)
    return 0


def _bound() -> None:
    """Little memory, and little time even if whoever asks is killed and can end nothing any more."""
    if sys.platform != "win32":
        import resource

        time = 2 * int(SECONDS)
        for limit, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, time)):
            resource.setrlimit(limit, (most, resource.getrlimit(limit)[1]))


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
