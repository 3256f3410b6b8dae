"""A web page: its pictures, what names them, and alternative text put into it with no other byte changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from narrator.documents.encodings import in_bytes, letters_of
from narrator.documents.html_tags import Tag, start_tags
from narrator.documents.inner import Words
from narrator.documents.markup import Element, MarkupError, Source, after_name, attribute, read_markup
from narrator.errors import PictureError
from narrator.languages.catalogue import gettext
from narrator.picture.files import is_picture_name, read_file, short_name
from narrator.picture.written.authorship import is_by_a_machine

MARK = "data-alt-by"
"""The attribute beside `alt` by which a machine's words are known."""
SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".xht"})
_XML = frozenset({".xhtml", ".xht"})
_LARGEST = 32 * 2**20
"""Bytes. A page of a single long book has five million."""
_NAMES = ("aria-label", "aria-labelledby", "title")
"""Attributes that name a picture beside `alt`, by which screen readers say it."""
_LATER = ("data-src", "data-lazy-src", "data-original")
"""Where pages keep the address of a picture that a script loads once it comes into view."""
_SPACER = 3
"""Pixels: what is shown no larger keeps other things apart."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A picture at one place of a page."""

    line: int
    address: str
    """As the page has it; empty where it has none."""
    state: str
    """"missing", "decorative" (by what its author says or its size), "poor" (a program's words), "function"
    (its words are what it does) or "named"."""
    alt: str
    place: int
    """Where an attribute can be put in."""


class Page:
    """A page that was read."""

    def __init__(self, path: Path) -> None:
        """Raises PictureError for one that cannot be read, or is XHTML and not well-formed."""
        self.path = path
        self._file = read_file(path)
        if len(self._file) > _LARGEST:
            raise PictureError(
                gettext("{name} has more than {largest} megabytes; divide it.").format(
                    name=short_name(path), largest=_LARGEST // 2**20
                )
            )
        if path.suffix.lower() in _XML:
            self._source = _source(path, self._file)
            tags = _elements(path, self._source)
        else:
            self._text, self._encoding = letters_of(self._file)
            tags = start_tags(self._text)
        self.base = ""
        """The address from which others are seen; empty for its own."""
        self.pictures: Sequence[Shown] = tuple(self._pictures(tags))

    def written(self, words: Mapping[int, Words]) -> bytes:
        """The file with words at pictures, by their numbers in `pictures`; the same bytes for none."""
        places = [(self.pictures[number].place, _attributes(new)) for number, new in sorted(words.items())]
        if self.path.suffix.lower() in _XML:
            return self._source.inserted(places).file() if places else self._file
        pieces, before = [], 0
        for place, new in places:
            pieces.append(in_bytes(self._text[before:place], self._encoding))
            pieces.append(new.decode().encode(self._encoding, "xmlcharrefreplace"))
            before = place
        return b"".join((*pieces, in_bytes(self._text[before:], self._encoding)))

    def _pictures(self, tags: Iterator[Tag]) -> Iterator[Shown]:
        sources = ""  # of the <picture> that is open
        drawing: Shown | None = None
        for tag in tags:
            if drawing and tag.name == "title":
                drawing = None  # which names it
            elif drawing and tag.name in ("img", "svg", "p", "div"):
                yield drawing
                drawing = None
            if tag.name == "base" and not self.base:
                self.base = tag.attributes.get("href", "").strip()
            elif tag.name == "picture":
                sources = ""
            elif tag.name == "source":
                sources = sources or _first(tag.attributes.get("srcset", ""))
            elif tag.name == "img":
                yield _shown(tag, _address(tag.attributes) or sources)
                sources = ""
            elif tag.name == "input" and tag.attributes.get("type", "").strip().lower() == "image":
                yield _function(tag, tag.attributes.get("src", ""))
            elif tag.name == "area" and "href" in tag.attributes:
                yield _function(tag, tag.attributes["href"])
            elif tag.name == "svg" and tag.attributes.get("role", "").strip().lower() == "img":
                shown = _function(tag, "")
                drawing = shown if shown.state == "function" else None
        if drawing:
            yield drawing


def _shown(tag: Tag, address: str) -> Shown:
    attributes = tag.attributes
    alt = attributes.get("alt")
    if alt is not None:
        is_poor = (
            MARK not in attributes and bool(alt.strip()) and (is_picture_name(alt) or is_by_a_machine(alt))
        )
        state = "poor" if is_poor else "named"
    elif _is_kept_apart(attributes):
        state = "decorative"
    elif any(attributes.get(name, "").strip() for name in _NAMES):
        state = "named"
    else:
        state = "missing"
    return Shown(line=tag.line, address=address, state=state, alt=alt or "", place=tag.after_name)


def _function(tag: Tag, address: str) -> Shown:
    """A picture that does something, whose words are those of what it does; only its author knows them."""
    named = any(tag.attributes.get(name, "").strip() for name in ("alt", *_NAMES))
    state = "named" if named or (tag.name == "area" and "alt" in tag.attributes) else "function"
    return Shown(line=tag.line, address=address.strip(), state=state, alt="", place=tag.after_name)


def _is_kept_apart(attributes: Mapping[str, str]) -> bool:
    """Whether its author says that it is decorative, or shows it so small that it can show nothing."""
    if attributes.get("role", "").strip().lower() in ("presentation", "none"):
        return True
    if attributes.get("aria-hidden", "").strip().lower() == "true":
        return True
    sides = [attributes.get(side, "").strip().removesuffix("px") for side in ("width", "height")]
    return any(side.isascii() and side.isdigit() and int(side[:9]) <= _SPACER for side in sides)


def _address(attributes: Mapping[str, str]) -> str:
    later = next((attributes[name] for name in _LATER if attributes.get(name, "").strip()), "")
    return (later or attributes.get("src", "") or _first(attributes.get("srcset", ""))).strip()


def _first(candidates: str) -> str:
    """The first address of a srcset."""
    words = candidates.strip().split()
    return words[0].rstrip(",") if words else ""


def _attributes(words: Words) -> bytes:
    return attribute("alt", words.text) + attribute(MARK, words.mark)


def _source(path: Path, file: bytes) -> Source:
    try:
        return Source.of(file)
    except MarkupError as error:
        raise _ill_formed(path, error) from error


def _elements(path: Path, source: Source) -> Iterator[Tag]:
    found: list[Tag] = []
    counted = lines = 0

    def begin(element: Element) -> None:
        nonlocal counted, lines
        lines += source.data.count(b"\n", counted, element.start)
        counted = element.start
        place = after_name(source, element.start)
        found.append(
            Tag(
                name=element.name,
                attributes=element.attributes,
                start=element.start,
                after_name=place,
                line=lines + 1,
            )
        )

    try:
        read_markup(source, begin=begin)
    except MarkupError as error:
        raise _ill_formed(path, error) from error
    return iter(found)


def _ill_formed(path: Path, error: MarkupError) -> PictureError:
    return PictureError(
        gettext(
            "{name} is not well-formed XHTML ({error}); correct it, or name it .html if it is HTML."
        ).format(name=short_name(path), error=error)
    )
