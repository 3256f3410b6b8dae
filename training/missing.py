"""Commands of the repository that lack a part of the installation: a sentence and no traceback."""

import sys
from collections.abc import Mapping
from types import TracebackType

_EXTRAS: Mapping[str, str] = {
    "av": "camera",
    "transformers": "peers",
    **dict.fromkeys(("fastapi", "h11", "prometheus_client", "pydantic", "starlette", "uvicorn"), "web"),
}
"""Module -> the extra that brings it, if that is not `train`, which brings most."""

_OURS = ("benchmarks", "models", "narrator", "training")


def say_what_is_missing() -> None:
    """For the `__init__` of a package of commands, which is imported before the command's own imports fail.

    Python calls itself "-m" while it looks for the module that stands after -m. Whoever imports the package
    otherwise, such as a test, keeps their tracebacks.
    """
    if sys.argv[:1] == ["-m"]:
        sys.excepthook = _say


def _say(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    from narrator.errors import NarratorError

    if isinstance(error, ModuleNotFoundError) and _is_foreign(name := (error.name or "").split(".")[0]):
        extra = _EXTRAS.get(name, "train")
        print(
            f"This command needs {name}, which comes with the extra {extra}; "
            f"run pip install '.[{extra}]' in the checkout.",
            file=sys.stderr,
        )
    elif isinstance(error, NarratorError):
        print(error, file=sys.stderr)
    else:
        sys.__excepthook__(kind, error, traceback)


def _is_foreign(name: str) -> bool:
    return bool(name) and name not in sys.stdlib_module_names and name not in _OURS
