"""Speech Dispatcher, the speech server of Linux desktops."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from time import monotonic

from narrator.errors import SpeechError
from narrator.languages.catalogue import tongue
from narrator.languages.passages import joined, passages_of
from narrator.languages.tags import primary
from narrator.speech.lacking import Lacking
from narrator.speech.message import NO_SOUND, Messages, said_nothing
from narrator.speech.pieces import pieces_of
from narrator.speech.repertoire import Repertoire
from narrator.speech.speaker import Ending, Speaker, Utterance
from narrator.speech.ssip import Connection, RefusedError
from narrator.speech.turns import TakesTurns, Turns
from narrator.speech.voices import Part, UnknownVoiceError, Voice, VoiceOptions, choose_voice

_VOICES_SECONDS = 5.0
"""For the list of voices, which takes half a second."""
_VOICES_TRIES = 5
"""So often a turn is taken for them in which other programs speak after all."""
_IN_VAIN_SECONDS = 15.0
"""After so long without a moment in which no other program speaks, it is looked whether any is heard."""
_DISTRUST_SECONDS = 60.0
"""So long, a server that said nothing is passed over, unless it is started again: each text would be late."""
_SLOWEST, _NORMAL, _FASTEST = 80, 170, 449
"""Words a minute for the rates -100, 0 and 100, as of its espeak-ng module."""


class SpeechDispatcher(TakesTurns, Speaker):
    """Says texts through a server that runs, or whose socket a service manager holds; starts none.

    The server tells when a text has been said, and when somebody has cut it off. A long text is said in
    pieces of whole sentences, each a message of its own: a screen reader gets in between, and after a piece
    that was cut off the rest is not said. Each passage of a text is a connection of its own, so a server that
    was started again is nothing special, and no voice has to be set back.
    """

    name = "Speech Dispatcher"

    def __init__(self, options: VoiceOptions | None = None) -> None:
        self._options = options or VoiceOptions()
        self._voice: Voice | None = None
        self._foreign: dict[str, list[Voice]] = {}
        self._lacking = Lacking()
        self._turns = Turns(self._speak)
        self._in_vain_since: float | None = None
        self._distrusted: tuple[float, ...] | None = None
        self._distrusted_until = 0.0

    def available(self) -> str | None:
        """Why it cannot be used now."""
        try:
            with Connection(socket_path()) as connection:
                if monotonic() < self._distrusted_until and _identity(connection) == self._distrusted:
                    return "Speech Dispatcher was silent a moment ago; start it again."
        except OSError:
            return "Speech Dispatcher does not run; start it to hear Narrator through it."
        return None

    def close(self) -> None:
        """Stop."""
        self._turns.close()

    def _speak(self, utterance: Utterance) -> Ending:
        utterance.gives_way = True
        said = False
        try:
            for part in self._parts_of(utterance):
                with self._introduced() as connection:
                    self._set_voice(connection, part)
                    for piece in pieces_of(part.text):
                        self._say(connection, piece, utterance)
                        said = True
        except _EndedEarlyError as early:
            return Ending.CUT if said and early.ending is Ending.NOT_BEGUN else early.ending
        return Ending.SAID

    def _set_voice(self, connection: Connection, part: Part) -> None:
        if part.voice is not None:
            connection.ask(f"SET SELF OUTPUT_MODULE {part.voice.synthesizer}")
            connection.ask(f"SET SELF LANGUAGE {part.voice.languages[0]}")
        if voice := part.voice or self._voice:
            connection.ask(f"SET SELF SYNTHESIS_VOICE {voice.name}")

    def _say(self, connection: Connection, text: str, utterance: Utterance) -> None:
        """Return when it has been said. Raises _EndedEarlyError, and SpeechError when it is not heard."""
        messages = Messages(connection=connection, utterance=utterance)
        try:
            ending = messages.say(text)
            if self._is_in_vain(ending) and messages.moves() is False:
                raise said_nothing()
        except SpeechError:
            self._distrusted = _identity(connection)
            self._distrusted_until = monotonic() + _DISTRUST_SECONDS
            raise
        if ending is not Ending.SAID:
            raise _EndedEarlyError(ending)

    def _is_in_vain(self, ending: Ending) -> bool:
        """Whether announcements could not begin for so long that perhaps nobody is heard who prevents it."""
        if ending is not Ending.NOT_BEGUN:
            self._in_vain_since = None
            return False
        now = monotonic()
        self._in_vain_since = self._in_vain_since or now
        if now - self._in_vain_since < _IN_VAIN_SECONDS:
            return False
        self._in_vain_since = now
        return True

    def _parts_of(self, utterance: Utterance) -> Sequence[Part]:
        """What is said in which voice; None is the one that the options name, or the server's.

        The server would take any voice and any language, and say the text in the voice that it used last.
        """
        text = utterance.text
        wanted = self._options.voice
        if wanted is not None and self._voice is None:
            try:
                self._voice = choose_voice(self._voices_for(None, utterance), wanted)
            except UnknownVoiceError as error:
                self._options = replace(self._options, voice=None)
                utterance.remark = str(error)
                text = joined([utterance.remark, text])
        own = Repertoire(voices=(), own=self._voice or self._usual_voice())
        foreign = {
            language
            for passage in passages_of(text)
            if not own.is_own(passage.language) and (language := primary(passage.language or tongue()))
        }
        if foreign and not own.is_own(tongue()):
            foreign.add(tongue())  # in which it is told what no voice can say
        for language in foreign - self._foreign.keys():
            self._foreign[language] = self._voices_for(language, utterance)
        voices = [voice for language in sorted(foreign) for voice in self._foreign[language]]
        repertoire = replace(own, voices=voices)
        if lacking := self._lacking.remark_on(text, repertoire):
            utterance.remark = joined(filter(None, [utterance.remark, lacking]))
            text = joined([lacking, text])
        return repertoire.parts_of(text)

    def _usual_voice(self) -> Voice | None:
        """The server's own, of which it tells the language alone: that of the person's configuration."""
        with _connected() as connection, suppress(RefusedError):  # by a server that cannot tell
            return Voice(id="", name="", languages=connection.ask("GET LANGUAGE").lines[:1])
        return None

    def _voices_for(self, language: str | None, utterance: Utterance) -> list[Voice]:
        """The voices of the synthesizer that the server has for a language, or of its usual one."""
        with self._introduced() as connection:
            if language is not None:
                connection.ask(f"SET SELF LANGUAGE {language}")
            # Version 0.12 never ends a message that it says while it is asked for its voices, and says no
            # other one from then on. So this waits until other programs have spoken.
            self._take_turn(connection, utterance)
            return _voices(connection)

    def _take_turn(self, connection: Connection, utterance: Utterance) -> None:
        for _ in range(_VOICES_TRIES):
            try:
                return self._say(connection, NO_SOUND, utterance)
            except _EndedEarlyError as early:
                if early.ending is not Ending.CUT:
                    raise
        raise _EndedEarlyError(Ending.NOT_BEGUN)

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


class _EndedEarlyError(Exception):
    """A text was cut off or stopped, or could not begin: what comes after it is not said either."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending)
        self.ending = ending


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


def _identity(connection: Connection) -> tuple[float, ...] | None:
    """The same as long as the same server runs; None when it has ended."""
    from narrator.speech.server_process import ServerProcess  # takes 15 ms, and is seldom needed

    server = ServerProcess.behind(connection.peer())
    if server is not None:
        return server.identity
    try:
        file = socket_path().stat()
    except OSError:
        return None
    return (file.st_ino, file.st_ctime)


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
