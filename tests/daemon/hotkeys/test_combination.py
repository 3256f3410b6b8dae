import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.daemon.hotkeys.combination import (
    FUNCTION_KEYS,
    KEYS,
    Combination,
    Modifier,
    parse_combination,
)
from narrator.errors import SettingsError


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Super+Shift+D", "Super+Shift+D"),
        (" shift + SUPER+d ", "Super+Shift+D"),
        ("Win+Alt+f12", "Super+Alt+F12"),
        ("command+control+pageup", "Super+Ctrl+PageUp"),
        ("Option+Space", "Alt+Space"),
        ("Shift+F1", "Shift+F1"),
        ("Meta+Ctrl+Alt+7", "Super+Ctrl+Alt+7"),
    ],
)
def test_a_combination_is_read_however_it_is_written(text: str, written: str) -> None:
    assert str(parse_combination(text)) == written


@given(st.frozensets(st.sampled_from(Modifier), min_size=1), st.sampled_from(KEYS))
def test_what_is_written_is_read_as_the_same(modifiers: frozenset[Modifier], key: str) -> None:
    combination = Combination(modifiers=modifiers, key=key)
    typing = modifiers == {Modifier.SHIFT} and key not in FUNCTION_KEYS
    altgr = {Modifier.CTRL, Modifier.ALT} <= modifiers and Modifier.SUPER not in modifiers
    if typing or altgr:
        with pytest.raises(SettingsError):
            parse_combination(str(combination))
    else:
        assert parse_combination(str(combination)) == combination


@given(st.text())
def test_any_other_text_is_refused_in_one_sentence(text: str) -> None:
    try:
        parse_combination(text)
    except SettingsError as error:
        assert str(error).endswith("; choose one such as Super+Shift+D.")
        assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Super+Insert", "Insert belongs to screen readers"),
        ("CapsLock+D", "CapsLock belongs to screen readers"),
        ("insert+shift+d", "Insert belongs to screen readers"),
        ("Ctrl+Alt+D", "AltGr"),
        ("Ctrl+Alt+Shift+E", "AltGr"),
        ("AltGr+E", "AltGr"),
        ("D", "lost to all other programs"),
        ("F5", "lost to all other programs"),
        ("Shift+D", "for typing"),
        ("Super+Shift", "last key"),
        ("Super+", "last key"),
        ("", "last key"),
        ("Hyper+D", "hyper cannot be held"),
        ("D+Super+D", "d cannot be held"),
        ("+D", "nothing cannot be held"),
        ("Super+F25", "last key"),
    ],
)
def test_a_refusal_says_why(text: str, reason: str) -> None:
    with pytest.raises(SettingsError, match=reason):
        parse_combination(text)
