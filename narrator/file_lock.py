"""A lock on an open file, which the kernel gives back when its holder dies, however."""

import os
import sys

if sys.platform == "win32":
    _LOCKED_BYTE = 2**40
    """Behind all that is in the file: what is locked cannot be read either."""

    def lock(descriptor: int) -> bool:
        """Lock an open file for this process; whether nobody else holds it. Raises OSError."""
        import msvcrt

        place = os.lseek(descriptor, 0, os.SEEK_CUR)
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(descriptor, place, os.SEEK_SET)
        return True

else:

    def lock(descriptor: int) -> bool:
        """Lock an open file for this process; whether nobody else holds it. Raises OSError."""
        import fcntl

        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
