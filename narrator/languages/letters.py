"""Letters and digits as any voice reads them: what looks alike to the eye is not alike to a synthesizer.

Measured with espeak-ng 1.51 and 1.52 in English, German, French and Czech. Digits of other scripts and those
in circles are not heard at all, so that a number is lost without a sign. A letter in the shape of mathematics
is spelt: "letter one D four zero zero". So are letters of Vietnamese and some of Romanian and Turkish, in
every voice but their own.
"""

import unicodedata

_LATIN_1 = "\u00ff"
"""The last of the signs that all synthesizers read as they stand: "½" and "²" are said better than "1/2" and
"2"."""
_EUROPEAN = "\u017f"
"""The last of the letters with marks that voices of other languages read, some of them by their names."""
_WITHOUT_MARKS = {"ı": "i", "ŀ": "l", "ŉ": "n", "ſ": "s", "đ": "d", "Đ": "D"}
"""Letters that are no other letter with a mark by the Unicode Character Database, and are spelt."""


def plain_letters(text: str) -> str:
    """Digits of all scripts as 0 to 9, and letters in other shapes as they are in any word.

    The language stays what it is: voices of Arabic and Hindi read these digits as they read their own.
    """
    return text if text.isascii() else "".join(map(_plain, text))


def without_foreign_marks(text: str) -> str:
    """Latin letters without marks that a voice of another language spells: "Nguyen" of "Nguyễn"."""
    return text if text.isascii() else "".join(map(_unmarked, text))


def _plain(letter: str) -> str:
    if letter <= _LATIN_1:
        return letter
    category = unicodedata.category(letter)
    shape = unicodedata.decomposition(letter).partition(" ")[0]
    if category == "Nd":
        return str(unicodedata.digit(letter))
    if category == "No" and shape in ("", "<circle>"):
        number = unicodedata.numeric(letter)
        return f" {number:g} "  # two of them are two numbers, and not one of two digits
    if category[0] in "LN" or shape == "<square>":
        return unicodedata.normalize("NFKC", letter).replace("\N{FRACTION SLASH}", "/")
    return letter


def _unmarked(letter: str) -> str:
    if letter in _WITHOUT_MARKS:
        return _WITHOUT_MARKS[letter]
    base = unicodedata.normalize("NFD", letter)[0]
    return base if letter > _EUROPEAN and base.isascii() and base.isalpha() else letter
