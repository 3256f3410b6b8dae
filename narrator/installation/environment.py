"""The Python environment that Narrator lies in, and what it tells of how Narrator came there."""

import json
import sys
import sysconfig
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Self

from narrator.installation.installation import DISTRIBUTION


@dataclass(frozen=True, kw_only=True)
class Environment:
    """A virtual environment or a system's Python."""

    prefix: Path
    """Its folder; pipx and uv keep their notes there."""
    python: Path
    """Its interpreter."""
    has_pip: bool
    """Whether it has a pip of its own; what uv makes has none."""
    externally_managed: bool = False
    """Whether pip refuses to change it, as PEP 668 has it, because the system's package manager owns it."""
    checkout: Path | None = None
    """The folder of the source where Narrator runs out of that."""

    @classmethod
    def current(cls) -> Self:
        """The one that runs now."""
        is_virtual = sys.prefix != sys.base_prefix
        mark = Path(sysconfig.get_path("stdlib")) / "EXTERNALLY-MANAGED"
        return cls(
            prefix=Path(sys.prefix),
            python=_with_console(Path(sys.executable)),
            has_pip=find_spec("pip") is not None,
            externally_managed=not is_virtual and mark.exists(),
            checkout=_current_checkout(),
        )


def checkout_of(installed: Distribution) -> Path | None:
    """The folder of the source that an installation points to; None where it has files of its own."""
    text = installed.read_text("direct_url.json")
    origin = json.loads(text) if text else {}
    if not origin.get("dir_info", {}).get("editable"):
        return None
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    return Path(url2pathname(urlsplit(origin["url"]).path))


def _current_checkout() -> Path | None:
    try:
        return checkout_of(distribution(DISTRIBUTION))
    except PackageNotFoundError:  # nobody has installed it: it runs in the folder of its source
        return Path(__file__).parents[2]


def _with_console(python: Path) -> Path:
    """On Windows, the daemon runs in an interpreter that shows nothing; pip has something to show."""
    return python.with_name("python.exe") if python.name == "pythonw.exe" else python
