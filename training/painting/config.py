"""A painter's configuration: one TOML file, as for captioners."""

from dataclasses import dataclass, field
from pathlib import Path

from models.painter import PainterConfig
from training.config import SourceConfig, parse, read_table
from training.errors import ConfigError


@dataclass(frozen=True, kw_only=True)
class PaintConfig:
    """All that makes a painter, but the random numbers that the seed brings."""

    name: str
    words: str
    """The captioner's bundle whose words and vectors it reads: a folder, or the name of a released one."""
    train: tuple[SourceConfig, ...]
    validate: tuple[SourceConfig, ...]
    network: PainterConfig = field(default_factory=PainterConfig)
    seed: int = 1
    steps: int = 100_000
    """Where training ends, if nobody ends it before: each checkpoint can be exported."""
    batch: int = 32
    learning_rate: float = 6e-4
    warmup_steps: int = 200
    """After these the rate stays, so that a run can go on for as long as there is time; the moving average
    does what a falling rate would."""
    weight_decay: float = 0.01
    gradient_norm: float = 1.0
    average_decay: float = 0.999
    wordless: float = 0.1
    """The share of pictures that are learned without words, which is what guidance compares with."""
    time_mean: float = -0.5
    """Moments are drawn as a sigmoid of a normal variable with this mean."""
    time_deviation: float = 1.0
    validation_pictures: int = 200
    """Of each set, evenly over its list."""
    report_steps: int = 100
    """How often held-out pictures are looked at and a checkpoint is written."""
    training_data: str = ""
    """What it learns from and on which terms, as its card says it."""


def load_paint_config(path: Path) -> PaintConfig:
    """Read a configuration. Raises `ConfigError` naming the setting that is wrong."""
    config = parse(PaintConfig, read_table(path), where=path.name)
    network = config.network
    if network.side % 8 or network.side < 8:
        raise ConfigError(f"{path.name}: network: side is {network.side}; it must be a multiple of 8.")
    if network.width % network.heads:
        raise ConfigError(
            f"{path.name}: network: a width of {network.width} cannot be shared by {network.heads} heads."
        )
    if config.batch < 1:
        raise ConfigError(f"{path.name}: batch is {config.batch}; a batch has 1 picture or more.")
    return config
