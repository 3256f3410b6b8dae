"""A configuration for the data set that `training.data.drawings` draws."""

SOURCE = 'format = "flickr8k"\nimages = "images"\ncaptions = "tokens.txt"'
DATA = f"""
[data]
views = 2
minimum_count = 1
captions_per_picture = 3
[[data.train]]
name = "train"
split = "train.txt"
{SOURCE}
[[data.validate]]
name = "validation"
split = "validation.txt"
{SOURCE}
"""
"""The data set's part of a configuration."""


def config(stages: str, *, trunk_until: str = "block4", encoder: str = "small") -> str:
    """A configuration for the data set; `stages` is TOML."""
    return f"""
name = "shapes"
seed = 3
[encoder]
name = "{encoder}"
trunk_until = "{trunk_until}"
[decoder]
hidden = 64
heads = 4
dropout = 0.1
{DATA}
{stages}
"""
