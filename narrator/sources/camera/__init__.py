"""Cameras, streams and video files: their frames, and which of them show a scene worth describing."""
