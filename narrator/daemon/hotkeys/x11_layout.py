"""On which keys of an X keyboard a letter lies, as it is laid out now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from Xlib import XK
from Xlib.display import Display

from narrator.daemon.hotkeys.keysyms import keysym_of
from narrator.daemon.hotkeys.x11_xkb import Xkb

# X's numbers for the keys of a PC, which all servers with a real keyboard use.
_FIRST_CODES = {"1234567890": 10, "QWERTYUIOP": 24, "ASDFGHJKL": 38, "ZXCVBNM": 52}
_US_PLACES = {key: first + place for row, first in _FIRST_CODES.items() for place, key in enumerate(row)}
_LANDMARKS = {36: "Return", 65: "space"}
"""Where these two are elsewhere, the numbers are those of some other keyboard."""

Groups = Sequence[Sequence[int]]
"""The keysyms of a key: for each layout, from the one with nothing held upwards."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """All layouts between which the person can switch, and which of them is in use."""

    symbols: Mapping[int, Groups]
    """Keycode -> its groups."""
    group: int = 0

    def codes(self, key: str) -> list[int]:
        """The keycodes for one of KEYS; none where this keyboard lacks it.

        A letter is where the layout in use has it, else where another one has it. Hebrew, Russian or Greek
        alone have it nowhere: then the place counts that it has on a keyboard of the US, as desktops do it.
        """
        count = max((len(groups) for groups in self.symbols.values()), default=0)
        for group in sorted(range(count), key=lambda each: each != self.group):
            if found := self._codes_in(group, key):
                return found
        return self._place_in_the_us(key)

    def codes_of_symbol(self, name: str) -> set[int]:
        """The keycodes that give a keysym in any way."""
        symbol = XK.string_to_keysym(name)
        return {code for code, groups in self.symbols.items() if any(symbol in levels for levels in groups)}

    def _codes_in(self, group: int, key: str) -> list[int]:
        """The keys that give it with the least held: a digit that needs Shift, as in France, is a key too."""
        # A key with fewer groups than others, such as F1, is the same in all.
        levels = {code: groups[group % len(groups)] for code, groups in self.symbols.items() if groups}
        small = XK.string_to_keysym(keysym_of(key))
        ranks = {code: list(each).index(small) for code, each in levels.items() if small in each}
        nearest = min(ranks.values(), default=0)
        codes = {code for code, rank in ranks.items() if rank == nearest}
        if codes and len(key) == 1:
            # A Turkish keyboard has i and I on two keys, and either may be meant.
            capital = XK.string_to_keysym(key)
            codes |= {code for code, each in levels.items() if list(each[1:2]) == [capital]}
        return sorted(codes)

    def _place_in_the_us(self, key: str) -> list[int]:
        is_pc = all(code in self.codes_of_symbol(name) for code, name in _LANDMARKS.items())
        return [_US_PLACES[key]] if is_pc and key in _US_PLACES else []


def read_layout(display: Display, xkb: Xkb | None) -> Layout:
    """What the server says of its keyboard; without its extension, all layouts together count as one."""
    if xkb:
        return Layout(symbols=dict(xkb.symbols()), group=xkb.group())
    first, last = display.display.info.min_keycode, display.display.info.max_keycode
    rows = display.get_keyboard_mapping(first, last - first + 1)
    return Layout(symbols={code: [tuple(row)] for code, row in enumerate(rows, first)})
