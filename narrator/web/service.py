"""What the service does for whoever was let in: describe pictures, and speak."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter

from starlette.requests import Request

from narrator.captioning.captioner import Captioner
from narrator.captioning.setup import Setup
from narrator.description import Description
from narrator.languages.catalogue import spoken
from narrator.languages.listener import listener_languages
from narrator.looking.text.texts import Texts
from narrator.picture.apart.decoder import Decoder
from narrator.picture.opening import Picture
from narrator.settings.settings import Settings
from narrator.speech.voices import VoiceOptions
from narrator.translation.telling import translated
from narrator.web.answers import Described
from narrator.web.desk import Desk
from narrator.web.held import Held, Lease
from narrator.web.languages import accepted_languages
from narrator.web.limits import Limits
from narrator.web.presence import while_present
from narrator.web.refusal import RefusalError
from narrator.web.sounds import WAV, Form
from narrator.web.uploads import Uploads
from narrator.web.voice import WebVoice

OPENED_AT_ONCE = 2
"""Pictures that are opened at once: while one takes long, the others pass it by."""

NOT_IN_TIME = "Its text was not read in time."
"""What is said of a picture without a scene whose text an answer did not wait for."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a client wants of a description."""

    samples: int
    seed: int | None
    every: bool
    verbosity: str


class Service:
    """The network, the reader of text and the voice, each at a desk of its own."""

    def __init__(
        self, *, captioner: Captioner, texts: Texts, voice: WebVoice, limits: Limits, usual: Wish
    ) -> None:
        """`usual` holds where a client wants nothing else."""
        self.limits = limits
        self.usual = usual
        self.held = Held(limits.memory_bytes)
        self.uploads = Uploads(limits, self.held)
        self.opening = Desk(
            "opening", waiting=limits.waiting, seconds=limits.answer_seconds, threads=OPENED_AT_ONCE
        )
        self.describing = Desk("describing", waiting=limits.waiting, seconds=limits.answer_seconds)
        self.reading = Desk("reading", waiting=limits.reading, seconds=limits.reading_seconds)
        self.speaking = Desk("speaking", waiting=limits.waiting, seconds=limits.answer_seconds)
        self._decoder = Decoder(seconds=limits.opening_seconds, processes=OPENED_AT_ONCE)
        self._captioner = captioner
        self._texts = texts
        self._voice = voice

    @classmethod
    def from_settings(cls, settings: Settings, limits: Limits) -> "Service":
        """The service that a person's settings ask for. Raises BundleError, and SpeechError for the voice."""
        voice = WebVoice(
            VoiceOptions(voice=settings.voice, rate=settings.rate, volume=settings.volume),
            most_seconds=limits.sound_seconds,
        )
        voice.check()
        return cls(
            captioner=Setup.of(settings).captioner(),
            texts=Texts(settings.text),
            voice=voice,
            limits=limits,
            usual=Wish(
                samples=settings.samples, seed=settings.seed, every=False, verbosity=settings.verbosity
            ),
        )

    @property
    def bundle(self) -> str:
        """Name and version of the network."""
        return f"{self._captioner.name} {self._captioner.version}"

    async def describe(self, request: Request, wish: Wish | None = None) -> Described:
        """Describe the picture that a request brings. Raises PictureError and RefusalError."""
        wish = wish or self.usual
        # What a client accepts is its own word; the language of the answer may be no more than the usual one.
        accepted = accepted_languages(request.headers.get("accept-language", ""))
        languages = accepted or listener_languages(())
        with self.uploads.body_of(request) as body:
            work = self.describe_file(await body.picture(), wish, languages, body.lease)
            return await while_present(request, work)

    async def describe_file(
        self, file: bytes, wish: Wish, languages: Sequence[str] = (), lease: Lease | None = None
    ) -> Described:
        """Describe the bytes of a picture's file to somebody with these languages.

        `lease` counts what the opened picture holds, too. Raises PictureError and RefusalError.
        """
        began, length = perf_counter(), len(file)
        opening = self.opening.do(partial(self._decoder.open, file, languages))
        del file  # which the traceback of somebody who gave up would keep
        picture = await opening
        seconds = perf_counter() - began
        if lease:
            lease.reach(length + _bytes_of(picture))
        description, unread = await self.describing.do(lambda: self._described(picture, wish, seconds))
        if unread is not None:
            description = await self._read(unread, description)
        return Described.of(description, every=wish.every, verbosity=wish.verbosity)

    def _described(self, picture: Picture, wish: Wish, seconds: float) -> tuple[Description, Picture | None]:
        """The description, and the picture if its text is to be read, too; it was opened in `seconds`."""
        seen = self._captioner.describe(picture, wish.samples, wish.seed)
        description = translated(seen, whole=True)
        timings = {**description.timings, "open": description.timings["open"] + seconds}
        description = replace(description, timings=timings)
        wanted = self._texts.wanted(description, picture, wish.verbosity)
        return description, picture if wanted else None

    async def _read(self, picture: Picture, description: Description) -> Description:
        """The same with its text, if that can be read in time."""
        try:
            read = await self.reading.do(lambda: self._texts.added_to(description, picture))
        except RefusalError:
            if description.candidates:
                return description  # of which there is something to tell, and perhaps no text in it
            return replace(description, notes=(*description.notes, NOT_IN_TIME))
        # Why nothing can be read here concerns who keeps the service, and not who asks it.
        return description if read.text is None else read

    async def speak(self, request: Request, text: str, form: Form = WAV) -> bytes:
        """A text as the bytes of a file of this form, which count as held until the request is answered.

        Raises SpeechError and RefusalError.
        """
        said = spoken(text)  # in the language of the request, which the voice's thread does not know
        work = self.speaking.do(lambda: form.write(self._voice.sound_of(said)))
        sound = await while_present(request, work)
        request.state.lease.reach(len(sound))
        return sound

    def close(self) -> None:
        """End the voice and the threads. A second time is nothing."""
        self._voice.close()
        self._texts.close()
        self._decoder.close()
        self.opening.close()
        self.describing.close()
        self.reading.close()
        self.speaking.close()


def _bytes_of(picture: Picture) -> int:
    return sum(3 * image.width * image.height for image in (picture.image, picture.whole) if image)
