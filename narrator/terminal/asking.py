"""Answers of this process, where no Narrator runs or it is to be done otherwise than that one does it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

from narrator.errors import JournalError, PictureError, SourceError, TextError
from narrator.languages.catalogue import gettext
from narrator.places import journal_file
from narrator.questions.question import Answer, Question
from narrator.settings.settings import Settings
from narrator.terminal.requests import Request
from narrator.terminal.results import Result, refused
from narrator.terminal.second import second_answers

if TYPE_CHECKING:
    from narrator.picture.opening import Picture

GONE = "The last picture is not there any more; name a picture after the question."
NOTHING_YET = "Nothing has been described yet; name a picture after the question."


def last_request() -> Request:
    """The last picture of the journal. Raises JournalError."""
    from narrator.journal.journal import Journal

    with Journal.open(journal_file()) as journal:
        entry = journal.last()
    if entry is None:
        raise JournalError(NOTHING_YET)

    def picture() -> "Picture":
        from narrator.picture.opening import open_picture

        if entry.path is None:
            raise PictureError(GONE)
        try:
            found = open_picture(entry.path)
        except PictureError as error:
            raise PictureError(GONE) from error
        if found.digest != entry.digest:
            raise PictureError(GONE)
        return found

    return Request(label=entry.path or entry.name, name=entry.name or entry.origin, source=picture)


def answers(
    question: Question | None, words: str, requests: Sequence[Request], settings: Settings
) -> Iterator[Result]:
    """The answer to a question about each picture, None for one that only others can answer.

    Raises BundleError.
    """
    from narrator.picture.apart.decoder import Decoder
    from narrator.picture.opening import Picture, open_picture
    from narrator.picture.other_process import opened_by

    with ExitStack() as parts:
        decoder = parts.enter_context(closing(Decoder(rare_alone=True)))
        parts.enter_context(opened_by(decoder))
        try:
            answer = _answerer(question, settings, parts)
        except TextError as error:
            yield refused(requests[0], error)
            return
        for request in requests:
            try:
                source = request.source()
                picture = source if isinstance(source, Picture) else open_picture(source)
                found = answer(picture)
                yield _result(request, words, found, named=len(requests) > 1)
                yield from second_answers(request, words, picture, found.said, settings)
            except (PictureError, SourceError, TextError) as error:
                yield refused(request, error)


def _answerer(
    question: Question | None, settings: Settings, parts: ExitStack
) -> "Callable[[Picture], Answer]":
    if question is None:
        from narrator.questions.asking import FOR_OTHERS
        from narrator.questions.question import unsure

        return lambda _: unsure(gettext(FOR_OTHERS))
    return _by_reading(parts) if question.kind == "text" else _by_sight(question, settings)


def _by_reading(parts: ExitStack) -> "Callable[[Picture], Answer]":
    from narrator.looking.text.choice import text_reader
    from narrator.looking.text.reading import read_text
    from narrator.questions.asking import answer_by_reading

    reader = parts.enter_context(closing(text_reader()))
    return lambda picture: answer_by_reading(read_text(picture, reader))


def _by_sight(question: Question, settings: Settings) -> "Callable[[Picture], Answer]":
    from narrator.captioning.captioner import Captioner
    from narrator.questions.asker import Asker
    from narrator.questions.asking import answer_by_sight

    captioner = Captioner.load(
        settings.model,
        settings.threads,
        people=settings.people,
        claims=settings.claims,
        ranking=settings.ranking,
    )
    asker, side = Asker(captioner), captioner.network.image_size
    return lambda picture: answer_by_sight(question, picture, side, asker.answer)


def _result(request: Request, words: str, answer: Answer, *, named: bool) -> Result:
    said = f"{request.name}: {answer.said}" if named else answer.said
    record = {"picture": request.label, "question": words, **answer.to_record()}
    return Result(described=True, lines=(said,), record=record, spoken=said)
