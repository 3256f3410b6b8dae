"""Which of several tags is taken, by RFC 4647's examples and beyond them."""

from collections.abc import Sequence

import pytest

from narrator.languages.lookup import nearest


@pytest.mark.parametrize(
    ("there", "wanted", "taken"),
    [
        # The standard's own order for a range: as it is, then shortened from its end.
        (["zh", "zh-Hant", "zh-Hant-CN"], ["zh-Hant-CN-x-private1"], "zh-Hant-CN"),
        (["zh", "zh-Hant"], ["zh-Hant-CN"], "zh-Hant"),
        (["en-US", "en"], ["en-GB"], "en"),
        (["de-CH-1996", "de-CH"], ["de-CH-1901"], "de-CH"),
        (["en", "de"], ["de-AT", "en"], "de"),
        # All that is left of one wish goes before the next one.
        (["fr", "de-DE"], ["de-AT", "fr"], "de-DE"),
        (["EN_us"], ["en-US"], "EN_us"),
        # Beyond it: other regions, and what says more than was wanted.
        (["pt-BR", "pt-PT"], ["pt"], "pt-BR"),
        (["sr-Cyrl-RS", "sr-Latn-RS"], ["sr-Latn"], "sr-Latn-RS"),
        # Chinese in the listener's own characters, also where a tag names the region alone.
        (["zh-CN", "zh-Hant"], ["zh-TW"], "zh-Hant"),
        (["zh-Hant-HK", "zh-Hans"], ["zh-SG"], "zh-Hans"),
        (["zh-TW", "en"], ["zh-CN", "en"], "zh-TW"),
        # One language of many names.
        (["no"], ["nb-NO"], "no"),
        (["nn", "nb"], ["nb"], "nb"),
        (["he"], ["iw-IL"], "he"),
        # No language of theirs.
        (["de", "en"], ["ja"], None),
        (["", "x-default", "und"], ["x-default", "und", ""], None),
        ([], ["en"], None),
        (["en"], [], None),
    ],
)
def test_the_nearest_tag(there: Sequence[str], wanted: Sequence[str], taken: str | None) -> None:
    assert nearest(there, wanted) == taken
