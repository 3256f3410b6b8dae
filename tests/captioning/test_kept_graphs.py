import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

from narrator.captioning import kept_graphs
from narrator.captioning.bundle import Bundle
from narrator.captioning.graphs import DECODER, ENCODER
from narrator.captioning.network import OnnxNetwork, State
from narrator.captioning.vocabulary import START
from narrator.places import graphs_folder
from tests.places import TINY_BUNDLE
from tests.tiny_bundle import SIDE

pytestmark = pytest.mark.usefixtures("person")

PIXELS = np.random.default_rng(1).integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8)


def network() -> OnnxNetwork:
    return Bundle.open(TINY_BUNDLE).network(threads=1)


def keep() -> bool:
    bundle = Bundle.open(TINY_BUNDLE)
    return bundle.graphs.keep(bundle.network(threads=1))


def the_kept() -> Path:
    """The one folder of kept graphs."""
    (folder,) = graphs_folder().iterdir()
    return folder


def first_word(network: OnnxNetwork) -> NDArray[np.float32]:
    return network.step(np.array([START]), network.encode(PIXELS))[0]


def test_what_is_kept_is_taken_next_and_says_the_same() -> None:
    before = network()
    assert not before.optimised
    assert keep()
    after = network()
    assert after.optimised
    np.testing.assert_array_equal(first_word(before), first_word(after))
    assert keep()  # once is enough
    assert the_kept().is_dir()


def test_nobody_else_can_look_into_the_folder() -> None:
    assert keep()
    if sys.platform != "win32":
        assert [folder.stat().st_mode & 0o077 for folder in (graphs_folder(), the_kept())] == [0, 0]


def test_a_damaged_graph_can_be_replaced_by_what_was_kept(tmp_path: Path) -> None:
    assert keep()
    copied = shutil.copytree(TINY_BUNDLE, tmp_path / "copied")
    (copied / ENCODER).write_bytes(b"damaged")
    np.testing.assert_array_equal(first_word(Bundle.open(copied).network(threads=1)), first_word(network()))


def test_another_processor_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert keep()
    monkeypatch.setattr(kept_graphs, "processor", lambda: "another one")
    assert not network().optimised
    assert keep()
    assert len(list(graphs_folder().iterdir())) == 2


def test_another_version_of_onnx_runtime_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert keep()
    monkeypatch.setattr(onnxruntime, "__version__", "0.0.1")
    assert not network().optimised


def test_other_graphs_have_their_own() -> None:
    assert keep()
    assert kept_graphs.KeptGraphs.of("one", "other").network(1) is None


@pytest.mark.parametrize("name", ["encoder.onnx", "decoder.onnx", "kept.json"])
@pytest.mark.parametrize(
    "damage",
    [
        Path.unlink,
        lambda file: file.write_bytes(file.read_bytes()[:-1]),
        lambda file: file.write_bytes(bytes([file.read_bytes()[0] ^ 1]) + file.read_bytes()[1:]),
    ],
    ids=["missing", "cut", "changed"],
)
def test_what_is_damaged_is_thrown_away(name: str, damage: Callable[[Path], object]) -> None:
    assert keep()
    damage(the_kept() / name)
    assert not network().optimised
    assert not list(graphs_folder().iterdir())
    assert keep()
    assert network().optimised


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no such modes there")
def test_a_folder_that_others_can_write_is_not_trusted() -> None:
    assert keep()
    for folder in (graphs_folder(), the_kept()):
        folder.chmod(0o770)
        assert not network().optimised
        folder.chmod(0o700)
    assert network().optimised


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
def test_a_link_is_not_trusted(tmp_path: Path) -> None:
    assert keep()
    folder = the_kept()
    folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere")
    assert not network().optimised


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such number there")
def test_somebody_elses_folder_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert keep()
    somebody = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: somebody)
    assert not network().optimised


def test_on_a_full_disk_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    full = shutil.disk_usage(TINY_BUNDLE)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    assert not keep()
    assert not list(graphs_folder().iterdir())


def test_where_nothing_can_be_written_nothing_is_kept() -> None:
    graphs_folder().parent.mkdir(parents=True)
    graphs_folder().write_text("in the way")
    assert not keep()
    assert not network().optimised
    assert graphs_folder().read_text() == "in the way"


def test_a_disk_that_fails_meanwhile_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(graph: Path, place: Path) -> None:
        place.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept_graphs, "save_optimised", fail)
    assert not keep()
    assert not list(graphs_folder().iterdir())


def test_graphs_that_say_something_else_are_not_kept() -> None:
    class Other(OnnxNetwork):
        def encode(self, pixels: NDArray[np.uint8]) -> State:
            return super().encode(pixels // 2)

    bundle = Bundle.open(TINY_BUNDLE)
    assert not bundle.graphs.keep(Other(TINY_BUNDLE / ENCODER, TINY_BUNDLE / DECODER, threads=1))
    assert not list(graphs_folder().iterdir())


def test_the_latest_three_stay_and_what_was_cut_short_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        monkeypatch.setattr(kept_graphs, "processor", lambda number=number: f"processor {number}")
        assert keep()
        latest = kept_graphs.KeptGraphs.of(*digests()).folder
        os.utime(latest, (number, number))
    names = {folder.name for folder in graphs_folder().iterdir()}
    assert len(names) == 3
    old, young = graphs_folder() / "part-old", graphs_folder() / "part-young"
    old.mkdir()
    young.mkdir()
    os.utime(old, (0, 0))
    monkeypatch.setattr(kept_graphs, "processor", lambda: "the fifth")
    assert keep()
    assert not old.exists()
    assert young.exists()
    assert network().optimised


def digests() -> list[str]:
    graphs = Bundle.open(TINY_BUNDLE).graphs.files
    return [graphs[name]["sha256"] for name in (ENCODER, DECODER)]


@pytest.mark.needs_qemu
def test_an_emulated_processor_keeps_its_own_and_is_right() -> None:
    """The emulator shows the list of this machine's instructions, but does not know all of them."""
    assert keep()
    code = (
        "from tests.captioning.test_kept_graphs import keep, network, first_word; import sys;"
        "assert not network().optimised; assert keep(); assert network().optimised;"
        "sys.stdout.buffer.write(first_word(network()).tobytes())"
    )
    python = ["qemu-x86_64", "-cpu", "Haswell", str(Path(sys.executable).resolve()), "-c", code]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    said = subprocess.run(python, check=True, capture_output=True, env=environment).stdout
    np.testing.assert_allclose(
        np.frombuffer(said, np.float32), first_word(network()).ravel(), rtol=1e-4, atol=1e-5
    )
    assert len(list(graphs_folder().iterdir())) == 2
