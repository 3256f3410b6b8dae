"""The examples that were not run are listed at the end."""

import pytest

from tests.docs.fences import Fence
from tests.docs.needs import NEEDS

NOT_RUN = pytest.StashKey[list[Fence]]()


@pytest.fixture
def not_run(request: pytest.FixtureRequest) -> list[Fence]:
    """Where a test notes the examples that it does not run."""
    return request.config.stash.setdefault(NOT_RUN, [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """List them, with what each needs."""
    fences = config.stash.get(NOT_RUN, [])
    if fences:
        terminalreporter.section("examples of the documentation that were not run")
    for fence in fences:
        needs = " and ".join(NEEDS[need].what for need in fence.needs)
        terminalreporter.line(f"{fence} needs {needs}: {fence.text.splitlines()[0]}")
