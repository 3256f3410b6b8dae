"""A real RTSP server for tests, GStreamer's, in a process of its own: the system's Python has its bindings.

    /usr/bin/python3 rtsp_server.py PORT PATTERN

Serves rtsp://127.0.0.1:PORT/camera, and prints the port once it listens; 0 chooses one.
"""

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")

from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402


def main(port: str, pattern: str) -> None:
    """Serve until killed."""
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(port)
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(
        f"( videotestsrc is-live=true pattern={pattern} ! video/x-raw,width=320,height=240,framerate=10/1"
        " ! vp8enc deadline=1 keyframe-max-dist=10 ! rtpvp8pay name=pay0 )"
    )
    factory.set_shared(True)
    server.get_mount_points().add_factory("/camera", factory)
    if not server.attach(None):
        sys.exit(f"Port {port} is taken.")
    print(server.get_bound_port(), flush=True)
    GLib.MainLoop().run()


if __name__ == "__main__":
    main(*sys.argv[1:])
