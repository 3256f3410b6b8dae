"""PowerPoint's presentations: pictures on slides, in the order in which they are shown (PresentationML)."""

from collections.abc import Iterator

from narrator.documents.drawings import DrawingReader
from narrator.documents.markup import Element
from narrator.documents.office import Part, main_part, relations
from narrator.documents.package import Package
from narrator.documents.parts import read_part

_TITLES = ("title", "ctrTitle")
_LONGEST = 60


def parts_of_slides(package: Package) -> Iterator[Part]:
    """The slides of a PPTX or PPTM. What layouts and backgrounds show is not on a slide.

    Raises PictureError.
    """
    main = main_part(package)
    shown: list[str] = []

    def begin(element: Element) -> None:
        if element.name == "sldId":
            # The other "id" of this tag has no namespace.
            number = next((value for key, value in element.attributes.items() if key.endswith(" id")), "")
            shown.append(number)

    read_part(package, main, begin=begin)
    known = relations(package, main)
    for number, relation in enumerate(map(known.get, shown), start=1):
        if relation is None or not package.find(relation.target):
            continue
        slide = _Slide()
        read_part(package, relation.target, begin=slide.begin, end=slide.end, text=slide.text)
        place = slide.place(number)
        pictures = tuple((drawn, place) for drawn in slide.reader.found)
        yield Part(name=relation.target, prefix=f"slide={number}&", pictures=pictures)


class _Slide:
    def __init__(self) -> None:
        self.reader = DrawingReader()
        self._hidden = self._in_title = False
        self._letters: list[str] = []

    def begin(self, element: Element) -> None:
        self.reader.begin(element)
        if element.name == "sld":
            self._hidden = element.attribute("show") in ("0", "false")
        elif element.name == "sp":
            self._in_title = False
        elif element.name == "ph":
            self._in_title = element.attribute("type") in _TITLES

    def end(self, name: str, place: int) -> None:
        self.reader.end(name, place)
        if name == "p" and self._in_title:
            self._letters.append(" ")
        elif name == "sp":
            self._in_title = False

    def text(self, text: str) -> None:
        if self._in_title and self.reader.path[-1] == "t":
            self._letters.append(text)

    def place(self, number: int) -> str:
        """The slide as it is said: "slide 3, Results"."""
        title = " ".join("".join(self._letters).split())[:_LONGEST]
        said = f"hidden slide {number}" if self._hidden else f"slide {number}"
        return f"{said}, {title}" if title else said
