"""Tools of uv, known by the receipt that it keeps in each environment."""

import shlex
from pathlib import Path

import pytest

from narrator.installation.choice import this_installation
from narrator.installation.environment import Environment
from narrator.installation.installation import Installation
from narrator.installation.pip import PipInstallation


def installation(folder: Path, requirements: str, more: str = "") -> Installation:
    prefix = folder / "picture-narrator"
    prefix.mkdir()
    (prefix / "uv-receipt.toml").write_text(f"[tool]\nrequirements = {requirements}\n{more}")
    return this_installation(Environment(prefix=prefix, python=prefix / "bin" / "python", has_pip=False))


@pytest.mark.parametrize(
    ("main", "words"),
    [
        ("", "'picture-narrator[camera]'"),
        (', specifier = "==0.1.0"', "'picture-narrator[camera]==0.1.0'"),
        (', extras = ["text"]', "'picture-narrator[text,camera]'"),
        (', extras = ["camera"]', "'picture-narrator[camera]'"),
        (
            ', git = "https://example.org/narrator?rev=main"',
            "'picture-narrator[camera] @ git+https://example.org/narrator@main'",
        ),
        (
            ', git = "ssh://git@example.org/narrator?subdirectory=a/b"',
            "'picture-narrator[camera] @ git+ssh://git@example.org/narrator#subdirectory=a/b'",
        ),
        (
            ', url = "https://example.org/narrator.whl"',
            "'picture-narrator[camera] @ https://example.org/narrator.whl'",
        ),
    ],
)
def test_narrator_is_asked_for_as_it_was_with_one_extra_more(tmp_path: Path, main: str, words: str) -> None:
    tool = installation(tmp_path, f'[{{ name = "picture-narrator"{main} }}]')
    assert tool.to_add("camera") == f"uv tool install {words}"


@pytest.mark.parametrize(("key", "options"), [("path", []), ("directory", []), ("editable", ["--editable"])])
def test_a_source_on_this_machine_is_named_as_long_as_it_is_there(
    tmp_path: Path, key: str, options: list[str]
) -> None:
    source = tmp_path / "the source"
    source.mkdir()
    requirements = f'[{{ name = "picture-narrator", {key} = "{source}" }}]'
    tool = installation(tmp_path, requirements)
    assert shlex.split(tool.to_add("camera")) == ["uv", "tool", "install", *options, f"{source}[camera]"]


def test_a_source_that_is_gone_cannot_be_installed_again(tmp_path: Path) -> None:
    tool = installation(tmp_path, f'[{{ name = "picture-narrator", path = "{tmp_path}/gone.whl" }}]')
    python = tmp_path / "picture-narrator" / "bin" / "python"
    assert tool.to_add("camera") == f"uv pip install --python {python} 'av>=18'"


def test_what_else_was_asked_for_is_asked_for_again(tmp_path: Path) -> None:
    requirements = (
        '[{ name = "picture-narrator" }, { name = "av", specifier = ">=18" }, '
        '{ name = "own", editable = "/home/ann/own" }]'
    )
    tool = installation(tmp_path, requirements, 'python = "3.13"\n')
    assert tool.to_add("web") == (
        "uv tool install --python 3.13 --with 'av>=18' --with-editable /home/ann/own 'picture-narrator[web]'"
    )


def test_mending_and_removing_need_the_name_alone(tmp_path: Path) -> None:
    tool = installation(tmp_path, '[{ name = "picture-narrator", extras = ["camera"] }]')
    assert tool.to_mend("camera") == "uv tool upgrade --reinstall picture-narrator"
    assert tool.to_remove() == "uv tool uninstall picture-narrator"


@pytest.mark.parametrize(
    "requirements",
    ['[{ name = "ipython" }, { name = "picture-narrator" }]', "[]", "7", "[{}]", '["narrator"]', "no TOML"],
)
def test_another_tools_environment_and_a_receipt_in_disorder_are_left_to_pip(
    tmp_path: Path, requirements: str
) -> None:
    assert isinstance(installation(tmp_path, requirements), PipInstallation)
