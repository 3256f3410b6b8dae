"""Which pool the words of a command name."""

from narrator.captioning.threads import physical_cores
from narrator.cluster.connection import OWN
from narrator.cluster.job import Job
from narrator.cluster.pool import Pool, ThisMachine
from narrator.cluster.ray_pool import RayPool, ray_address


def pool_for(job: Job, on: str | None, *, threads: int | None) -> Pool:
    """The Ray that --on names, or this machine without it; `threads` are workers, each on a core.

    Raises SettingsError for a cluster that is not there.
    """
    if on is None:
        return ThisMachine(job, hands=threads or physical_cores())
    address = ray_address(on)
    cores = physical_cores() if address == OWN else 0
    return RayPool(job, address=address, hands=threads or cores)
