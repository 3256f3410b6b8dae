"""What systems say of a person's languages."""

from narrator.languages.session import of_apple

PRINTED = """(
    "en-GB",
    "de-AT",
    "zh-Hans-CN",
    ja
)
"""
"""As `defaults read -g AppleLanguages` prints a list: what needs no quotes has none."""


def test_macos_prints_its_list_in_order() -> None:
    assert of_apple(PRINTED) == ["en-GB", "de-AT", "zh-Hans-CN", "ja"]


def test_a_mac_without_a_list_says_nothing() -> None:
    assert of_apple("") == of_apple("(\n)\n") == []
