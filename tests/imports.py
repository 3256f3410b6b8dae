"""What a file of the repository imports when it is loaded."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.places import ROOT

_OURS = ("benchmarks", "models", "narrator", "tests", "training")


@cache
def foreign_modules(file: Path) -> frozenset[str]:
    """Packages from elsewhere that loading a file loads, through the repository's other files too."""
    found: set[str] = set()
    seen: set[Path] = set()
    ahead = [file]
    while ahead:
        here = ahead.pop()
        if here not in seen:
            seen.add(here)
            for name in _imported(here):
                package = name.split(".")[0]
                ahead.extend(_files(name)) if package in _OURS else found.add(package)
    return frozenset(found)


@cache
def _imported(file: Path) -> tuple[str, ...]:
    """Dotted names that a file imports at its top level, so not in functions or for type checkers."""
    top = ast.parse(file.read_bytes()).body
    # What is tried is needed too: where it fails, a sentence is raised that says how to get it.
    tried = [node for block in top if isinstance(block, ast.Try) for node in block.body]
    return tuple(name for node in (*top, *tried) for name in _names(node))


def _names(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        # Whether an imported name is a module or something in a module, the source does not say.
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def _files(name: str) -> tuple[Path, ...]:
    """The files that importing a dotted name loads: the packages on the way to it, and the module."""
    parts = name.split(".")
    places = [ROOT.joinpath(*parts[: length + 1]) for length in range(len(parts))]
    candidates = [file for place in places for file in (place / "__init__.py", place.with_suffix(".py"))]
    return tuple(file for file in candidates if file.is_file())
