"""What a synthesizer can say: which of its voices for which language, and what is said where it has none."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from narrator.languages.passages import Passage, passages_of
from narrator.languages.scripts import has_han, language_of
from narrator.languages.tags import language_name, normal, primary
from narrator.speech.voices import ESPEAK, Part, Voice

_CAPTIONS = "en"
"""The language of all that is said without one, where the person's voice states none."""

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

_ENDS = ".,;:!? "
"""What follows words that are left unsaid is said, so that the sentence has its pauses."""


@dataclass(frozen=True, kw_only=True)
class Repertoire:
    """The voices of a synthesizer."""

    voices: Sequence[Voice]
    own: Voice | None
    """The person's own, if it is known: it says all that no language is known of."""

    def parts_of(self, text: str) -> list[Part]:
        """A text for these voices. Words that none of them can say are replaced by one that says so.

        Latin letters can be said by any voice: without one of the language, the person's own says them.
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

    def is_own(self, language: str | None) -> bool:
        """Whether it is the language of the person's own voice, in whatever accent."""
        return language is None or primary(language) in self._own_languages()

    def _parts(self, passages: Sequence[Passage]) -> Iterator[Part]:
        unsaid: set[str] = set()
        for passage in passages:
            voice = None if self.is_own(passage.language) else self.voice_of(passage.language or "")
            if self._can_say(passage, voice):
                yield Part(text=passage.text, voice=voice)
            elif language_of(passage.text) is None:
                yield Part(text=passage.text, voice=None)
            else:
                name = language_name(passage.language)
                fact = "" if name in unsaid else " that this voice cannot say"
                unsaid.add(name)
                end = passage.text[len(passage.text.rstrip(_ENDS)) :]
                yield Part(text=f"words in {name}{fact}{end}", voice=None)

    def _can_say(self, passage: Passage, voice: Voice | None) -> bool:
        if self.is_own(passage.language):
            voice = self.own
        elif voice is None:
            return False
        is_espeak = voice is not None and voice.synthesizer == ESPEAK
        lacks_han = is_espeak and primary(passage.language) in _WITHOUT_HAN
        return not (lacks_han and has_han(passage.text))

    def _own_languages(self) -> set[str | None]:
        tags = self.own.languages if self.own else ()
        return {primary(tag) for tag in tags or (_CAPTIONS,)}

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
