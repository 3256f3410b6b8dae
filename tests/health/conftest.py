from tests.soundserver import ear, shared_ear
from tests.speech.conftest import mark, temporary

__all__ = ["ear", "mark", "shared_ear", "temporary"]
