"""The methods that are compared: where captions come from, and which of them is spoken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from narrator.captioning.consensus import Consensus
from narrator.captioning.mutual_information import MutualInformation, nothing_to_see
from narrator.captioning.network import Network
from narrator.captioning.ranking import MOST_PROBABLE, RANKINGS, MostProbable, Ranker
from narrator.captioning.similarity import Rarity
from narrator.captioning.vocabulary import Vocabulary
from training.generation.sources import DEFAULT

LENGTH_POWERS = (0.0, 0.5, 1.5, 2.0)
MUTUAL_INFORMATION_WEIGHTS = (0.1, 0.3, 0.5)
_WIDE = (
    "50 samples",
    "10 samples, top-k 10, temperature 0.5",
    "10 samples, nucleus 0.9, temperature 0.5",
    "beam 10",
)
"""Sources of more or more different captions than usual, among which there is more to choose."""


@dataclass(frozen=True, kw_only=True)
class Method:
    """A source's name and a ranking's."""

    source: str
    ranking: str = MOST_PROBABLE

    @property
    def name(self) -> str:
        """As it stands in tables; what is usual is not said."""
        return self.source if self.ranking == MOST_PROBABLE else f"{self.source}: {self.ranking}"


DEFAULT_METHOD = Method(source=DEFAULT)


def rankers(network: Network, vocabulary: Vocabulary, rarity: Rarity) -> Mapping[str, Ranker]:
    """Every ranking that is compared by its name; `rarity` is that of the training captions."""
    habit = nothing_to_see(network)
    return {
        **RANKINGS,
        "consensus by rarity": Consensus(rarity=rarity),
        "weighted consensus by rarity": Consensus(rarity=rarity, voters="model"),
        **{_by_length(power): MostProbable(length_power=power) for power in LENGTH_POWERS},
        **{
            _by_information(weight): MutualInformation(network, vocabulary, habit, weight=weight)
            for weight in MUTUAL_INFORMATION_WEIGHTS
        },
    }


def methods(source_names: Sequence[str]) -> list[Method]:
    """Every source with the usual ranking, and where it can matter, with the others."""
    consensus = [name for name in RANKINGS if name != MOST_PROBABLE]
    by_rarity = [f"{name} by rarity" for name in consensus]
    by_length = [_by_length(power) for power in LENGTH_POWERS]
    by_information = [_by_information(weight) for weight in MUTUAL_INFORMATION_WEIGHTS]
    others = {
        DEFAULT: [*by_length, *consensus, *by_rarity, *by_information],
        "beam 5": by_length,
        **{name: [*consensus, *by_rarity] for name in _WIDE},
    }
    return [
        *(Method(source=name) for name in source_names),
        *(Method(source=name, ranking=ranking) for name in others for ranking in others[name]),
    ]


def _by_length(power: float) -> str:
    return f"length power {power:g}"


def _by_information(weight: float) -> str:
    return f"mutual information {weight:g}"
