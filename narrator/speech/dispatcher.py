"""Speech Dispatcher, the speech server of Linux desktops."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from enum import Enum, auto
from pathlib import Path
from threading import Event
from time import monotonic

from narrator.errors import SpeechError
from narrator.languages.passages import passages_of
from narrator.languages.tags import primary
from narrator.speech.pieces import letters_heard, speakable
from narrator.speech.repertoire import Repertoire
from narrator.speech.speaker import Speaker, Urgency, Utterance
from narrator.speech.ssip import CANCELED, END, Connection
from narrator.speech.turns import TakesTurns, Turns
from narrator.speech.voices import Part, Voice, VoiceOptions, choose_voice

_MESSAGE, _NOTIFICATION = "MESSAGE", "NOTIFICATION"
_PRIORITIES = {Urgency.ANSWER: _MESSAGE, Urgency.ANNOUNCEMENT: _NOTIFICATION}
_POLL_SECONDS = 0.02
_BEGIN_SECONDS = 1.0
"""Where nothing else is said, a text begins after a hundredth of this; but a server whose synthesizer has
crashed takes texts and says nothing."""
_QUEUE_SECONDS = 60.0
"""The longest wait for other programs' messages."""
_NO_SOUND = "."
"""A text that takes its turn and is not heard; an empty one stops some synthesizers."""
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

    The server tells when a text has been said. Each passage of a text is a connection of its own, so a server
    that was started again is nothing special, and no voice has to be set back.
    """

    name = "Speech Dispatcher"

    def __init__(self, options: VoiceOptions | None = None) -> None:
        self._options = options or VoiceOptions()
        self._voice: Voice | None = None
        self._foreign: dict[str, list[Voice]] = {}
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
        for part in self._parts_of(utterance):
            text = speakable(part.text)
            if not text or utterance.stopped.is_set():
                continue
            with self._introduced() as connection:
                if part.voice is not None:
                    connection.ask(f"SET SELF OUTPUT_MODULE {part.voice.synthesizer}")
                    connection.ask(f"SET SELF LANGUAGE {part.voice.languages[0]}")
                if voice := part.voice or self._voice:
                    connection.ask(f"SET SELF SYNTHESIS_VOICE {voice.name}")
                self._say(connection, text, utterance)

    def _parts_of(self, utterance: Utterance) -> Sequence[Part]:
        """What is said in which voice; None is the one that the options name, or the server's.

        The server would take any voice and any language, and say the text in the voice that it used last.
        """
        wanted = self._options.voice
        if wanted is not None and self._voice is None:
            listed = self._voices_for(None, utterance)
            if utterance.stopped.is_set():
                return ()
            self._voice = choose_voice(listed, wanted)
        own = Repertoire(voices=(), own=self._voice)
        foreign = {
            language
            for passage in passages_of(utterance.text)
            if not own.is_own(passage.language) and (language := primary(passage.language))
        }
        for language in foreign - self._foreign.keys():
            voices = self._voices_for(language, utterance)
            if utterance.stopped.is_set():
                return ()
            self._foreign[language] = voices
        voices = [voice for language in foreign for voice in self._foreign[language]]
        return replace(own, voices=voices).parts_of(utterance.text)

    def _voices_for(self, language: str | None, utterance: Utterance) -> list[Voice]:
        """The voices of the synthesizer that the server has for a language, or of its usual one."""
        with self._introduced() as connection:
            if language is not None:
                connection.ask(f"SET SELF LANGUAGE {language}")
            # Version 0.12 never ends a message that it says while it is asked for its voices, and says no
            # other one from then on. So this waits until other programs have spoken.
            self._say(connection, _NO_SOUND, utterance)
            return [] if utterance.stopped.is_set() else _voices(connection)

    @contextmanager
    def _introduced(self) -> Iterator[Connection]:
        """A connection that knows who speaks, how fast and how loud; each has a voice of its own."""
        with _connected() as connection:
            commands = ["CLIENT_NAME narrator:narrator:main", "NOTIFICATION ALL ON", "SSML_MODE OFF"]
            options = self._options
            if options.rate is not None:
                commands.append(f"RATE {ssip_rate(options.rate)}")
            if options.volume is not None:
                commands.append(f"VOLUME {round(100 * options.volume - 100)}")  # above 0 it distorts
            for command in commands:
                connection.ask(f"SET SELF {command}")
            yield connection

    def _say(self, connection: Connection, text: str, utterance: Utterance) -> None:
        """Return when the text has been said or nobody wants it. Raises SpeechError when it is not heard."""
        if _said(connection, text, utterance) in (_Outcome.LOST, _Outcome.STUCK):
            self._distrusted_until = monotonic() + _DISTRUST_SECONDS
            raise SpeechError("Speech Dispatcher took a text and said nothing; start it again.")


class _Outcome(Enum):
    """What became of a text."""

    DONE = auto()
    """It was said, or somebody wanted silence."""
    DISPLACED = auto()
    """Another program speaks."""
    LOST = auto()
    """It did not begin."""
    STUCK = auto()
    """It began and did not end, or the server hangs."""


def _said(connection: Connection, text: str, utterance: Utterance) -> _Outcome:
    """Say a text when other programs let it."""
    priority = _PRIORITIES[utterance.urgency]
    outcome = _tried(connection, text, priority, utterance.stopped)
    if outcome is _Outcome.LOST:
        # Either other programs speak, and a notification is displaced at once; or the synthesizer has crashed
        # with this text. Then the server may have another one, but version 0.12 may play nothing of the first
        # text that this one gets.
        outcome = _tried(connection, _NO_SOUND, _NOTIFICATION, utterance.stopped)
        if outcome is _Outcome.DONE:
            outcome = _tried(connection, text, priority, utterance.stopped)
    if outcome is _Outcome.DISPLACED:
        outcome = _tried(connection, text, _MESSAGE, utterance.stopped, _QUEUE_SECONDS)
    return outcome


def _tried(
    connection: Connection, text: str, priority: str, stopped: Event, seconds: float = _BEGIN_SECONDS
) -> _Outcome:
    """Say a text with a priority, if it begins within so many seconds; else it is withdrawn."""
    if stopped.is_set():
        return _Outcome.DONE
    connection.ask(f"SET SELF PRIORITY {priority}")
    message = connection.speak(text)
    outcome = _Outcome.LOST
    deadline = monotonic() + seconds
    while monotonic() < deadline and not stopped.is_set():
        event = connection.event(message, _POLL_SECONDS)
        if event == CANCELED and priority == _NOTIFICATION:
            # It is dropped for any message that is there or comes. A message waits; if one is cancelled, it
            # was by somebody who wanted silence.
            return _Outcome.DISPLACED
        if event in (END, CANCELED):
            return _Outcome.DONE
        if event is not None:
            outcome = _Outcome.STUCK
            deadline = monotonic() + _PAUSE_SECONDS + _SECONDS_A_LETTER * letters_heard(text)
    if not _withdrawn(connection, message, begun=outcome is _Outcome.STUCK):
        return _Outcome.STUCK
    return _Outcome.DONE if stopped.is_set() else outcome


def _withdrawn(connection: Connection, message: str, *, begun: bool) -> bool:
    """Cancel what this connection says, and wait for silence. False when the server hangs."""
    try:
        connection.ask("CANCEL SELF")
    except SpeechError:
        return False
    while begun and connection.event(message, _SILENCE_SECONDS) not in (END, CANCELED, None):
        pass
    return True


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
    """The voices of its synthesizer, without the hundred variants that espeak-ng has of each."""
    synthesizer = connection.ask("GET OUTPUT_MODULE").lines[0]
    listed = [
        line.split("\t") for line in connection.ask("LIST SYNTHESIS_VOICES", _VOICES_SECONDS).lines[:-1]
    ]
    return [
        Voice(id=name, name=name, languages=(language,), synthesizer=synthesizer)
        for name, language, variant in listed
        if variant == "none"
    ]
