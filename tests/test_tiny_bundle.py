from pathlib import Path

from tests.places import TINY_BUNDLE
from tests.tiny_bundle import write_tiny_bundle


def test_the_committed_bundle_is_what_the_script_makes(tmp_path: Path) -> None:
    write_tiny_bundle(tmp_path)
    made = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert made == {file.name: file.read_bytes() for file in TINY_BUNDLE.iterdir()}


def test_it_is_of_a_few_kilobytes() -> None:
    assert sum(file.stat().st_size for file in TINY_BUNDLE.iterdir()) < 10_000
