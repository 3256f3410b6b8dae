import shutil
from pathlib import Path

import pytest

from narrator.errors import BundleError
from narrator.health import describing
from narrator.settings.settings import Settings
from tests.places import TINY_BUNDLE


def test_a_missing_model_is_told(person: Path) -> None:
    with pytest.raises(BundleError, match="There is no model /absent; "):
        describing.model(Settings(model="/absent"))


def test_a_damaged_model_is_told(person: Path, tmp_path: Path) -> None:
    damaged = Path(shutil.copytree(TINY_BUNDLE, tmp_path / "damaged"))
    (damaged / "encoder.onnx").write_bytes(b"damaged")
    with pytest.raises(BundleError, match=r"encoder\.onnx"):
        describing.model(Settings(model=str(damaged)))
