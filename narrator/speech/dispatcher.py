"""Speech Dispatcher, the speech server of Linux desktops."""

import os
from contextlib import suppress
from math import inf
from pathlib import Path
from threading import Event
from time import monotonic

from narrator.errors import SpeechError
from narrator.speech.pieces import speakable
from narrator.speech.speaker import Speaker, Urgency, Utterance
from narrator.speech.ssip import CANCELED, END, Connection
from narrator.speech.turns import TakesTurns, Turns
from narrator.speech.voices import Voice, VoiceOptions, choose_voice

_PRIORITIES = {Urgency.ANSWER: "MESSAGE", Urgency.ANNOUNCEMENT: "NOTIFICATION"}
_POLL_SECONDS = 0.02
_BEGIN_SECONDS = 1.0
"""Without a queue, a text begins after a hundredth of this; but a server whose synthesizer has crashed takes
every text and says nothing."""
_QUEUE_SECONDS = 60.0
"""The longest wait for other programs' messages."""
_VOICES_SECONDS = 5.0
"""For the list of voices, which takes half a second."""
_PAUSE_SECONDS = 5.0
_SECONDS_A_LETTER = 0.25
"""Slower than any voice, as above for a synthesizer that hangs."""
_SILENCE_SECONDS = 1.0
"""From our CANCEL to the event that all is silent; usually a tenth of it."""
_DISTRUST_SECONDS = 60.0
"""So long, a server that said nothing is passed over: each text would be late by its deadline."""
_SLOWEST, _NORMAL, _FASTEST = 80, 170, 449
"""Words a minute for the rates -100, 0 and 100, as of its espeak-ng module."""


class SpeechDispatcher(TakesTurns, Speaker):
    """Says texts through a server that runs, or whose socket a service manager holds; starts none.

    The server tells when a text has been said. Each text is a connection of its own, so a server that was
    started again is nothing special.
    """

    name = "Speech Dispatcher"

    def __init__(self, options: VoiceOptions | None = None) -> None:
        self._options = options or VoiceOptions()
        self._voice: Voice | None = None
        self._turns = Turns(self._speak)
        self._distrusted_until = 0.0

    def available(self) -> str | None:
        """Why it cannot be used now."""
        if monotonic() < self._distrusted_until:
            return "Speech Dispatcher was silent a moment ago; start it again."
        try:
            Connection(socket_path()).close()
        except OSError:
            return "Speech Dispatcher does not run; start it to hear Narrator through it."
        return None

    def close(self) -> None:
        """Stop."""
        self._turns.close()

    def _speak(self, utterance: Utterance) -> None:
        text = speakable(utterance.text)
        if not text or utterance.stopped.is_set():
            return
        with _connected() as connection:
            self._introduce(connection)
            priority = _PRIORITIES[utterance.urgency]
            said = self._say(connection, text, priority, utterance.stopped)
            # A notification is dropped for any message that is there or comes; a message waits. Only if
            # a message is cancelled, it was by somebody who wanted silence.
            if not said and priority != "MESSAGE" and not utterance.stopped.is_set():
                self._say(connection, text, "MESSAGE", utterance.stopped)

    def _introduce(self, connection: Connection) -> None:
        commands = ["CLIENT_NAME narrator:narrator:main", "NOTIFICATION ALL ON", "SSML_MODE OFF"]
        options = self._options
        if options.rate is not None:
            commands.append(f"RATE {ssip_rate(options.rate)}")
        if options.volume is not None:
            commands.append(f"VOLUME {round(100 * options.volume - 100)}")  # above 0 it distorts
        if options.voice is not None:
            # The server would take any name, and speak with some other voice.
            self._voice = self._voice or choose_voice(_voices(connection), options.voice)
            commands.append(f"SYNTHESIS_VOICE {self._voice.name}")
        for command in commands:
            connection.ask(f"SET SELF {command}")

    def _say(self, connection: Connection, text: str, priority: str, stopped: Event) -> bool:
        """Whether a text was said to its end, and not cancelled. Raises SpeechError when it is not said."""
        connection.ask(f"SET SELF PRIORITY {priority}")
        message = connection.speak(text)
        ending = _ending(connection, message, text, stopped)
        if ending is None:
            if not stopped.is_set():
                self._distrusted_until = monotonic() + _DISTRUST_SECONDS
                with suppress(SpeechError):  # it hangs
                    connection.ask("CANCEL SELF")
                raise SpeechError("Speech Dispatcher took a text and said nothing; start it again.")
            connection.ask("CANCEL SELF")
            while connection.event(message, _SILENCE_SECONDS) not in (END, CANCELED, None):
                pass
        return ending == END


def _ending(connection: Connection, message: str, text: str, stopped: Event) -> int | None:
    """END or CANCELED; None when it is stopped before, or when nothing happens for too long."""
    doubtful = monotonic() + _BEGIN_SECONDS
    deadline = monotonic() + _QUEUE_SECONDS
    while monotonic() < deadline and not stopped.is_set():
        event = connection.event(message, _POLL_SECONDS)
        if event in (END, CANCELED):
            return event
        if event is not None:
            doubtful, deadline = inf, monotonic() + _PAUSE_SECONDS + _SECONDS_A_LETTER * len(text)
        elif monotonic() > doubtful:
            if not _has_synthesizer(connection):
                return None
            doubtful = inf  # it is other programs that speak
    return None


def _has_synthesizer(connection: Connection) -> bool:
    try:
        return bool(_voices(connection))
    except SpeechError:
        return (
            False  # the server refuses the list when its synthesizer has crashed, and hangs when that hangs
        )


def socket_path() -> Path:
    """Where the server listens; a server on the network is not asked."""
    method, _, path = os.environ.get("SPEECHD_ADDRESS", "").partition(":")
    if method == "unix_socket" and path:
        return Path(path)
    folder = os.environ.get("XDG_RUNTIME_DIR") or Path.home() / ".cache"
    return Path(folder, "speech-dispatcher", "speechd.sock")


def ssip_rate(words_a_minute: int) -> int:
    """From -100 to 100, and 0 for the normal rate."""
    if words_a_minute < _NORMAL:
        share = (words_a_minute - _NORMAL) / (_NORMAL - _SLOWEST)
    else:
        share = (words_a_minute - _NORMAL) / (_FASTEST - _NORMAL)
    return round(100 * max(-1.0, min(1.0, share)))


def _connected() -> Connection:
    try:
        return Connection(socket_path())
    except OSError as error:
        raise SpeechError("Speech Dispatcher has ended; start it again.") from error


def _voices(connection: Connection) -> list[Voice]:
    """The server's voices, without the hundred variants that espeak-ng has of each."""
    listed = [
        line.split("\t") for line in connection.ask("LIST SYNTHESIS_VOICES", _VOICES_SECONDS).lines[:-1]
    ]
    return [
        Voice(id=name, name=name, languages=(language,))
        for name, language, variant in listed
        if variant == "none"
    ]
