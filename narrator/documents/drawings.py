"""Pictures in the markup of Office: DrawingML, and the VML of before 2007 (ISO/IEC 29500, parts 1 and 4).

A picture's alternative text is not at the picture (`a:blip`), but at what holds it: `descr` of `pic:cNvPr`,
`p:cNvPr`, or, of a drawing in Word with one picture, of `wp:docPr`. A drawing with several pictures is a
group, in which each has its own. VML has `alt` at the shape.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from narrator.documents.inner import Words
from narrator.documents.markup import Change, Element, Source, attribute, set_attribute, tag_end
from narrator.picture.files import is_picture_name

AUTOMATIC = "Description automatically generated"
"""What Office writes below its own descriptions, in a line of its own, so that whoever reads them knows."""

_HOLDERS = frozenset({"pic", "sp", "wsp", "drawing", "oleObj", "object"})
_PREVIEWS = frozenset({"oleObj", "object"})
"""What embeds a table or a chart has a picture of it, which is not the picture of anybody."""
_FILLED = {("pic", "blipFill"), ("spPr", "blipFill")}
"""Where a picture is content. Those of bullets, cells and backgrounds have no place for words."""
_NAMES = frozenset({"cNvPr", "docPr"})
_VML = "urn:schemas-microsoft-com:vml"
_STRICT = "http://purl.oclc.org/ooxml/"
_DRAWINGML = {
    False: "http://schemas.openxmlformats.org/drawingml/2006/main",
    True: "http://purl.oclc.org/ooxml/drawingml/main",
}
_MARK_ID = "{4587282A-6069-565A-BF12-89E867B72761}"
_MARK_SPACE = "urn:picture-narrator:alt-text"
_DECORATIVE_ID = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
_DECORATIVE_SPACE = "http://schemas.microsoft.com/office/drawing/2017/decorative"


@dataclass(kw_only=True)
class Label:
    """The tag at which a picture's alternative text stands."""

    element: Element
    attribute: str
    close: int = -1
    """The place of its end tag."""
    extensions: int | None = None
    """The place of the end tag of its list of extensions; None where there is none."""
    decorative: bool = False

    @property
    def alt(self) -> str:
        """What somebody wrote there. PowerPoint and python-pptx put the name of the picture's file there."""
        said = (self.element.attribute(self.attribute) or self.element.attribute("title") or "").strip()
        return "" if is_picture_name(said) else said


@dataclass(kw_only=True)
class Drawn:
    """A picture at one place."""

    relation: str
    """The number by which its part knows the picture's file: "rId5"."""
    linked: bool
    """Whether the file is elsewhere."""
    label: Label | None


@dataclass(kw_only=True)
class _Holder:
    name: str
    label: Label | None = None
    pictures: list[Drawn] = field(default_factory=list)


class DrawingReader:
    """Takes start and end tags of a part, and collects its pictures in their order."""

    def __init__(self) -> None:
        self.found: list[Drawn] = []
        self.path: list[str] = []
        """The names of the elements that are open."""
        self._holders: list[_Holder] = []
        self._open: Label | None = None

    def begin(self, element: Element) -> None:
        """A start tag."""
        self.path.append(element.name)
        if element.name in _HOLDERS or element.space == _VML:
            label = Label(element=element, attribute="alt") if element.space == _VML else None
            self._holders.append(_Holder(name=element.name, label=label))
        if not self._holders:
            return
        holder = self._holders[-1]
        if element.name in _NAMES and holder.label is None:
            holder.label = self._open = Label(element=element, attribute="descr")
        elif element.name == "decorative" and self._open:
            self._open.decorative = element.attribute("val") in ("1", "true")
        elif element.name == "blip" and tuple(self.path[-3:-1]) in _FILLED:
            self._add(element.attribute("embed"), element.attribute("link"))
        elif element.name == "imagedata" and element.space == _VML:
            self._add(element.attribute("id"), element.attribute("href"))

    def end(self, name: str, place: int) -> None:
        """An end tag."""
        self.path.pop()
        if self._open and name == "extLst" and self.path[-1:] and self.path[-1] in _NAMES:
            self._open.extensions = place
        elif self._open and name == self._open.element.name and name in _NAMES:
            self._open.close = place
            self._open = None
        if self._holders and name == self._holders[-1].name:
            self._close(self._holders.pop())

    def _add(self, embedded: str | None, linked: str | None) -> None:
        if relation := embedded or linked:
            # Of VML the picture is inside of the shape whose label it has.
            holder = self._holders[-2 if self.path[-1] == "imagedata" and len(self._holders) > 1 else -1]
            holder.pictures.append(Drawn(relation=relation, linked=not embedded, label=holder.label))

    def _close(self, holder: _Holder) -> None:
        if holder.name in _PREVIEWS:
            return
        if holder.name == "drawing" and len(holder.pictures) == 1 and holder.label:
            inner = holder.pictures[0].label
            if not (inner and inner.alt and not holder.label.alt):
                holder.pictures[0].label = holder.label
        around = self._holders[-1].pictures if self._holders else self.found
        around += holder.pictures


def labelled(source: Source, label: Label, words: Words) -> Iterator[Change]:
    """What writes the words at a picture, and who made them."""
    start = label.element.start
    if words.text:
        text = f"{words.text}\n\n{AUTOMATIC}"
        yield from set_attribute(source, start, label.attribute, text)
    if label.element.space == _VML:
        return  # which has no place for more
    yield _extended(source, label, words)


def _extended(source: Source, label: Label, words: Words) -> Change:
    mark = f'<n:alt xmlns:n="{_MARK_SPACE}"'.encode() + attribute("by", words.mark) + b"/>"
    extensions = _extension(_MARK_ID, mark)
    if not words.text:
        decorative = f'<d:decorative xmlns:d="{_DECORATIVE_SPACE}" val="1"/>'.encode()
        extensions = _extension(_DECORATIVE_ID, decorative) + extensions
    space = _DRAWINGML[label.element.space.startswith(_STRICT)].encode()
    if label.extensions is not None:
        # The list may have any prefix, so each brings its own.
        extensions = extensions.replace(b"<a:ext ", b'<a:ext xmlns:a="%s" ' % space)
        return Change(start=label.extensions, end=label.extensions, bytes=extensions)
    whole = b'<a:extLst xmlns:a="%s">%s</a:extLst>' % (space, extensions)
    end = tag_end(source, label.element.start)
    if source.data[end - 1 : end] != b"/":
        return Change(start=label.close, end=label.close, bytes=whole)
    name = source.data[label.element.start + 1 : end].split(None, 1)[0].rstrip(b"/")
    return Change(start=end - 1, end=end + 1, bytes=b">%s</%s>" % (whole, name))


def _extension(identity: str, content: bytes) -> bytes:
    return b'<a:ext uri="%s">%s</a:ext>' % (identity.encode(), content)
