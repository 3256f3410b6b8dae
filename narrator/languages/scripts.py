"""What letters tell of the language: of Japanese, Russian or Arabic words the script says enough.

Words in Latin letters may be in any of a hundred languages. Nobody guesses: statistics err on short texts,
and whoever wrote the words may have stated the language.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from narrator.languages.tags import primary


@dataclass(frozen=True, kw_only=True)
class _Script:
    """Letters that belong together, and the languages that are written in them."""

    languages: tuple[str, ...]
    """The first one is that of most texts."""
    signs: tuple[tuple[str, str], ...] = ()
    """Letters that only some language has, and that language; the first that is found decides."""
    shortest: int = 2
    """Letters of its shortest words: one "α" alone stands in formulas of all languages."""


_OTHER = _Script(languages=())
"""Latin, and what says nothing of the language."""
_EAST_ASIAN = _Script(
    languages=("zh", "ja", "ko", "yue", "wuu", "hak", "nan", "lzh"),
    signs=(("ぁ-ゖァ-ヺーｦ-ﾟ", "ja"),),
    shortest=1,
)
_CYRILLIC = _Script(
    languages=(
        *("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tt", "ba", "cv", "tg", "uz", "az"),
        *("os", "ab", "ce", "cu", "sah", "tyv", "bs", "cnr", "sh"),
    ),
    signs=(
        ("ўЎ", "be"),
        ("їЇєЄґҐ", "uk"),
        ("ѓЃќЌѕЅ", "mk"),
        ("ђЂћЋљЉњЊџЏјЈ", "sr"),
        ("қҚғҒұҰ", "kk"),
        ("ыЫэЭёЁ", "ru"),
        ("іІ", "uk"),
    ),
)
_ARABIC = _Script(
    languages=("ar", "fa", "ur", "ps", "ckb", "ku", "sd", "ug", "pa", "ks", "ms", "az"),
    signs=(("ٹڈڑںےھہ", "ur"), ("پچژگیک", "fa")),
)
_DEVANAGARI = _Script(languages=("hi", "mr", "ne", "sa", "kok", "mai", "bho", "doi", "brx"))
_BENGALI = _Script(languages=("bn", "as", "bpy", "mni"), signs=(("ৰৱ", "as"),))
_ETHIOPIC = _Script(languages=("am", "ti", "gez"))
_HEBREW = _Script(languages=("he", "yi", "lad"))

_SCRIPTS = {
    "CJK": _EAST_ASIAN,
    "IDEOGRAPHIC": _EAST_ASIAN,
    "HIRAGANA": _EAST_ASIAN,
    "KATAKANA": _EAST_ASIAN,
    "KATAKANA-HIRAGANA": _EAST_ASIAN,
    "BOPOMOFO": _EAST_ASIAN,
    "HANGUL": _Script(languages=("ko",), shortest=1),
    "CYRILLIC": _CYRILLIC,
    "ARABIC": _ARABIC,
    "DEVANAGARI": _DEVANAGARI,
    "BENGALI": _BENGALI,
    "ETHIOPIC": _ETHIOPIC,
    "HEBREW": _HEBREW,
    "GREEK": _Script(languages=("el", "grc")),
    "THAI": _Script(languages=("th",)),
    "GEORGIAN": _Script(languages=("ka",)),
    "ARMENIAN": _Script(languages=("hy", "hyw")),
    "TAMIL": _Script(languages=("ta",)),
    "TELUGU": _Script(languages=("te",)),
    "KANNADA": _Script(languages=("kn",)),
    "MALAYALAM": _Script(languages=("ml",)),
    "GUJARATI": _Script(languages=("gu",)),
    "GURMUKHI": _Script(languages=("pa",)),
    "SINHALA": _Script(languages=("si",)),
    "ORIYA": _Script(languages=("or",)),
    "MYANMAR": _Script(languages=("my", "shn")),
    "KHMER": _Script(languages=("km",)),
    "LAO": _Script(languages=("lo",)),
    "TIBETAN": _Script(languages=("bo", "dz")),
    "CHEROKEE": _Script(languages=("chr",)),
    "THAANA": _Script(languages=("dv",)),
    "MONGOLIAN": _Script(languages=("mn",)),
}
"""By the first word of the letters' names in the Unicode Character Database."""

_AFTER_A_WORD = re.compile(r"\S*\s*")
"""What stands between two words and belongs to the one before: punctuation and one gap."""


def language_of(text: str) -> str | None:
    """The language that the letters of a text tell, by the script that most of them have.

    None where most letters are Latin.
    """
    counts = Counter(script for script in _scripts_of(text) if script is not None)
    ((most, _),) = counts.most_common(1) or ((_OTHER, 0),)
    return _language(most, text, None)


def has_han(text: str) -> bool:
    """Whether there are Chinese characters in it."""
    return any(unicodedata.name(letter, "").startswith("CJK ") for letter in text)


def runs_of(text: str, language: str | None = None) -> Iterator[tuple[str, str | None]]:
    """Divide a text where its letters change to a script that `language` is not written in.

    Yields each run with its language. Digits and punctuation belong to the run before them as far as the next
    space, and then to the one behind it; `language` is the one that somebody stated, or None.
    """
    words = list(_words(text))
    foreign = {
        script
        for start, stop, script in words
        if stop - start >= script.shortest and primary(language) not in script.languages
    }
    languages = {script: _language(script, text, language) for script in (*foreign, _OTHER)}
    begin, end, current = 0, 0, _OTHER
    for start, stop, script in words:
        if script not in foreign:
            script = _OTHER
        if script is not current and end:
            gap = _AFTER_A_WORD.match(text, end, start)
            cut = gap.end() if gap else start
            yield text[begin:cut], languages[current]
            begin = cut
        current, end = script, stop
    yield text[begin:], languages[current]


def _words(text: str) -> Iterator[tuple[int, int, _Script]]:
    """Neighbouring letters of one script: where they begin and end, and the script."""
    for script, group in groupby(enumerate(_scripts_of(text)), key=itemgetter(1)):
        places = [place for place, _ in group]
        if script is not None:
            yield places[0], places[-1] + 1, script


def _scripts_of(text: str) -> Iterator[_Script | None]:
    """The script of each character; None for what is no letter. A mark has that of its letter."""
    script: _Script | None = None
    for character in text:
        category = unicodedata.category(character)
        if not category.startswith("M"):
            script = _script_of(character) if category.startswith("L") else None
        yield script


@lru_cache(maxsize=4096)
def _script_of(letter: str) -> _Script:
    if letter.isascii():
        return _OTHER
    name = unicodedata.name(letter, "").removeprefix("HALFWIDTH ")
    return _SCRIPTS.get(name.split(" ")[0], _OTHER)


def _language(script: _Script, text: str, stated: str | None) -> str | None:
    """By all of the text and not the run alone: a line of Japanese has words without kana in it."""
    for letters, language in script.signs:
        if re.search(f"[{letters}]", text):
            return language
    return script.languages[0] if script.languages else stated
