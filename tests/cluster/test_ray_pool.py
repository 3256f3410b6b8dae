"""What is said of clusters that are not there or not fit, before Ray is asked."""

import socket
import sys
from pathlib import Path

import pytest

from narrator.cluster.connection import refused
from narrator.cluster.node_report import node_problem, node_report
from narrator.cluster.ray_pool import ray_address
from narrator.errors import SettingsError
from tests.conftest import Draw, Narrate

pytestmark = pytest.mark.needs_cluster


def test_a_cluster_that_is_not_there_is_one_sentence_and_no_folder(narrate: Narrate, draw: Draw) -> None:
    folder = draw("album/a.png", "red").parent.parent
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))  # and does not listen
        address = f"ray://127.0.0.1:{probe.getsockname()[1]}"
        process = narrate("describe", "album", "--out", "out/", "--on", address)
    assert (process.returncode, process.stdout) == (2, "")
    assert process.stderr.startswith("No cluster answers at 127.0.0.1:")
    assert process.stderr.count("\n") == 1
    assert not (folder / "out").exists()


@pytest.mark.parametrize(
    "on", ["spark", "ray:", "ray://", "ray://head", "ray://head:port", "ray://head:70000"]
)
def test_what_is_no_cluster_is_refused(on: str) -> None:
    with pytest.raises(SettingsError, match=r"is no (cluster|address)"):
        ray_address(on)


def test_a_dead_address_of_the_environment_is_found_out_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAY_ADDRESS", "127.0.0.1:1")
    with pytest.raises(SettingsError, match=r"No cluster answers at 127\.0\.0\.1:1 "):
        ray_address("ray://auto")


def test_without_ray_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(SettingsError, match=r"Ray is not installed; run .* or leave --on out"):
        ray_address("ray")


def test_a_machine_without_what_is_needed_is_named(person: Path, tmp_path: Path) -> None:
    report = node_report(None, [str(tmp_path)])
    fit = {"version": report["version"], "bundle": report["bundle"]}
    assert node_problem(report, **fit) == ""
    for lacking, sentence in (
        ({"version": ""}, f"has no narrator {report['version']}; install it there"),
        ({"version": "0.0.1"}, "has narrator 0.0.1 and not"),
        ({"bundle": ""}, "has no model of this name"),
        ({"bundle": "other"}, "has another model of this name"),
        ({"lacks": ["/pictures"]}, "has no folder /pictures; share it"),
    ):
        assert sentence in node_problem({**report, **lacking}, **fit)
    assert node_report("nothing", ["/nowhere/at/all"])["bundle"] == ""
    assert node_report("nothing", ["/nowhere/at/all"])["lacks"] == ["/nowhere/at/all"]


def test_another_version_of_ray_or_python_in_the_cluster_is_said() -> None:
    ray_says = "Version mismatch: The cluster was started with:\n    Ray: 2.50.0\n    Python: 3.12.1"
    error = refused("auto", RuntimeError(ray_says))
    assert isinstance(error, SettingsError)
    assert "another version of Ray or Python" in str(error) and "Python: 3.12.1" in str(error)
    assert "\n" not in str(error)
