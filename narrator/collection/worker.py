"""One hand of the crew, `python -m narrator.collection.worker`: paths in, rows out, on one processor core.

The parent opens with what `Work.to_message` gives; the model is loaded at once. A request has a `path`, as a
file:// address, and the reply its `rows`. A video takes long: as long as a reply has `more`, a request to go
`on` is answered with the rows that came since, perhaps with none. Where the model cannot be used, the reply
has an `error` instead.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from time import monotonic, time

from narrator.alt_text.content import image_digest
from narrator.captioning.setup import Setup
from narrator.collection.row import Row, described, refused
from narrator.collection.videos import rows_of_video
from narrator.description import Description
from narrator.documents.within import Documents
from narrator.errors import BundleError, JournalError, NarratorError
from narrator.looking.text.choice import text_reader
from narrator.looking.text.texts import Texts
from narrator.picture.addresses import path_of
from narrator.picture.files import is_video_name, read_file
from narrator.picture.opening import open_picture
from narrator.picture.picture import Picture
from narrator.places import index_file
from narrator.search.document import Document
from narrator.search.index import Index
from narrator.translation.telling import translated
from narrator.workers.answering import Answer, answer_requests
from narrator.workers.memory import share_memory
from narrator.workers.messages import Message

_TURN_SECONDS = 5.0
"""After so long in a video, a reply tells that the hand is still at work."""


@dataclass(frozen=True, kw_only=True)
class Work(Setup):
    """How pictures are described; each hand has one thread, whatever `threads` says."""

    samples: int = 10
    seed: int | None = None
    text: str = "auto"
    least_confidence: float = 0.0
    findable: bool = False
    """Whether pictures go into the index, by which narrator find finds them."""


class Hand:
    """Describes one picture after the other."""

    def __init__(self, work: Work) -> None:
        """Load the model. Raises BundleError, and JournalError for an index that cannot be opened."""
        self._work = work
        self._captioner = replace(work, threads=1).captioner(findable=work.findable)
        self._texts = Texts(work.text, partial(text_reader, threads=1))
        self._documents = Documents()
        self._index = Index(index_file()) if work.findable else None

    def row(self, path: Path) -> Row:
        """The row of a picture; the reason stands in it when it cannot be described.

        Raises JournalError when the index cannot be written.
        """
        try:
            picture, place, data = self._documents.open(path) or (open_picture(path), "", read_file(path))
            description = self._describe(picture)
        except NarratorError as error:
            return refused(path, str(error), today=date.today())
        row = described(path, description, least_confidence=self._work.least_confidence, today=date.today())
        if self._index and not place:  # before the row: a picture with a row is never described again
            self._index.add([Document.of_file(path, description, time())])
        return replace(row, place=place, digest=image_digest(data))

    def rows(self, path: Path) -> Iterator[Row | None]:
        """The one row of a picture, or those of a video; None now and then where there is no new one."""
        if is_video_name(path):
            yield from rows_of_video(
                path,
                self._captioner,
                samples=self._work.samples,
                seed=self._work.seed,
                least_confidence=self._work.least_confidence,
            )
        else:
            yield self.row(path)

    def close(self) -> None:
        """End the process that reads text, and close what is open."""
        self._texts.close()
        self._documents.close()
        if self._index:
            self._index.close()

    def _describe(self, picture: Picture) -> Description:
        seen = self._captioner.describe(picture, self._work.samples, self._work.seed)
        description = translated(seen)
        if self._texts.wanted(description, picture, "normal"):
            return self._texts.added_to(description, picture)
        return description


def main() -> None:
    """Answer requests until standard input ends."""
    share_memory()
    answer_requests(lambda opening: _Desk(Work(**opening)).answer)


class _Desk:
    """Answers with a hand, which may be in the middle of a video."""

    def __init__(self, work: Work) -> None:
        self._hand: Hand | None = None
        self._fault = ""
        self._rows: Iterator[Row | None] = iter(())
        try:
            self._hand = Hand(work)
        except (BundleError, JournalError) as error:
            self._fault = str(error)

    def answer(self, request: Message) -> Answer:
        """Header and payload of the reply."""
        if self._hand is None:
            return {"error": self._fault}, b""
        if "path" in request.header:
            self._rows = self._hand.rows(path_of(request.header["path"]))
        until, rows = monotonic() + _TURN_SECONDS, []
        try:
            for row in self._rows:
                rows += [row.record()] if row else []
                if monotonic() > until:
                    return {"rows": rows, "more": True}, b""
        except JournalError as error:  # of the index
            return {"error": str(error)}, b""
        return {"rows": rows}, b""


if __name__ == "__main__":
    main()
