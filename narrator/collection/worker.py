"""One hand of the crew, `python -m narrator.collection.worker`: paths in, rows out, on one processor core.

The parent opens with what `Work.to_message` gives. A request has a `path`, as a file:// address, and the
reply a `row`; or, where the model cannot be used, an `error`.
"""

from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from narrator.captioning.captioner import Captioner
from narrator.collection.row import Row, described, refused
from narrator.description import Description
from narrator.documents.within import Documents
from narrator.errors import BundleError, NarratorError
from narrator.looking.text.texts import Texts
from narrator.picture.addresses import path_of
from narrator.picture.opening import open_picture
from narrator.picture.picture import Picture
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

    def to_message(self) -> dict[str, object]:
        """As it is sent to a worker."""
        return asdict(self)


class Hand:
    """Describes one picture after the other."""

    def __init__(self, work: Work) -> None:
        """Load the model. Raises BundleError."""
        self._work = work
        self._captioner = Captioner.load(
            work.model, 1, people=work.people, claims=work.claims, ranking=work.ranking
        )
        self._texts = Texts(work.text)
        self._documents = Documents()

    def row(self, path: Path) -> Row:
        """The row of a picture; the reason stands in it when it cannot be described."""
        try:
            picture, place = self._documents.open(path) or (open_picture(path), "")
            description = self._describe(picture)
        except NarratorError as error:
            return refused(path, str(error), today=date.today())
        row = described(path, description, least_confidence=self._work.least_confidence, today=date.today())
        return replace(row, place=place)

    def _describe(self, picture: Picture) -> Description:
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
        except BundleError as error:
            return {"error": str(error)}, b""
        return {"row": self._hand.row(path_of(request.header["path"])).record()}, b""


if __name__ == "__main__":
    main()
