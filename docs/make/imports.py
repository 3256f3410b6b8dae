"""Which file of the house imports which, read from the source; nothing is executed."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def python_files(package: str) -> tuple[Path, ...]:
    """The files of a top-level package, in order of their names."""
    return tuple(sorted((ROOT / package).rglob("*.py")))


@cache
def imported(file: Path) -> tuple[str, ...]:
    """Dotted names of all that a file imports, wherever in the file it stands; relative imports resolved."""
    return tuple(_imported(file))


def _imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = file.relative_to(ROOT).parts[: -node.level] if node.level else ()
            module = ".".join((*start, *filter(None, [node.module])))
            # Whether an imported name is a module or something in a module, the source does not say.
            yield from (f"{module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "import_module":
            texts = (str(each.value) for each in ast.walk(node) if isinstance(each, ast.Constant))
            yield from (text.rstrip(".") for text in texts if text.startswith("narrator."))


def room(file: Path) -> str:
    """The room of a file of narrator: a module or a package directly inside it, or "narrator" itself."""
    inside = file.relative_to(ROOT / "narrator").with_suffix("").parts[0]
    return "narrator" if inside == "__init__" else inside


def imported_rooms(file: Path) -> set[str]:
    """Rooms of narrator that a file imports; public names such as narrator.Captioner are narrator's own."""
    inside = (name.split(".")[1:] for name in imported(file) if name.split(".")[0] == "narrator")
    return {_room_called(parts[0]) if parts else "narrator" for parts in inside}


@cache
def _room_called(name: str) -> str:
    place = ROOT / "narrator" / name
    return name if place.is_dir() or place.with_suffix(".py").is_file() else "narrator"


def files_imported(package: str) -> Mapping[Path, set[Path]]:
    """File -> files of the same package that it imports."""
    return {file: set(_files(file)) - {file} for file in python_files(package)}


def _files(file: Path) -> Iterator[Path]:
    for name in imported(file):
        # The module is the longest part of the name that is a file.
        parts = name.split(".")
        for length in range(len(parts), 0, -1):
            place = ROOT.joinpath(*parts[:length])
            found = [each for each in (place.with_suffix(".py"), place / "__init__.py") if each.is_file()]
            if found:
                yield found[0]
                break


def circle(package: str) -> list[Path]:
    """Files that import each other in a circle; empty where there is none."""
    try:
        tuple(TopologicalSorter(files_imported(package)).static_order())
    except CycleError as error:
        return list(error.args[1])
    return []
