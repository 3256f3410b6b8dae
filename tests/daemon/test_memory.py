"""What was freed goes back to the system."""

import platform
import subprocess
import sys

SCRIPT = """
import psutil
from narrator.daemon.memory import give_back_memory

blocks = [bytearray(60_000) for _ in range(1_000)]
del blocks[:-1]  # the last one holds the heap's end
before = psutil.Process().memory_info().rss
print(give_back_memory(), before - psutil.Process().memory_info().rss)
"""


def test_freed_memory_is_given_back_where_the_c_library_can() -> None:
    run = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    gave, freed = run.stdout.split()
    assert gave == str(platform.libc_ver()[0] == "glibc")
    assert gave == "False" or int(freed) > 40_000_000
