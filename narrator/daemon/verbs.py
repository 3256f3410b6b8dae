"""What the control socket can ask of the daemon."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLateError
from pathlib import Path
from threading import BoundedSemaphore, Thread
from typing import Any, TypeVar

from narrator.daemon.control.messages import Request
from narrator.daemon.daemon import Daemon
from narrator.daemon.requests import file_now
from narrator.daemon.status import status
from narrator.daemon.watching import Watching
from narrator.enumeration import enumerated
from narrator.errors import DaemonError
from narrator.languages.catalogue import gettext, ngettext
from narrator.sources.arrival import Arrival

T = TypeVar("T")

Reply = Mapping[str, object]
Arguments = Mapping[str, Any]

_DESCRIBE_SECONDS = 3.5
"""So long a client waits for captions or an answer; what takes longer is spoken all the same."""
_DESCRIBE_AT_ONCE = 2
"""So many clients at most wait for these; the other threads of the socket stay free for `stop`."""
_WATCH_SECONDS = 2.0
"""So long a client waits for sources to begin; a camera that is off takes longer, and is watched as well."""


class Verbs:
    """Answers requests about a daemon, several at once."""

    def __init__(
        self,
        daemon: Daemon,
        *,
        clipboard: Callable[[], Arrival],
        camera: Callable[[str | None], Arrival],
    ) -> None:
        """`clipboard` and `camera` give what is there now, as an arrival that looks when it is opened."""
        self._daemon = daemon
        self._make_clipboard = clipboard
        self._make_camera = camera
        self._waiting = BoundedSemaphore(_DESCRIBE_AT_ONCE)
        self._verbs: Mapping[str, Callable[[Arguments], Reply]] = {
            "repeat": lambda _: {"text": daemon.answers.repeat()},
            "more": self._more,
            "second": self._second,
            "missed": self._missed,
            "stop": self._stop,
            "pause": self._pause,
            "resume": self._resume,
            "wrong": lambda arguments: {"text": daemon.answers.wrong(_text(arguments, "words"))},
            "clipboard": lambda _: self._describe([self._make_clipboard()]),
            "camera": self._camera,
            "describe": lambda arguments: self._describe(
                [file_now(path) for path in _paths(arguments, "paths")]
            ),
            "ask": self._ask,
            "say": lambda arguments: {"text": daemon.answers.say(_text(arguments, "text"))},
            "watch": self._watch,
            "status": lambda _: status(daemon),
            "quit": self._quit,
        }

    def handle(self, request: Request) -> Reply:
        """The reply to a request. Raises NarratorError to refuse it."""
        return self._verbs[request.verb](request.arguments)

    def _more(self, _: Arguments) -> Reply:
        return {"text": self._daemon.answers.more(), **self._with_second()}

    def _with_second(self) -> Reply:
        """Tells a client that there is more to be read, by the verb `second`."""
        return {"second": True} if self._daemon.second_opinion.is_there else {}

    def _second(self, arguments: Arguments) -> Reply:
        """What the second describer has said since, for who reads along: it is spoken anyway."""
        after = arguments.get("after")
        sentences, done = self._daemon.second_opinion.said(after if isinstance(after, int) else 0)
        return {"text": " ".join(sentences), "sentences": sentences, "done": done}

    def _missed(self, arguments: Arguments) -> Reply:
        count = arguments.get("count")
        return {"text": self._daemon.answers.missed(count if isinstance(count, int) and count > 0 else None)}

    def _stop(self, _: Arguments) -> Reply:
        self._daemon.announcer.stop()
        return {"text": ""}

    def _pause(self, _: Arguments) -> Reply:
        self._daemon.paused = True
        return {
            "text": self._daemon.answers.say(gettext("Paused. New pictures are described and not announced."))
        }

    def _resume(self, _: Arguments) -> Reply:
        self._daemon.paused = False
        count = self._daemon.journal.missed_count()
        sentences = [gettext("Narrator announces pictures again.")]
        if count:
            waiting = ngettext(
                "1 picture waits in narrator missed.", "{count} pictures wait in narrator missed.", count
            )
            sentences.append(waiting.format(count=count))
        return {"text": self._daemon.answers.say(" ".join(sentences))}

    def _camera(self, arguments: Arguments) -> Reply:
        where = arguments.get("where")
        return self._describe([self._make_camera(where if isinstance(where, str) else None)])

    def _describe(self, arrivals: list[Arrival]) -> Reply:
        described = self._waited_for(self._daemon.answers.describe(arrivals))
        if described is None:
            return {"text": "", "results": []}
        text = "\n".join(str(result.get("said") or result["error"]) for result in described)
        return {"text": text, "results": described}

    def _ask(self, arguments: Arguments) -> Reply:
        path = _paths({"path": [arguments["path"]]}, "path")[0] if "path" in arguments else None
        answer = self._waited_for(self._daemon.asking.ask(_text(arguments, "question"), path))
        if answer is None:
            return {"text": ""}
        return {"text": answer["said"], "answer": answer, **self._with_second()}

    def _waited_for(self, results: "Future[T]") -> T | None:
        """What comes of it, or None if that takes longer than a client waits; then it is only said."""
        if not self._waiting.acquire(blocking=False):
            return None
        try:
            return results.result(_DESCRIBE_SECONDS)
        except TooLateError:
            return None
        finally:
            self._waiting.release()

    def _watch(self, arguments: Arguments) -> Reply:
        watching = Watching.from_arguments(arguments)
        watched: Future[Sequence[str]] = Future()

        def begin() -> None:
            try:
                watched.set_result(self._daemon.watched.hand_over(watching))
            except Exception as error:  # raised again where the names are waited for
                watched.set_exception(error)

        Thread(target=begin, name="narrator watch", daemon=True).start()
        try:
            names = enumerated(watched.result(_WATCH_SECONDS) or [gettext("nothing else")])
        except TooLateError:
            watched.add_done_callback(self._tell_fault)
            done = gettext("The Narrator that runs begins to watch that, and says so if it cannot.")
        else:
            done = gettext("The Narrator that runs watches {names} from now on.").format(names=names)
        return {"text": " ".join(filter(None, [done, watching.promise]))}

    def _tell_fault(self, watched: "Future[Sequence[str]]") -> None:
        """Say why nothing is watched of what a client asked for that does not wait any more."""
        if isinstance(error := watched.exception(), Exception):
            self._daemon.fault_of_control(error)

    def _quit(self, _: Arguments) -> Reply:
        self._daemon.announcer.stop()
        self._daemon.ended.set()
        return {"text": gettext("Narrator ends.")}


def _text(arguments: Arguments, key: str) -> str:
    text = arguments.get(key)
    if not isinstance(text, str):
        raise DaemonError(gettext("The request has no {key}; send a text.").format(key=key))
    return text


def _paths(arguments: Arguments, key: str) -> list[Path]:
    paths = arguments.get(key)
    if not isinstance(paths, list) or not paths or not all(isinstance(path, str) for path in paths):
        raise DaemonError(gettext("The request has no {key}; send a list of paths.").format(key=key))
    if not all(Path(path).is_absolute() for path in paths):
        raise DaemonError(
            gettext("The {key} of a request begin at the root; send whole paths.").format(key=key)
        )
    return [Path(path) for path in paths]
