"""What of speech works on this machine, and how to mend what does not."""

from dataclasses import dataclass
from typing import Self

from narrator.errors import SpeechError
from narrator.speech.chooser import AUTO, first_there, speakers
from narrator.speech.device import has_only_dummy
from narrator.speech.output import check_output
from narrator.speech.synthesizer import Synthesizer
from narrator.speech.voices import VoiceOptions


@dataclass(frozen=True, kw_only=True)
class Check:
    """What was found out about one part; both texts are sentences."""

    works: bool
    what: str
    mend: str = ""
    """What to do; empty when it works."""

    @classmethod
    def failed(cls, error: SpeechError) -> Self:
        """From an error's sentence, which says what happened and, after a semicolon, what to do."""
        what, _, mend = str(error).partition("; ")
        return cls(works=False, what=f"{what.removesuffix('.')}.", mend=mend[:1].upper() + mend[1:])


def speaker_status(options: VoiceOptions, preference: str = AUTO) -> Check:
    """Who would say a text now, and why not those before; the last one, our own voice, is not tried."""
    candidates = speakers(options, preference)
    try:
        speaker, reasons = first_there(candidates)
    finally:
        for candidate in candidates:
            candidate.close()
    facts = [reason.partition("; ")[0].removesuffix(".") for reason in reasons]
    return Check(works=True, what=" ".join(f"{fact}." for fact in [f"Speech goes to {speaker.name}", *facts]))


def synthesizer_status(options: VoiceOptions | None = None) -> Check:
    """Start a synthesizer with these options, ask it who it is, and end it; about a quarter of a second."""
    synthesizer = Synthesizer(options)
    try:
        return Check(works=True, what=f"Speech is made by {synthesizer.check()}.")
    except SpeechError as error:
        return Check.failed(error)
    finally:
        synthesizer.close()


def output_status() -> Check:
    """Play a moment of silence on the sound output; about a tenth of a second."""
    try:
        backend = check_output()
        if has_only_dummy():
            raise SpeechError(
                "The sound server knows no device, only a dummy that nobody hears; "
                "connect loudspeakers or headphones."
            )
    except SpeechError as error:
        return Check.failed(error)
    return Check(works=True, what=f"Sound is played through {backend}.")
