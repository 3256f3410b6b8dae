"""`python -m docs.make`: write what stands in the pages because it stands in the code."""

import click

from docs.make.parts import PARTS


@click.command()
def main() -> None:
    """Write all made parts, and print the pages that changed."""
    for part in PARTS:
        if part.write():
            click.echo(f"{part.page}: {part.name}")


if __name__ == "__main__":
    main()
