"""Which encoding of before UTF-8 a short text is in, by the letters that it would have.

Each encoding makes other letters of the same bytes. In the right one they are frequent in a language that was
written in it, and stand in words that look like words. Libraries that detect encodings are made for pages:
of the 174 captions in tests/picture/written/old_captions.py charset-normalizer 3.5.3 reads 78, and this 165.
"""

import unicodedata
from codecs import getincrementaldecoder
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat

_ENOUGH = 400
"""Bytes or letters that are looked at."""

_DASHES = "\N{EN DASH}\N{EM DASH}"
_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
_QUOTES = f"{_APOSTROPHE}\N{LEFT SINGLE QUOTATION MARK}\N{SINGLE LOW-9 QUOTATION MARK}“”„«»「」"
_BLANKS = "\N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}"
_INSIDE = f"{_APOSTROPHE}·\N{NO-BREAK SPACE}"
"""Signs that join two words."""
_ALONE = "°€£©®§½•"
"""Signs that touch no word."""
_SIGNS = frozenset(f"{_DASHES}{_QUOTES}{_BLANKS}{_INSIDE}{_ALONE}…¿¡ª・ー、。\uff0c\uff01\uff1f")
"""What stands between words, where ASCII has nothing or something poorer."""


@dataclass(frozen=True, kw_only=True)
class _Language:
    encodings: tuple[str, ...]
    """As Python calls them."""
    usual: str
    """The letters beyond ASCII that are frequent in it, small ones."""
    rare: str = ""
    """Its other ones."""
    common: tuple[str, range] | None = None
    """Of thousands of letters instead: a standard whose first bytes in this range are the common ones."""

    @property
    def has_words(self) -> bool:
        """Whether its letters are of an alphabet and form words, capitals in front."""
        return self.common is None


_WEST = ("cp1252", "mac_roman")
_EAST = ("cp1251", "koi8_r", "mac_cyrillic")
_KANA = "".join(map(chr, [*range(0x3041, 0x3094), *range(0x30A1, 0x30FB)]))
_HAN = "大小人中山上下天女子水月日年花家海在我一三手生出地好老高美金白你他公本文"
_JAPANESE = "行走犬猫祖母庭園色茶辺族旅夏冬春秋紅葉京都東富士寝車駅町村川空雪写真"
_SIMPLIFIED = (
    "的是了有和不这为们门个里来到看去前后过只两狗猫爸妈奶爷孩儿街城长春夏秋冬节北京西东南全福路园红色风景"
)
_TRADITIONAL = (
    "的是了有和不這為們門個裡來到看去前後過隻兩狗貓爸媽奶爺孩兒街城長春夏秋冬節北京西東南全福路園紅色風景邊"
)
_KOREAN = (
    "이의는다가에을를은하고서한로지도나리기사우그라니해아어자시일집앞개주대여만인있과와들정원꽃산물강양족행울"
)

_LANGUAGES = (
    _Language(encodings=_WEST, usual="äöüß"),
    _Language(encodings=_WEST, usual="éèêëàâçîïôûùœ"),
    _Language(encodings=_WEST, usual="áéíóúñü"),
    _Language(encodings=_WEST, usual="áâãàçéêíóôõú"),
    _Language(encodings=_WEST, usual="àèéìòù"),
    _Language(encodings=_WEST, usual="åäöæøé"),
    _Language(encodings=("cp1250",), usual="ąćęłńóśźż"),
    _Language(encodings=("cp1250",), usual="áčďéěíňóřšťúůýžľĺŕäô"),
    _Language(encodings=("cp1250",), usual="áéíóöőúüű"),
    _Language(encodings=("cp1254",), usual="ğıİşçöüâ"),
    _Language(encodings=("cp1252",), usual="áðéíóúýþæö"),
    _Language(encodings=_EAST, usual="оеаинтсрвлкмдпу", rare="яыьгзбчйхжшюцщэфъё"),
    _Language(encodings=("cp1251",), usual="оаинвіетрсклудпмя", rare="ьзбгйчхжїєґъщюшцф"),
    _Language(encodings=("cp1253",), usual="αοιετσνηυρπκμλς", rare="ωγδθχφβξζψάέήίόύώϊ"),
    _Language(encodings=("cp1255",), usual="יוהלאתרמבנש", rare="גדזחטכסעפצקםןףךץ"),
    _Language(encodings=("cp1256",), usual="اليمنتروبعدف", rare="ثجحخذزسشصضطظغقكهةىئءأإآؤ"),
    _Language(encodings=("cp874",), usual="านรกอเงมยลวดทส่้ั", rare="ตะปบคหแจพชขใไีิุูึื็์ณญผโซฟถธศษภ"),
    _Language(
        encodings=("cp932", "euc_jp"), usual=_KANA + _HAN + _JAPANESE, common=("euc_jp", range(0xB0, 0xD0))
    ),
    _Language(encodings=("gbk",), usual=_HAN + _SIMPLIFIED, common=("gb2312", range(0xB0, 0xD8))),
    _Language(encodings=("big5",), usual=_HAN + _TRADITIONAL, common=("big5", range(0xA4, 0xC7))),
    _Language(encodings=("cp949",), usual=_KOREAN, common=("euc_kr", range(0xB0, 0xC9))),
)
"""Those in which people's captions are found, the most frequent first: that one wins in case of doubt."""


def likely_encoding(data: bytes) -> str | None:
    """The likeliest encoding, as Python calls it, of bytes that are not UTF-8; None if none is likely."""
    best, likeliest = 0.0, None
    for language in _LANGUAGES:
        for encoding in language.encodings:
            try:
                text = getincrementaldecoder(encoding)().decode(data[:_ENOUGH])
            except UnicodeDecodeError:
                continue
            if (score := _likeness(text, language)) > best:
                best, likeliest = score, encoding
    return likeliest


def likeness(text: str) -> float:
    """How much a text looks like one in any of the languages, 1 at most: whether it was read as meant."""
    return max(_likeness(text[:_ENOUGH], language) for language in _LANGUAGES)


def _likeness(text: str, language: _Language) -> float:
    """The share of usual letters among those beyond ASCII, less what no word has."""
    beyond = [letter for letter in text if not letter.isascii()]
    if not beyond:
        return 1.0
    if any(not letter.isprintable() and letter not in _BLANKS for letter in beyond):
        return 0.0
    score = sum(map(_weight, beyond, repeat(language)))
    if language.has_words:
        score -= sum(map(_fault, " " + text, text, text[1:] + " "))
        score -= abs(text.count("«") - text.count("»"))
    return score / len(beyond)


def _weight(letter: str, language: _Language) -> float:
    """How well a letter beyond ASCII fits into a language."""
    if letter in language.usual or letter.lower() in language.usual:
        return 1.0
    if letter in _SIGNS:
        return 0.5 if letter in _BLANKS else 1.0
    if language.common is None:
        return 0.6 if letter.lower() in language.rare else 0.0
    standard, common = language.common
    known = letter.encode(standard, "ignore")
    return 0.5 if known and known[0] in common else 0.0


def _fault(before: str, letter: str, after: str) -> float:
    """How wrong a letter is where it stands, if it or the one before it is beyond ASCII."""
    if letter.isascii() and before.isascii():
        return 0.0
    scripts = _script(before), _script(letter), _script(after)
    if before.isdecimal() or letter.isdecimal():
        return 1.0 if scripts[0] or scripts[1] else 0.0
    if scripts[1] and scripts[0]:
        return _fault_in_word(before, letter, mixed=scripts[0] != scripts[1])
    if scripts[1] or letter.isascii() or letter in _INSIDE:
        return 0.0
    if letter in _DASHES and before in _DASHES:
        return 1.0
    touched = bool(scripts[0]) + bool(scripts[2])
    if letter in _SIGNS and letter not in _ALONE:
        return 2.0 if touched == 2 else 0.0
    return float(touched)


def _fault_in_word(before: str, letter: str, mixed: bool) -> float:
    """How wrong a letter is behind that other one."""
    if mixed or (before.islower() and letter.isupper()):
        return 2.0
    if before.isupper() and letter.isupper():
        return 0.2
    # Latin letters with accents seldom stand side by side.
    return 1.0 if _script(letter) == "LATIN" and not (letter.isascii() or before.isascii()) else 0.0


@lru_cache(4096)
def _script(letter: str) -> str:
    """The script of a letter or an accent, as Unicode calls it; "" of what is neither."""
    if unicodedata.category(letter)[0] not in "LM":
        return ""
    return unicodedata.name(letter, "").partition(" ")[0]
