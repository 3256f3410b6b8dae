"""What is compared: every encoder with every decoder, and with every seed."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from models.decoders import DecoderConfig
from models.encoders import EncoderConfig
from training.config import (
    Config,
    DataConfig,
    OptimisationConfig,
    check_networks,
    deviations,
    parse,
    read_table,
)
from training.errors import ConfigError


@dataclass(frozen=True, kw_only=True)
class Contestant:
    """One encoder."""

    label: str
    """As it stands in the table."""
    encoder: EncoderConfig
    from_scratch: bool = False
    """Without weights to start from, train all of it first, as `encoder_stages` say; the table marks it."""

    @property
    def folder(self) -> str:
        """Where its features and its cells lie, by a name that changes with what its trunk is.

        What is as it is by default is no part of the name, so that a setting that encoders get later leaves
        what is finished where it is.
        """
        trunk = deviations(replace(self.encoder, head_until="", statistics="kept"))
        digest = hashlib.sha256(json.dumps(trunk, sort_keys=True).encode()).hexdigest()
        return f"{self.encoder.name}-{digest[:8]}"

    @property
    def school(self) -> Path:
        """Where it learns, if it does so from scratch, inside the comparison's folder."""
        return Path("encoders", self.folder)


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """All that is trained, in the same way, on the same pictures and judged alike."""

    name: str
    data: DataConfig
    encoders: tuple[Contestant, ...]
    decoders: tuple[DecoderConfig, ...]
    stages: tuple[OptimisationConfig, ...]
    seeds: tuple[int, ...] = (1,)
    encoder_stages: tuple[OptimisationConfig, ...] = ()
    """How an encoder from scratch learns to see: end to end from pictures, with the first of the decoders.
    After that it stays as it is for all decoders, as those do that have weights."""
    beam: int = 3
    """The width of the beam that captions are judged and timed with."""
    timed_pictures: int = 20

    def encoder_config(self, contestant: Contestant) -> Config:
        """What trains an encoder from scratch."""
        return Config(
            name=f"{contestant.label}, the encoder",
            data=self.data,
            encoder=replace(contestant.encoder, statistics="learned"),
            decoder=self.decoders[0],
            stages=self.encoder_stages,
        )

    def cells(self) -> Iterator["Cell"]:
        """Seed by seed, so that a comparison that is cut short has every pair once before any twice."""
        for seed in self.seeds:
            for contestant in self.encoders:
                for decoder in self.decoders:
                    yield Cell(comparison=self, contestant=contestant, decoder=decoder, seed=seed)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One encoder with one decoder and one seed."""

    comparison: Comparison
    contestant: Contestant
    decoder: DecoderConfig
    seed: int

    @property
    def folder(self) -> Path:
        """Where its run lies, inside the comparison's folder."""
        return Path("cells", self.contestant.folder, self.decoder.name, f"seed-{self.seed}")

    @property
    def name(self) -> str:
        """As messages call it."""
        return f"{self.contestant.label} with {self.decoder.name}, seed {self.seed}"

    @property
    def config(self) -> Config:
        """What `training.train` is given."""
        return Config(
            name=self.name,
            data=self.comparison.data,
            encoder=self.contestant.encoder,
            decoder=self.decoder,
            stages=self.comparison.stages,
            seed=self.seed,
        )


def load_comparison(path: Path) -> Comparison:
    """Read a comparison. Raises `ConfigError` naming the setting that is wrong."""
    comparison = parse(Comparison, read_table(path), where=path.name)
    for what, values in {
        "encoders": [contestant.label for contestant in comparison.encoders],
        "folders of encoders": [contestant.folder for contestant in comparison.encoders],
        "decoders": [decoder.name for decoder in comparison.decoders],
        "seeds": list(map(str, comparison.seeds)),
    }.items():
        if not values:
            raise ConfigError(f"{path.name}: there are no {what}; name one at least.")
        twice = [value for value, count in Counter(values).items() if count > 1]
        if twice:
            raise ConfigError(f"{path.name}: among the {what}, {twice[0]} is there twice; leave one out.")
    for contestant, decoder in product(comparison.encoders, comparison.decoders):
        check_networks(contestant.encoder, decoder, where=path.name)
    for contestant in comparison.encoders:
        if contestant.from_scratch and contestant.encoder.weights != "none":
            raise ConfigError(
                f"{path.name}: {contestant.label} has weights and so is not trained from scratch; "
                "leave out one of the two settings."
            )
        if contestant.from_scratch and not any(s.trunk_learning_rate for s in comparison.encoder_stages):
            raise ConfigError(
                f"{path.name}: {contestant.label} is trained from scratch: say how in `encoder_stages`, "
                "with a trunk_learning_rate above 0."
            )
    return comparison
