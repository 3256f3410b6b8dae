"""How the captioner is set, for whoever hands it on: to another process, or to the machine that describes."""

from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from narrator.captioning.captioner import Captioner


class _Chosen(Protocol):
    """Whatever says how a person wants it, such as their settings."""

    @property
    def model(self) -> str | None: ...
    @property
    def threads(self) -> int | None: ...
    @property
    def people(self) -> str: ...
    @property
    def claims(self) -> str: ...
    @property
    def ranking(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Setup:
    """What `Captioner.load` takes, in plain values."""

    model: str | None = None
    threads: int | None = None
    people: str = "neutral"
    claims: str = "sure"
    ranking: str = "most probable"

    @classmethod
    def of(cls, settings: _Chosen) -> "Setup":
        """As a person has set it."""
        return cls(
            model=settings.model,
            threads=settings.threads,
            people=settings.people,
            claims=settings.claims,
            ranking=settings.ranking,
        )

    def captioner(self, *, findable: bool = True) -> "Captioner":
        """The captioner, `findable` as in `Captioner.load`.

        Raises BundleError, and SettingsError for a ranking that there is not.
        """
        from narrator.captioning.beside import Beside
        from narrator.captioning.graphs import Graphs
        from narrator.captioning.shelves import find_bundle

        # The other half of a start is Python's: the modules of the captioner. ONNX Runtime does not need it.
        network = Beside(partial(Graphs.of(find_bundle(self.model)).network, self.threads))
        from narrator.captioning.captioner import Captioner

        return Captioner.load(
            self.model,
            people=self.people,
            claims=self.claims,
            ranking=self.ranking,
            findable=findable,
            network=network.result,
        )

    def keep_graphs(self, captioner: "Captioner") -> bool:
        """Keep the graphs of this captioner for shorter starts, unless they are (`Graphs.keep`).

        Whether they are there now. Raises BundleError when the bundle is damaged meanwhile.
        """
        from narrator.captioning.graphs import Graphs
        from narrator.captioning.network import OnnxNetwork
        from narrator.captioning.shelves import find_bundle

        network = captioner.network
        assert isinstance(network, OnnxNetwork)  # `captioner` makes no others
        return Graphs.of(find_bundle(self.model)).keep(network)

    def to_message(self) -> dict[str, object]:
        """As it is sent to a process, which makes the same of it again."""
        return asdict(self)
