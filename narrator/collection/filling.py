"""`narrator describe --html`: from the pages of a site to the same pages with alternative text."""

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from narrator.alt_text.writing import SHOWS_ANOTHER
from narrator.collection.changes import exchanged_since
from narrator.collection.collection import describe_collection
from narrator.collection.pages import Pages, PagesTally, Verdict, verdict_of
from narrator.collection.row import name_of
from narrator.collection.tables import all_rows
from narrator.collection.worker import Work
from narrator.documents.site import Site
from narrator.errors import SettingsError
from narrator.languages.catalogue import gettext


def fill_pages(
    what: Path,
    out: Path,
    work: Work,
    *,
    folder: Path | None,
    decorative: bool,
    hands: int,
    say: Callable[[str], None],
    bundle: str,
    again: bool,
    report: Callable[[str], None],
) -> PagesTally:
    """Describe the pictures that lack alternative text, once each, and write the pages with it.

    The rows of the pictures go to `out` as those of any collection, so that the next run describes what is
    new alone, and the same words come again. The pages go below `folder`; for None, each to its place.
    `report` takes a line for each picture that is left for a person. Raises as `describe_collection` does.
    """
    site = Site.of(what)
    if folder is not None and folder.resolve().is_relative_to(site.root.resolve()):
        raise SettingsError(
            gettext(
                "{folder} lies in {root}, so that copies would be taken for pages of it; name "
                "a folder elsewhere."
            ).format(folder=folder, root=site.root)
        )
    if not any(site.pages()):
        raise SettingsError(f"There are no web pages in {what}; name a page, or a folder with some.")
    pages = Pages(site, decorative=decorative, report=report)
    names = list(map(name_of, pages.pictures()))
    with _list_of(names) as file:
        describe_collection(
            [str(file)], out, work, recursive=False, hands=hands, say=say, bundle=bundle, again=again
        )
    wanted = set(names)
    verdicts: dict[str, Verdict] = {
        row.path: Verdict(words=None, reason=f"it {SHOWS_ANOTHER}")
        if exchanged_since(row)
        else verdict_of(row, empty=decorative)
        for row in all_rows(out)
        if row.path in wanted
    }
    return pages.write(verdicts, folder)


@contextmanager
def _list_of(names: Iterable[str]) -> Iterator[Path]:
    """A list of paths as `describe_collection` takes it, until the end of the `with`."""
    descriptor, name = tempfile.mkstemp(prefix="narrator-", suffix=".txt")
    file = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(f"{each}\n" for each in names)
        yield file
    finally:
        file.unlink()


def summary(tally: PagesTally) -> str:
    """The count as a sentence; noughts say nothing, and are left out."""
    failed = f", {tally.failed:,} could not be" if tally.failed else ""
    parts = {"filled": "filled", "decorative": "decorative", "named": "had words", "left": "left for you"}
    told = [f"{tally.pictures[name]:,} {words}" for name, words in parts.items() if tally.pictures[name]]
    pages = f"{tally.pages:,} page{'' if tally.pages == 1 else 's'}, {tally.changed:,} written{failed}"
    return f"{pages}; pictures: {', '.join(told) or 'none'}."
