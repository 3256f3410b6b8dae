"""What a synthesizer can say: which of its voices for which language, and what is said where it has none."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from narrator.languages.catalogue import gettext, tongue
from narrator.languages.letters import without_foreign_marks
from narrator.languages.names import language_name
from narrator.languages.passages import Passage, filled, passages_of
from narrator.languages.scripts import has_han, language_of
from narrator.languages.tags import normal, primary
from narrator.speech.voices import ESPEAK, Part, Voice

_OTHER_TAGS = {
    # Both are Mandarin in espeak-ng. "cmn" alone, in version 1.51, reads its own transcription as English.
    "zh": ("cmn-latn-pinyin", "cmn"),
    "zh-hk": ("yue",),
    "zh-mo": ("yue",),
    "no": ("nb",),
    "fr": ("fr-fr",),
    "en": ("en-us", "en-gb"),
    "he": ("iw",),
}
"""Tags of the same language to be tried with this one, for the first of many regions is seldom meant."""

_WITHOUT_HAN = frozenset({"ja", "ko", "hak"})
"""Languages whose Chinese characters espeak-ng 1.51 and 1.52 cannot read: it calls each "Chinese letter"."""

_MUTE = frozenset({"chr"})
"""Languages whose letters espeak-ng 1.51 and 1.52 do not say at all: its voice reads transcriptions."""

_MARKED = frozenset({"az", "bs", "hr", "ig", "kk", "ro", "sr", "tr", "uz", "vi", "yo"})
"""Languages of voices that read Latin letters with marks that voices of others spell."""

_ENDS = ".,;:!? "
"""What follows words that are left unsaid is said, so that the sentence has its pauses."""


@dataclass(frozen=True, kw_only=True)
class Repertoire:
    """The voices of a synthesizer."""

    voices: Sequence[Voice]
    own: Voice | None
    """The person's own, if it is known: it says all that is in its languages."""

    def parts_of(self, text: str) -> list[Part]:
        """A text for these voices. Words that none of them can say are replaced by one that says so.

        What no language is known of is in the tongue. Latin letters can be said by any voice: without one of
        the language, the person's own says them.
        """
        parts: list[Part] = []
        for part in self._parts(passages_of(text)):
            if parts and parts[-1].voice == part.voice:
                part = Part(text=parts.pop().text + part.text, voice=part.voice)
            parts.append(part)
        return parts

    def voice_of(self, language: str) -> Voice | None:
        """The voice nearest to a tag, by lookup as in RFC 4647: its region's, else any of the language."""
        _, hyphen, region = normal(language).partition("-")
        tag = f"{primary(language)}{hyphen}{region}"
        while tag:
            if voice := self._voice_with(tag, *_OTHER_TAGS.get(tag, ())):
                return voice
            tag = tag.rpartition("-")[0]
        return None

    def voices_of(self, language: str) -> list[Voice]:
        """All that speak a language in whatever accent, the one that says it first."""
        best = self.voice_of(language)
        speak = [voice for voice in self.voices if primary(language) in map(primary, voice.languages)]
        return [] if best is None else [best, *(voice for voice in speak if voice != best)]

    def is_own(self, language: str | None) -> bool:
        """Whether it is a language of the person's own voice, in whatever accent."""
        return primary(language or tongue()) in self._own_languages()

    def lacked(self, text: str) -> tuple[str, ...]:
        """The languages of a text that another language's voice reads for want of one, each once."""
        languages = (
            primary(passage.language or tongue())
            for passage in passages_of(text)
            if language_of(passage.text) is None and any(map(str.isalpha, passage.text))
        )
        return tuple(dict.fromkeys(each for each in languages if each and self._lacks(each)))

    def _lacks(self, language: str) -> bool:
        return not self.is_own(language) and self.voice_of(language) is None

    def _parts(self, passages: Sequence[Passage]) -> Iterator[Part]:
        unsaid: set[str] = set()
        for passage in passages:
            language = passage.language or tongue()
            voice = None if self.is_own(language) else self.voice_of(language)
            if self._can_say(passage, voice):
                yield Part(text=self._readable(passage, voice), voice=voice)
            elif language_of(passage.text) is None:
                yield Part(text=without_foreign_marks(passage.text), voice=None)
            else:
                yield from self._parts([_unsayable(passage, unsaid)])

    def _readable(self, passage: Passage, voice: Voice | None) -> str:
        """Without letters that the voice spells, where nobody states that the words are in its language."""
        spoken = self._own_languages() if voice is None else {primary(tag) for tag in voice.languages}
        if passage.language is not None and primary(passage.language) != tongue():
            return passage.text
        return passage.text if spoken & _MARKED else without_foreign_marks(passage.text)

    def _can_say(self, passage: Passage, voice: Voice | None) -> bool:
        language = passage.language or tongue()
        if self.is_own(language):
            voice = self.own
        elif voice is None:
            return False
        if voice is None or voice.synthesizer != ESPEAK:
            return True
        lacks_han = primary(language) in _WITHOUT_HAN and has_han(passage.text)
        return not lacks_han and primary(language) not in _MUTE

    def _own_languages(self) -> set[str | None]:
        """Those of the tongue where the voice is not known: whoever speaks all day speaks their language."""
        tags = self.own.languages if self.own else ()
        return {primary(tag) for tag in tags or (tongue(),)}

    def _voice_with(self, *tags: str) -> Voice | None:
        """The first that has one of the tags, else the first that has a longer one."""
        fits: tuple[Callable[[str, str], bool], ...] = (
            str.__eq__,
            lambda own, tag: own.startswith(f"{tag}-"),
        )
        for fit, tag, voice in product(fits, tags, self.voices):
            if any(fit(normal(own), tag) for own in voice.languages):
                return voice
        return None


def _unsayable(passage: Passage, named: set[str]) -> Passage:
    """What is said in the place of words that no voice can say; of a language in `named` it is short."""
    language = language_name(passage.language)
    message = (
        gettext("words in {language}")
        if language in named
        else gettext("words in {language} that this voice cannot say")
    )
    named.add(language)
    end = passage.text[len(passage.text.rstrip(_ENDS)) :]
    return Passage(text=f"{filled(message, language=language)}{end}", language=tongue())
