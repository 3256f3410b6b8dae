from pathlib import Path

import pytest

from tests.docs.fences import PAGES, Fence, fences_of
from tests.docs.needs import NEEDS
from tests.docs.sessions import run_examples, run_python

FENCES = [fence for page in PAGES for fence in fences_of(page)]
LANGUAGES = {"sh", "python", "toml", "json", "text", "ini", "css", "yaml", "mermaid"}


def pages_with(language: str) -> list[Path]:
    """The pages that have an example in a language."""
    return [page for page in PAGES if any(f.page == page and f.language == language for f in FENCES)]


@pytest.mark.parametrize("page", pages_with("sh"), ids=lambda page: page.stem)
def test_every_command_runs(page: Path, tmp_path: Path, not_run: list[Fence]) -> None:
    examples = [fence for fence in FENCES if fence.page == page and fence.language == "sh"]
    can_run = [fence for fence in examples if all(NEEDS[need].is_here() for need in fence.needs)]
    not_run += [fence for fence in examples if fence not in can_run]
    run_examples(can_run, tmp_path)


@pytest.mark.parametrize("page", pages_with("python"), ids=lambda page: page.stem)
def test_python_runs(page: Path, tmp_path: Path) -> None:
    run_python([fence for fence in FENCES if fence.page == page and fence.language == "python"], tmp_path)


@pytest.mark.parametrize("fence", FENCES, ids=str)
def test_every_fence_says_what_it_is(fence: Fence) -> None:
    assert fence.language in LANGUAGES
    assert set(fence.needs) <= NEEDS.keys()


def test_a_command_that_fails_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```sh\nnarrator --version\n```\n\n```sh\nfalse && true\n```\n")
    fences = [Fence(**{**vars(fence), "page": PAGES[0]}) for fence in fences_of(page)]
    with pytest.raises(AssertionError, match=r"README\.md:5\s"):
        run_examples(fences, tmp_path)


def test_no_page_has_an_example_that_only_looks_like_one() -> None:
    """An indented block would be no fence, and so never run."""
    indented = [
        f"{page.name}: {line.strip()}"
        for page in PAGES[1:]
        for line in page.read_text(encoding="utf-8").splitlines()
        if line.startswith(("    narrator ", "    python -m ", "    pip "))
    ]
    assert indented == []
