"""The shape of the house: which room may know which, and what an import may cost."""

import ast
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.places import ROOT

# Room -> rooms that it may import. A room is a module or a package directly inside narrator.
LEAVES = {"description", "errors", "picture"}
ARROWS = {
    "errors": set[str](),
    "description": set[str](),
    "picture": {"description", "errors"},
    "phrasing": {"description"},
    "places": set[str](),
    "workers": set[str](),
    "settings": {"errors", "places"},
    "looking": {"workers", *LEAVES},
    "captioning": {"looking", *LEAVES},
    "speech": {"workers", *LEAVES},
    "sources": LEAVES,
    "journal": LEAVES,
    "daemon": {
        "captioning",
        "looking",
        "speech",
        "sources",
        "journal",
        "phrasing",
        "settings",
        "places",
        "workers",
        *LEAVES,
    },
    "web": {"narrator", "captioning", "speech", "phrasing", "settings", "places", *LEAVES},
    "terminal": {
        *{"captioning", "looking", "speech", "journal", "daemon", "phrasing", "settings", *LEAVES},
    },
    "commands": {
        *{"narrator", "captioning", "looking", "speech", "sources", "journal", "daemon", "web", "terminal"},
        *{"phrasing", "settings", "places", *LEAVES},
    },
    "cli": {"narrator", "commands", "terminal", "errors"},
    "__main__": {"cli"},
    "narrator": {
        "captioning",
        "description",
        "errors",
    },  # narrator/__init__.py: the public names, loaded late
}
# Top-level package -> which of the house's packages it may import besides itself.
PACKAGES = {
    "narrator": set[str](),
    "models": set[str](),
    "training": {"models", "narrator"},
    "benchmarks": {"narrator"},
    "tests": {"narrator", "models", "training", "benchmarks"},
}
HEAVY = ("torch", "onnxruntime", "numpy", "PIL")


def python_files(package: str) -> list[Path]:
    files = sorted((ROOT / package).rglob("*.py"))
    assert files, f"{package} has no Python file"
    return files


def imported(file: Path) -> Iterator[str]:
    """Dotted names of all that a file imports, wherever in the file it stands; relative imports resolved."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = file.relative_to(ROOT).parts[: -node.level] if node.level else ()
            module = ".".join((*start, *filter(None, [node.module])))
            # Whether an imported name is a module or something in a module, the source does not tell.
            yield from (f"{module}.{alias.name}" for alias in node.names)


def room_of(name: str) -> str:
    """The room of a dotted name in narrator; public names such as narrator.Captioner are its own."""
    _, *inside = name.split(".")
    room = _room(inside[0]) if inside else "narrator"
    return room if room in ARROWS else "narrator"


def _room(module: str) -> str:
    return module.split("_")[0] or module  # picture.py and settings.py with the files they are made of


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_know_only_what_the_design_allows(package: str) -> None:
    forbidden = PACKAGES.keys() - PACKAGES[package] - {package}
    wrong = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in python_files(package)
        for name in imported(file)
        if name.split(".")[0] in forbidden
    ]
    assert wrong == []


def test_arrows_between_rooms_are_the_designs() -> None:
    wrong = []
    for file in python_files("narrator"):
        inside = file.relative_to(ROOT / "narrator")
        room = "narrator" if inside == Path("__init__.py") else _room(inside.with_suffix("").parts[0])
        assert room in ARROWS, f"{inside} is in a room that the design does not know"
        for name in imported(file):
            if name.split(".")[0] == "narrator" and room_of(name) not in ARROWS[room] | {room}:
                wrong.append(f"{inside} imports {name}")
    assert wrong == []


def test_every_room_that_has_an_arrow_exists() -> None:
    rooms = {_room(path.stem) for path in (ROOT / "narrator").iterdir()} | {"narrator"}
    assert ARROWS.keys() <= rooms
    assert set().union(*ARROWS.values()) <= ARROWS.keys()


def test_the_program_imports_only_what_its_installation_brings() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    dependencies = project["dependencies"] + [
        dependency for extra in ("camera", "text", "web", "aws") for dependency in extras[extra]
    ]
    declared = {dependency.split(">")[0].lower() for dependency in dependencies}
    distributions = packages_distributions()
    foreign = {
        name.split(".")[0] for file in python_files("narrator") for name in imported(file)
    } - sys.stdlib_module_names
    needed = {distributions.get(name, [name])[0] for name in foreign - {"narrator"}}
    assert {name.lower().replace("_", "-") for name in needed} <= declared


@pytest.mark.parametrize(
    "code",
    [
        "import narrator",
        "import narrator; narrator.__version__",
        "from narrator.cli import main; assert main(['--version']) == 0",
        "from narrator.cli import main; assert main(['--help']) == 0",
        "from narrator.cli import main; assert main(['speak', '--help']) == 0",
    ],
)
def test_what_should_be_instant_loads_nothing_heavy(code: str) -> None:
    tail = "import json, sys; print(json.dumps([name.split('.')[0] for name in sys.modules]))"
    process = subprocess.run(
        [sys.executable, "-c", f"{code}\n{tail}"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    loaded = set(json.loads(process.stdout.splitlines()[-1]))
    assert "narrator" in loaded
    assert loaded.isdisjoint(HEAVY)
