"""Questions about a picture, answered aloud: of one that is named, else of the last one."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from narrator.daemon.announcer import Announcer
from narrator.daemon.describing.describer import Describer
from narrator.daemon.intake import Intake
from narrator.daemon.readings import Readings
from narrator.daemon.second_opinion import SecondOpinion
from narrator.daemon.wishes import Wishes
from narrator.errors import NarratorError, PictureError
from narrator.journal.entry import Entry
from narrator.languages.catalogue import gettext
from narrator.looking.text.texts import Texts
from narrator.picture.opening import Picture, open_picture
from narrator.questions.asking import FOR_OTHERS, answer_by_reading
from narrator.questions.parsing import parse
from narrator.questions.question import Answer, OtherQuestionError, Question, unsure

GONE = "The last picture is not there any more; save or copy it again, or name a picture."
_BUSY = "Too many pictures wait to be read; ask again in a moment."

Answered = Future[Mapping[str, object]]
"""The record of an answer, or its error."""


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """One question that waits for its answer."""

    words: str
    path: Path | None
    entry: Entry | None
    """The last picture's, if none was named."""
    stops: int
    """How often silence had been asked for by then."""
    answered: Answered

    @property
    def entries(self) -> tuple[int, ...]:
        return () if self.entry is None else (self.entry.id,)


class Asking:
    """Answers them before any picture that waits is described."""

    def __init__(
        self,
        *,
        intake: Intake,
        describer: Describer,
        texts: Texts,
        readings: Readings,
        announcer: Announcer,
        last: Callable[[], Entry],
        picture_of: Callable[[Entry], Picture | None],
        wishes: Wishes,
        second: SecondOpinion,
    ) -> None:
        """`last` is the entry that was told of last, and raises NarratorError where there is none."""
        self._intake = intake
        self._describer = describer
        self._texts = texts
        self._readings = readings
        self._announcer = announcer
        self._last = last
        self._picture_of = picture_of
        self._wishes = wishes
        self._second = second

    def ask(self, words: str, path: Path | None = None) -> Answered:
        """Answer a question aloud; the answer's record, or why there is none, comes later.

        Why there is none is said, too, and nothing once the person has asked for silence.
        Raises QuestionError at once, and NarratorError where there is no picture to ask about.
        """
        question = self._parsed(words)
        asked = _Asked(
            words=words,
            path=path,
            entry=None if path else self._last(),
            stops=self._announcer.stops,
            answered=Future(),
        )
        if question is None:
            self._intake.ask(lambda: self._answer(asked, lambda _: unsure(gettext(FOR_OTHERS))))
        elif question.kind != "text":
            self._intake.ask(
                lambda: self._answer(asked, lambda picture: self._describer.answer(question, picture))
            )
        elif not self._readings.add(
            lambda: self._answer(asked, lambda picture: self._read(asked, picture)), asked=True
        ):
            raise NarratorError(_BUSY)
        return asked.answered

    def _parsed(self, words: str) -> Question | None:
        """The question; None for one that only the second describer can answer."""
        try:
            return parse(words)
        except OtherQuestionError:
            if not self._second.is_there:
                raise
            return None

    def _answer(self, asked: _Asked, answer: Callable[[Picture], Answer]) -> None:
        try:
            picture = self._picture(asked)
            found = answer(picture)
            number = self._announcer.answer(found.said, asked.entries, stops=asked.stops)
            self._ask_second(asked, picture, number, found.said)
        except Exception as error:  # raised again where the answer is waited for
            if isinstance(error, NarratorError):
                self._announcer.answer(str(error), asked.entries, stops=asked.stops)
            asked.answered.set_exception(error)
        else:
            asked.answered.set_result(found.to_record())

    def _ask_second(self, asked: _Asked, picture: Picture, number: int, ours: str) -> None:
        """Let the second describer answer, too, if there is one."""
        if self._second.is_there:
            fleeting = (
                bool(asked.entry and asked.entry.is_fleeting) or not self._wishes.of(asked.path).journal
            )
            self._second.ask(number, lambda: picture, ours=ours, question=asked.words, fleeting=fleeting)

    def _read(self, asked: _Asked, picture: Picture) -> Answer:
        known = None if asked.entry is None else asked.entry.description.text
        return answer_by_reading(known or self._texts.read(picture))

    def _picture(self, asked: _Asked) -> Picture:
        if asked.path is not None:
            return open_picture(asked.path)
        picture = None if asked.entry is None else self._picture_of(asked.entry)
        if picture is None:
            raise PictureError(GONE)
        return picture
