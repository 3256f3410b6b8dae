"""Documents that tests put together: as small as programs for them accept."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

from tests.drawings import tinted

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    f'xmlns:r="{_OFFICE}"'
)


def png(colour: str) -> bytes:
    """A picture in which one colour rules."""
    return saved(tinted(colour), "PNG")


def saved(image: Image.Image, form: str) -> bytes:
    stream = io.BytesIO()
    image.save(stream, form)
    return stream.getvalue()


def package(file: Path, members: Mapping[str, bytes | str]) -> Path:
    """An archive; `mimetype` comes first and is not packed, as in EPUB."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return file


def relations(*each: tuple[str, str, str], outside: bool = False) -> str:
    """What a part refers to: number, kind and target."""
    mode = ' TargetMode="External"' if outside else ""
    lines = "".join(
        f'<Relationship Id="{number}" Type="{_OFFICE}/{kind}" Target="{target}"{mode}/>'
        for number, kind, target in each
    )
    return f'<Relationships xmlns="{_RELATIONS}">{lines}</Relationships>'


def drawing(relation: str, label: str = "", *, attribute: str = "embed") -> str:
    """A picture in Word; `label` is put into the tag that has its words."""
    return (
        f'<w:drawing><wp:inline><wp:docPr id="1" name="Picture 1"{label}/><a:graphic><a:graphicData>'
        '<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="x"/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:{attribute}="{relation}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )


def paragraph(content: str, style: str = "") -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}<w:r>{content}</w:r></w:p>"


def word(file: Path, body: str, links: str, more: Mapping[str, bytes | str] | None = None) -> Path:
    """A document of Word with a red and a blue picture, word/media/red.png and blue.png."""
    members: dict[str, bytes | str] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")),
        "word/document.xml": '<?xml version="1.0"?>\r\n'
        f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": links,
        "word/media/red.png": png("red"),
        "word/media/blue.png": png("blue"),
    }
    return package(file, members | dict(more or {}))


def two_pictures(file: Path, label: str = "", more: Mapping[str, bytes | str] | None = None) -> Path:
    """A document with a red picture without words, and a blue one with that label."""
    body = paragraph(drawing("rId1")) + paragraph(drawing("rId2", label))
    links = relations(("rId1", "image", "media/red.png"), ("rId2", "image", "media/blue.png"))
    return word(file, body, links, more)


def header(body: str) -> str:
    return f"<w:hdr {_SPACES}>{body}</w:hdr>"


def slides(file: Path, each: Mapping[str, str], order: tuple[str, ...]) -> Path:
    """A presentation; `each` has the shapes of slides by name, which may show rId1 (red) and rId2 (blue)."""
    links = relations(*((name, "slide", f"slides/{name}.xml") for name in each))
    numbers = "".join(f'<p:sldId id="{256 + n}" r:id="{name}"/>' for n, name in enumerate(order))
    main = f"<p:presentation {_SPACES}><p:sldIdLst>{numbers}</p:sldIdLst></p:presentation>"
    members: dict[str, bytes | str] = {
        "_rels/.rels": relations(("rId1", "officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": main,
        "ppt/_rels/presentation.xml.rels": links,
        "ppt/media/red.png": png("red"),
        "ppt/media/blue.png": png("blue"),
    }
    for name, shapes in each.items():
        shown = ' show="0"' if "hidden" in name else ""
        opening = f"<p:sld {_SPACES}{shown}>"
        members[f"ppt/slides/{name}.xml"] = f"{opening}<p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"
        members[f"ppt/slides/_rels/{name}.xml.rels"] = relations(
            ("rId1", "image", "../media/red.png"), ("rId2", "image", "/ppt/media/blue.png")
        )
    return package(file, members)


def title(text: str) -> str:
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Title"/><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr>'
        f"<p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
    )


def picture(relation: str, label: str = "", inside: str = "") -> str:
    """A picture on a slide."""
    named = f'<p:nvPicPr><p:cNvPr id="4" name="Picture"{label}>{inside}</p:cNvPr></p:nvPicPr>'
    return f'<p:pic>{named}<p:blipFill><a:blip r:embed="{relation}"/></p:blipFill></p:pic>'


def book(file: Path, chapters: Mapping[str, str], more: Mapping[str, bytes | str] | None = None) -> Path:
    """An EPUB with chapters in OEBPS/text, which show ../images/red.png and blue.png."""
    items = "".join(
        f'<item id="{name}" href="text/{name}.xhtml" media-type="application/xhtml+xml"/>'
        for name in chapters
    )
    # The order of the spine counts, and not that of the manifest.
    spine = "".join(f'<itemref idref="{name}"/>' for name in reversed(list(chapters)))
    members: dict[str, bytes | str] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
        '<rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
        "OEBPS/book.opf": f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}</manifest>'
        f"<spine>{spine}</spine></package>",
        "OEBPS/images/red.png": png("red"),
        "OEBPS/images/blue.png": png("blue"),
    }
    for name, body in chapters.items():
        members[f"OEBPS/text/{name}.xhtml"] = (
            '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
            '<html xmlns="http://www.w3.org/1999/xhtml">'
            f"<head><title>{name}</title></head><body>{body}</body></html>"
        )
    return package(file, members | dict(more or {}))
