"""The calls of Windows behind its hotkeys, and nothing else; not tried but on Windows."""

import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _WM_QUIT = 0x0012
    _WM_HOTKEY = 0x0312
    _WM_USER = 0x0400

    class WindowsCalls:
        """user32.dll, for the thread that calls `register`."""

        def __init__(self) -> None:
            self._user32 = ctypes.WinDLL("user32", use_last_error=True)
            self._kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
            self._thread = 0

        def register(self, number: int, modifiers: int, code: int) -> int:
            """RegisterHotKey, without a window: the presses come to this thread."""
            message = wintypes.MSG()
            # This makes the thread's queue, without which a `wake` that comes early would be lost.
            self._user32.PeekMessageW(ctypes.byref(message), None, _WM_USER, _WM_USER, 0)
            self._thread = self._kernel32.GetCurrentThreadId()
            given = self._user32.RegisterHotKey(None, number, modifiers, code)
            return 0 if given else ctypes.get_last_error()

        def unregister(self, number: int) -> None:
            """UnregisterHotKey."""
            self._user32.UnregisterHotKey(None, number)

        def wait(self) -> int | None:
            """GetMessage, until a hotkey or the end comes."""
            message = wintypes.MSG()
            while (got := self._user32.GetMessageW(ctypes.byref(message), None, 0, 0)) > 0:
                if message.message == _WM_HOTKEY:
                    return int(message.wParam)
            if got < 0:
                raise ctypes.WinError(ctypes.get_last_error())
            return None

        def wake(self) -> None:
            """Post WM_QUIT to the thread that registered."""
            self._user32.PostThreadMessageW(self._thread, _WM_QUIT, 0, 0)
