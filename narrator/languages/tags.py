"""Language tags (BCP 47): what they have in common, and what people call the languages."""

import re

_NONE = frozenset({"", "und", "mul", "zxx", "mis", "x", "i"})
"""First parts of tags that name no language: XMP's "x-default" among them."""

_TAG = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,5}"
"""What a tag looks like (BCP 47), and no more than that is believed of a file."""
_SAME = {
    "cmn": "zh",
    "zho": "zh",
    "nb": "no",
    "nn": "no",
    "iw": "he",
    "in": "id",
    "ji": "yi",
}
"""Other tags of the same languages, or of those that one voice speaks."""

_NAMES = {
    "am": "Amharic",
    "ar": "Arabic",
    "be": "Belarusian",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "bo": "Tibetan",
    "chr": "Cherokee",
    "dv": "Dhivehi",
    "el": "Greek",
    "fa": "Persian",
    "gu": "Gujarati",
    "he": "Hebrew",
    "hi": "Hindi",
    "hy": "Armenian",
    "ja": "Japanese",
    "ka": "Georgian",
    "kk": "Kazakh",
    "km": "Khmer",
    "kn": "Kannada",
    "ko": "Korean",
    "lo": "Lao",
    "mk": "Macedonian",
    "ml": "Malayalam",
    "mn": "Mongolian",
    "mr": "Marathi",
    "my": "Burmese",
    "ne": "Nepali",
    "or": "Odia",
    "pa": "Punjabi",
    "ru": "Russian",
    "si": "Sinhala",
    "sr": "Serbian",
    "ta": "Tamil",
    "te": "Telugu",
    "th": "Thai",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "yi": "Yiddish",
    "yue": "Cantonese",
    "zh": "Chinese",
}
"""Of the languages that are not written in Latin letters, for only their words may be left unsaid."""


def primary(tag: str | None) -> str | None:
    """The language alone, in one spelling: "de" of "de-AT", "zh" of "cmn-Hans"; None where none is named."""
    first = normal(tag or "").split("-")[0]
    return None if first in _NONE else _SAME.get(first, first)


def stated(tag: str) -> str | None:
    """The tag if it names a language, else None."""
    return tag if re.fullmatch(_TAG, tag) and primary(tag) else None


def normal(tag: str) -> str:
    """A tag in small letters, with the hyphens for which macOS writes underscores."""
    return tag.replace("_", "-").casefold()


def language_name(tag: str | None) -> str:
    """What people call it, for a sentence: "Japanese", or "another language"."""
    return _NAMES.get(primary(tag) or "", "another language")
