from tests.speech.conftest import mark, temporary

__all__ = ["mark", "temporary"]
