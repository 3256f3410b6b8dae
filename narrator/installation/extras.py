"""What Narrator and its extras need, as the installed package itself says."""

import re
from importlib.metadata import Distribution, distribution

from narrator.installation.installation import DISTRIBUTION

# The build joins extras that name others, so that each requirement has no marker but its extra.
_OF_EXTRA = re.compile(r"(?P<requirement>[^;]+?) *; *extra *== *['\"](?P<extra>[^'\"]+)['\"]")


def requirements_of(extra: str, installed: Distribution | None = None) -> list[str]:
    """The requirements of an extra, such as `av>=18`."""
    found = map(_OF_EXTRA.fullmatch, (installed or distribution(DISTRIBUTION)).requires or ())
    return [match["requirement"] for match in found if match and match["extra"] == extra]


def requirement_of(package: str, installed: Distribution | None = None) -> str:
    """The requirement of a package that Narrator needs without any extra, such as `numpy>=1.26`."""
    for line in (installed or distribution(DISTRIBUTION)).requires or ():
        name = re.match(r"[\w.-]+", line)
        if name and name[0] == package and "extra ==" not in line:
            return line.split(";")[0].strip()
    return package
