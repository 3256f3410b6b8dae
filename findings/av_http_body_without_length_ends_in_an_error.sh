#!/bin/sh
# PyAV ends an HTTP answer without Content-Length with "Input/output error", though it was sent whole.
#
# Seen with av 18.1.0 (FFmpeg 8.1.2) and 15.1.0 (FFmpeg 7.1.1) on Python 3.11: all frames are decoded, then OSError 5
# is raised where the file's end is expected. A body that ends with the connection is whole (RFC 9112, 6.3,
# rule 8), and that is how web cameras send snapshots and old servers send everything; "Connection: close" makes
# no difference. A snapshot so looks like a camera that was lost in the middle. Read such an address with
# another HTTP library, or take an error 5 after the first frame for the end.
#
# Run: sh findings/av_http_body_without_length_ends_in_an_error.sh. It fails if any of this has changed.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/env"
"$home/env/bin/pip" install --quiet av==18.1.0 pillow==12.0.0
"$home/env/bin/python" - <<'END'
import io
import socket
from threading import Thread

import av
from PIL import Image

buffer = io.BytesIO()
Image.new("RGB", (64, 48), "red").save(buffer, "JPEG")
PICTURE = buffer.getvalue()
ANSWERS = {
    "HTTP/1.0": b"HTTP/1.0 200 OK\r\n",
    "HTTP/1.1, closed": b"HTTP/1.1 200 OK\r\nConnection: close\r\n",
    "with a length": b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n" % len(PICTURE),
}


def serve(listener: socket.socket, head: bytes) -> None:
    while True:
        connection, _ = listener.accept()
        with connection:
            connection.recv(4096)
            connection.sendall(head + b"Content-Type: image/jpeg\r\n\r\n" + PICTURE)
            connection.shutdown(socket.SHUT_WR)  # an end in good order
            connection.recv(1)


found = {}
for name, head in ANSWERS.items():
    listener = socket.create_server(("127.0.0.1", 0))
    Thread(target=serve, args=(listener, head), daemon=True).start()
    frames, end = 0, "end of file"
    with av.open(f"http://127.0.0.1:{listener.getsockname()[1]}/picture.jpg", timeout=5) as container:
        try:
            for _ in container.decode(video=0):
                frames += 1
        except OSError as error:
            end = f"error {error.errno}"
    found[name] = (frames, end)
    print(f"{name}: {frames} frame, then {end}")
assert found["HTTP/1.0"] == (1, "error 5"), "HTTP/1.0 without a length ends otherwise now"
assert found["HTTP/1.1, closed"] == (1, "error 5"), "a closed connection without a length ends otherwise now"
assert found["with a length"] == (1, "end of file"), "a body with a length ends otherwise now"
END
