"""EPUB 2 and 3: pictures in the chapters of a book, in the order in which it is read.

W3C's EPUB 3.3, 4.2.6.3.1 (container), 5.6 (manifest) and 5.7 (spine); encryption.xml in 4.2.6.3.2.
"""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from narrator.documents.inner import Inner, Words
from narrator.documents.markup import Change, Element, Source, attribute, set_attribute, tag_end
from narrator.documents.package import Package
from narrator.documents.parts import member_of, read_part, source_of
from narrator.errors import PictureError
from narrator.languages.catalogue import gettext

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_SIGNATURES = "META-INF/signatures.xml"
_OF_FONTS = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
"""Ways in which fonts are made unusable elsewhere; they protect nothing else."""
_CHAPTER = "application/xhtml+xml"
_TITLES = ("h1", "h2", "h3", "title")
_LONGEST = 60


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A picture at one place of a chapter."""

    chapter: str
    start: int
    """Where its tag begins."""
    alt: str | None
    """None where there is no alternative text."""


@dataclass(kw_only=True)
class _Placed:
    """A picture with all places where it is used."""

    key: str
    place: str
    outside: bool
    uses: list[Shown] = field(default_factory=list)

    @property
    def inner(self) -> Inner:
        alts = (use.alt for use in self.uses if use.alt)
        missing = any(use.alt is None for use in self.uses)
        return Inner(key=self.key, place=self.place, alt=next(alts, ""), missing=missing)


class Epub:
    """A book whose chapters are known. It is closed with its package."""

    def __init__(self, package: Package) -> None:
        """Raises PictureError, also for a book that is protected."""
        self._package = package
        _refuse_protected(package)
        self._placed: dict[str, _Placed] = {}
        """By the name of the picture's member, or its address."""
        self._targets: dict[str, str] = {}
        for number, chapter in enumerate(_chapters(package), start=1):
            self._add(number, chapter)

    @property
    def pictures(self) -> tuple[Inner, ...]:
        """Each picture once, in the order of the book."""
        return tuple(placed.inner for placed in self._placed.values())

    def read(self, key: str) -> bytes:
        """The bytes of a picture. Raises PictureError."""
        target = self._targets[key]
        if self._placed[target].outside:
            raise PictureError(
                gettext(
                    "It is not in the book, which only names where it is ({target}), and nothing "
                    "is fetched; put the picture itself in."
                ).format(target=target[:200])
            )
        return self._package.picture(target)

    @property
    def signed(self) -> bool:
        """Whether somebody has signed it, which any change breaks."""
        return self._package.find(_SIGNATURES) is not None

    def changed(self, words: Mapping[str, Words]) -> dict[str, bytes]:
        """The chapters, by their names, with words at each picture that has none yet and gets some."""
        by_chapter: dict[str, list[tuple[Shown, Words]]] = {}
        for key, new in words.items():
            for use in self._placed[self._targets[key]].uses if key in self._targets else ():
                if use.alt is None:
                    by_chapter.setdefault(use.chapter, []).append((use, new))
        return {chapter: self._written(chapter, uses) for chapter, uses in by_chapter.items()}

    def _written(self, chapter: str, uses: list[tuple[Shown, Words]]) -> bytes:
        source = source_of(self._package, chapter)
        changes = [change for use, words in uses for change in _labelled(source, use.start, words)]
        return source.changed(changes).file()

    def _add(self, number: int, name: str) -> None:
        chapter = _Chapter()
        read_part(self._package, name, begin=chapter.begin, end=chapter.end, text=chapter.text)
        place = f"section {number}, {chapter.title}" if chapter.title else f"section {number}"
        for start, address, alt in chapter.found:
            outside = "://" in address or address.startswith("//")
            target = address if outside else member_of(name, address)
            if target not in self._placed:
                key = f"section={number}&picture={posixpath.basename(target)}"
                if key in self._targets:
                    key = f"section={number}&picture={target}".replace("/", ":")
                self._placed[target] = _Placed(key=key, place=place, outside=outside)
                self._targets[key] = target
            self._placed[target].uses.append(Shown(chapter=name, start=start, alt=alt))


class _Chapter:
    """The pictures of a chapter, and what it is called."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str, str | None]] = []
        """Where the tag begins, the picture's address, and its alternative text."""
        self._titles: dict[str, list[str]] = {}
        self._in: str | None = None

    @property
    def title(self) -> str:
        for name in _TITLES:
            if title := " ".join("".join(self._titles.get(name, ())).split())[:_LONGEST]:
                return title
        return ""

    def begin(self, element: Element) -> None:
        if element.name == "img" and (address := element.attributes.get("src")):
            if not address.startswith("data:"):
                self.found.append((element.start, address.strip(), _alt(element)))
        elif element.name == "image" and (address := element.attribute("href")):
            self.found.append(
                (element.start, address.strip(), "")
            )  # in a drawing, which has no place for words
        elif element.name in _TITLES and element.name not in self._titles:
            self._in, self._titles[element.name] = element.name, []

    def end(self, name: str, place: int) -> None:
        if name == self._in:
            self._in = None

    def text(self, text: str) -> None:
        if self._in:
            self._titles[self._in].append(text)


def _alt(element: Element) -> str | None:
    """What stands there for who cannot see it; empty where the author says that it is decorative."""
    if element.attributes.get("role") in ("presentation", "none"):
        return ""
    label = element.attributes.get("aria-label", "").strip()
    return label or element.attributes.get("alt")


def _labelled(source: Source, start: int, words: Words) -> Iterator[Change]:
    yield from set_attribute(source, start, "alt", words.text)
    # EPUB 2 knows no data-* attributes. A processing instruction may stand in each XML.
    instruction = b"<?narrator" + attribute("alt-by", words.mark) + b"?>"
    end = tag_end(source, start) + 1
    if source.data[end - 2 : end - 1] != b"/":
        end = source.data.find(b"</img", end)
        end = source.data.find(b">", end) + 1
    yield Change(start=end, end=end, bytes=instruction)


def _chapters(package: Package) -> Iterator[str]:
    """The members that are read one after the other."""
    books: list[str] = []

    def container(element: Element) -> None:
        if element.name == "rootfile" and (path := element.attribute("full-path")):
            books.append(path)

    read_part(package, _CONTAINER, begin=container)
    if not books:
        raise PictureError(
            gettext("{name} does not say where its book begins; save it anew and try again.").format(
                name=package.name
            )
        )
    items: dict[str, str] = {}
    spine: list[str] = []

    def book(element: Element) -> None:
        if element.name == "item" and element.attribute("media-type") == _CHAPTER:
            items[element.attribute("id") or ""] = member_of(books[0], element.attribute("href") or "")
        elif element.name == "itemref":
            spine.append(element.attribute("idref") or "")

    read_part(package, books[0], begin=book)
    for item in spine:
        if (name := package.find(items.get(item, ""))) is not None:
            yield name


def _refuse_protected(package: Package) -> None:
    if package.find(_ENCRYPTION) is None:
        return
    ways: list[str] = []

    def begin(element: Element) -> None:
        if element.name == "EncryptionMethod":
            ways.append(element.attribute("Algorithm") or "")

    read_part(package, _ENCRYPTION, begin=begin)
    if set(ways) - _OF_FONTS:
        raise PictureError(
            gettext(
                "{name} is protected against copying, so its pictures cannot be seen; ask its "
                "publisher for a copy without protection, which accessibility law often grants."
            ).format(name=package.name)
        )
