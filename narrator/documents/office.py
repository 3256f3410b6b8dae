"""What DOCX and PPTX share: parts that refer to each other, and pictures at their places in them (OPC)."""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from narrator.documents.drawings import Drawn, labelled
from narrator.documents.inner import Inner, Words
from narrator.documents.markup import Element
from narrator.documents.package import Package
from narrator.documents.parts import member_of, read_part, source_of
from narrator.errors import PictureError
from narrator.languages.catalogue import gettext

_SIGNATURES = "_xmlsignatures/"


@dataclass(frozen=True, kw_only=True)
class Relation:
    """What a part refers to."""

    kind: str
    """The last part of its type's address: "image"."""
    target: str
    """The name of a member, or an address."""
    outside: bool
    """Whether it is no member of the document."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part with pictures."""

    name: str
    prefix: str
    """What the keys of its pictures begin with: "slide=3&"."""
    pictures: tuple[tuple[Drawn, str], ...]
    """Each with its place as it is said."""


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A picture of the document with all places where it is used."""

    inner: Inner
    target: str
    outside: bool
    uses: tuple[tuple[str, Drawn], ...]
    """The name of the part, and what it has."""


class OfficeDocument:
    """A document of Office whose parts with pictures are known. It is closed with its package."""

    def __init__(self, package: Package, parts: Iterator[Part]) -> None:
        """Raises PictureError."""
        self._package = package
        self._placed = _placed(package, parts)

    @property
    def pictures(self) -> tuple[Inner, ...]:
        """Each picture once, in the order of the document."""
        return tuple(placed.inner for placed in self._placed.values())

    def read(self, key: str) -> bytes:
        """The bytes of a picture. Raises PictureError, also for one that is not in the document."""
        placed = self._placed[key]
        if placed.outside:
            raise PictureError(
                gettext(
                    "It is not in the document, which only names where it is ({target}), and "
                    "nothing is fetched; put the picture itself in."
                ).format(target=placed.target[:200])
            )
        return self._package.picture(placed.target)

    @property
    def signed(self) -> bool:
        """Whether somebody has signed it, which any change breaks."""
        return self._package.has_below(_SIGNATURES)

    def changed(self, words: Mapping[str, Words]) -> dict[str, bytes]:
        """The parts, by their names, with words at each picture that has none yet and gets some."""
        by_part: dict[str, list[tuple[Drawn, Words]]] = {}
        for key, new in words.items():
            for part, drawn in self._placed[key].uses if key in self._placed else ():
                if _is_missing(drawn):
                    by_part.setdefault(part, []).append((drawn, new))
        return {part: self._written(part, uses) for part, uses in by_part.items()}

    def _written(self, part: str, uses: list[tuple[Drawn, Words]]) -> bytes:
        source = source_of(self._package, part)
        changes = [
            change for drawn, words in uses if drawn.label for change in labelled(source, drawn.label, words)
        ]
        return source.changed(changes).file()


def relations(package: Package, part: str) -> dict[str, Relation]:
    """What a part refers to, by the numbers that it uses; nothing if it refers to nothing."""
    folder, name = posixpath.split(part)
    file = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, Relation] = {}
    if package.find(file) is None:
        return found

    def begin(element: Element) -> None:
        if element.name == "Relationship":
            target = element.attribute("Target") or ""
            outside = element.attribute("TargetMode") == "External"
            found[element.attribute("Id") or ""] = Relation(
                kind=(element.attribute("Type") or "").rpartition("/")[2],
                target=target if outside else member_of(part, target),
                outside=outside,
            )

    read_part(package, file, begin=begin)
    return found


def main_part(package: Package) -> str:
    """The part at which the document begins. Raises PictureError where there is none."""
    for relation in relations(package, "").values():
        if relation.kind == "officeDocument" and not relation.outside:
            return relation.target
    raise PictureError(
        gettext("{name} is no document of Office; save it anew and try again.").format(name=package.name)
    )


def _is_missing(drawn: Drawn) -> bool:
    return drawn.label is not None and not drawn.label.alt and not drawn.label.decorative


def _placed(package: Package, parts: Iterator[Part]) -> dict[str, Placed]:
    uses: dict[tuple[str, bool], list[tuple[Part, Drawn, str]]] = {}
    for part in parts:
        known = relations(package, part.name)
        for drawn, place in part.pictures:
            relation = known.get(drawn.relation)
            target = relation.target if relation else drawn.relation
            outside = drawn.linked or (relation is not None and relation.outside)
            uses.setdefault((target, outside), []).append((part, drawn, place))
    placed: dict[str, Placed] = {}
    for (target, outside), each in uses.items():
        part, drawn, place = each[0]
        name = drawn.relation if outside else posixpath.basename(target)
        key = f"{part.prefix}picture={name}"
        if key in placed:
            key = f"{part.prefix}picture={target}".replace("/", ":")
        labels = [use.label for _, use, _ in each if use.label]
        inner = Inner(
            key=key,
            place=place,
            alt=next((label.alt for label in labels if label.alt), ""),
            missing=any(_is_missing(use) for _, use, _ in each),
        )
        placed[key] = Placed(
            inner=inner,
            target=target,
            outside=outside,
            uses=tuple((of.name, use) for of, use, _ in each),
        )
    return placed
