"""PDFs written by hand, with pictures of one colour where the test wants them."""

from collections.abc import Sequence
from pathlib import Path

_SIDE = 40


def pdf(
    file: Path,
    contents: Sequence[str],
    *,
    pictures: Sequence[str] = ("R", "B"),
    turn: int = 0,
    form: str = "",
    alt: str = "",
) -> Path:
    """A document with a page for each content; its pictures are called R (red) and B (blue).

    `form` is what the form F draws, at twice its size. `alt` is said of the marked content 0 of the first
    page.
    """
    colours = {"R": b"\xdc\x1e\x1e", "B": b"\x28\x3c\xc8"}
    objects: list[bytes] = []

    def add(head: str, stream: bytes | None = None) -> int:
        body = head.encode()
        if stream is not None:
            body = body[:-2] + b"/Length %d>>\nstream\n%s\nendstream" % (len(stream), stream)
        objects.append(body)
        return len(objects)

    images = {
        name: add(
            f"<</Type/XObject/Subtype/Image/Width {_SIDE}/Height {_SIDE}/BitsPerComponent 8"
            "/ColorSpace/DeviceRGB>>",
            colours[name] * _SIDE**2,
        )
        for name in pictures
    }
    named = "".join(f"/{name} {number} 0 R" for name, number in images.items())
    if form:
        number = add(
            "<</Type/XObject/Subtype/Form/BBox[0 0 500 500]/Matrix[2 0 0 2 0 0]"
            f"/Resources<</XObject<<{named}>>>>>>",
            form.encode(),
        )
        named += f"/F {number} 0 R"
    first = len(objects) + 2 * len(contents) + 1  # the list of pages comes after them
    kids = []
    for content in contents:
        stream = add("<<>>", content.encode())
        kids.append(
            add(
                f"<</Type/Page/Parent {first} 0 R/MediaBox[0 0 600 800]/Rotate {turn}/StructParents 0"
                f"/Contents {stream} 0 R/Resources<</XObject<<{named}>>>>>>"
            )
        )
    add(f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>")
    structure = ""
    if alt:
        root = first + 1
        add(f"<</Type/StructTreeRoot/K {root + 1} 0 R/ParentTree {root + 2} 0 R>>")
        add(f"<</Type/StructElem/S/Figure/P {root} 0 R/Pg {kids[0]} 0 R/K 0/Alt({alt})>>")
        add(f"<</Nums[0[{root + 1} 0 R]]>>")
        structure = f"/StructTreeRoot {root} 0 R/MarkInfo<</Marked true>>"
    catalog = add(f"<</Type/Catalog/Pages {first} 0 R{structure}>>")
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer\n<</Size {len(objects) + 1}/Root {catalog} 0 R>>"
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}"
    file.write_bytes(data + f"{end}\nstartxref\n{len(data)}\n%%EOF\n".encode())
    return file


def drawn(name: str, left: float, bottom: float, width: float, height: float) -> str:
    """A picture on a page, in points from the bottom left."""
    return f"q {width} 0 0 {height} {left} {bottom} cm /{name} Do Q"
