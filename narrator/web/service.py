"""What the service does for whoever was let in: describe pictures, and speak."""

from dataclasses import dataclass

from starlette.requests import Request

from narrator.captioning.captioner import Captioner
from narrator.settings.settings import Settings
from narrator.speech.voices import VoiceOptions
from narrator.web.answers import Described
from narrator.web.desk import Desk
from narrator.web.limits import Limits
from narrator.web.sounds import WAV, Form
from narrator.web.uploads import Uploads
from narrator.web.voice import WebVoice


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a client wants of a description."""

    samples: int
    seed: int | None
    every: bool
    verbosity: str


class Service:
    """The network and the voice, each at a desk of its own."""

    def __init__(self, *, captioner: Captioner, voice: WebVoice, limits: Limits, usual: Wish) -> None:
        """`usual` holds where a client wants nothing else."""
        self.limits = limits
        self.usual = usual
        self.uploads = Uploads(limits)
        self.describing = Desk("describing", waiting=limits.waiting, seconds=limits.answer_seconds)
        self.speaking = Desk("speaking", waiting=limits.waiting, seconds=limits.answer_seconds)
        self._captioner = captioner
        self._voice = voice

    @classmethod
    def from_settings(cls, settings: Settings, limits: Limits) -> "Service":
        """The service that a person's settings ask for. Raises BundleError."""
        return cls(
            captioner=Captioner.load(
                settings.model,
                settings.threads,
                people=settings.people,
                claims=settings.claims,
                ranking=settings.ranking,
            ),
            voice=WebVoice(VoiceOptions(voice=settings.voice, rate=settings.rate, volume=settings.volume)),
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
        with self.uploads.body_of(request) as body:
            picture = await body.picture()
            description = await self.describing.do(
                lambda: self._captioner.describe(picture, wish.samples, wish.seed)
            )
        return Described.of(description, every=wish.every, verbosity=wish.verbosity)

    async def speak(self, text: str, form: Form = WAV) -> bytes:
        """A text as the bytes of a file of this form. Raises SpeechError and RefusalError."""
        return await self.speaking.do(lambda: form.write(self._voice.sound_of(text)))

    def close(self) -> None:
        """End the voice and the threads. A second time is nothing."""
        self._voice.close()
        self.describing.close()
        self.speaking.close()
