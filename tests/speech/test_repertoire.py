from narrator.languages.catalogue import in_tongue
from narrator.languages.passages import in_language, joined, passages_of
from narrator.speech.lacking import Lacking
from narrator.speech.repertoire import Repertoire
from narrator.speech.voices import ESPEAK, Part, Voice


def voice(id: str, *languages: str, synthesizer: str = ESPEAK) -> Voice:
    return Voice(id=id, name=id, languages=languages, synthesizer=synthesizer)


BRITISH = voice("gmw/en", "en-gb")
GERMAN = voice("gmw/de", "de")
JAPANESE = voice("jpx/ja", "ja")
MANDARIN = voice("sit/cmn-latn-pinyin", "cmn-latn-pinyin")
BROKEN_MANDARIN = voice("sit/cmn", "cmn")
VOICES = (
    voice("gmw/en-029", "en-029"),
    BRITISH,
    GERMAN,
    voice("roa/fr-be", "fr-be"),
    voice("roa/fr", "fr-fr"),
    JAPANESE,
    BROKEN_MANDARIN,
    MANDARIN,
    voice("gmq/nb", "nb"),
    voice("roa/pt", "pt"),
    voice("roa/pt-br", "pt-br"),
    voice("sit/yue", "yue"),
)
ESPEAK_NG = Repertoire(voices=VOICES, own=BRITISH)


def said(text: str, repertoire: Repertoire = ESPEAK_NG) -> list[tuple[str, str | None]]:
    """Each part of the text with the id of the voice that says it; None for the person's own."""
    return [(part.text, part.voice.id if part.voice else None) for part in repertoire.parts_of(text)]


def test_each_passage_has_the_voice_of_its_language() -> None:
    german = in_language("Ein brauner Hund.", "de-DE")
    assert ESPEAK_NG.parts_of(joined(["By its author:", german, "A dog."])) == [
        Part(text="By its author: ", voice=None),
        Part(text="Ein brauner Hund. ", voice=GERMAN),
        Part(text="A dog.", voice=None),
    ]


def test_the_persons_own_voice_says_its_language_in_whatever_accent() -> None:
    assert said(in_language("A brown dog.", "en-US")) == [("A brown dog.", None)]
    german = Repertoire(voices=VOICES, own=GERMAN)
    assert said(in_language("Ein Hund.", "de-AT"), german) == [("Ein Hund.", None)]
    assert said(in_language("A dog.", "en-GB"), german) == [("A dog.", "gmw/en")]


def test_an_unknown_voice_of_the_persons_own_speaks_the_tongue() -> None:
    unknown = Repertoire(voices=VOICES, own=None)
    assert said(in_language("A dog.", "en-US"), unknown) == [("A dog.", None)]
    assert said(in_language("Ein Hund.", "de"), unknown) == [("Ein Hund.", "gmw/de")]
    with in_tongue("de"):
        assert said(in_language("A dog.", "en-US"), unknown) == [("A dog.", "gmw/en")]
        assert said(in_language("Ein Hund.", "de"), unknown) == [("Ein Hund.", None)]


def test_what_nothing_is_known_of_is_in_the_tongue_and_not_in_the_language_of_the_persons_voice() -> None:
    german = Repertoire(voices=VOICES, own=GERMAN)
    assert said("A dog.", german) == [("A dog.", "gmw/en")]
    with in_tongue("de"):
        assert said("Ein Hund.", german) == [("Ein Hund.", None)]
        assert said("Ein Hund.", ESPEAK_NG) == [("Ein Hund.", "gmw/de")]


def test_marks_that_the_voice_would_spell_are_left_out_where_nobody_states_the_language() -> None:
    romanian = voice("roa/ro", "ro")
    assert said("By Nguyễn.") == [("By Nguyen.", None)]
    assert said(in_language("Ștefan", "ro"), Repertoire(voices=[romanian], own=BRITISH)) == [
        ("Ștefan", "roa/ro")
    ]
    assert said(in_language("Ștefan", "ro"), Repertoire(voices=(), own=BRITISH)) == [("Stefan", None)]


def test_a_language_that_has_no_voice_is_told_once_and_in_one_that_has() -> None:
    lacking = Lacking()
    zulu = joined(["By its author:", in_language("Inja ensundu.", "zu")])
    told = "There is no voice for Zulu here, so another one reads it;"
    assert lacking.remark_on(zulu, ESPEAK_NG).startswith(told)
    assert lacking.remark_on(zulu, ESPEAK_NG) == ""
    with in_tongue("cs"):
        remark = lacking.remark_on("Pes.", ESPEAK_NG)
        assert remark.startswith("There is no voice for Czech here")
        assert [passage.language for passage in passages_of(remark)] == ["en"]
        assert said("Pes.") == [("Pes.", None)], "and it is said all the same"
    for text in ("1999.", "海辺を走る茶色の犬", "A dog."):
        assert lacking.remark_on(text, ESPEAK_NG) == "", text


def test_tags_find_the_nearest_voice() -> None:
    found = {
        "de-AT": "gmw/de",
        "de_CH": "gmw/de",
        "fr": "roa/fr",
        "fr-BE": "roa/fr-be",
        "fr-CA": "roa/fr",
        "pt-BR": "roa/pt-br",
        "pt-PT": "roa/pt",
        "nn-NO": "gmq/nb",
        "no": "gmq/nb",
        "zh-TW": "sit/cmn-latn-pinyin",
        "cmn-Hans-CN": "sit/cmn-latn-pinyin",
        "zh-HK": "sit/yue",
        "ja-JP": "jpx/ja",
    }
    for tag, id in found.items():
        nearest = ESPEAK_NG.voice_of(tag)
        assert nearest is not None and nearest.id == id, tag
    assert ESPEAK_NG.voice_of("zu") is None


def test_windows_and_macos_write_their_tags_in_their_own_ways() -> None:
    voices = [voice("Huihui", "zh_CN", synthesizer="SAPI 5"), voice("Anna", "de_DE", synthesizer="SAPI 5")]
    windows = Repertoire(voices=voices, own=None)
    assert said("犬, and", windows)[0] == ("犬, ", "Huihui")
    assert said(in_language("Ein Hund.", "de-AT"), windows) == [("Ein Hund.", "Anna")]


def test_words_that_no_voice_can_say_are_named_and_the_sentence_goes_on() -> None:
    """espeak-ng reads kana; it calls each of nine letters of such a line "Chinese letter"."""
    assert said("Described by its author: 海辺を走る茶色の犬. A dog.") == [
        ("Described by its author: words in Japanese that this voice cannot say. A dog.", None)
    ]
    assert said("うみべのいぬ.") == [("うみべのいぬ.", "jpx/ja")]
    assert said("It says: ཁྱི, Exit.") == [
        ("It says: words in Tibetan that this voice cannot say, Exit.", None)
    ]


def test_that_words_cannot_be_said_is_told_once() -> None:
    assert said("It says: 東京の, Exit, 海辺の.") == [
        ("It says: words in Japanese that this voice cannot say, Exit, words in Japanese.", None)
    ]


def test_other_synthesizers_read_japanese() -> None:
    kyoko = voice("Kyoko", "ja_JP", synthesizer="NSSpeechSynthesizer")
    assert said("海辺の犬", Repertoire(voices=[kyoko], own=None)) == [("海辺の犬", "Kyoko")]


def test_the_persons_own_voice_lacks_letters_too() -> None:
    own = Repertoire(voices=VOICES, own=JAPANESE)
    assert said("海辺の犬", own) == [("words in Japanese that this voice cannot say", BRITISH.id)]
    cherokee = voice("iro/chr", "chr")
    assert said("ᎩᎵ", Repertoire(voices=[cherokee], own=BRITISH)) == [
        ("words in Cherokee that this voice cannot say", None)
    ]


def test_latin_letters_without_a_voice_of_their_language_are_said_by_the_persons_own() -> None:
    assert said(joined(["By its author:", in_language("Inja ensundu.", "zu"), "A dog."])) == [
        ("By its author: Inja ensundu. A dog.", None)
    ]
