"""The shape of the house: which room may know which, and what an import may cost."""

import json
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

from docs.make.drawing import arrows
from docs.make.imports import circle, imported, imported_rooms, python_files, room
from docs.make.layers import LAYERS, SIDEWAYS, depth
from tests.places import ROOT

# Top-level package -> which of the house's packages it may import besides itself.
PACKAGES = {
    "narrator": set[str](),
    "models": set[str](),
    "training": {"models", "narrator"},
    "benchmarks": {"narrator", "training"},
    "docs": {"narrator", "training"},
    "tests": {"narrator", "models", "training", "benchmarks", "docs"},
}
# Room -> all that it may import, where that is less than all lower layers. What gives pictures and what
# speaks knows neither settings nor each other, so that each can be tried alone.
ONLY = {
    "workers": {"languages"},
    "picture": {"description", "errors", "installation", "languages", "workers"},
    "languages": set[str](),
    "phrasing": {"description", "enumeration", "languages"},
    "sources": {"languages", "description", "desktop", "errors", "installation", "picture"},
    "journal": {"languages", "description", "errors", "picture", "private_folder"},
    "looking": {"description", "errors", "installation", "languages", "picture", "workers"},
    "speech": {"errors", "languages", "whole_file", "workers"},
    "captioning": {
        *("description", "enumeration", "errors", "languages", "looking", "phrasing", "picture", "places"),
        "private_folder",
    },
    "documents": {"languages", "description", "errors", "picture", "whole_file"},
    "belongings": {"languages", "daemon", "errors", "places", "whole_file"},
}
HEAVY = ("torch", "onnxruntime", "numpy", "PIL")


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_know_only_what_the_design_allows(package: str) -> None:
    forbidden = PACKAGES.keys() - PACKAGES[package] - {package}
    assert python_files(package)
    wrong = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in python_files(package)
        for name in imported(file)
        if name.split(".")[0] in forbidden
    ]
    assert wrong == []


def test_no_room_imports_a_higher_one_or_one_beside_it() -> None:
    wrong = [
        f"{file.relative_to(ROOT)} imports {target}"
        for file in python_files("narrator")
        for target in imported_rooms(file) - {room(file)}
        if depth(target) <= depth(room(file)) and (room(file), target) not in SIDEWAYS
    ]
    assert wrong == []


def test_rooms_that_stand_alone_import_no_more_than_they_may() -> None:
    assert {
        room: arrows()[room] - allowed for room, allowed in ONLY.items() if arrows()[room] - allowed
    } == {}


def test_every_room_has_its_place_in_one_layer() -> None:
    rooms = [each for layer in LAYERS for each in layer]
    assert sorted(rooms) == sorted({room(file) for file in python_files("narrator")})


@pytest.mark.parametrize("package", PACKAGES)
def test_no_files_import_each_other_in_a_circle(package: str) -> None:
    assert [str(file.relative_to(ROOT)) for file in circle(package)] == []


def test_the_program_imports_only_what_its_installation_brings() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    dependencies = project["dependencies"] + [
        dependency
        for extra in ("aws", "camera", "languages", "parquet", "web")
        for dependency in extras[extra]
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
