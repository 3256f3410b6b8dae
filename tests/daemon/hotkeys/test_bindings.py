import pytest

from narrator.daemon.hotkeys.bindings import DEFAULTS, Action, read_bindings
from narrator.daemon.hotkeys.combination import parse_combination
from narrator.errors import SettingsError


def test_every_action_but_a_question_has_a_key_of_its_own_by_default() -> None:
    assert [*DEFAULTS, Action.ASK] == list(Action)
    assert len(set(DEFAULTS.values())) == len(DEFAULTS)
    assert read_bindings({}) == DEFAULTS


def test_a_person_chooses_other_keys_and_none() -> None:
    bindings = read_bindings({"clipboard": "Super+F8", "more": " OFF "})
    assert bindings[Action.CLIPBOARD] == parse_combination("Super+F8")
    assert bindings[Action.STOP] == DEFAULTS[Action.STOP]
    assert Action.MORE not in bindings


def test_a_question_gets_a_key_when_somebody_wants_one() -> None:
    assert read_bindings({"ask": "Super+F9"})[Action.ASK] == parse_combination("Super+F9")
    assert read_bindings({"ask": "off"}) == DEFAULTS


def test_keys_may_be_exchanged() -> None:
    exchanged = read_bindings({"repeat": str(DEFAULTS[Action.STOP]), "stop": str(DEFAULTS[Action.REPEAT])})
    assert exchanged[Action.REPEAT] == DEFAULTS[Action.STOP]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            {"repeat": "Super+Shift+D"},
            r"for both clipboard and repeat; set another one in the settings file .*config\.toml\.",
        ),
        (
            {"stop": "Insert+S"},
            r"^hotkeys\.stop in the settings file .*: 'Insert\+S' .*Insert belongs to screen readers",
        ),
        (
            {"louder": "Super+L"},
            r"hotkeys\.louder in .* is no action; the actions are clipboard, repeat, more, stop, ask\.",
        ),
        ({"Stopp": "off"}, r"hotkeys\.Stopp in .* is no action; did you mean stop\?"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(table: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        read_bindings(table)
