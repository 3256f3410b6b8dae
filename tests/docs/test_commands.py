"""Of all examples, those that are not run too: their commands exist and have the options that are named."""

import re
import shlex
from collections.abc import Iterator

import click
import pytest

from narrator.cli import narrator
from tests.docs.fences import PAGES, Fence, fences_of
from tests.places import ROOT

SHARED_OPTIONS = ROOT / "training" / "terminal" / "command_options.py"


def commands() -> Iterator[tuple[Fence, list[str]]]:
    """The words of each of our commands, with the example that it stands in."""
    for page in PAGES:
        for fence in fences_of(page):
            if fence.language != "sh":
                continue
            for line in fence.text.replace("\\\n", " ").splitlines():
                words = shlex.split(line, comments=True)
                if re.search(r"-m (training|benchmarks)\b", line) or words[:1] == ["narrator"]:
                    yield fence, words


def known_options(words: list[str]) -> set[str]:
    """The options of the command; narrator is asked, of other modules the source is read."""
    if words[0] == "narrator":
        return set(_narrators(words[1:]))
    module = ROOT.joinpath(*words[words.index("-m") + 1].split("."))
    file = module / "__main__.py" if module.is_dir() else module.with_suffix(".py")
    assert file.is_file(), f"there is no {file.relative_to(ROOT)}"
    return set(re.findall(r'"(--[a-z0-9-]+)', file.read_text() + SHARED_OPTIONS.read_text()))


def _narrators(words: list[str]) -> Iterator[str]:
    command: click.Command = narrator
    context = click.Context(command)
    for word in words:
        if not isinstance(command, click.Group):
            break
        found = command.get_command(context, word)
        if found is not None:
            command = found
    assert command is not narrator or words[0].startswith("--"), f"there is no command {words[0]}"
    yield "--help"
    for parameter in command.params:
        yield from parameter.opts


@pytest.mark.parametrize(
    ("fence", "words"), [pytest.param(*each, id=f"{each[0]} {' '.join(each[1])[:40]}") for each in commands()]
)
def test_every_command_has_the_options_that_are_named(fence: Fence, words: list[str]) -> None:
    behind = words[words.index("-m") + 2 :] if "-m" in words else words[1:]
    ours = behind[: behind.index("--")] if "--" in behind else behind
    named = {word.partition("=")[0] for word in ours if word.startswith("--")}
    assert named - known_options(words) == set()
