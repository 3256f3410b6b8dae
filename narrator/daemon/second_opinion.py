"""What the second describer says of a picture of which the person wants more, said as it comes.

Nothing of it is kept: neither in the journal nor in the log. Who wants to read it as well asks with `said`.
"""

import logging
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from threading import Condition, Thread

from narrator.daemon.announcer import Announcer
from narrator.errors import NarratorError, SecondError, fault_name
from narrator.languages.catalogue import gettext, sentence_of
from narrator.languages.passages import joined
from narrator.picture.picture import Picture
from narrator.second.comparison import MAY_BE_WRONG, SAYS, answers_compared, compared
from narrator.second.patience import NobodyWaitsError
from narrator.second.second import Second, Sentences

_LOG = logging.getLogger(__name__)

ASKED = sentence_of("Your second describer is being asked.")
_NOT_ELSEWHERE = (
    "Nothing of this picture's folder is to be kept, so your second describer, which is on another machine,"
    " was not asked."
)


@dataclass(kw_only=True)
class _Wish:
    """What is asked of the second describer."""

    picture: Callable[[], Picture | None]
    fleeting: bool
    answer: int
    """The number of the announcer's answer that it belongs to."""
    ours: str
    """What Narrator itself says."""
    question: str | None
    told: tuple[int, ...]
    """The entries of the journal that the person was told of last by then."""
    said: list[str] = field(default_factory=list)
    done: bool = False


def _gone() -> None:
    return None


class SecondOpinion:
    """Asks on a thread of its own, one question at a time; the newest puts an end to the one before."""

    def __init__(
        self,
        second: Second | None,
        *,
        announcer: Announcer,
        on_fault: Callable[[NarratorError], None],
    ) -> None:
        """Without a `second`, nothing is ever asked."""
        self._second = second
        self._announcer = announcer
        self._on_fault = on_fault
        self._changed = Condition()
        self._next: _Wish | None = None
        self._latest: _Wish | None = None
        self._closed = False
        self._thread = Thread(target=self._run, name="narrator second", daemon=True)
        if second is not None:
            self._thread.start()

    @property
    def is_there(self) -> bool:
        """Whether anybody can be asked."""
        return self._second is not None

    def ask(
        self,
        answer: int,
        picture: Callable[[], Picture | None],
        *,
        ours: str,
        question: str | None = None,
        fleeting: bool = False,
    ) -> None:
        """Say, after that answer of the announcer's, what the second describer says, and how both compare.

        With a `question` it answers that; else it describes the picture. A `fleeting` picture, of which
        nothing is to be kept, goes to no other machine. Of what nobody waits for any more, because of
        silence, another wish or another picture, nothing is said.
        """
        wish = _Wish(
            picture=picture,
            fleeting=fleeting,
            answer=answer,
            ours=ours,
            question=question,
            told=self._told,
        )
        with self._changed:
            self._next = self._latest = wish
            self._changed.notify_all()

    def said(self, after: int) -> tuple[list[str], bool]:
        """What it has said of the latest wish, after so many sentences, and whether that is all."""
        with self._changed:
            if self._latest is None:
                return [], True
            return self._latest.said[max(after, 0) :], self._latest.done

    def close(self, seconds: float) -> None:
        """Ask nothing more, and hang up."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def _run(self) -> None:
        while wish := self._take():
            try:
                self._see_to(wish)
            except NobodyWaitsError:
                pass
            except Exception as error:
                # The edge of the thread: a fault over one picture must not end it.
                _LOG.exception("The second describer could not be asked.")
                what = f"Narrator has a fault of its own ({fault_name(error)})"
                self._on_fault(NarratorError(gettext("{what}; its log says more.").format(what=what)))
            finally:
                with self._changed:
                    wish.done = True
                    wish.picture = _gone  # its pixels are not kept for who still reads along

    def _take(self) -> _Wish | None:
        with self._changed:
            self._changed.wait_for(lambda: self._next or self._closed)
            wish, self._next = self._next, None
            return None if self._closed else wish

    def _see_to(self, wish: _Wish) -> None:
        assert self._second is not None
        try:
            if wish.fleeting and not self._second.is_here:
                raise SecondError(_NOT_ELSEWHERE)
            if (picture := wish.picture()) is None:
                raise SecondError(
                    gettext("The picture is not there any more, so your second describer was not asked.")
                )
            self._say_all(wish, self._sentences(self._second, wish, picture))
        except NarratorError as error:
            self._say(wish, str(error))

    def _say_all(self, wish: _Wish, sentences: Sentences) -> None:
        said: list[str] = []
        with closing(sentences):
            for sentence in sentences:
                self._say(wish, sentence if said else joined([gettext(SAYS), sentence]))
                said.append(sentence)
        parted = compared([wish.ours], said) if wish.question is None else answers_compared(wish.ours, said)
        self._say(wish, joined(filter(None, [parted, gettext(MAY_BE_WRONG)])))

    def _sentences(self, second: Second, wish: _Wish, picture: Picture) -> Sentences:
        if wish.question is None:
            return second.describe(picture, lambda: self._is_wanted(wish))
        return second.ask(picture, wish.question, lambda: self._is_wanted(wish))

    def _is_wanted(self, wish: _Wish) -> bool:
        with self._changed:
            superseded = self._closed or self._next is not None
        return not superseded and wish.told == self._told and self._announcer.awaits(wish.answer)

    @property
    def _told(self) -> tuple[int, ...]:
        last = self._announcer.last
        return last[1] if last else ()

    def _say(self, wish: _Wish, sentence: str) -> None:
        if not self._is_wanted(wish):
            raise NobodyWaitsError
        self._announcer.add(wish.answer, sentence)
        with self._changed:
            wish.said.append(sentence)
