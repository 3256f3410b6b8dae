"""Where the repository keeps what tests read."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests" / "data"
PHOTOGRAPHS = DATA / "photographs"
TINY_BUNDLE = DATA / "tiny_bundle"
CONFIGS = ROOT / "training" / "configs"
