"""What was freed is used again, and goes back to the system."""

import platform
import subprocess
import sys

SCRIPT = """
import psutil
from narrator.workers.memory import give_back_memory

blocks = [bytearray(60_000) for _ in range(1_000)]
del blocks[:-1]  # the last one holds the heap's end
before = psutil.Process().memory_info().rss
print(give_back_memory(), before - psutil.Process().memory_info().rss)
"""

THREADS = """
import psutil
from threading import Event, Semaphore, Thread
from narrator.workers.memory import share_memory

shared, done, kept = share_memory(), Semaphore(0), []

def work():
    blocks = [bytearray(60_000) for _ in range(200)]
    kept.append(blocks.pop())
    del blocks
    done.release()
    Event().wait()

before = psutil.Process().memory_info().rss
for _ in range(12):
    Thread(target=work, daemon=True).start()
    done.acquire()
print(shared, psutil.Process().memory_info().rss - before)
"""

PICTURES = """
import psutil
from narrator.workers.memory import share_memory

shared = share_memory()
picture = bytearray(8_000_000)
del picture  # from this one the C library learns
before, kept = psutil.Process().memory_info().rss, []
pictures = [(bytearray(4_000_000), bytearray(60_000)) for _ in range(10)]
kept += [small for _, small in pictures]
del pictures
print(shared, psutil.Process().memory_info().rss - before)
"""


def test_what_pictures_took_is_given_back_at_once() -> None:
    run = subprocess.run([sys.executable, "-c", PICTURES], capture_output=True, text=True, check=True)
    shared, grown = run.stdout.split()
    assert shared == str(platform.libc_ver()[0] == "glibc")
    assert shared == "False" or int(grown) < 12_000_000, "ten pictures of 4 MB are gone"


def test_what_one_thread_has_freed_is_used_by_the_others() -> None:
    run = subprocess.run([sys.executable, "-c", THREADS], capture_output=True, text=True, check=True)
    shared, grown = run.stdout.split()
    assert shared == str(platform.libc_ver()[0] == "glibc")
    assert shared == "False" or int(grown) < 60_000_000, "each of twelve threads needed 12 MB"


def test_freed_memory_is_given_back_where_the_c_library_can() -> None:
    run = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    gave, freed = run.stdout.split()
    assert gave == str(platform.libc_ver()[0] == "glibc")
    assert gave == "False" or int(freed) > 40_000_000


KEPT = """
import gc
from narrator.workers.memory import give_back_memory, keep_what_is_there

class Cycle:
    gone = 0
    def __init__(self):
        self.itself = self
    def __del__(self):
        Cycle.gone += 1

lasting = [[] for _ in range(50_000)]
keep_what_is_there()
looked_at = len(gc.get_objects())
Cycle()
give_back_memory()
print(looked_at, Cycle.gone)
"""


def test_of_what_is_kept_nothing_is_looked_at_again_and_what_comes_later_is() -> None:
    run = subprocess.run([sys.executable, "-c", KEPT], capture_output=True, text=True, check=True)
    looked_at, gone = map(int, run.stdout.split())
    assert looked_at < 1_000
    assert gone == 1
