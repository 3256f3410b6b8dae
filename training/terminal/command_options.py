"""What the commands of training are told alike: said once."""

from pathlib import Path

import click

config_argument = click.argument("config", type=click.Path(path_type=Path))
data_option = click.option(
    "--data", "root", type=click.Path(path_type=Path), default=Path(), help="Where the paths in CONFIG begin."
)
cache_option = click.option(
    "--cache", type=click.Path(path_type=Path), default=Path("cache"), help="Where features are kept."
)
