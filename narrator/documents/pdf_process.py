"""The process that reads PDFs, `python -m narrator.documents.pdf_process list FILE` or `picture ... FILE`.

PDFium is a large program in C++ that reads hostile files. Here it has little memory, and can be ended.
"""

import json
import sys
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from narrator.documents.pdf import PASSWORD

_MEMORY = 3 * 2**30
"""Bytes of address space; most of it is libraries and fonts."""
_SECONDS = 150
_LONG_SIDE = 2200
"""Pixels of a picture at most, enough for the small letters of a sheet of A4."""
_FINE = 1000.0
"""Steps of a point in which places are asked for; PDFium gives whole numbers."""
_DEEPEST = 15
_STRUCTURE = 20_000
"""Elements of a page's structure that are looked at."""


def main(kind: str, *words: str) -> int:
    """Do one of both, and say how it ended."""
    _bound()
    from pypdfium2 import PdfDocument, PdfiumError

    *numbers, path = words
    try:
        document = PdfDocument(path)
        if kind == "list":
            for number in range(len(document)):
                for image in _listed(document[number], number + 1):
                    print(json.dumps(image))
        else:
            page, *box, density = map(float, numbers)
            _draw(document[int(page) - 1], box, density)
    except (PdfiumError, IndexError) as error:
        print(error, file=sys.stderr)
        return PASSWORD if "password" in str(error).lower() else 1
    return 0


def _listed(page: Any, number: int) -> Iterator[dict[str, object]]:
    from pypdfium2 import raw

    alts: dict[int, str] | None = None
    width, height = page.get_size()
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST):
        left, top, right, bottom = _seen(page, image)
        box = [max(0.0, left), max(0.0, top), min(width, right), min(height, bottom)]
        if box[0] >= box[2] or box[1] >= box[3]:
            continue  # outside of what is seen
        alts = _alternative_texts(page) if alts is None else alts
        data = bytes(image.get_data(decode_simple=False))
        yield {
            "page": number,
            "box": box,
            "density": max(image.get_px_size()) / max(right - left, bottom - top),
            "digest": blake2b(data, digest_size=12).hexdigest(),
            "alt": alts.get(raw.FPDFPageObj_GetMarkedContentID(image), ""),
        }


def _seen(page: Any, image: Any) -> tuple[float, float, float, float]:
    """Left, top, right and bottom in points of the page as it is seen, turned and cut."""
    left, bottom, right, top = image.get_bounds()
    corners = [(left, bottom), (left, top), (right, bottom), (right, top)]
    around = image.container
    while around is not None:  # its bounds leave out where the form is drawn
        matrix = around.get_matrix()
        corners = [matrix.on_point(*corner) for corner in corners]
        around = around.container
    places = [_on_canvas(page, *corner) for corner in corners]
    across, down = zip(*places, strict=True)
    return min(across), min(down), max(across), max(down)


def _on_canvas(page: Any, x: float, y: float) -> tuple[float, float]:
    from ctypes import c_int

    from pypdfium2 import raw

    across, down = c_int(), c_int()
    width, height = (round(_FINE * side) for side in page.get_size())
    raw.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, across, down)
    return across.value / _FINE, down.value / _FINE


def _alternative_texts(page: Any) -> dict[int, str]:
    """What the author wrote for each piece of marked content of a page that has such words."""
    from pypdfium2 import raw

    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return {}
    found: dict[int, str] = {}
    waiting = [
        (raw.FPDF_StructTree_GetChildAtIndex(tree, n), "")
        for n in range(raw.FPDF_StructTree_CountChildren(tree))
    ]
    looked_at = 0
    while waiting and looked_at < _STRUCTURE:
        element, above = waiting.pop()
        looked_at += 1
        if not element:
            continue
        alt = _text_of(raw.FPDF_StructElement_GetAltText, element) or above
        numbers = [
            raw.FPDF_StructElement_GetMarkedContentIdAtIndex(element, n)
            for n in range(max(0, raw.FPDF_StructElement_GetMarkedContentIdCount(element)))
        ]
        for child in range(max(0, raw.FPDF_StructElement_CountChildren(element))):
            numbers.append(raw.FPDF_StructElement_GetChildMarkedContentID(element, child))
            waiting.append((raw.FPDF_StructElement_GetChildAtIndex(element, child), alt))
        if alt:
            found.update({number: alt for number in numbers if number >= 0})
    raw.FPDF_StructTree_Close(tree)
    return found


def _text_of(function: Any, element: Any) -> str:
    from ctypes import create_string_buffer

    length = function(element, None, 0)
    if length <= 2:
        return ""
    buffer = create_string_buffer(length)
    function(element, buffer, length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace").strip()


def _draw(page: Any, box: list[float], density: float) -> None:
    width, height = page.get_size()
    left, top, right, bottom = box
    scale = min(density, _LONG_SIDE / max(right - left, bottom - top))
    cut = (left, height - bottom, width - right, top)
    drawn = page.render(scale=scale, crop=cut)
    drawn.to_pil().convert("RGB").save(sys.stdout.buffer, "PNG", compress_level=1)


def _bound() -> None:
    if sys.platform != "win32":
        import resource

        for limit, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, _SECONDS)):
            resource.setrlimit(limit, (most, resource.getrlimit(limit)[1]))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
