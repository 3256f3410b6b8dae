"""A pytest plugin: tests whose need is not met here are kept out, and listed at the end with what brings it.

Where CI is set, nothing is kept out, and such a test fails. Where workers run the tests, each of them keeps
the same ones out, and the process that started them lists them.
"""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.imports import foreign_modules
from tests.needs import NEEDS, Need

_FILES = pytest.StashKey[Counter[str]]()
_TESTS = pytest.StashKey[Counter[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Register a marker for each need."""
    config.stash[_FILES] = Counter()
    config.stash[_TESTS] = Counter()
    for need in NEEDS:
        config.addinivalue_line("markers", f"{need.marker}: needs {need.what}")


class _FileKeptOut(pytest.File):
    """A file of tests that is not loaded, because it imports what is missing."""

    def collect(self) -> list[pytest.Item]:
        """Nothing; that it was asked for is counted."""
        self.config.stash[_FILES].update(_missing(self.path))
        return []


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Do not load a file of tests that imports what is missing."""
    if _is_ci() or not _missing(module_path):
        return None
    kept_out: pytest.Collector = _FileKeptOut.from_parent(parent, path=module_path)
    return kept_out


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark a test with what its file imports and what its fixtures start."""
    fixtures = getattr(item, "fixturenames", ())
    for need in [*_needs_of_file(item.path), *(need for need in NEEDS if set(need.fixtures) & set(fixtures))]:
        item.add_marker(need.marker)


@pytest.hookimpl(trylast=True)  # after -m and -k have chosen
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep tests out whose needs are not met."""
    if _is_ci():
        return
    runnable, kept_out = list[pytest.Item](), list[pytest.Item]()
    for item in items:
        missing = _unmet_needs(item)
        (kept_out if missing else runnable).append(item)
        config.stash[_TESTS].update(need.name for need in missing)
    config.hook.pytest_deselected(items=kept_out)
    items[:] = runnable


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let a test fail that CI could not keep out."""
    for need in _unmet_needs(item):
        pytest.fail(f"Where CI is set, no test is kept out, and {need.what} is missing: {need.remedy}", False)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let a worker hand its list in."""
    if (output := getattr(session.config, "workeroutput", None)) is not None:
        stash = session.config.stash
        output["kept_out"] = [dict(counts) for counts in (stash[_FILES], stash[_TESTS])]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take the list of a worker, which is that of all."""
    lists = getattr(node, "workeroutput", {}).get("kept_out", ({}, {}))
    for key, counts in zip((_FILES, _TESTS), lists, strict=True):
        node.config.stash[key] = Counter[str](counts)


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what was kept out, why, and what would bring it in."""
    for sentence in _sentences(config):
        terminalreporter.line(sentence)


def _sentences(config: pytest.Config) -> Iterator[str]:
    for need in NEEDS:
        counts = {"test": config.stash[_TESTS][need.name], "file": config.stash[_FILES][need.name]}
        if kept_out := [f"{count} {noun}{'s' * (count > 1)}" for noun, count in counts.items() if count]:
            yield (f"Not run here: {' and '.join(kept_out)}, because {need.what} is missing: {need.remedy}")


def _unmet_needs(item: pytest.Item) -> list[Need]:
    return [need for need in NEEDS if item.get_closest_marker(need.marker) and not need.is_met]


def _needs_of_file(file: Path) -> list[Need]:
    imported = foreign_modules(file)
    return [need for need in NEEDS if imported.intersection(need.modules)]


def _missing(file: Path) -> list[str]:
    return [need.name for need in _needs_of_file(file) if not need.is_met]


def _is_ci() -> bool:
    return bool(os.environ.get("CI"))
