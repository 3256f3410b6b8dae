"""Which pool the words of a command name."""

from narrator.captioning.threads import physical_cores
from narrator.cluster.connection import OWN
from narrator.cluster.job import Job
from narrator.cluster.pool import Pool, ThisMachine
from narrator.cluster.ray_pool import RayPool


def pool_for(job: Job, address: str | None, *, threads: int | None) -> Pool:
    """The Ray at a `ray_address`, or this machine for None; `threads` are workers, each on a core."""
    if address is None:
        return ThisMachine(job, hands=threads or physical_cores())
    cores = physical_cores() if address == OWN else 0
    return RayPool(job, address=address, hands=threads or cores)
