"""One hand of the crew, `python -m narrator.collection.worker`: paths in, rows out, on one processor core.

The parent opens with what `Work.to_message` gives. A request has a `path`, as a file:// address, and the
reply a `row`; or, where the model cannot be used, an `error`.
"""

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from time import time

from narrator.captioning.captioner import Captioner
from narrator.collection.row import Row, described, refused
from narrator.description import Description
from narrator.errors import BundleError, JournalError, NarratorError
from narrator.looking.text.texts import Texts
from narrator.picture.addresses import path_of
from narrator.picture.opening import open_picture
from narrator.places import index_file
from narrator.search.document import Document
from narrator.search.index import Index
from narrator.workers.answering import Answer, answer_requests
from narrator.workers.messages import Message


@dataclass(frozen=True, kw_only=True)
class Work:
    """How pictures are described."""

    model: str | None = None
    people: str = "neutral"
    claims: str = "sure"
    ranking: str = "most probable"
    samples: int = 10
    seed: int | None = None
    text: str = "auto"
    verbosity: str = "normal"
    least_confidence: float = 0.0
    findable: bool = False
    """Whether pictures go into the index, by which narrator find finds them."""

    def to_message(self) -> dict[str, object]:
        """As it is sent to a worker."""
        return asdict(self)


class Hand:
    """Describes one picture after the other."""

    def __init__(self, work: Work) -> None:
        """Load the model. Raises BundleError, and JournalError for an index that cannot be opened."""
        self._work = work
        self._captioner = Captioner.load(
            work.model, 1, people=work.people, claims=work.claims, ranking=work.ranking
        )
        self._texts = Texts(work.text)
        self._index = Index(index_file()) if work.findable else None

    def row(self, path: Path) -> Row:
        """The row of a picture; the reason stands in it when it cannot be described.

        Raises JournalError when the index cannot be written.
        """
        try:
            description = self._describe(path)
        except NarratorError as error:
            return refused(path, str(error), today=date.today())
        if self._index:  # before the row: a picture with a row is never described again
            self._index.add([Document.of_file(path, description, time())])
        return described(path, description, least_confidence=self._work.least_confidence, today=date.today())

    def _describe(self, path: Path) -> Description:
        picture = open_picture(path)
        description = self._captioner.describe(picture, self._work.samples, self._work.seed)
        if self._texts.wanted(description, picture, self._work.verbosity):
            return self._texts.added_to(description, picture)
        return description


def main() -> None:
    """Answer requests until standard input ends."""
    answer_requests(lambda opening: _Desk(Work(**opening)).answer)


class _Desk:
    """Answers with a hand whose model the first request loads."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._hand: Hand | None = None

    def answer(self, request: Message) -> Answer:
        """Header and payload of the reply."""
        try:
            self._hand = self._hand or Hand(self._work)
            row = self._hand.row(path_of(request.header["path"]))
        except (BundleError, JournalError) as error:
            return {"error": str(error)}, b""
        return {"row": row.record()}, b""


if __name__ == "__main__":
    main()
