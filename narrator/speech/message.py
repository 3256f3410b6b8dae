"""One message to Speech Dispatcher, from its priority to its end.

What becomes of a message while another one is said, measured with version 0.11.4; 0.12 has the same rules in
src/server/speaking.c:

| While this is said | IMPORTANT comes | MESSAGE comes | TEXT comes | NOTIFICATION comes |
| --- | --- | --- | --- | --- |
| IMPORTANT | waits | waits | waits | is dropped |
| MESSAGE | cuts it off | waits | waits | is dropped |
| TEXT | cuts it off | cuts it off | cuts it off | is dropped |
| NOTIFICATION | cuts it off | cuts it off | cuts it off | cuts it off |

A TEXT that waits is dropped when a MESSAGE comes. Orca 43 says each of its words as a MESSAGE, and when a key
is pressed it cancels its own alone. So an answer is a TEXT: it waits for the word that Orca is saying, and
Orca's next word cuts it off. An announcement is a NOTIFICATION: it never cuts off a word of anybody else's
nor waits behind one.
"""

from dataclasses import dataclass
from enum import Enum, auto
from time import monotonic

from narrator.errors import SpeechError
from narrator.speech.pieces import letters_heard
from narrator.speech.speaker import Ending, Urgency, Utterance
from narrator.speech.ssip import BEGIN, CANCELED, END, Connection

NO_SOUND = "."
"""A text that takes its turn and is not heard; an empty one stops some synthesizers."""

_NOTIFICATION = "NOTIFICATION"
_PRIORITIES = {Urgency.ANSWER: "TEXT", Urgency.ANNOUNCEMENT: _NOTIFICATION}
_POLL_SECONDS = 0.02
_BEGIN_SECONDS = 1.0
"""Where nothing else is said, a text begins after a hundredth of this."""
_QUEUE_SECONDS = 60.0
"""The longest wait for other programs' messages."""
_PAUSE_SECONDS = 5.0
_SECONDS_A_LETTER = 0.25
"""Slower than any voice, as above for a synthesizer that hangs."""
_SILENCE_SECONDS = 1.0
"""From our CANCEL to the event that all is silent; usually a tenth of it."""


class _Fate(Enum):
    """What became of a message."""

    SAID = auto()
    CUT = auto()
    """It began, and somebody else cut it off."""
    DROPPED = auto()
    """It did not begin, because another program's message is said or came."""
    LOST = auto()
    """It did not begin, and nobody else speaks."""
    STUCK = auto()
    """It began and did not end, or the server hangs."""
    STOPPED = auto()
    """We did not want it any more."""


_ENDINGS = {_Fate.SAID: Ending.SAID, _Fate.CUT: Ending.CUT, _Fate.STOPPED: Ending.STOPPED}


@dataclass(frozen=True, kw_only=True)
class Messages:
    """Says texts over one connection, for one utterance."""

    connection: Connection
    utterance: Utterance

    def say(self, text: str) -> Ending:
        """Return when the text was said, cut off or stopped, or when an announcement cannot begin.

        Raises SpeechError when it is not heard, or not to its end, and nobody else is heard. An announcement
        believes that somebody else speaks when the server says so.
        """
        until = monotonic() + _QUEUE_SECONDS
        times_lost = 0
        while (fate := self._tried(text, _PRIORITIES[self.utterance.urgency], until)) not in _ENDINGS:
            if fate is _Fate.LOST:
                # If the synthesizer has crashed with the text, the server may have another one. But version
                # 0.12 may play nothing of the first text that this one gets.
                fate = self._tried(NO_SOUND, _NOTIFICATION, until)
                times_lost += 1
            if fate is _Fate.STOPPED or (fate is _Fate.SAID and times_lost == 1):
                continue
            others_speak = fate in (_Fate.DROPPED, _Fate.CUT)
            if others_speak and self.utterance.urgency is Urgency.ANNOUNCEMENT:
                return Ending.NOT_BEGUN
            if not others_speak or monotonic() >= until or self.moves() is False:
                raise said_nothing()
        return _ENDINGS[fate]

    def moves(self) -> bool | None:
        """Whether the server makes sound, found out in half a second; None where it cannot be found out."""
        from narrator.speech.server_process import ServerProcess  # takes 15 ms, and is seldom needed

        server = ServerProcess.behind(self.connection.peer())
        return None if server is None else server.moves(self.utterance.stopped)

    def _tried(self, text: str, priority: str, until: float) -> _Fate:
        """Say a text with a priority; what does not begin though nobody else speaks is withdrawn.

        `until` is how long it may wait for other programs.
        """
        stopped = self.utterance.stopped
        if stopped.is_set():
            return _Fate.STOPPED
        self.connection.ask(f"SET SELF PRIORITY {priority}")
        message = self.connection.speak(text)
        begun = False
        deadline = monotonic() + _BEGIN_SECONDS
        while not stopped.is_set():
            event = self.connection.event(message, _POLL_SECONDS)
            if event == END:
                return _Fate.SAID
            if event == CANCELED:
                return _Fate.CUT if begun else _Fate.DROPPED
            if event == BEGIN:
                begun = True
                self._note_begin(text)
                deadline = monotonic() + _PAUSE_SECONDS + _SECONDS_A_LETTER * letters_heard(text)
            if monotonic() >= deadline:
                if begun or monotonic() >= until or not self.moves():
                    break
                deadline = monotonic() + _BEGIN_SECONDS
        if not _withdrawn(self.connection, message, begun=begun):
            return _Fate.STUCK
        if stopped.is_set():
            return _Fate.STOPPED
        return _Fate.STUCK if begun else _Fate.LOST

    def _note_begin(self, text: str) -> None:
        if text != NO_SOUND and self.utterance.began is None:
            self.utterance.began = monotonic()


def said_nothing() -> SpeechError:
    """What is wrong with a server that nobody hears."""
    return SpeechError("Speech Dispatcher took a text and said nothing; start it again.")


def _withdrawn(connection: Connection, message: str, *, begun: bool) -> bool:
    """Cancel what this connection says, and wait for silence. False when the server hangs."""
    try:
        connection.ask("CANCEL SELF")
    except SpeechError:
        return False
    while begun and connection.event(message, _SILENCE_SECONDS) not in (END, CANCELED, None):
        pass
    return True
