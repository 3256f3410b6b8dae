"""The parts that say a text aloud."""

from narrator.enumeration import enumerated
from narrator.errors import SpeechError, fact_and_advice
from narrator.health.check import Finding
from narrator.languages.catalogue import LANGUAGES, gettext, tongue
from narrator.languages.names import language_name
from narrator.settings.settings import Settings
from narrator.speech.voices import VoiceOptions

# This room is for machines on which a part may not even import, so each check imports its own.

_ORCA_ABSENT = "Orca does not run"
_ORCA_OLD = "Orca runs, and before version 49 it takes no texts; both speak one after the other"


def speaker(settings: Settings) -> Finding:
    """Who would say a text now, and why not those before; the last one, our own voice, is not tried."""
    from narrator.speech.chooser import first_there, speakers
    from narrator.speech.orca import runs_without_service

    candidates = speakers(_voice_options(settings), settings.speaker)
    try:
        chosen, reasons = first_there(candidates)
    finally:
        for candidate in candidates:
            candidate.close()
    facts = [fact_and_advice(reason)[0] for reason in reasons]
    if _ORCA_ABSENT in facts and runs_without_service():
        facts[facts.index(_ORCA_ABSENT)] = _ORCA_OLD
    what = " ".join(f"{fact}." for fact in [f"Speech goes to {chosen.name}", *facts])
    return Finding(works=True, what=what)


def synthesizer(settings: Settings) -> Finding:
    """Whether our own voice can be made, as the settings want it; about a quarter of a second."""
    from narrator.speech.synthesizer import Synthesizer

    synthesizer = Synthesizer(_voice_options(settings))
    try:
        return Finding(
            works=True, what=gettext("Speech is made by {check}.").format(check=synthesizer.check())
        )
    finally:
        synthesizer.close()


def list_of_voices() -> Finding:
    """How many voices there are, and whether one speaks each language that Narrator does."""
    from narrator.speech.repertoire import Repertoire
    from narrator.speech.voice import voices

    there = voices()
    repertoire = Repertoire(voices=there, own=None)
    voiceless = [language for language in LANGUAGES if repertoire.voice_of(language) is None]
    what = gettext("There are {voices} voices; narrator voices lists them.").format(voices=len(there))
    if voiceless:
        names = enumerated(map(language_name, voiceless))
        what += " " + gettext("None of them speaks {languages}.").format(languages=names)
    return Finding(works=tongue() not in voiceless, what=what)


def output() -> Finding:
    """Whether anything can be heard: plays a tenth of a second of silence."""
    from narrator.speech.device import has_only_dummy
    from narrator.speech.output import check_output

    backend = check_output()
    if has_only_dummy():
        raise SpeechError(
            gettext(
                "The sound server knows no device, only a dummy that nobody hears; connect "
                "loudspeakers or headphones."
            )
        )
    return Finding(works=True, what=gettext("Sound is played through {backend}.").format(backend=backend))


def _voice_options(settings: Settings) -> VoiceOptions:
    return VoiceOptions(voice=settings.voice, rate=settings.rate, volume=settings.volume)
