"""The markup in the parts of a package, and how one part names another."""

import posixpath
from collections.abc import Callable
from urllib.parse import unquote

from narrator.documents.markup import Element, MarkupError, Source, read_markup
from narrator.documents.package import Package
from narrator.errors import PictureError
from narrator.languages.catalogue import gettext


def read_part(
    package: Package,
    name: str,
    *,
    begin: Callable[[Element], None],
    end: Callable[[str, int], None] = lambda name, place: None,
    text: Callable[[str], None] = lambda text: None,
) -> None:
    """Hand over the markup of a part as `read_markup` does. Raises PictureError."""
    try:
        read_markup(source_of(package, name), begin=begin, end=end, text=text)
    except MarkupError as error:
        raise _damaged(package, name, error) from error


def source_of(package: Package, name: str) -> Source:
    """The markup of a part. Raises PictureError."""
    try:
        return Source.of(package.markup(name))
    except MarkupError as error:
        raise _damaged(package, name, error) from error


def member_of(part: str, target: str) -> str:
    """The member that a part names, seen from its folder or, with a slash before it, from the top."""
    path = unquote(target.partition("#")[0])
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), path)).removeprefix("/")


def _damaged(package: Package, name: str, error: MarkupError) -> PictureError:
    return PictureError(
        gettext("{name} is damaged: {file} cannot be read ({error}); save it anew.").format(
            name=package.name, file=name, error=error
        )
    )
