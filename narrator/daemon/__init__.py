"""The program that stays: its loop, its control socket, its hotkeys."""
