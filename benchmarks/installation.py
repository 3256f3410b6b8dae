"""`python -m benchmarks.installation`: what narrator and each of its extras take on the disk.

It sums the files of the packages that are installed here, so install the extras first that it should know. An
extra's size is that of the packages which it needs and narrator alone does not.
"""

import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import click
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import narrator

OURS = "picture-narrator"
"""What narrator is called where packages are."""

_BLOCK_BYTES = 512
"""The unit in which file systems count, whatever their own blocks are."""


class NotHereError(Exception):
    """A package that an extra needs is not installed here."""


def packages_of(name: str, extra: str = "") -> dict[str, Distribution]:
    """The package of that name and all that it needs with an extra. Raises NotHereError."""
    found: dict[str, Distribution] = {}
    waiting = [(name, frozenset({extra}))]
    seen = set(waiting)
    while waiting:
        name, extras = waiting.pop()
        try:
            package = found.setdefault(canonicalize_name(name), distribution(name))
        except PackageNotFoundError as error:
            raise NotHereError(name) from error
        for needed in _needed_by(package, extras):
            if needed not in seen:
                seen.add(needed)
                waiting.append(needed)
    return found


def _needed_by(package: Distribution, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for line in package.requires or ():
        requirement = Requirement(line)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras or {""}):
            yield requirement.name, frozenset(requirement.extras or {""})


def bytes_of(package: Distribution) -> int:
    """What a package's files take on the disk."""
    if package.name == OURS:  # perhaps installed as a link to a checkout
        files = [*Path(narrator.__file__).parent.rglob("*")]
    else:
        files = [Path(str(package.locate_file(file))) for file in package.files or ()]
    return sum(file.stat().st_blocks * _BLOCK_BYTES for file in files if file.is_file())


@click.command()
def main() -> None:
    """Print what each extra adds to the disk, in MB."""
    alone = packages_of(OURS)
    click.echo(f"Python {sys.version.split()[0]}")
    click.echo(f"{OURS}: {_megabytes(alone)} MB, {len(alone)} packages")
    for extra in sorted(distribution(OURS).metadata.get_all("Provides-Extra") or ()):
        try:
            added = {key: each for key, each in packages_of(OURS, extra).items() if key not in alone}
        except NotHereError as error:
            click.echo(f"{extra}: {error} is not installed here")
        else:
            click.echo(f"{extra}: {_megabytes(added)} MB more, {len(added)} packages")


def _megabytes(packages: dict[str, Distribution]) -> str:
    return f"{sum(map(bytes_of, packages.values())) / 2**20:.0f}"


if __name__ == "__main__":
    main()
