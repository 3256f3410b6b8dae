"""The control socket of the running daemon: it listens, answers, and listens anew where it was removed."""

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any, Self

from narrator.daemon.control.conversation import Conversation
from narrator.daemon.control.door import BACKLOG
from narrator.daemon.control.doors import door_at
from narrator.daemon.control.handlers import Handler, Handlers
from narrator.daemon.control.messages import LONGEST_REQUEST, Request, write_refusal
from narrator.daemon.runtime_folder import make_private
from narrator.daemon.single import DaemonLock
from narrator.errors import DaemonError
from narrator.languages.catalogue import gettext

MOST_CONNECTIONS = 500
"""Half of the files that systems commonly let a process open."""

_ANSWER_SECONDS = 4.0
_LOOK_SECONDS = 2.0
_GOODBYE_SECONDS = 1.0
_END_SECONDS = 5.0
_LAST_TURNS = 10
"""Turns of the loop, more than it takes from letting a client in to a conversation, which can be ended."""


class ControlServer:
    """Listens on a thread of its own, and holds the lock of the one daemon as long as it does.

    Used in a `with`, it is started and closed. Close it last: clients take its end for the daemon's.
    """

    def __init__(self, handler: Handler, file: Path, *, on_fault: Callable[[Exception], None]) -> None:
        """The handler is called on threads of the server, for several requests at once.

        So is `on_fault`, which must not raise: with what a handler raised besides NarratorError, and with a
        DaemonError when clients cannot reach the server any more; AlreadyRunningError if that is because the
        folder was removed and another daemon has started since.
        """
        self._file = file
        self._door = door_at(file)
        self._lock = DaemonLock(file)
        self._handler = handler
        self._on_fault = on_fault
        self._conversations: dict[Conversation, asyncio.Task[None]] = {}
        self._ending = asyncio.Event()
        self._told = ""
        self._thread: Thread | None = None

    def start(self) -> None:
        """Listen; clients may come as soon as this returns.

        Raises AlreadyRunningError when another daemon of this person runs, and DaemonError when there is no
        listening here.
        """
        try:
            listening = self._listen()
        except DaemonError:
            self._lock.release()
            raise
        self._handlers = Handlers(self._handler, self._on_fault)
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(self._report)
        self._thread = Thread(target=self._run, args=(listening,), name="narrator control", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Finish what is being answered, then be gone. Not for handlers; a second time is nothing."""
        if self._thread is None:
            return
        self._loop.call_soon_threadsafe(self._ending.set)
        self._thread.join(_END_SECONDS)
        if self._thread.is_alive():
            self._on_fault(DaemonError(gettext("The control socket does not end; end Narrator's process.")))
        else:
            self._loop.close()
        self._thread = None
        self._handlers.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _listen(self) -> socket.socket:
        make_private(self._file.parent)
        if not self._lock.held:
            self._lock.take()
        try:
            return self._door.listen()
        except OSError as error:
            raise DaemonError(
                gettext(
                    "Narrator cannot listen at {file} ({strerror}); remove it, or set "
                    "XDG_RUNTIME_DIR to another folder."
                ).format(file=self._file, strerror=error.strerror)
            ) from error

    def _run(self, listening: socket.socket) -> None:
        try:
            self._loop.run_until_complete(self._serve(listening))
        except Exception as error:  # the edge of a thread: a daemon that is deaf has to be known as one
            self._on_fault(error)

    def _report(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        # What nobody waits for, such as a client that cannot be let in because too many files are open. For
        # that asyncio tries again a second later, even where nothing listens any more.
        if not self._ending.is_set():
            error = context.get("exception")
            self._tell_once(
                error
                or DaemonError(gettext("The control socket: {message}.").format(message=context["message"]))
            )

    def _tell_once(self, error: Exception) -> None:
        # Of what is tried again and again, only what differs from the last time is news.
        if str(error) != self._told:
            self._told = str(error)
            self._on_fault(error)

    async def _serve(self, listening: socket.socket) -> None:
        server = await self._accept(listening)
        try:
            while not await self._ends_within(_LOOK_SECONDS):
                if not (self._door.file.is_there and self._lock.held):
                    server = await self._accept_anew(server)
        finally:
            self._door.file.remove()  # nobody comes any more; who has come is let in
            for _ in range(_LAST_TURNS):
                await asyncio.sleep(0)
            server.close()
            await self._finish()
            self._lock.release()
            await self._hang_up()  # only now: a client may wait for this to know that the daemon is gone

    async def _accept(self, listening: socket.socket) -> asyncio.Server:
        return await asyncio.start_server(
            self._converse, sock=listening, limit=LONGEST_REQUEST, backlog=BACKLOG
        )

    async def _accept_anew(self, server: asyncio.Server) -> asyncio.Server:
        try:
            listening = self._listen()
        except DaemonError as error:
            self._tell_once(error)  # and try again
            return server
        self._told = ""
        server.close()
        return await self._accept(listening)

    async def _ends_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                return await self._ending.wait()
        except TimeoutError:
            return False

    def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        conversation = Conversation(reader, writer, door=self._door, reply_to=self._reply_to)
        if len(self._conversations) >= MOST_CONNECTIONS:
            conversation.refuse("Too many programs talk to Narrator at once; try again later.")
        else:
            self._conversations[conversation] = asyncio.create_task(self._hold(conversation))

    async def _hold(self, conversation: Conversation) -> None:
        try:
            await conversation.hold()
        except Exception as error:  # one client's trouble is nobody else's, but somebody has to know of it
            self._on_fault(error)
        finally:
            del self._conversations[conversation]

    async def _reply_to(self, request: Request) -> bytes:
        reply = self._handlers.reply_to(request)
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                return await asyncio.wrap_future(reply)
        except TimeoutError:
            self._on_fault(
                DaemonError(
                    gettext("The verb {verb} got no answer; end Narrator if it hangs.").format(
                        verb=request.verb
                    )
                )
            )
            return write_refusal("Narrator is too busy to answer; try again, or end it and start it again.")

    async def _finish(self) -> None:
        answered = [asyncio.ensure_future(conversation.idle.wait()) for conversation in self._conversations]
        if answered:
            await asyncio.wait(answered, timeout=_GOODBYE_SECONDS)

    async def _hang_up(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for other in others:
            other.cancel()
        await asyncio.gather(*others, return_exceptions=True)
