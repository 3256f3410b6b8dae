"""The model card (Mitchell et al. 2019, arXiv:1810.03993) that travels in a bundle."""

from collections.abc import Mapping, Sequence

from training.config import Config
from training.data.datasets import Example
from training.evaluate import SPOKEN, Evaluation, table
from training.failures import section

TEMPLATE = """\
# {name}

Describes a photograph in one English sentence.
Encoder: {encoder}; decoder: {decoder}.

## Scores

Of this bundle as it is shipped (int8), decoded by the program itself. "spoken" is the most probable of
ten sampled captions, picture number i with the seed i.

{shipped}

    python -m training.evaluate CONFIG --data ROOT --bundle FOLDER

The same network before quantisation:

{full_precision}

Which of the epochs' weights were kept was decided on some of these pictures, so the figures flatter a little.

## Made from

{training_data}

{origin}

With CONFIG = training/configs/{name}.toml:

{commands}
    python -m training.export CONFIG --data ROOT --trained RUN --out FOLDER

## What it gets wrong

{failures}
"""

TRAINED = """\
    python -m training.features CONFIG --data ROOT --cache CACHE
    python -m training.train CONFIG --data ROOT --cache CACHE --out RUN"""
WIDENED = """\
    python -m training.features CONFIG --data ROOT --cache CACHE
    python -m training.widen CONFIG --data ROOT --weights WEIGHTS --out WIDE
    python -m training.train CONFIG --data ROOT --cache CACHE --out RUN --weights WIDE/best.pt"""
"""How a run with a joint encoder goes on from the weights of one with its first member alone."""
JOINED = """\
    python -m training.combine --out RUN --encoder WEIGHTS {members}"""
"""How the run of an ensemble comes to be from the weights of its members."""


def model_card(
    config: Config,
    shipped: Sequence[Evaluation],
    full_precision: Sequence[Evaluation],
    examples: Mapping[str, Sequence[Example]],
) -> str:
    """The card as Markdown: every figure in it comes from the evaluations that it is given."""
    spoken = [evaluation for evaluation in shipped if evaluation.method == SPOKEN.name]
    encoders = config.encoder.members or [config.encoder]
    decoders = config.decoder.members or [config.decoder]
    return TEMPLATE.format(
        name=config.name,
        encoder=", and ".join(f"{each.name}, trained here after {each.trunk_until}" for each in encoders),
        decoder=" and ".join(f"{each.name}, {each.hidden} units" for each in decoders),
        shipped=table(shipped),
        full_precision=table(full_precision),
        training_data=config.training_data.strip(),
        origin=config.origin.strip(),
        commands=_commands(config),
        failures=section(spoken, examples),
    )


def _commands(config: Config) -> str:
    if config.decoder.members:
        return JOINED.format(members=" ".join(each.name.upper() for each in config.decoder.members))
    return WIDENED if config.encoder.members else TRAINED
