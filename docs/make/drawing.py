"""The drawing of the house: narrator's rooms and who imports whom, as a Mermaid flow chart."""

from collections.abc import Iterator

from docs.make.imports import imported_rooms, python_files, room
from docs.make.layers import LAYERS
from docs.make.part import Part

_NOT_DRAWN = {"__main__", "narrator"}
"""The module that is `python -m narrator`, and the public names: both only lead to a room."""


def arrows() -> dict[str, set[str]]:
    """Room -> rooms that its files import."""
    found: dict[str, set[str]] = {}
    for file in python_files("narrator"):
        found.setdefault(room(file), set()).update(imported_rooms(file) - {room(file)})
    return found


def drawing() -> str:
    """The flow chart. An arrow is left out where others lead to the same room on a longer way."""
    return "\n".join(["```mermaid", "flowchart TD", *_rooms(), *_arrows(), "```"])


def _rooms() -> Iterator[str]:
    for number, layer in enumerate(LAYERS):
        drawn = [each for each in layer if each not in _NOT_DRAWN]
        if drawn:
            yield f"    subgraph layer{number}[ ]"
            yield from (f"        {each}" for each in drawn)
            yield "    end"


def _arrows() -> Iterator[str]:
    known = {start: ends - _NOT_DRAWN for start, ends in arrows().items() if start not in _NOT_DRAWN}
    for start, ends in known.items():
        farther = {far for end in ends for far in _reached(known, end) - {end}}
        yield from (f"    {start} --> {end}" for end in sorted(ends - farther))


def _reached(known: dict[str, set[str]], start: str) -> set[str]:
    """All rooms that can be reached from one, itself included."""
    return {start}.union(*(_reached(known, end) for end in known[start]))


PARTS = (Part(page="docs/architecture.md", name="drawing", make=drawing),)
