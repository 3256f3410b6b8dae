"""Word's documents: pictures in the text, in headers and footers, and in notes (WordprocessingML)."""

from collections.abc import Iterator

from narrator.documents.drawings import DrawingReader, Drawn
from narrator.documents.markup import Element
from narrator.documents.office import Part, main_part, relations
from narrator.documents.package import Package
from narrator.documents.parts import read_part

_BESIDES = {"header": "a header", "footer": "a footer", "footnotes": "a footnote", "endnotes": "an endnote"}
"""Other parts with pictures, by the kind of reference, and how their place is said."""
_HEADINGS = ("heading", "title")
_LONGEST = 60


def parts_of_word(package: Package) -> Iterator[Part]:
    """The parts of a DOCX or DOCM that have pictures, the text first. Raises PictureError."""
    main = main_part(package)
    text = _Text()
    read_part(package, main, begin=text.begin, end=text.end, text=text.text)
    yield Part(name=main, prefix="", pictures=text.placed())
    for relation in relations(package, main).values():
        if relation.kind in _BESIDES and not relation.outside and package.find(relation.target):
            reader = DrawingReader()
            read_part(package, relation.target, begin=reader.begin, end=reader.end)
            name = relation.target.rpartition("/")[2].removesuffix(".xml")
            place = _BESIDES[relation.kind]
            yield Part(
                name=relation.target,
                prefix=f"{name}&",
                pictures=tuple((drawn, place) for drawn in reader.found),
            )


class _Text:
    """The text of a document, with the pages and headings in which its pictures are.

    A document has no pages before a program lays it out. Word leaves a mark where a page began when it did
    that last; other programs leave none, and then the paragraph is counted.
    """

    def __init__(self) -> None:
        self._reader = DrawingReader()
        self._breaks = self._paragraphs = 0
        self._is_heading = False
        self._letters: list[str] = []
        self._heading = ""
        self._places: list[tuple[int, int, str]] = []

    def begin(self, element: Element) -> None:
        self._reader.begin(element)
        if element.name == "lastRenderedPageBreak":
            self._breaks += 1
        elif element.name == "p" and "wordprocessingml" in element.space:
            self._paragraphs += 1
            self._is_heading, self._letters = False, []
        elif element.name == "pStyle":
            self._is_heading = (element.attribute("val") or "").lower().startswith(_HEADINGS)
        self._note_places()

    def end(self, name: str, place: int) -> None:
        self._reader.end(name, place)
        self._note_places()
        if name == "p" and self._is_heading:
            self._heading = " ".join("".join(self._letters).split())[:_LONGEST]
            self._is_heading = False

    def text(self, text: str) -> None:
        if self._is_heading and self._reader.path[-1] == "t":
            self._letters.append(text)

    def placed(self) -> tuple[tuple[Drawn, str], ...]:
        """Each picture with its place, once all of the text has been read."""
        return tuple(
            (drawn, self._said(*place)) for drawn, place in zip(self._reader.found, self._places, strict=True)
        )

    def _note_places(self) -> None:
        while len(self._places) < len(self._reader.found):
            self._places.append((self._breaks + 1, self._paragraphs, self._heading))

    def _said(self, page: int, paragraph: int, heading: str) -> str:
        where = f"page {page}" if self._breaks else f"paragraph {paragraph}"
        return f"{where}, {heading}" if heading else where
