"""Several processes that train one captioner together, on one machine or on many.

    torchrun --nproc-per-node 2 -m training.train CONFIG ...

torchrun starts the command once for each process and says in the environment which of how many it is.
Each takes its share of every batch, and gradients are reduced by DistributedDataParallel (Li et al. 2020,
arXiv:2006.15704), over gloo on processors and NCCL on GPUs. The first process alone writes and speaks.
Code that is handed `ALONE`, one process, reads and does the same as code for many.
"""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain, zip_longest
from typing import NoReturn, TypeVar, cast

import click
import torch
from torch import distributed, nn
from torch.distributed import PrefixStore, Store  # type: ignore[attr-defined]  # documented, but not re-exported
from torch.distributed.rendezvous import rendezvous
from torch.nn.parallel import DistributedDataParallel

from training.errors import TrainingError

T = TypeVar("T")

PATIENCE = timedelta(minutes=10)
"""How long one process waits for the others, before it takes them for dead."""

AGAIN = (
    "start the same command again; training goes on after its last whole epoch, a cache after its last whole "
    "shard."
)


class LostProcessError(TrainingError):
    """Another process is gone, or all were told to end."""

    def __init__(self) -> None:
        super().__init__(f"One of the processes is gone or was told to end: {AGAIN}")


@dataclass(frozen=True, kw_only=True)
class Processes:
    """Which of how many processes this one is, and what they do together; without more, it is alone."""

    rank: int = 0
    count: int = 1
    device: str = "cpu"
    """Where this process computes: each on a GPU of its own, or all on the processor."""

    @property
    def first(self) -> bool:
        """Whether this is the one process that writes and speaks."""
        return self.rank == 0

    def share(self, items: Sequence[T]) -> list[T]:
        """Every `count`-th item, which are for this process."""
        return list(items[self.rank :: self.count])

    def gather(self, mine: T) -> list[T]:
        """What each process has, in their order, on all of them."""
        if self.count == 1:
            return [mine]
        gathered: list[T | None] = [None] * self.count
        distributed.all_gather_object(gathered, mine)
        return cast(list[T], gathered)

    def together(self, shares: Sequence[T]) -> list[T]:
        """Shares as `share` dealt them out -> all items in their order, on all processes."""
        missing = object()
        rounds = zip_longest(*self.gather(shares), fillvalue=missing)
        return [cast(T, item) for item in chain.from_iterable(rounds) if item is not missing]

    def total(self, *amounts: float) -> list[float]:
        """Each amount summed over all processes, the same to the last bit on all."""
        if self.count == 1:
            return list(amounts)
        totals = torch.tensor(amounts, dtype=torch.float64)
        distributed.all_reduce(totals)
        return cast(list[float], totals.tolist())

    def from_first(self, work: Callable[[], T]) -> T:
        """What comes of work that the first process alone does; all get it."""
        result = [work() if self.first else None]
        if self.count > 1:
            distributed.broadcast_object_list(result, src=0)
        return cast(T, result[0])

    def agree(self, module: nn.Module) -> None:
        """Give all processes the first one's weights and statistics."""
        if self.count > 1:
            for tensor in module.state_dict().values():
                distributed.broadcast(tensor, src=0)

    def reduced(self, module: nn.Module, *, unused: bool = False) -> nn.Module:
        """The module with its gradients averaged over processes while they are computed.

        `unused` allows for parameters that learn in principle but have no part in the loss.
        """
        if self.count == 1:
            return module
        return DistributedDataParallel(module, find_unused_parameters=unused)


ALONE = Processes()
"""Without torchrun."""


def without_reduction(module: nn.Module) -> AbstractContextManager[None]:
    """Where gradients only add up: in all parts of a step but the last."""
    return module.no_sync() if isinstance(module, DistributedDataParallel) else nullcontext()


@contextmanager
def started(device: str, *, patience: timedelta = PATIENCE) -> Iterator[Processes]:
    """The processes that torchrun started with this one, or this one alone; what stops them is said once.

    A `TrainingError`, Ctrl-C, a process that is gone and one that does not answer end all of them: the one
    that knows first says it in one sentence, the others end without a word.
    """
    if "TORCHELASTIC_RUN_ID" not in os.environ:
        try:
            yield Processes(device=device)
        except TrainingError as error:
            raise click.ClickException(str(error)) from error
        return

    signal.signal(signal.SIGTERM, _told_to_end)
    store = None
    try:
        # torchrun keeps this store, which outlives each of the processes.
        store, rank, count = next(rendezvous("env://", timeout=patience))
        store.set_timeout(patience)
        if torch.device(device).type == "cuda":
            device = _own_gpu(int(os.environ["LOCAL_RANK"]))
        # Weights are reduced where they are; figures and captions are on the processor everywhere.
        distributed.init_process_group(
            "cpu:gloo,cuda:nccl" if "cuda" in device else "gloo",
            store=PrefixStore("group", store),
            rank=rank,
            world_size=count,
            timeout=patience,
        )
        yield Processes(rank=rank, count=count, device=device)
        distributed.destroy_process_group()
    except (KeyboardInterrupt, Exception) as error:
        _end(error, store)


def _own_gpu(number: int) -> str:
    """The device of the process with this number on its machine."""
    gpus = torch.cuda.device_count()
    if number >= gpus:
        raise TrainingError(
            f"There are more processes than the {gpus} GPUs of this machine: "
            "start at most as many, or give --device cpu."
        )
    torch.cuda.set_device(number)
    return f"cuda:{number}"


def _end(error: BaseException, store: Store | None) -> NoReturn:
    """Say what happened, unless another process did, and end."""
    # Ctrl-C reaches each process twice, from the terminal and from torchrun.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    speaks = _is_first_to_end(store)
    match error:
        case TrainingError():
            sentence = str(error)
        case KeyboardInterrupt():
            sentence = f"Interrupted: {AGAIN}"
        case RuntimeError() if isinstance(error, distributed.DistError) or "gloo" in str(error):
            sentence = str(LostProcessError())  # communication failed; gloo has no error class of its own
        case _:
            raise error  # a mistake in the code needs its traceback
    if not speaks:
        raise SystemExit(1) from error
    raise click.ClickException(sentence) from error


def _told_to_end(*_: object) -> None:
    """The way torchrun ends the processes that are left when one is gone."""
    raise LostProcessError


def _is_first_to_end(store: Store | None) -> bool:
    """Whether no other process has ended before this one."""
    try:
        return store is None or int(store.add("ended", 1)) == 1
    except RuntimeError:  # the store is gone as well: better said twice than not at all
        return True
