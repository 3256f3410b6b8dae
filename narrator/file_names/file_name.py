"""A file's name as it is said: what a person called the picture, or what a program's name tells of it.

Programs name pictures by dates, counters and random letters, which take long to hear and say nothing. What
such a name does tell (a screenshot, of today, 14:05) is said in words.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from itertools import dropwhile

from narrator.file_names.moments import Moment, stamp_in
from narrator.file_names.origins import (
    LINKS,
    MODES,
    NOBODYS_WORDS,
    SCREENSHOT_TOOLS,
    has_local_time,
    program_named,
    program_of,
    screenshot_in,
)
from narrator.languages.catalogue import gettext, pgettext

_LONGEST = 60
"""Letters of a name that are spoken; nobody listens to more."""
_SHORT = 12
"""Letters of a counter such as IMG 1234, by which people do know pictures apart."""
_LITTLE = 3
"""Letters of a word that may be an unknown language's "at" or "from"."""

_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")
_COPY = re.compile(r"[ _]?\(\d+\)$")
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_HEX = re.compile(r"[0-9a-f]{8,}", re.IGNORECASE)
_SIZE = re.compile(r"\d+x\d+$")
_DCF = re.compile(r"[A-Z0-9_]{4}\d{4}")
"""Four letters and a counter, as cameras name files by the "Design rule for Camera File system" (DCF)."""
_SWITCH = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
"""Where letters become digits, or digits letters."""


@dataclass(frozen=True, kw_only=True)
class FileName:
    """What is known from a name; nothing, where a program made it up."""

    words: str = ""
    """What a person called the picture."""
    what: str = ""
    """What a program's name tells: "a screenshot", "a picture from WhatsApp"."""
    sent: bool = False
    """Whether that tells from where it came."""
    moment: Moment | None = None
    counter: str = ""
    """A short name that tells one picture from another and nothing else: "IMG 1234"."""

    def spoken(self, today: date) -> str:
        """As it is said where pictures have to be told apart; empty where it says nothing."""
        if self.words or self.what or self.moment is None:
            return self.announced(today) or self.counter
        return pgettext("of a time", "a picture from {when}").format(when=self.moment.spoken(today))

    def announced(self, today: date) -> str:
        """The same for a picture that has just come: when it was made and its counter are no news."""
        when = "" if self.moment is None else self.moment.spoken(today)
        if not self.what or not when:
            named = " ".join(filter(None, (self.what, self.words)))
            if not (self.words and when):
                return named
            return gettext("{name}, from {when}").format(name=named, when=when)
        template = "{what}, {when}" if self.sent else gettext("{what} from {when}")
        told = template.format(what=self.what, when=when)
        return f"{told}, {self.words}" if self.words else told


def spoken_name(name: str, today: date) -> str:
    """How a file's name is said: "beach", "a screenshot from yesterday, 14:05"; empty for nothing."""
    return read_name(name).spoken(today)


def announced_name(name: str, today: date) -> str:
    """How the name of a picture that has just come is said; empty where it is no news."""
    return read_name(name).announced(today)


def read_name(name: str) -> FileName:
    """What a file's name says."""
    stem = _UUID.sub(" ", _stem(name))
    text = _COPY.sub("", stem)
    stamp = stamp_in(text)
    moment = stamp.moment if stamp and has_local_time(text) else None
    if program := program_of(text.strip()):
        return FileName(what=_from(program), sent=True, moment=moment)
    screenshot = screenshot_in(text)
    words = _words_outside(text, stamp.span if stamp else None, screenshot.span() if screenshot else None)
    timed = stamp is not None and stamp.timed
    besides = [word for word in words if word.casefold() not in NOBODYS_WORDS | LINKS | SCREENSHOT_TOOLS]
    is_of_a_tool = timed and any(word.casefold() in SCREENSHOT_TOOLS for word in words)
    if is_of_a_tool or (screenshot and (timed or not besides)):
        # What is left is mostly the name of the program on the screen, and little words of the language.
        named = _shortened(
            " ".join(word for word in besides if len(word) > _LITTLE and not _SIZE.match(word))
        )
        return FileName(what=gettext("a screenshot"), moment=moment, words=named)
    folded = [word.casefold() for word in words]
    if timed and (program := program_named(folded)):
        return FileName(what=_from(program), sent=True, moment=moment)
    if _is_nobodys(folded, text, timed=timed) or _DCF.fullmatch(text):
        counter = _words(text)
        is_short = len(counter) <= _SHORT and counter == _sayable(text)
        return FileName(moment=moment, counter=counter if is_short else "")
    if timed:
        named = " ".join(dropwhile(lambda word: word.casefold() in NOBODYS_WORDS, words)) if besides else ""
        return FileName(words=_shortened(named), moment=moment)
    return FileName(words=_shortened(_sayable(stem)))


def _from(program: str) -> str:
    return pgettext("of a program", "a picture from {program}").format(program=program)


def _stem(name: str) -> str:
    """Without the ending, with plain spaces, and only letters that can be said or written."""
    stem = unicodedata.normalize("NFC", _ENDING.sub("", name))
    return "".join(letter if letter.isprintable() else " " for letter in stem)


def _words(text: str) -> str:
    return " ".join("".join(" " if letter in "_-." else letter for letter in text).split())


def _sayable(text: str) -> str:
    return " ".join(filter(_is_sayable, _words(text).split()))


def _words_outside(text: str, *spans: tuple[int, int] | None) -> list[str]:
    """The words besides what a program wrote there, without numbers and random letters."""
    for start, end in sorted((span for span in spans if span), reverse=True):
        text = f"{text[:start]} {text[end:]}"
    words = re.split(r"[\s_.,;:()@~+–-]+", text)
    return [word for word in words if _is_sayable(word) and not word.isdigit()]


def _is_sayable(word: str) -> bool:
    """Whether somebody may have written it; 3f2a9c81 and Fq3kx9XWcAAl2bT are random."""
    switches = len(_SWITCH.findall(word))
    mixed = not word.islower() and not word.isupper()
    if (
        (switches >= 5 and mixed)
        or (switches >= 3 and len(word) > 12)
        or (switches >= 2 and _HEX.fullmatch(word))
    ):
        return False
    return bool(word) and not (word.isdigit() and len(word) > 10)


def _is_nobodys(words: list[str], text: str, *, timed: bool) -> bool:
    """Whether all words of a name are those of cameras and programs, or single letters beside a number."""
    numbered = any(letter.isdigit() for letter in text)

    def known(word: str) -> bool:
        letters = "".join(letter for letter in word if not letter.isdigit())
        single = numbered and len(letters) < 2 and letters.isascii()
        return letters in NOBODYS_WORDS or single or (timed and letters in MODES)

    return all(map(known, words))


def _shortened(words: str) -> str:
    if len(words) <= _LONGEST:
        return words
    return gettext("{words} and so on").format(words=words[:_LONGEST])
